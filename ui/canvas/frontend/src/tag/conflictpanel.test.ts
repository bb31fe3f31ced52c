import { expect, it } from "vitest";
import { wordsOf } from "./conflictpanel";
import type { Body } from "./body";

it("a version is said in words", () => {
  const body = { kind: "box", class: "uav", state: "tagged", author: "Ana", confidence: 0.8, note: "tail", attributes: { count: 2 } };
  expect(wordsOf(body as unknown as Body, new Map([["uav", { path: "Aircraft/UAV" }]]))).toEqual([
    "Aircraft / UAV (box)", "by Ana", "confidence 80 %", "“tail”", "count: 2",
  ]);
});

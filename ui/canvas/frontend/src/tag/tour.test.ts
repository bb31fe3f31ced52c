import { expect, it } from "vitest";
import { commandOf } from "../core/keys";
import { STEPS } from "./tour";

it("has five steps, and each names commands that have keys", () => {
  expect(STEPS).toHaveLength(5);
  const keys = ["Enter", "0", "ArrowUp", "w", "b", "l", "g", "o", "t", "?", "Ctrl+z"];
  const known = new Set(keys.map((key) => commandOf(key, ["tag", "any"])?.command));
  for (const { commands } of STEPS) {
    for (const command of commands) expect(command === "class" || known.has(command)).toBe(true);
  }
});

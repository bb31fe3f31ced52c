import { expect, it } from "vitest";
import { accepted, type Body } from "./body";
import { nextOf } from "./suggestions";
import { infoOf } from "./tiletags";

const body = (state: string, confidence: number | null, kind = "box"): Body =>
  ({ state, confidence, kind, author: "model:det", attributes: { chip: 1 }, class: "uav" }) as unknown as Body;

it("an accepted suggestion is the person's, and remembers the model", () => {
  const made = accepted(body("suggested", 0.8), "Ana");
  expect(made).toMatchObject({ state: "tagged", author: "Ana", confidence: null });
  expect(made.attributes).toEqual({ chip: 1, model: "det", model_score: 0.8 });
  const label = body("tagged", 0.8);
  expect(accepted(label, "Ben")).toBe(label);
});

it("the surest is next, round the end, labels left out", () => {
  const items = new Map([["low", body("suggested", 0.2)], ["label", body("tagged", 1)], ["high", body("suggested", 0.9)], ["mid", body("suggested", 0.5)]]);
  expect(nextOf(items, null)).toBe("high");
  expect(nextOf(items, "high")).toBe("mid");
  expect(nextOf(items, "low")).toBe("high");
  expect(nextOf(new Map([["low", body("suggested", 0.2)]]), "low")).toBeNull();
});

it("a suggested tile counts as nothing said", () => {
  expect(infoOf([["a", body("suggested", 0.9, "tile")]])).toEqual({ state: "unseen", flagged: false, classes: [] });
});

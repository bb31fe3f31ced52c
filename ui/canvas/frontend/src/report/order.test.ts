import { expect, it } from "vitest";
import type { Observability, Suggestion } from "./api";
import { neighbour, order, undecided } from "./order";

const made = (id: string, start: number, observability: Observability, done = false) =>
  ({ id, start, end: start + 1, observability, decision: done ? { verdict: "accept" } : null }) as Suggestion;

const ALL = [
  made("a", 0, "cannot_show"),
  made("b", 10, "partly"),
  made("c", 20, "can_show"),
  made("d", 5, "can_show", true),
];

it("puts first what imagery can show, and folds what it cannot", () => {
  const { tested, folded } = order(ALL);
  expect(tested.map((s) => s.id)).toEqual(["d", "c", "b"]);
  expect(folded.map((s) => s.id)).toEqual(["a"]);
});

it("goes to the neighbour and stops at the ends", () => {
  expect(neighbour(["x", "y"], null, 1)).toBe("x");
  expect(neighbour(["x", "y"], "x", 1)).toBe("y");
  expect(neighbour(["x", "y"], "y", 1)).toBe("y");
  expect(neighbour(["x", "y"], "x", -1)).toBe("x");
  expect(neighbour([], "x", 1)).toBeNull();
});

it("finds the next one that is not decided, round the end", () => {
  const { tested } = order(ALL);
  expect(undecided(tested, "d")).toBe("c");
  expect(undecided(tested, "b")).toBe("c");
  expect(undecided([ALL[3]!], "d")).toBeNull();
});

import { expect, it } from "vitest";
import { apart, segments, type Mark } from "./segments";

const mark = (start: number, end: number, kind: Mark["kind"] = "time"): Mark => ({ start, end, kind, why: "" });

it("keeps the first and the longer of marks that overlap", () => {
  expect(apart([mark(4, 6), mark(0, 5), mark(0, 2), mark(6, 6)]).map((m) => [m.start, m.end])).toEqual([[0, 5]]);
});

it.each([
  [[], null, []],
  [[mark(2, 4), mark(3, 8), mark(8, 9, "place")], [1, 9], [[0, 3]]],
  [[mark(0, 10)], [5, 30], []],
] as const)("covers the whole text once: %j", (marks, chosen, claimed) => {
  const found = segments(10, marks as unknown as Mark[], chosen as [number, number] | null, claimed as unknown as [number, number][]);
  expect(found[0]!.start).toBe(0);
  expect(found.at(-1)!.end).toBe(10);
  found.slice(1).forEach((s, i) => expect(s.start).toBe(found[i]!.end));
});

it("says which words are of the claim in hand", () => {
  const found = segments(10, [mark(2, 4)], [1, 6], [[8, 10]]);
  expect(found.filter((s) => s.chosen).map((s) => [s.start, s.end])).toEqual([[1, 2], [2, 4], [4, 6]]);
  expect(found.filter((s) => s.mark).map((s) => [s.start, s.end])).toEqual([[2, 4]]);
  expect(found.filter((s) => s.claimed).map((s) => [s.start, s.end])).toEqual([[8, 10]]);
});

it("is one run for a text without anything", () => {
  expect(segments(5, [], null, [])).toHaveLength(1);
  expect(segments(0, [], null, [])).toHaveLength(0);
});

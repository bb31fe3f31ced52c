import { expect, it } from "vitest";
import { move, reach, start, targets, toggle } from "./selection";

it("arrows move, and stay at the edges", () => {
  let s = start(10);
  s = move(s, [1, 0], 4, 10, false);
  s = move(s, [0, 1], 4, 10, false);
  expect(s.cursor).toBe(5);
  expect(move(s, [0, 1], 4, 10, false).cursor).toBe(9);
  expect(move(s, [0, -2], 4, 10, false).cursor).toBe(5);
  expect(move(start(3), [-1, 0], 4, 3, false).cursor).toBe(0);
  expect(move(start(0), [1, 0], 4, 0, false).cursor).toBe(-1);
});

it("Shift chooses a stretch, Space one, a key acts on all of them", () => {
  let s = move(start(10), [1, 0], 4, 10, false);
  s = move(s, [0, 1], 4, 10, true);
  expect(targets(s)).toEqual([1, 2, 3, 4, 5]);
  s = toggle(move(s, [1, 0], 4, 10, false));
  expect(targets(s)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(targets(toggle(s, 3))).toEqual([1, 2, 4, 5, 6]);
  expect(targets(reach(toggle(start(10), 8), 6))).toEqual([6, 7, 8]);
});

it("without a choice the cell under the cursor is meant", () => {
  expect(targets(move(start(5), [1, 0], 5, 5, false))).toEqual([1]);
  expect(targets(start(0))).toEqual([]);
});

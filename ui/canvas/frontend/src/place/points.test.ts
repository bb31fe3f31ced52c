import { describe, expect, it } from "vitest";
import { Points } from "./points";

describe("control points", () => {
  it("pairs clicks in either order", () => {
    const points = new Points();
    points.put("pixel", [1, 2]);
    points.put("pixel", [3, 4]); // changed one's mind: the same pair
    expect(points.pairs).toEqual([{ pixel: [3, 4], place: null }]);
    points.put("place", [30, 50]);
    points.put("place", [31, 51]);
    points.put("pixel", [9, 9]);
    expect(points.pairs).toEqual([
      { pixel: [3, 4], place: [30, 50] },
      { pixel: [9, 9], place: [31, 51] },
    ]);
    expect(points.whole.map(({ index }) => index)).toEqual([0, 1]);
  });

  it("sets a chosen pair anew, moves and removes", () => {
    const points = new Points([
      { pixel: [1, 1], place: [1, 1] },
      { pixel: [2, 2], place: [2, 2] },
    ]);
    points.choose(0);
    points.put("place", [5, 5]);
    expect(points.pairs[0]).toEqual({ pixel: [1, 1], place: [5, 5] });
    expect(points.chosen).toBe(-1);
    points.move(1, "pixel", [7, 8]);
    points.remove(0);
    points.remove(4);
    expect(points.pairs).toEqual([{ pixel: [7, 8], place: [2, 2] }]);
  });

  it("takes every step back and again", () => {
    const points = new Points();
    points.put("pixel", [1, 2]);
    points.put("place", [3, 4]);
    points.remove(0);
    expect(points.undo() && points.undo()).toBe(true);
    expect(points.pairs).toEqual([{ pixel: [1, 2], place: null }]);
    expect(points.redo()).toBe(true);
    expect(points.whole).toHaveLength(1);
    points.put("pixel", [0, 0]);
    expect(points.canRedo).toBe(false);
    while (points.undo());
    expect(points.pairs).toEqual([]);
  });
});

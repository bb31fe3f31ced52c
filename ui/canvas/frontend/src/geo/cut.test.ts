import { describe, expect, it } from "vitest";
import { signedArea } from "./area";
import { cutHole, splitBy, unite, type Cut, type Rings } from "./cut";
import { box, closed, opened, type Point } from "./shapes";

const square = (x: number, y: number, side: number): Rings => [closed(box([x, y], [x + side, y + side]))];
const areas = (cut: Cut): number[] =>
  "pieces" in cut
    ? cut.pieces.map((rings) => {
        const each = rings.map((ring) => Math.abs(signedArea(opened(ring))));
        return each.slice(1).reduce((rest, hole) => rest - hole, each[0]!);
      })
    : [];
// Where scenes lie: large coordinates lose no corner.
const FAR = square(1.7e7, 4.2e6, 10);

describe("a hole", () => {
  it("is taken out and closed", () => {
    const cut = cutHole(FAR, box([1.7e7 + 2, 4.2e6 + 2], [1.7e7 + 4, 4.2e6 + 5]));
    expect(areas(cut)[0]).toBeCloseTo(94, 6);
    expect("pieces" in cut && cut.pieces[0]!.length).toBe(2);
  });

  it("over the edge is a notch, outside or over all it is refused", () => {
    expect(areas(cutHole(square(0, 0, 10), box([8, 4], [14, 6])))[0]).toBeCloseTo(96, 9);
    expect(cutHole(square(0, 0, 10), box([20, 20], [22, 22]))).toHaveProperty("problem");
    expect(cutHole(square(0, 0, 10), box([-1, -1], [12, 12]))).toHaveProperty("problem");
    expect(cutHole(square(0, 0, 10), box([-1, 4], [12, 6]))).toHaveProperty("problem");
  });
});

describe("a split", () => {
  it.each<[string, Point[], number[]]>([
    ["straight across", [[-2, 4], [12, 4]], [40, 60]],
    ["ending inside: taken on", [[5, 3], [5, 4]], [50, 50]],
    ["bent", [[-1, 5], [5, 5], [5, 11]], [25, 75]],
  ])("%s keeps all of it", (_name, line, expected) => {
    const found = areas(splitBy(square(0, 0, 10), line)).sort((a, b) => a - b);
    expect(found.map((a) => Number(a.toFixed(6)))).toEqual(expected);
  });

  it("keeps a hole in the piece it lies in", () => {
    const holed = cutHole(square(0, 0, 10), box([1, 1], [3, 3]));
    const cut = splitBy("pieces" in holed ? holed.pieces[0]! : [], [[-1, 5], [11, 5]]);
    expect(areas(cut).sort((a, b) => a - b)).toEqual([46, 50]);
  });

  it("beside the polygon is refused", () => {
    expect(splitBy(square(0, 0, 10), [[-5, 20], [15, 21]])).toHaveProperty("problem");
  });
});

describe("a union", () => {
  it("is one polygon where the two touch or overlap", () => {
    expect(areas(unite(square(0, 0, 10), square(5, 0, 10)))).toEqual([150]);
    expect(areas(unite(square(0, 0, 10), square(10, 0, 10)))).toEqual([200]);
    expect(unite(square(0, 0, 10), square(20, 0, 10))).toHaveProperty("problem");
  });
});

import { describe, expect, it } from "vitest";
import { FEW, shown } from "./thinning";

const WORLD = [-1e7, -1e7, 1e7, 1e7];
const spots = (n: number, at: (i: number) => [number, number]) => {
  const xy = Array.from({ length: n }, (_, i) => at(i));
  return { x: Float64Array.from(xy, (p) => p[0]), y: Float64Array.from(xy, (p) => p[1]) };
};

describe("marks", () => {
  it("are all drawn while they are few", () => {
    const few = spots(FEW, () => [1, 1]);
    expect(shown(few, () => true, WORLD, 1000)).toHaveLength(FEW);
  });

  it("stand for each other when they are many, and none is lost", () => {
    const many = spots(5000, (i) => [(i % 100) * 90_000 - 4e6, Math.floor(i / 100) * 70_000 - 2e6]);
    const found = shown(many, () => true, WORLD, 20_000);
    expect(found.length).toBeLessThan(1000);
    expect(found.reduce((sum, s) => sum + s.many, 0)).toBe(5000);
    const near = shown(many, () => true, WORLD, 10);
    expect(near).toHaveLength(5000);
  });

  it("are those let through, in view", () => {
    const some = spots(10, (i) => [i * 10, 0]);
    const found = shown(some, (i) => i % 2 === 0, [15, -1, 65, 1], 1);
    expect(found.map((s) => s.index)).toEqual([2, 4, 6]);
  });
});

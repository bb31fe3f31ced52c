import { describe, expect, it } from "vitest";
import { area, box, closed, crossesItself, dragCorner, opened, orientedBox, rotate, translate, type Point, type Ring } from "./shapes";

/** Cosines of the four corners: all 0 in a box. */
function cosines(ring: Ring): number[] {
  return ring.map((p, i) => {
    const a = ring[(i + 3) % 4]!;
    const b = ring[(i + 1) % 4]!;
    const [ux, uy] = [a[0] - p[0], a[1] - p[1]];
    const [vx, vy] = [b[0] - p[0], b[1] - p[1]];
    return (ux * vx + uy * vy) / (Math.hypot(ux, uy) * Math.hypot(vx, vy));
  });
}

function expectRightAngles(ring: Ring): void {
  for (const cosine of cosines(ring)) expect(Math.abs(cosine)).toBeLessThan(1e-9);
}

const slanted = orientedBox([10, 20], [50, 50], [44, 58]);

describe("oriented box", () => {
  it("has its baseline, its width and right angles", () => {
    expectRightAngles(slanted);
    expect(slanted.slice(0, 2)).toEqual([[10, 20], [50, 50]]);
    expect(area(slanted)).toBeCloseTo(50 * 10, 9);
  });

  it("grows to the side of the third point", () => {
    const left = orientedBox([0, 0], [10, 0], [3, 4]);
    const right = orientedBox([0, 0], [10, 0], [3, -4]);
    expect(left[2]).toEqual([10, 4]);
    expect(right[2]).toEqual([10, -4]);
  });

  it.each([0, 1, 2, 3])("keeps right angles when corner %d is dragged", (index) => {
    for (const to of [[70, 90], [-30, 15], [31, 36.5]] as Point[]) {
      const dragged = dragCorner(slanted, index, to);
      expect(dragged[index]).toEqual(to);
      expect(dragged[(index + 2) % 4]).toEqual(slanted[(index + 2) % 4]);
      expectRightAngles(dragged);
    }
  });

  it("keeps its direction through many drags", () => {
    let ring = slanted;
    for (let i = 0; i < 40; i++) {
      ring = dragCorner(ring, i % 4, [ring[i % 4]![0] + 0.7, ring[i % 4]![1] + 0.3]);
    }
    expectRightAngles(ring);
    const slope = (ring[1]![1] - ring[0]![1]) / (ring[1]![0] - ring[0]![0]);
    expect(slope).toBeCloseTo(0.75, 9);
  });

  it("keeps size and angles when turned", () => {
    const turned = rotate(slanted, 1.1);
    expectRightAngles(turned);
    expect(area(turned)).toBeCloseTo(area(slanted), 6);
  });
});

describe("upright box", () => {
  it("stays upright when a corner is dragged past the opposite one", () => {
    const dragged = dragCorner(box([0, 0], [10, 6]), 2, [-5, -3]);
    const xs = new Set(dragged.map((p) => p[0]));
    const ys = new Set(dragged.map((p) => p[1]));
    expect([...xs].sort()).toEqual([-5, 0]);
    expect([...ys].sort()).toEqual([-3, 0]);
  });
});

describe("rings", () => {
  it("are closed and opened", () => {
    const ring = box([0, 0], [2, 1]);
    expect(closed(ring)).toHaveLength(5);
    expect(opened(closed(ring))).toEqual(ring);
    expect(opened(ring)).toEqual(ring);
  });

  it("that cross themselves are seen", () => {
    expect(crossesItself([[0, 0], [2, 2], [2, 0], [0, 2]])).toBe(true);
    expect(crossesItself([[0, 0], [2, 0], [2, 2], [1, 0.5], [0, 2]])).toBe(false);
  });

  it("move as a whole", () => {
    expect(translate([[1, 2], [3, 4]], 10, -1)).toEqual([[11, 1], [13, 3]]);
  });
});

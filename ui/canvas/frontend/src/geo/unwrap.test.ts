import { describe, expect, it } from "vitest";
import { decodeRing, encodeRing, nearLon, STEP, unwrapPolygon, unwrapRing, wrapLon } from "./unwrap";

const jumps = (ring: readonly (readonly number[])[]): number =>
  Math.max(...ring.slice(1).map((p, i) => Math.abs(p[0]! - ring[i]![0]!)));

describe("longitudes", () => {
  it.each([
    [-170, 175, 190],
    [175, -170, -185],
    [10, 20, 10],
    [-181, 0, 179],
  ])("%d near %d is %d", (lon, reference, expected) => {
    expect(nearLon(lon, reference)).toBe(expected);
  });

  it.each([
    [181, -179],
    [-181, 179],
    [540, -180],
    [-180, -180],
    [180, -180],
    [12.5, 12.5],
  ])("%d wraps to %d", (lon, expected) => {
    expect(wrapLon(lon)).toBeCloseTo(expected, 12);
  });
});

describe("rings", () => {
  it("are in one piece across 180 degrees", () => {
    const ring = unwrapRing([[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]);
    expect(ring).toEqual([[179, 0], [181, 0], [181, 1], [179, 1], [179, 0]]);
  });

  it("around the south pole are closed along it", () => {
    const ring = unwrapRing([[-180, -70], [-60, -72], [60, -71], [180, -70]]);
    expect(jumps(ring.slice(0, 4))).toBeLessThan(180);
    expect(ring.slice(-3)).toEqual([[180, -90], [-180, -90], [-180, -70]]);
  });

  it("of a hole follow their shell, and the shell's middle is in the world", () => {
    const [shell, hole] = unwrapPolygon([
      [[-179, 0], [178, 0], [178, 9], [-179, 9], [-179, 0]],
      [[179, 2], [179.5, 2], [179.5, 3], [179, 2]],
    ]);
    expect(shell).toEqual([[181, 0], [178, 0], [178, 9], [181, 9], [181, 0]]);
    expect(hole![0]).toEqual([179, 2]);
  });

  it("come back from their code to half a step", () => {
    const ring: [number, number][] = [[-179.99951, 71.5], [0.12345, -89.999], [181.23456, 0]];
    const back = decodeRing(encodeRing(ring));
    expect(back).toHaveLength(3);
    back.forEach(([lon, lat], i) => {
      expect(Math.abs(lon - ring[i]![0])).toBeLessThanOrEqual(STEP / 2 + 1e-9);
      expect(Math.abs(lat - ring[i]![1])).toBeLessThanOrEqual(STEP / 2 + 1e-9);
    });
  });
});

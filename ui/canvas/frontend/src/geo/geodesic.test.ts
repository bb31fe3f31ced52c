import { describe, expect, it } from "vitest";
import { circle, direct, distance } from "./geodesic";
import { wrapLon, type LonLat } from "./unwrap";

// Expected values: PROJ's geodesics (Karney 2013) on WGS 84, computed with pyproj.Geod.
describe("geodesics", () => {
  it.each([
    [51.2, 35.1, 40, 250, 51.201762509654586, 35.10172620792868],
    [179.99, -16.05, 75, 5000, -179.96486917227367, -16.03830082222509],
    [0, 89.9, 30, 50_000, 142.11566949307993, 89.63550516776768],
    [-58, -12, 200, 1_000_000, -61.26642549316968, -20.468917186348577],
  ])("from %d %d towards %d, %d m", (lon, lat, azimuth, metres, lon2, lat2) => {
    const [x, y] = direct([lon, lat], azimuth, metres);
    expect(wrapLon(x)).toBeCloseTo(lon2, 7);
    expect(y).toBeCloseTo(lat2, 7);
  });

  it.each([
    [51.2, 35.1, 51.3, 35.2, 14356.705839667215],
    [179.9, -16, -179.9, -16.1, 24093.164182058168],
    [0, 0, 0, 1, 110574.38855779878],
  ])("from %d %d to %d %d", (a, b, c, d, metres) => {
    expect(distance([a, b], [c, d])).toBeCloseTo(metres, 3);
  });

  it("between nearly opposite places are at least about right", () => {
    const metres = distance([0, 0], [179.7, 0.2]);
    expect(Math.abs(metres / 19975624.276995994 - 1)).toBeLessThan(0.005);
  });

  it("between a place and itself are 0", () => {
    expect(distance([12, 34], [12, 34])).toBe(0);
  });
});

describe("a circle", () => {
  it.each<[LonLat, number]>([
    [[51.2, 35.1], 3000],
    [[179.99, -16], 25_000],
    [[-70, 84], 200_000],
    [[10, 0], 1],
  ])("around %o has its radius everywhere and no jump", (centre, radius) => {
    const ring = circle(centre, radius);
    expect(ring).toHaveLength(97);
    for (const place of ring) expect(Math.abs(distance(centre, place) - radius)).toBeLessThan(0.001);
    for (let i = 1; i < ring.length; i++) {
      expect(Math.abs(ring[i]![0] - ring[i - 1]![0])).toBeLessThan(180);
    }
    expect(ring.at(-1)![0]).toBeCloseTo(ring[0]![0], 9);
  });
});

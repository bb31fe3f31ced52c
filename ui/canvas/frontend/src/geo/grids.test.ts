import { describe, expect, it } from "vitest";
import type { Imagery } from "../core/api";
import { frameOf, imageryGrid, tileExtent, type GridName } from "./grids";

const imagery = (grid: GridName, tilesize: number): Imagery => ({
  grid,
  tilesize,
  minzoom: 0,
  maxzoom: 3,
  url: "",
  shape: [1000, 1400],
  asset_sha256: null,
  styles: { bands: [], combinations: [], colormaps: [] }, transform: null,
  why_not: null,
});

const NAMES: GridName[] = ["WebMercatorQuad", "UPSArcticWGS84Quad", "UPSAntarcticWGS84Quad", "pixels"];

describe("tiles", () => {
  // The same key is the same ground, whether it is tagged or fetched, at 256 or at 512 pixels.
  it.each(NAMES)("of %s are where their pictures are", (name) => {
    for (const size of [256, 512]) {
      const fetched = imageryGrid(imagery(name, size)).getTileCoordExtent([2, 1, 3]);
      const tagged = tileExtent(name, 2, 1, 3, 3);
      tagged.forEach((value, i) => expect(fetched[i]).toBeCloseTo(value, 3));
    }
  });

  it("of a picture run down from its upper left corner", () => {
    expect(tileExtent("pixels", 3, 1, 2, 3)).toEqual([256, -768, 512, -512]);
    expect(tileExtent("pixels", 2, 0, 0, 3)).toEqual([0, -512, 512, 0]);
  });
});

describe("frames", () => {
  it.each<[GridName, number, number]>([
    ["WebMercatorQuad", 51.2, 35.1],
    ["UPSArcticWGS84Quad", -130, 88.5],
    ["UPSAntarcticWGS84Quad", 77, -86],
    ["pixels", 640.5, 12],
  ])("%s comes back to the same place", (name, a, b) => {
    const frame = frameOf(name, [1000, 1400]);
    const [x, y] = frame.fromView(frame.toView([a, b]));
    expect(x).toBeCloseTo(a, 8);
    expect(y).toBeCloseTo(b, 8);
  });

  // Expected values: pyproj, EPSG:4326 to EPSG:5041 and EPSG:5042.
  it("of the poles agree with PROJ", () => {
    const north = frameOf("UPSArcticWGS84Quad", [1, 1]).toView([30, 88]);
    const south = frameOf("UPSAntarcticWGS84Quad", [1, 1]).toView([30, -88]);
    expect(north[0]).toBeCloseTo(2111034.63446, 3);
    expect(north[1]).toBeCloseTo(1807682.37171, 3);
    expect(south[0]).toBeCloseTo(2111034.63446, 3);
    expect(south[1]).toBeCloseTo(2192317.62829, 3);
  });

  it("of a scene across 180 degrees keeps its two sides together", () => {
    const frame = frameOf("WebMercatorQuad", [1, 1], 180);
    const [west] = frame.toView([179.9, -16]);
    const [east] = frame.toView([-179.9, -16]);
    expect(east - west).toBeCloseTo(frame.turn * (0.2 / 360), 3);
  });
});

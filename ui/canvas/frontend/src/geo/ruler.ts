/** What lengths, directions and areas are measured with: on the ground, or on a bare picture. */
import { polygonArea, signedArea } from "./area";
import { inverse } from "./geodesic";
import { opened, type Point } from "./shapes";
import type { LonLat } from "./unwrap";

export interface Ruler {
  readonly unit: "m" | "px";
  /** True where positions are lon/lat. */
  readonly ground: boolean;
  length(a: Point, b: Point): number;
  /** Degrees clockwise from north in [0, 360); null where north is unknown. */
  bearing(a: Point, b: Point): number | null;
  /** In squared units; the first ring without the others. */
  area(rings: readonly (readonly Point[])[]): number;
}

/** Geodesics and areas on the WGS 84 ellipsoid; places are (lon, lat). */
export const GROUND: Ruler = {
  unit: "m",
  ground: true,
  length: (a, b) => inverse(a as LonLat, b as LonLat).metres,
  bearing: (a, b) => inverse(a as LonLat, b as LonLat).azimuth,
  area: (rings) => polygonArea(rings as LonLat[][]),
};

/** For a picture without a place, in (column, row): metres by its stated pixel size, else pixels. */
export function pixelRuler(gsd: number | null): Ruler {
  const each = gsd ?? 1;
  return {
    unit: gsd === null ? "px" : "m",
    ground: false,
    length: ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay) * each,
    bearing: () => null,
    area: (rings) => {
      const areas = rings.map((ring) => Math.abs(signedArea(opened(ring))) * each * each);
      return Math.max(0, areas.slice(1).reduce((rest, hole) => rest - hole, areas[0] ?? 0));
    },
  };
}

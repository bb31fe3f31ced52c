/** Snapping to what is drawn near the pointer: corners first, then sides. */
import type OlMap from "ol/Map";
import type Feature from "ol/Feature";
import type Geometry from "ol/geom/Geometry";
import type VectorSource from "ol/source/Vector";
import type { Point } from "../geo/shapes";

const REACH_PX = 9;

export class Snap {
  on = false;

  constructor(
    private readonly map: OlMap,
    private readonly source: VectorSource,
  ) {}

  /** `at`, or the corner or side near it. Only features under the pointer are looked at. */
  to(at: Point, except: string | null = null): Point {
    if (!this.on) return at;
    const reach = REACH_PX * (this.map.getView().getResolution() ?? 1);
    const around = [at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach];
    const near = this.source
      .getFeaturesInExtent(around)
      .filter((f) => f.getId() !== except)
      .map((f: Feature) => f.getGeometry())
      .filter((g): g is Geometry => g !== undefined);
    const corners = near.flatMap((g) => cornersOf(g));
    return closest(at, corners, reach) ?? closest(at, near.map((g) => pair(g.getClosestPoint([...at]))), reach) ?? at;
  }
}

/** The nearest of `points` within `reach`; null if there is none. */
export function closest(at: Point, points: readonly Point[], reach: number): Point | null {
  let best: Point | null = null;
  let least = reach;
  for (const p of points) {
    const far = Math.hypot(p[0] - at[0], p[1] - at[1]);
    if (far <= least) [best, least] = [p, far];
  }
  return best;
}

function cornersOf(geometry: Geometry): Point[] {
  const flat = (geometry as Geometry & { getFlatCoordinates?(): number[]; getStride?(): number }).getFlatCoordinates?.() ?? [];
  const stride = (geometry as { getStride?(): number }).getStride?.() ?? 2;
  return Array.from({ length: flat.length / stride }, (_, i): Point => [flat[i * stride]!, flat[i * stride + 1]!]);
}

function pair(p: number[]): Point {
  return [p[0]!, p[1]!];
}

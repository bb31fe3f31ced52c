/**
 * Areas on the WGS 84 ellipsoid, by Lambert's azimuthal equal-area projection about the middle of
 * the shape (Snyder, Map Projections: A Working Manual, USGS 1395, 1987, pages 187-190). The
 * projection keeps areas exactly; only its straight sides differ from geodesics, by less than
 * 1 in 10,000 of the area for shapes up to 100 km across.
 */
import { opened, type Point } from "./shapes";
import { nearLon, type LonLat } from "./unwrap";

const A = 6378137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;
const Q_POLE = q(1);
const RADIUS_Q = A * Math.sqrt(Q_POLE / 2);

/** Metres of a plane in which areas are true; the plane touches at `centre`. */
export function equalArea(centre: LonLat): (place: LonLat) => Point {
  const beta1 = authalic(centre[1]);
  const [s1, c1] = [Math.sin(beta1), Math.cos(beta1)];
  const sinPhi = Math.sin(centre[1] * RAD);
  const m1 = Math.cos(centre[1] * RAD) / Math.sqrt(1 - E2 * sinPhi * sinPhi);
  // At a pole both are 0 and the plane needs no squeeze.
  const d = c1 < 1e-9 ? 1 : (A * m1) / (RADIUS_Q * c1);
  return ([lon, lat]) => {
    const beta = authalic(lat);
    const [s, c] = [Math.sin(beta), Math.cos(beta)];
    const lambda = (nearLon(lon, centre[0]) - centre[0]) * RAD;
    const cosL = Math.cos(lambda);
    const b = RADIUS_Q * Math.sqrt(2 / Math.max(1e-12, 1 + s1 * s + c1 * c * cosL));
    return [b * d * c * Math.sin(lambda), (b / d) * (c1 * s - s1 * c * cosL)];
  };
}

/** Square metres of a polygon: the first ring without the others. */
export function polygonArea(rings: readonly (readonly LonLat[])[]): number {
  const shell = opened(rings[0] ?? []) as LonLat[];
  if (shell.length < 3) return 0;
  const plane = equalArea(middle(shell));
  const areas = rings.map((ring) => Math.abs(signedArea(opened(ring).map((p) => plane(p as LonLat)))));
  return Math.max(0, areas.slice(1).reduce((rest, hole) => rest - hole, areas[0]!));
}

/** Signed area in a plane, positive anticlockwise; `ring` is not closed. */
export function signedArea(ring: readonly Point[]): number {
  // Relative to the first corner, so that large coordinates cancel without loss.
  const [ox, oy] = ring[0] ?? [0, 0];
  let twice = 0;
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!;
    twice += (x - ox) * (ny - oy) - (nx - ox) * (y - oy);
  });
  return twice / 2;
}

/** The mean direction of places: good across 180 degrees and at the poles. */
export function middle(places: readonly LonLat[]): LonLat {
  let [x, y, z] = [0, 0, 0];
  for (const [lon, lat] of places) {
    x += Math.cos(lat * RAD) * Math.cos(lon * RAD);
    y += Math.cos(lat * RAD) * Math.sin(lon * RAD);
    z += Math.sin(lat * RAD);
  }
  return [Math.atan2(y, x) / RAD, Math.atan2(z, Math.hypot(x, y)) / RAD];
}

function authalic(lat: number): number {
  const ratio = q(Math.sin(lat * RAD)) / Q_POLE;
  return Math.asin(Math.max(-1, Math.min(1, ratio)));
}

function q(sinPhi: number): number {
  const es = E * sinPhi;
  return (1 - E2) * (sinPhi / (1 - es * es) + Math.atanh(es) / E);
}

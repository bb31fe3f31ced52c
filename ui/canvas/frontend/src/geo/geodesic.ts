/**
 * Geodesics on the WGS 84 ellipsoid, after Vincenty (Survey Review 23, 1975).
 * Angles are degrees, lengths metres, azimuths clockwise from north.
 */
import type { LonLat } from "./unwrap";
import { nearLon } from "./unwrap";

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RAD = Math.PI / 180;

/** Where one arrives from `start` after `metres` towards `azimuth`; the longitude is not wrapped. */
export function direct(start: LonLat, azimuth: number, metres: number): LonLat {
  const alpha1 = azimuth * RAD;
  const tanU1 = (1 - F) * Math.tan(start[1] * RAD);
  const cosU1 = 1 / Math.hypot(1, tanU1);
  const sinU1 = tanU1 * cosU1;
  const sigma1 = Math.atan2(tanU1, Math.cos(alpha1));
  const sinAlpha = cosU1 * Math.sin(alpha1);
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  const [bigA, bigB] = series((cos2Alpha * (A * A - B * B)) / (B * B));
  let sigma = metres / (B * bigA);
  for (let i = 0; i < 100; i++) {
    const next = metres / (B * bigA) + deltaSigma(bigB, sigma, Math.cos(2 * sigma1 + sigma));
    const done = Math.abs(next - sigma) < 1e-12;
    sigma = next;
    if (done) break;
  }
  const cosM = Math.cos(2 * sigma1 + sigma);
  const [s, c] = [Math.sin(sigma), Math.cos(sigma)];
  const x = sinU1 * s - cosU1 * c * Math.cos(alpha1);
  const lat = Math.atan2(
    sinU1 * c + cosU1 * s * Math.cos(alpha1),
    (1 - F) * Math.hypot(sinAlpha, x),
  );
  const lambda = Math.atan2(s * Math.sin(alpha1), cosU1 * c - sinU1 * s * Math.cos(alpha1));
  return [start[0] + (lambda - longitudeTerm(cos2Alpha, sinAlpha, sigma, cosM)) / RAD, lat / RAD];
}

/** Length of the geodesic between two places. Nearly antipodal ones fall back to a sphere. */
export function distance(a: LonLat, b: LonLat): number {
  return inverse(a, b).metres;
}

/** Length of the geodesic from `a` to `b`, and its azimuth at `a` in [0, 360); 0 for one place. */
export function inverse(a: LonLat, b: LonLat): { metres: number; azimuth: number } {
  const l = (nearLon(b[0], a[0]) - a[0]) * RAD;
  const u1 = Math.atan((1 - F) * Math.tan(a[1] * RAD));
  const u2 = Math.atan((1 - F) * Math.tan(b[1] * RAD));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = l;
  for (let i = 0; i < 100; i++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sinS = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinS === 0) return { metres: 0, azimuth: 0 };
    const cosS = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sinS, cosS);
    const sinAlpha = (c1 * c2 * sl) / sinS;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    const cosM = cos2Alpha === 0 ? 0 : cosS - (2 * s1 * s2) / cos2Alpha;
    const next = l + longitudeTerm(cos2Alpha, sinAlpha, sigma, cosM);
    if (Math.abs(next - lambda) < 1e-12) {
      const [bigA, bigB] = series((cos2Alpha * (A * A - B * B)) / (B * B));
      const metres = B * bigA * (sigma - deltaSigma(bigB, sigma, cosM));
      return { metres, azimuth: turned(Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl)) };
    }
    lambda = next;
  }
  const h = Math.sin((u2 - u1) / 2) ** 2 + c1 * c2 * Math.sin(l / 2) ** 2;
  const azimuth = turned(Math.atan2(c2 * Math.sin(l), c1 * s2 - s1 * c2 * Math.cos(l)));
  return { metres: 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(h))), azimuth };
}

/** Radians as degrees in [0, 360). */
function turned(angle: number): number {
  return (angle / RAD + 360) % 360;
}

/** The circle of `radius` metres around `centre` as a closed, continuous ring of n + 1 places. */
export function circle(centre: LonLat, radius: number, n = 96): LonLat[] {
  const ring: LonLat[] = [];
  for (let i = 0; i < n; i++) ring.push(direct(centre, (360 * i) / n, radius));
  ring.push([...ring[0]!]);
  let last = centre[0];
  return ring.map(([lon, lat]) => {
    last = nearLon(lon, last);
    return [last, lat];
  });
}

function series(u2: number): [number, number] {
  return [
    1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))),
    (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2))),
  ];
}

function deltaSigma(bigB: number, sigma: number, cosM: number): number {
  const s = Math.sin(sigma);
  const inner =
    Math.cos(sigma) * (-1 + 2 * cosM * cosM) -
    (bigB / 6) * cosM * (-3 + 4 * s * s) * (-3 + 4 * cosM * cosM);
  return bigB * s * (cosM + (bigB / 4) * inner);
}

function longitudeTerm(cos2Alpha: number, sinAlpha: number, sigma: number, cosM: number): number {
  const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
  const inner = cosM + c * Math.cos(sigma) * (-1 + 2 * cosM * cosM);
  return (1 - c) * F * sinAlpha * (sigma + c * Math.sin(sigma) * inner);
}

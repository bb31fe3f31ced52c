/** Longitudes made continuous, so that a shape that crosses 180 degrees stays in one piece. */

export type LonLat = [lon: number, lat: number];

/** Steps of a delta-coded ring, in degrees: about 200 m, finer than the source's 1:50m. */
export const STEP = 0.002;

/** `lon` moved by whole turns to lie within 180 degrees of `reference`. */
export function nearLon(lon: number, reference: number): number {
  return lon - 360 * Math.round((lon - reference) / 360);
}

/** `lon` in [-180, 180). */
export function wrapLon(lon: number): number {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  return wrapped;
}

/**
 * A closed ring without jumps over 180 degrees. A ring that runs once around a pole is closed
 * along that pole. Longitudes may leave [-180, 180].
 */
export function unwrapRing(ring: readonly (readonly number[])[]): LonLat[] {
  const out: LonLat[] = [];
  for (const [lon, lat] of ring as [number, number][]) {
    const before = out.at(-1);
    out.push([before ? nearLon(lon, before[0]) : lon, lat]);
  }
  const first = out[0];
  const last = out.at(-1);
  if (first && last && Math.abs(last[0] - first[0]) > 180) {
    const mean = out.reduce((sum, p) => sum + p[1], 0) / out.length;
    const pole = mean < 0 ? -90 : 90;
    out.push([last[0], pole], [first[0], pole], [first[0], first[1]]);
  }
  return out;
}

/** Every ring of a polygon unwrapped; holes follow the shell, the shell's middle is in the world. */
export function unwrapPolygon(rings: readonly (readonly (readonly number[])[])[]): LonLat[][] {
  const all = rings.map(unwrapRing);
  const shell = all[0];
  if (!shell) return [];
  const home = middle(shell);
  const shift = wrapLon(home) - home;
  return all.map((ring, index) => {
    const extra = index === 0 ? 0 : nearLon(middle(ring), home) - middle(ring);
    return ring.map(([lon, lat]) => [lon + shift + extra, lat] as LonLat);
  });
}

function middle(ring: LonLat[]): number {
  const lons = ring.map((p) => p[0]);
  return (Math.min(...lons) + Math.max(...lons)) / 2;
}

/** A ring as whole steps, each but the first relative to the one before: small when zipped. */
export function encodeRing(ring: readonly LonLat[]): number[] {
  const out: number[] = [];
  let x = 0;
  let y = 0;
  for (const [lon, lat] of ring) {
    const nx = Math.round(lon / STEP);
    const ny = Math.round(lat / STEP);
    if (out.length && nx === x && ny === y) continue;
    out.push(nx - x, ny - y);
    x = nx;
    y = ny;
  }
  return out;
}

/** The inverse of encodeRing, exact to half a step. */
export function decodeRing(flat: readonly number[]): LonLat[] {
  const out: LonLat[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i]!;
    y += flat[i + 1]!;
    out.push([x * STEP, y * STEP]);
  }
  return out;
}

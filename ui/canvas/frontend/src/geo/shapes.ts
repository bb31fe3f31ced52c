/**
 * Boxes and oriented boxes in a planar, conformal frame. Rings have four corners and are not
 * closed here; `closed` adds the last point for storage. Every function returns a new ring.
 */

export type Point = readonly [x: number, y: number];
export type Ring = readonly Point[];

/** Corners of the upright box that has `a` and `b` opposite each other. */
export function box(a: Point, b: Point): Ring {
  return [a, [b[0], a[1]], b, [a[0], b[1]]];
}

/** A box on the baseline a-b whose far side runs through `c`: right angles at every corner. */
export function orientedBox(a: Point, b: Point, c: Point): Ring {
  const [ux, uy] = unit(a, b);
  const width = (c[0] - b[0]) * -uy + (c[1] - b[1]) * ux;
  const [nx, ny] = [-uy * width, ux * width];
  return [a, b, [b[0] + nx, b[1] + ny], [a[0] + nx, a[1] + ny]];
}

/** The box with corner `index` dragged to `to`: the opposite corner stays, the angle is kept. */
export function dragCorner(ring: Ring, index: number, to: Point): Ring {
  const fixed = ring[(index + 2) % 4]!;
  const next = ring[(index + 1) % 4]!;
  // The axis through the fixed corner; taken from the longer side, which is known best.
  const [ux, uy] = axis(ring);
  const alongNext = Math.abs((next[0] - fixed[0]) * ux + (next[1] - fixed[1]) * uy);
  const acrossNext = Math.abs((next[0] - fixed[0]) * -uy + (next[1] - fixed[1]) * ux);
  const along = (to[0] - fixed[0]) * ux + (to[1] - fixed[1]) * uy;
  const across = (to[0] - fixed[0]) * -uy + (to[1] - fixed[1]) * ux;
  const onAxis: Point = [fixed[0] + ux * along, fixed[1] + uy * along];
  const offAxis: Point = [fixed[0] - uy * across, fixed[1] + ux * across];
  const out: Point[] = [...ring];
  out[index] = to;
  out[(index + 1) % 4] = alongNext >= acrossNext ? onAxis : offAxis;
  out[(index + 3) % 4] = alongNext >= acrossNext ? offAxis : onAxis;
  return out;
}

/** The ring turned by `angle` radians, anticlockwise, about its middle. */
export function rotate(ring: Ring, angle: number): Ring {
  const [cx, cy] = centre(ring);
  const [s, c] = [Math.sin(angle), Math.cos(angle)];
  return ring.map(([x, y]) => [
    cx + (x - cx) * c - (y - cy) * s,
    cy + (x - cx) * s + (y - cy) * c,
  ]);
}

/** Points moved by (dx, dy). */
export function translate(points: Ring, dx: number, dy: number): Ring {
  return points.map(([x, y]) => [x + dx, y + dy]);
}

/** Mean of the corners. */
export function centre(ring: Ring): Point {
  const n = ring.length || 1;
  return [ring.reduce((t, p) => t + p[0], 0) / n, ring.reduce((t, p) => t + p[1], 0) / n];
}

/** The ring with its first point repeated at the end, as GeoJSON wants it. */
export function closed(ring: Ring): Point[] {
  return ring.length ? [...ring, ring[0]!] : [];
}

/** The ring without a repeated last point. */
export function opened(ring: Ring): Point[] {
  const first = ring[0];
  const last = ring.at(-1);
  const same = first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  return same ? ring.slice(0, -1) : [...ring];
}

/** Area without sign, in squared units of the frame. */
export function area(ring: Ring): number {
  let twice = 0;
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!;
    twice += x * ny - nx * y;
  });
  return Math.abs(twice) / 2;
}

/** True where two sides of the ring cross each other: such a polygon has no inside. */
export function crossesItself(ring: Ring): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (cross(ring[i]!, ring[i + 1]!, ring[j]!, ring[(j + 1) % n]!)) return true;
    }
  }
  return false;
}

/** True if `inner` lies wholly inside `outer`, touching or not; both open. */
export function liesInside(inner: Ring, outer: Ring): boolean {
  const m = inner.length;
  const n = outer.length;
  for (let i = 0; i < m; i++) {
    if (!contains(outer, inner[i]!)) return false;
    for (let j = 0; j < n; j++) {
      if (cross(inner[i]!, inner[(i + 1) % m]!, outer[j]!, outer[(j + 1) % n]!)) return false;
    }
  }
  return true;
}

/** True if a point lies inside a ring, by how often a ray from it meets the sides. */
function contains(ring: Ring, [x, y]: Point): boolean {
  let within = false;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) within = !within;
  });
  return within;
}

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function unit(a: Point, b: Point): Point {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return length === 0 ? [1, 0] : [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
}

function axis(ring: Ring): Point {
  const one = Math.hypot(ring[1]![0] - ring[0]![0], ring[1]![1] - ring[0]![1]);
  const two = Math.hypot(ring[2]![0] - ring[1]![0], ring[2]![1] - ring[1]![1]);
  return one >= two ? unit(ring[0]!, ring[1]!) : unit(ring[1]!, ring[2]!);
}

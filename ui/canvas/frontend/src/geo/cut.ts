/**
 * Polygons cut and joined in the plane of the view. Each function gives the new polygons (rings,
 * closed, the shell first), or says why there are none.
 */
import clipping, { type Polygon as Clip } from "polygon-clipping";
import { closed, type Point } from "./shapes";

export type Rings = readonly (readonly Point[])[];
export type Cut = { pieces: Rings[] } | { problem: string };

/** How far around everything the plane is parted, in sizes of what is cut. */
const FAR = 4;
const ARC = 24;

/** `rings` without `hole`, a ring. A hole over the edge makes a notch. */
export function cutHole(rings: Rings, hole: readonly Point[]): Cut {
  const origin = rings[0]![0]!;
  const inside = clipping.intersection(local(rings, origin), local([closed(hole)], origin));
  if (!inside.length) return { problem: "the hole lies outside the polygon" };
  const left = clipping.difference(local(rings, origin), local([closed(hole)], origin));
  if (!left.length) return { problem: "nothing would be left" };
  if (left.length > 1) return { problem: "the polygon would fall apart; split it with a line instead" };
  return { pieces: left.map((one) => back(one, origin)) };
}

/** The parts of `rings` on both sides of `line`, which is taken on straight beyond its ends. */
export function splitBy(rings: Rings, line: readonly Point[]): Cut {
  const origin = rings[0]![0]!;
  const whole = local(rings, origin);
  const side = sideOf(local([line], origin)[0]!, whole[0]!);
  const parts = [...clipping.difference(whole, [side]), ...clipping.intersection(whole, [side])];
  if (parts.length < 2) return { problem: "the line does not run across the polygon" };
  return { pieces: parts.map((one) => back(one, origin)) };
}

/** Two polygons that touch or overlap as one. */
export function unite(a: Rings, b: Rings): Cut {
  const origin = a[0]![0]!;
  const all = clipping.union(local(a, origin), local(b, origin));
  if (all.length !== 1) return { problem: "the two do not touch" };
  return { pieces: [back(all[0]!, origin)] };
}

/** Everything to one side of a line: the line taken on to a far circle, closed along it. */
function sideOf(line: Clip[number], around: Clip[number]): Clip[number] {
  const xs = [...line, ...around].map((p) => p[0]);
  const ys = [...line, ...around].map((p) => p[1]);
  const c: [number, number] = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  const radius = FAR * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 1e-6);
  const first = reach(line[1]!, line[0]!, c, radius);
  const last = reach(line.at(-2)!, line.at(-1)!, c, radius);
  const from = Math.atan2(last[1] - c[1], last[0] - c[0]);
  const to = Math.atan2(first[1] - c[1], first[0] - c[0]);
  const turn = (to - from + 2 * Math.PI) % (2 * Math.PI);
  const arc = Array.from({ length: ARC }, (_, n): [number, number] => {
    const angle = from + (turn * (n + 1)) / (ARC + 1);
    return [c[0] + radius * Math.cos(angle), c[1] + radius * Math.sin(angle)];
  });
  return [first, ...line, last, ...arc, first];
}

/** Where the ray from `a` through `b` meets a circle that both lie in. */
function reach(a: readonly number[], b: readonly number[], c: readonly number[], radius: number): [number, number] {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [px, py] = [b[0]! - c[0]!, b[1]! - c[1]!];
  const along = px * ux + py * uy;
  const t = -along + Math.sqrt(along * along - (px * px + py * py - radius * radius));
  return [b[0]! + t * ux, b[1]! + t * uy];
}

// Near the origin, where the sums of clipping lose least.
function local(rings: Rings, [ox, oy]: Point): Clip {
  return rings.map((ring) => ring.map(([x, y]): [number, number] => [x - ox, y - oy]));
}

function back(rings: Clip, [ox, oy]: Point): Rings {
  return rings.map((ring) => ring.map(([x, y]): Point => [x + ox, y + oy]));
}

/** A shape being drawn, from corners set by pointer or keyboard. Pure: each step is a new value. */
import { area, box, closed, crossesItself, liesInside, opened, orientedBox, type Point } from "../geo/shapes";

export type Tool = "point" | "line" | "box" | "obox" | "polygon";

export interface Sketch {
  tool: Tool;
  corners: readonly Point[];
}

export type Shape =
  | { type: "Point"; coordinates: Point }
  | { type: "LineString"; coordinates: readonly Point[] }
  | { type: "Polygon"; coordinates: readonly (readonly Point[])[] };

/** What came of a corner: the sketch goes on, or a shape is finished, or `problem` says why not. */
export type Outcome =
  | { kind: "more"; sketch: Sketch }
  | { kind: "done"; shape: Shape }
  | { kind: "problem"; sketch: Sketch; problem: string };

export function begin(tool: Tool): Sketch {
  return { tool, corners: [] };
}

/** Set a corner. `near` is how far apart two corners still count as one, in view units. */
export function corner(sketch: Sketch, at: Point, near = 0): Outcome {
  const { tool, corners } = sketch;
  if (tool === "point") return { kind: "done", shape: { type: "Point", coordinates: at } };
  const isAgain = corners.length > 0 && apart(corners.at(-1)!, at) <= near;
  if (tool === "box" || tool === "obox") {
    if (isAgain) return { kind: "more", sketch };
    const next = { tool, corners: [...corners, at] };
    return next.corners.length === (tool === "box" ? 2 : 3) ? finish(next) : { kind: "more", sketch: next };
  }
  const closes = tool === "polygon" && corners.length >= 3 && apart(corners[0]!, at) <= near;
  if (isAgain || closes) return finish(sketch);
  return { kind: "more", sketch: { tool, corners: [...corners, at] } };
}

/** Take the last corner back. */
export function takeBack(sketch: Sketch): Sketch {
  return { ...sketch, corners: sketch.corners.slice(0, -1) };
}

/** End the sketch with the corners it has. */
export function finish(sketch: Sketch): Outcome {
  const shape = preview(sketch, null);
  const problem = shape ? problemOf(shape) : "it needs more corners";
  if (!shape || problem) {
    const kept = sketch.tool === "box" || sketch.tool === "obox" ? takeBack(sketch) : sketch;
    return { kind: "problem", sketch: kept, problem: problem ?? "" };
  }
  return { kind: "done", shape };
}

/** The shape as it would be with a next corner at `at`; null while there is none to show. */
export function preview({ tool, corners }: Sketch, at: Point | null): Shape | null {
  const all = at ? [...corners, at] : [...corners];
  if (tool === "point" || all.length < 2) return null;
  if (tool === "line") return { type: "LineString", coordinates: all };
  if (tool === "polygon") {
    return all.length < 3
      ? { type: "LineString", coordinates: all }
      : { type: "Polygon", coordinates: [closed(all)] };
  }
  if (tool === "box") return polygon(box(all[0]!, all[1]!));
  return all.length < 3
    ? { type: "LineString", coordinates: all }
    : polygon(orientedBox(all[0]!, all[1]!, all[2]!));
}

function polygon(ring: readonly Point[]): Shape {
  return { type: "Polygon", coordinates: [closed(ring)] };
}

/** Why a shape cannot be stored; null if it can. */
export function problemOf(shape: Shape): string | null {
  if (shape.type !== "Polygon") {
    const enough = shape.type === "Point" || shape.coordinates.length >= 2;
    return enough ? null : "a line needs two points";
  }
  const ring = opened(shape.coordinates[0]!);
  if (ring.length < 3) return "a polygon needs three corners";
  if (crossesItself(ring)) return "its sides cross each other";
  const holes = shape.coordinates.slice(1).map((hole) => opened(hole));
  if (!holes.every((hole) => liesInside(hole, ring))) return "a hole would no longer lie inside";
  return area(ring) === 0 ? "it has no area" : null;
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

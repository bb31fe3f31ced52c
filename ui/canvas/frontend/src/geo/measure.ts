/**
 * Lengths, areas, directions and heights with how far they may be off. Every error is meant to
 * hold in 95 of 100 cases; the terms are independent and add up in squares. A term that is not
 * known is named in `unknown` and not counted: the true error is then larger than `error` says.
 * docs/reference/measures.md explains the formulas and what is assumed.
 */
import type { Ruler } from "./ruler";
import { opened, type Point } from "./shapes";

/** Both ends of a length together are set to within this many pixels. */
export const POINTING_PX = 2;
/** An edge lies anywhere in its pixel: 1.96 standard deviations of a uniform spread. */
const ROUNDING_PX = 1.96 / Math.sqrt(12);
/** The ends of what is measured may differ in height by this share of the length, ... */
const HEIGHT_SHARE = 0.1;
/** ... and by at most this many metres. */
const HEIGHT_MOST_M = 5;
/** How well the sun's elevation is known for the place of a shadow, degrees. */
const SUN_ERROR_DEG = 0.5;
/** A shadow may point this far from the sun's direction, beside the error of its bearing. */
const SHADOW_TOLERANCE_DEG = 3;
const RAD = Math.PI / 180;

export type Term = "pixel size" | "off-nadir angle" | "georeferencing" | "sun elevation";

/** How the picture was taken, and how well it is placed. Null is unknown. */
export interface Viewing {
  gsd: number | null;
  off_nadir: number | null;
  sun_azimuth: number | null;
  sun_elevation: number | null;
  /** Metres by which control points `over` metres apart are off. */
  placed: { error: number; over: number } | null;
}

export interface Measured {
  value: number;
  /** Null where it cannot be said. */
  error: number | null;
  unknown: readonly Term[];
}

/** The error of one corner along one direction, in the ruler's unit; null without a pixel size. */
export function cornerError(ruler: Ruler, { gsd }: Viewing): number | null {
  const px = Math.hypot(POINTING_PX / Math.SQRT2, ROUNDING_PX);
  return ruler.unit === "px" ? px : gsd === null ? null : px * gsd;
}

/** The length along `line`. */
export function lengthOf(ruler: Ruler, line: readonly Point[], viewing: Viewing): Measured {
  const value = sum(sides(line).map(([a, b]) => ruler.length(a, b)));
  return withError(ruler, value, endsWeight(ruler, line), value, viewing);
}

/** The direction from the first to the last point of `line`, degrees; null where there is none. */
export function bearingOf(ruler: Ruler, line: readonly Point[], viewing: Viewing): Measured | null {
  const [a, b] = [line[0], line.at(-1)];
  const value = a && b ? ruler.bearing(a, b) : null;
  const length = a && b ? ruler.length(a, b) : 0;
  if (value === null || length === 0) return null;
  const corner = cornerError(ruler, viewing);
  const error = corner === null ? null : Math.atan2(corner * Math.SQRT2, length) / RAD;
  return { value, error, unknown: corner === null ? ["pixel size"] : [] };
}

/** The area of a polygon; the rings after the first are holes. */
export function areaOf(ruler: Ruler, rings: readonly (readonly Point[])[], viewing: Viewing): Measured {
  const value = ruler.area(rings);
  // A corner that moves across the line between its neighbours by 1 changes the area by half of it.
  const halves = rings.flatMap((ring) => {
    const open = opened(ring);
    const n = open.length;
    return open.map((_, i) => ruler.length(open[(i + n - 1) % n]!, open[(i + 1) % n]!) / 2);
  });
  const side = Math.sqrt(value);
  return withError(ruler, value, Math.hypot(...halves), side, viewing, 2 * side);
}

/** Mean length of the two pairs of opposite sides of a box: [longer, shorter], and the long axis. */
export function boxOf(
  ruler: Ruler,
  ring: readonly Point[],
  viewing: Viewing,
): { long: Measured; short: Measured; axis: readonly [Point, Point] } {
  const [a, b, c, d] = opened(ring) as [Point, Point, Point, Point];
  const one = (ruler.length(a, b) + ruler.length(c, d)) / 2;
  const two = (ruler.length(b, c) + ruler.length(d, a)) / 2;
  const measured = (value: number): Measured => withError(ruler, value, Math.SQRT2, value, viewing);
  const [long, short] = one >= two ? [one, two] : [two, one];
  return { long: measured(long), short: measured(short), axis: one >= two ? [a, b] : [b, c] };
}

export interface Shadow {
  /** Height of what throws the shadow, in metres. */
  height: Measured;
  /** Degrees between the line and where shadows fall, either way round; null if it is unknown. */
  off: number | null;
  fits: boolean | null;
}

/**
 * What a line is as a shadow from an object's foot to its tip, on level ground. Null where the
 * sun's elevation is unknown, the sun did not shine, or there are no metres.
 */
export function shadowOf(ruler: Ruler, line: readonly Point[], viewing: Viewing): Shadow | null {
  const { sun_elevation: elevation, sun_azimuth: azimuth } = viewing;
  if (ruler.unit === "px" || elevation === null || elevation <= 0 || elevation >= 90) return null;
  const length = sum(sides(line).map(([a, b]) => ruler.length(a, b)));
  const slope = Math.tan(elevation * RAD);
  const corner = cornerError(ruler, viewing);
  const sun = (length * SUN_ERROR_DEG * RAD) / Math.cos(elevation * RAD) ** 2;
  const error = corner === null ? null : Math.hypot(corner * Math.SQRT2 * slope, sun);
  const unknown: Term[] = [...(corner === null ? (["pixel size"] as const) : []), "georeferencing"];
  const height = { value: length * slope, error, unknown };
  const bearing = bearingOf(ruler, line, viewing);
  if (bearing === null || azimuth === null) return { height, off: null, fits: null };
  // A line drawn from the tip to the foot is the same shadow.
  const off = Math.abs(halfTurn(bearing.value - azimuth));
  return { height, off, fits: off <= SHADOW_TOLERANCE_DEG + (bearing.error ?? 0) };
}

export interface Fit {
  /** What is compared, of the class. */
  what: "length" | "width";
  typical: number;
  /** Share by which the measure is longer, negative if shorter. */
  share: number;
  /** Null where the error is unknown. */
  fits: boolean | null;
}

/** Types of one class differ from its typical size by this share. */
export const CLASS_SPREAD = 0.1;

/** How a length compares with a class's typical size; null where the class has none. */
export function fitOf(
  { value, error }: Measured,
  size: { length_m: number | null; width_m: number | null },
  only: "length" | "width" | null = null,
): Fit | null {
  const choices = (["length", "width"] as const)
    .filter((what) => only === null || what === only)
    .map((what) => ({ what, typical: size[`${what}_m`] }))
    .filter((c): c is { what: "length" | "width"; typical: number } => c.typical !== null);
  const far = (typical: number): number => Math.abs(Math.log(value / typical));
  const best = choices.sort((a, b) => far(a.typical) - far(b.typical))[0];
  if (!best || value <= 0) return null;
  const most = error === null ? null : error + CLASS_SPREAD * best.typical;
  const fits = most === null ? null : Math.abs(value - best.typical) <= most;
  return { ...best, share: value / best.typical - 1, fits };
}

/**
 * `weight` is how many corner errors the value feels, `length` what lean and placing act on, and
 * `slope` how the value grows with that length.
 */
function withError(
  ruler: Ruler,
  value: number,
  weight: number,
  length: number,
  viewing: Viewing,
  slope = 1,
): Measured {
  const corner = cornerError(ruler, viewing);
  if (corner === null) return { value, error: null, unknown: ["pixel size"] };
  if (ruler.unit === "px") return { value, error: corner * weight, unknown: [] };
  const unknown: Term[] = [];
  const { off_nadir: lean, placed } = viewing;
  const rise = Math.min(HEIGHT_SHARE * length, HEIGHT_MOST_M);
  if (lean === null) unknown.push("off-nadir angle");
  if (placed === null) unknown.push("georeferencing");
  const leaning = lean === null ? 0 : rise * Math.tan(Math.min(lean, 80) * RAD);
  const placing = placed === null ? 0 : (length * Math.SQRT2 * placed.error) / placed.over;
  return { value, error: Math.hypot(corner * weight, slope * leaning, slope * placing), unknown };
}

/** How many corner errors the length of a line feels: 1 for each end, less where it runs on. */
function endsWeight(ruler: Ruler, line: readonly Point[]): number {
  const weights = line.slice(1, -1).map((p, i) => {
    const [before, after] = [line[i]!, line[i + 2]!];
    const [ux, uy] = unit(ruler, before, p);
    const [vx, vy] = unit(ruler, p, after);
    return Math.hypot(ux - vx, uy - vy);
  });
  return Math.hypot(1, 1, ...weights);
}

/** Direction in a plane that is true to angles about `a`: longitudes shrink with the latitude. */
function unit(ruler: Ruler, a: Point, b: Point): Point {
  const shrink = ruler.ground ? Math.cos(a[1] * RAD) : 1;
  const [x, y] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}

/** An angle between lines: degrees brought into (-90, 90]. */
function halfTurn(angle: number): number {
  return angle - 180 * Math.round(angle / 180);
}

function sides(line: readonly Point[]): [Point, Point][] {
  return line.slice(1).map((p, i) => [line[i]!, p]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A shape's measures as rows of text. Pure; the panel only shows them. */
import type { SceneDetail, TagClass } from "../core/api";
import {
  areaOf,
  bearingOf,
  boxOf,
  fitOf,
  lengthOf,
  shadowOf,
  type Fit,
  type Measured,
  type Term,
  type Viewing,
} from "../geo/measure";
import { offText } from "../geo/format";
import { GROUND, pixelRuler, type Ruler } from "../geo/ruler";
import { closed, type Point } from "../geo/shapes";
import type { Body } from "./body";

export interface Row {
  name: string;
  text: string;
  mark?: "fits" | "differs";
}

export interface Measures {
  rows: Row[];
  /** What the errors leave out. */
  note: string;
}

type Sized = Pick<TagClass, "path" | "length_m" | "width_m">;

/** What is measured of a body on this scene; null if there is nothing to measure. */
export function measuresOf(
  { kind, geometry, pixels }: Pick<Body, "kind" | "geometry" | "pixels">,
  scene: Pick<SceneDetail, "gsd" | "off_nadir" | "sun_azimuth" | "sun_elevation" | "placing" | "position_error">,
  entry: Sized | null,
): Measures | null {
  const parts = partsOf(geometry) ?? pixels;
  const off = geometry ? offText(scene) : null;
  const place: Row[] = off ? [{ name: "Place", text: off }] : [];
  if (!parts?.length || (parts[0]?.length ?? 0) < 2) return off ? { rows: place, note: "" } : null;
  const ruler = geometry ? GROUND : pixelRuler(scene.gsd);
  const viewing: Viewing = {
    gsd: scene.gsd,
    off_nadir: scene.off_nadir,
    sun_azimuth: scene.sun_azimuth,
    sun_elevation: scene.sun_elevation,
    placed: placedOf(scene),
  };
  const rings = parts as unknown as readonly (readonly Point[])[];
  const unknown = new Set<Term>();
  const say = ({ value, error, unknown: terms }: Measured, unit: string): string => {
    for (const term of terms) unknown.add(term);
    return plusMinus(value, error, unit);
  };
  const rows =
    kind === "line"
      ? lineRows(ruler, rings[0]!, viewing, entry, say)
      : kind === "box" || kind === "obox"
        ? boxRows(ruler, rings[0]!, viewing, entry, say)
        : areaRows(ruler, rings, viewing, say);
  return { rows: [...rows, ...place], note: noteOf(ruler, scene.gsd, unknown) };
}

/** How well a picture placed by hand is placed: its error (95 %) over the extent of its points. */
export function placedOf({ placing, position_error: error }: Pick<SceneDetail, "placing" | "position_error">): Viewing["placed"] {
  if (!placing || error === null || error === undefined) return null;
  const at = placing.points.map((p): Point => [p.lon, p.lat]);
  const over = Math.max(...at.flatMap((a) => at.map((b) => GROUND.length(a, b))));
  return over > 0 ? { error, over } : null;
}

type Say = (measured: Measured, unit: string) => string;

function lineRows(ruler: Ruler, line: readonly Point[], viewing: Viewing, entry: Sized | null, say: Say): Row[] {
  const length = lengthOf(ruler, line, viewing);
  const bearing = bearingOf(ruler, line, viewing);
  const rows: Row[] = [{ name: "Length", text: say(length, ruler.unit) }];
  if (bearing) rows.push({ name: "Bearing", text: say(bearing, "°") });
  const isShadow = entry?.path.split("/").at(-1)?.toLowerCase() === "shadow";
  const fit = entry && !isShadow && ruler.unit === "m" ? fitOf(length, entry) : null;
  if (fit && entry) rows.push(fitRow(fit, entry));
  rows.push(...shadowRows(ruler, line, viewing, isShadow, say));
  return rows;
}

/** Height from a shadow: where the line points the way shadows fall, or is called one. */
function shadowRows(ruler: Ruler, line: readonly Point[], viewing: Viewing, isShadow: boolean, say: Say): Row[] {
  if (line.length !== 2) return [];
  const shadow = shadowOf(ruler, line, viewing);
  if (!shadow) {
    const why = ruler.unit === "px" ? "pixel size unknown" : "the sun's elevation is unknown";
    return isShadow ? [{ name: "Height", text: `not known: ${why}` }] : [];
  }
  if (!isShadow && !shadow.fits) return [];
  const height: Row = { name: isShadow ? "Height" : "If a shadow", text: `${say(shadow.height, "m")} high` };
  if (shadow.off === null) return [height, { name: "Direction", text: "not checked" }];
  const off = `${shadow.off.toFixed(0)}° off the sun`;
  const text = shadow.fits ? `fits the sun (${shadow.off.toFixed(0)}° off)` : `${off}: not its shadow`;
  return [height, { name: "Direction", text, mark: shadow.fits ? "fits" : "differs" }];
}

function boxRows(ruler: Ruler, ring: readonly Point[], viewing: Viewing, entry: Sized | null, say: Say): Row[] {
  const { long, short, axis } = boxOf(ruler, ring, viewing);
  const bearing = bearingOf(ruler, axis, viewing);
  const rows: Row[] = [
    { name: "Length", text: say(long, ruler.unit) },
    { name: "Width", text: say(short, ruler.unit) },
  ];
  if (bearing) rows.push({ name: "Long axis", text: say({ ...bearing, value: bearing.value % 180 }, "°") });
  rows.push({ name: "Area", text: say(areaOf(ruler, [ring], viewing), `${ruler.unit}²`) });
  if (entry && ruler.unit === "m") {
    for (const [measured, what] of [[long, "length"], [short, "width"]] as const) {
      const fit = fitOf(measured, entry, what);
      if (fit) rows.push(fitRow(fit, entry));
    }
  }
  return rows;
}

function areaRows(ruler: Ruler, rings: readonly (readonly Point[])[], viewing: Viewing, say: Say): Row[] {
  const around = rings.map((ring) => lengthOf(ruler, closed(withoutLast(ring)), viewing).value);
  const perimeter = around.reduce((total, value) => total + value, 0);
  return [
    { name: "Area", text: say(areaOf(ruler, rings, viewing), `${ruler.unit}²`) },
    { name: "Perimeter", text: plusMinus(perimeter, null, ruler.unit).replace(" (error unknown)", "") },
  ];
}

function withoutLast(ring: readonly Point[]): readonly Point[] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
}

function fitRow({ what, typical, share, fits }: Fit, entry: Sized): Row {
  const name = entry.path.split("/").at(-1)!;
  const usual = `${name} ${what} ${trim(typical)} m`;
  const percent = `${Math.abs(share * 100).toFixed(0)} % ${share < 0 ? "shorter" : "longer"}`;
  if (fits === null) return { name: "Typical", text: `${usual}: ${percent}` };
  return fits
    ? { name: "Typical", text: `${usual}: fits`, mark: "fits" }
    : { name: "Typical", text: `${usual}: ${percent}`, mark: "differs" };
}

function noteOf(ruler: Ruler, gsd: number | null, unknown: ReadonlySet<Term>): string {
  if (ruler.unit === "px") return "In pixels: neither the place nor the pixel size of this picture is known.";
  const parts: string[] = [];
  if (!ruler.ground) parts.push("By the stated pixel size; the picture has no place.");
  if (gsd === null) parts.push("The pixel size is unknown, so no error can be given.");
  const left = [...unknown].filter((term) => term !== "pixel size");
  if (left.length) parts.push(`Not in the error, as unknown: ${left.join(", ")}.`);
  return parts.join(" ");
}

/** "15.8 ± 0.6 m", "1.25 ± 0.01 km²": as many digits as the error bears; unknown is said. */
export function plusMinus(value: number, error: number | null, unit: string): string {
  const [v, e, u] = scaled(value, error, unit);
  const tight = u === "°" ? "" : " ";
  if (e === null) {
    const said = unit === "°" ? "" : " (error unknown)";
    return `${group(v, v >= 100 ? 0 : v >= 10 ? 1 : 2)}${tight}${u}${said}`;
  }
  // A second digit where the first is a 1, as usual for uncertainties.
  const digits = e > 0 ? Math.max(0, Math.min(3, -Math.floor(Math.log10(e / 1.95)))) : 3;
  return `${group(v, digits)} ± ${group(e, digits)}${tight}${u}`;
}

function scaled(value: number, error: number | null, unit: string): [number, number | null, string] {
  const [by, name] =
    unit === "m" && value >= 10_000 ? [1e3, "km"] : unit === "m²" && value >= 1e6 ? [1e6, "km²"] : [1, unit];
  return [value / by, error === null ? null : error / by, name];
}

function group(value: number, digits: number): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function trim(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The positions of a geometry: rings of a polygon, or the one line. */
function partsOf(geometry: unknown): number[][][] | null {
  const given = geometry as { type?: string; coordinates?: unknown } | null;
  if (given?.type === "LineString") return [given.coordinates as number[][]];
  if (given?.type === "Polygon") return given.coordinates as number[][][];
  return null;
}

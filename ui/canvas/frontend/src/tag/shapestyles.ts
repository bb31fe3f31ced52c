/** How shapes look: shared styles, so that thousands of them cost little. */
import type Feature from "ol/Feature";
import { getHeight, getWidth } from "ol/extent";
import MultiPoint from "ol/geom/MultiPoint";
import Point from "ol/geom/Point";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import type { TagClass } from "../core/api";
import { faded, luminance, MARK } from "../core/theme";

const CASING = "rgba(10,14,18,.8)";
/** Smaller on screen than this, a shape is only a line in its colour. */
const SMALL_PX = 7;
/** Wide enough for a name. */
const NAMED_PX = 34;

export interface Look {
  shape: readonly Style[];
  label: Style | null;
}

export class ShapeStyles {
  private readonly known = new Map<string, readonly Style[]>();

  constructor(private readonly classes: ReadonlyMap<string, TagClass>) {}

  of(feature: Feature, resolution: number, chosen: boolean): Look {
    const cls = feature.get("class") as string;
    const entry = this.classes.get(cls);
    const geometry = feature.getGeometry()!;
    const score = feature.get("score") as number | null;
    if (geometry instanceof Point) return { shape: this.shared(`point ${chosen} ${cls}`, (c) => pointStyles(c, chosen, entry), entry), label: null };
    const extent = geometry.getExtent();
    const px = Math.max(getWidth(extent), getHeight(extent)) / resolution;
    if (px < SMALL_PX && !chosen) return { shape: this.shared(`small ${cls}`, smallStyles, entry), label: null };
    const dash = score === null ? undefined : [7, 5];
    const shape = this.shared(`shape ${chosen} ${Boolean(dash)} ${cls}`, (c) => shapeStyles(c, chosen, dash), entry);
    if (!entry || !(px > NAMED_PX || chosen)) return { shape, label: null };
    // Below a chosen shape: its upper side may have the handle for turning it.
    const at = new Point([extent[0]!, extent[chosen ? 1 : 3]!]);
    return { shape, label: label(entry, at, chosen ? 12 : -9, score) };
  }

  private shared(kind: string, make: (colour: string) => Style[], entry: TagClass | undefined): readonly Style[] {
    let styles = this.known.get(kind);
    if (!styles) this.known.set(kind, (styles = make(entry?.colour ?? MARK.grey)));
    return styles;
  }
}

function smallStyles(colour: string): Style[] {
  return [new Style({ stroke: new Stroke({ color: colour, width: 2.2 }), zIndex: 5 })];
}

function shapeStyles(colour: string, chosen: boolean, lineDash: number[] | undefined): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: chosen ? "#fff" : casingOf(colour), width: chosen ? 6 : 4.4 }), zIndex: 4 }),
    new Style({
      stroke: new Stroke({ color: colour, width: chosen ? 3 : 2.2, lineDash }),
      fill: new Fill({ color: faded(colour, chosen ? 0.16 : 0.06) }),
      zIndex: 5,
    }),
  ];
}

function pointStyles(colour: string, chosen: boolean, entry: TagClass | undefined): Style[] {
  const image = new CircleStyle({
    radius: chosen ? 9 : 7,
    fill: new Fill({ color: colour }),
    stroke: new Stroke({ color: chosen ? "#fff" : casingOf(colour), width: chosen ? 3 : 2 }),
  });
  const text = entry ? nameText(entry, [12, 0]) : undefined;
  return [new Style({ image, text, zIndex: 6 })];
}

/** Dark colours are lost on dark ground: they get a light casing. */
function casingOf(colour: string): string {
  return luminance(colour) < 0.2 ? "rgba(255,255,255,.85)" : CASING;
}

/** Colour is never the only sign: the class's name stands beside what is drawn. */
function nameText(entry: TagClass, [x, y]: [number, number]): Text {
  return new Text({
    text: shortName(entry.path),
    font: "600 11px system-ui, sans-serif",
    textAlign: "left",
    offsetX: x,
    offsetY: y,
    fill: new Fill({ color: "#fff" }),
    stroke: new Stroke({ color: "rgba(10,14,18,.9)", width: 3 }),
    overflow: true,
  });
}

/** With a question mark and its score while it is only suggested. */
function label(entry: TagClass, geometry: Point, offset: number, score: number | null): Style {
  const text = nameText(entry, [0, offset]);
  const percent = Number.isNaN(score) ? "" : ` ${Math.round((score ?? 0) * 100)} %`;
  if (score !== null) text.setText(`${String(text.getText())}?${percent}`);
  return new Style({ geometry, text, zIndex: 7 });
}

/** The last name of a path; with the one above it where it would say little alone. */
function shortName(path: string): string {
  return path.split("/").slice(1).slice(-2).join(" / ") || path;
}

/** Square handles at corners, small round ones between, one apart for turning. */
export function handleStyles(corners: number[][], between: number[][], turn: number[] | null, active: number | null = null): Style[] {
  const stroke = new Stroke({ color: "#10161d", width: 1.6 });
  const square = new RegularShape({ points: 4, angle: Math.PI / 4, radius: 7, fill: new Fill({ color: "#fff" }), stroke });
  const small = new CircleStyle({ radius: 4, fill: new Fill({ color: "rgba(255,255,255,.75)" }), stroke });
  const round = new CircleStyle({ radius: 6, fill: new Fill({ color: MARK.yellow }), stroke });
  const styles = [
    new Style({ geometry: new MultiPoint(corners), image: square, zIndex: 31 }),
    new Style({ geometry: new MultiPoint(between), image: small, zIndex: 30 }),
  ];
  if (turn) styles.push(new Style({ geometry: new Point(turn), image: round, zIndex: 31 }));
  const chosen = active === null ? null : corners[active];
  if (chosen) {
    const full = new RegularShape({ points: 4, angle: Math.PI / 4, radius: 9, fill: new Fill({ color: MARK.yellow }), stroke });
    styles.push(new Style({ geometry: new Point(chosen), image: full, zIndex: 32 }));
  }
  return styles;
}

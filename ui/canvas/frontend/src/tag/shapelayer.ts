/** The drawn annotations of a scene on the map: bodies in, features out, and back. */
import type { Geometry as GeoJson } from "geojson";
import Feature from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import { getHeight, getWidth } from "ol/extent";
import Geometry from "ol/geom/Geometry";
import LineString from "ol/geom/LineString";
import MultiPoint from "ol/geom/MultiPoint";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import type { TagClass } from "../core/api";
import { faded, luminance, MARK } from "../core/theme";
import type { Frame } from "../geo/grids";
import type { Point as At } from "../geo/shapes";
import { unwrapRing } from "../geo/unwrap";
import type { Body } from "./body";
import type { Shape } from "./sketch";

const format = new GeoJSON();
const CASING = "rgba(10,14,18,.8)";

/** A body's geometry in view coordinates; null for a body without one. */
export function geometryOf(body: Body, frame: Frame): Geometry | null {
  if (!frame.ground) return fromPixels(body, frame);
  if (!body.geometry) return null;
  const geometry = format.readGeometry(body.geometry as GeoJson)!;
  const first = frame.toView(geometry.getExtent().slice(0, 2));
  geometry.applyTransform((from, to, stride = 2) => {
    const out = to ?? from;
    for (let i = 0; i < from.length; i += stride) {
      const [x, y] = frame.toView([from[i]!, from[i + 1]!]);
      // A shape drawn across 180 degrees must not be torn: keep near its first corner.
      const by = frame.turn ? frame.turn * Math.round((first[0]! - x!) / frame.turn) : 0;
      out[i] = x! + by;
      out[i + 1] = y!;
    }
    return out;
  });
  return geometry;
}

function fromPixels(body: Body, frame: Frame): Geometry | null {
  const parts = body.pixels?.map((part) => part.map((p) => frame.toView(p)));
  const part = parts?.[0];
  if (!parts || !part?.length) return null;
  if (body.kind === "point") return new Point(part[0]!);
  return body.kind === "line" ? new LineString(part) : new Polygon(parts);
}

/** Where a shape of view coordinates is stored: on the ground, or in pixels. */
export function storedAs(shape: Shape, frame: Frame): Pick<Body, "geometry" | "pixels"> {
  const parts = partsOf(shape);
  if (!frame.ground) {
    return { geometry: null, pixels: parts.map((part) => part.map((p) => frame.fromView(p))) };
  }
  const places = parts.map((part) => {
    const turned = part.map((p) => frame.fromView(p));
    return shape.type === "Point" ? turned : unwrapRing(turned).slice(0, part.length);
  });
  if (shape.type === "Polygon") return { geometry: { type: shape.type, coordinates: places }, pixels: null };
  const coordinates = shape.type === "Point" ? places[0]![0] : places[0];
  return { geometry: { type: shape.type, coordinates }, pixels: null };
}

function partsOf(shape: Shape): number[][][] {
  if (shape.type === "Point") return [[[...shape.coordinates]]];
  if (shape.type === "LineString") return [shape.coordinates.map((p) => [...p])];
  return shape.coordinates.map((ring) => ring.map((p) => [...p]));
}

/** The shape of a geometry in one part; null for others. */
export function shapeOfGeometry(geometry: Geometry): Shape | null {
  const pair = (p: number[]): At => [p[0]!, p[1]!];
  if (geometry instanceof Point) return { type: "Point", coordinates: pair(geometry.getCoordinates()) };
  if (geometry instanceof LineString) return { type: "LineString", coordinates: geometry.getCoordinates().map(pair) };
  if (!(geometry instanceof Polygon)) return null;
  return { type: "Polygon", coordinates: geometry.getCoordinates().map((ring) => ring.map(pair)) };
}

/** An OpenLayers geometry of a shape. */
export function toGeometry(shape: Shape): Geometry {
  const parts = partsOf(shape);
  if (shape.type === "Point") return new Point(parts[0]![0]!);
  return shape.type === "LineString" ? new LineString(parts[0]!) : new Polygon(parts);
}

export class ShapeLayer {
  readonly source = new VectorSource();
  readonly layer = new VectorLayer({ source: this.source, updateWhileInteracting: true });
  chosen: string | null = null;

  constructor(
    private readonly frame: Frame,
    private readonly classes: ReadonlyMap<string, TagClass>,
  ) {
    this.layer.setStyle((feature, resolution) => this.style(feature as Feature, resolution));
  }

  /** Show a body, or take it off with null. Whole tiles belong to the grid. */
  set(uid: string, body: Body | null): void {
    const known = this.source.getFeatureById(uid) as Feature | null;
    const geometry = body && body.kind !== "tile" ? geometryOf(body, this.frame) : null;
    if (!body || !geometry) {
      if (known) this.source.removeFeature(known);
      return;
    }
    const feature = known ?? new Feature();
    feature.setProperties({ class: body.class, kind: body.kind, score: body.state === "suggested" ? (body.confidence ?? NaN) : null }, true);
    feature.setGeometry(geometry);
    if (!known) {
      feature.setId(uid);
      this.source.addFeature(feature);
    }
  }

  choose(uid: string | null): void {
    const before = this.chosen;
    this.chosen = uid;
    for (const id of [before, uid]) if (id) this.source.getFeatureById(id)?.changed();
  }

  private style(feature: Feature, resolution: number): Style[] {
    const entry = this.classes.get(feature.get("class") as string);
    const colour = entry?.colour ?? MARK.grey;
    const chosen = feature.getId() === this.chosen;
    const geometry = feature.getGeometry()!;
    const score = feature.get("score") as number | null;
    if (geometry instanceof Point) return pointStyles(colour, chosen, entry);
    const lineDash = score === null ? undefined : [7, 5];
    const styles = [
      new Style({ stroke: new Stroke({ color: chosen ? "#fff" : casingOf(colour), width: chosen ? 6 : 4.4 }), zIndex: 4 }),
      new Style({
        stroke: new Stroke({ color: colour, width: chosen ? 3 : 2.2, lineDash }),
        fill: new Fill({ color: faded(colour, chosen ? 0.16 : 0.06) }),
        zIndex: 5,
      }),
    ];
    const extent = geometry.getExtent();
    const wide = Math.max(getWidth(extent), getHeight(extent)) / resolution > 34;
    // Below a chosen shape: its upper side may have the handle for turning it.
    const at = new Point([extent[0]!, extent[chosen ? 1 : 3]!]);
    if (entry && (wide || chosen)) styles.push(label(entry, at, chosen ? 12 : -9, score));
    return styles;
  }
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

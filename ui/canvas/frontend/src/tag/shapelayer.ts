/** The drawn annotations of a scene on the map: bodies in, features out, and back. */
import type { Geometry as GeoJson } from "geojson";
import Feature from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import { getHeight, getWidth } from "ol/extent";
import Geometry from "ol/geom/Geometry";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import LayerGroup from "ol/layer/Group";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import type { TagClass } from "../core/api";
import type { Frame } from "../geo/grids";
import type { Point as At } from "../geo/shapes";
import { unwrapRing } from "../geo/unwrap";
import type { Body } from "./body";
import { Settled } from "./settled";
import { ShapeStyles } from "./shapestyles";
import type { Shape } from "./sketch";

const format = new GeoJSON();

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

/** With more shapes drawn one by one than this, they are painted with the others. */
const MOST_LIVE = 40;
const NEAR_PX = 5;
const POINT_PX = 9;

/** All shapes: most are one picture, what was just drawn or is chosen is drawn above it, one by one. */
export class ShapeLayer {
  /** Every shape, drawn or painted. */
  readonly source = new VectorSource();
  private readonly live = new VectorSource();
  private readonly settled: Settled;
  readonly layer: LayerGroup;
  private readonly looks: ShapeStyles;
  chosen: string | null = null;

  constructor(
    private readonly frame: Frame,
    classes: ReadonlyMap<string, TagClass>,
  ) {
    this.looks = new ShapeStyles(classes);
    const above = new VectorLayer({ source: this.live, updateWhileInteracting: true });
    above.setStyle((feature, resolution) => {
      const { shape, label } = this.looks.of(feature as Feature, resolution, feature.getId() === this.chosen);
      return label ? [...shape, label] : [...shape];
    });
    this.settled = new Settled({
      features: (extent) => this.source.getFeaturesInExtent(extent).filter((f) => f.getId() !== this.chosen),
      styles: (feature, resolution) => this.looks.of(feature, resolution, false),
      done: (painted) => this.painted(painted),
    });
    this.layer = new LayerGroup({ layers: [this.settled, above] });
  }

  /** Show a body, or take it off with null. Whole tiles belong to the grid. */
  set(uid: string, body: Body | null): void {
    this.setAll([[uid, body]]);
  }

  setAll(bodies: readonly (readonly [uid: string, body: Body | null])[]): void {
    const made: Feature[] = [];
    for (const [uid, body] of bodies) {
      const known = this.source.getFeatureById(uid) as Feature | null;
      const geometry = body && body.kind !== "tile" ? geometryOf(body, this.frame) : null;
      if (!body || !geometry) {
        if (known) this.take(known);
        continue;
      }
      if (known) this.lift(known);
      const feature = known ?? new Feature();
      feature.setProperties({ class: body.class, kind: body.kind, score: body.state === "suggested" ? (body.confidence ?? NaN) : null }, true);
      feature.setGeometry(geometry);
      if (known) continue;
      feature.setId(uid);
      made.push(feature);
    }
    this.source.addFeatures(made);
    if (this.live.getFeatures().length + made.length > MOST_LIVE) this.settled.repaint();
    else this.live.addFeatures(made);
  }

  choose(uid: string | null): void {
    const before = this.chosen;
    this.chosen = uid;
    const feature = uid ? (this.source.getFeatureById(uid) as Feature | null) : null;
    if (feature) this.lift(feature);
    for (const id of [before, uid]) if (id) this.source.getFeatureById(id)?.changed();
  }

  /** The shape at a place of the view: the smallest around it, else the nearest one. */
  at(where: readonly number[], resolution: number): string | null {
    const [x, y] = where as [number, number];
    const reach = (NEAR_PX + POINT_PX) * resolution;
    let [found, least]: [string | null, number] = [null, Infinity];
    for (const feature of this.source.getFeaturesInExtent([x - reach, y - reach, x + reach, y + reach])) {
      const geometry = feature.getGeometry()!;
      const extent = geometry.getExtent();
      const near = geometry.getClosestPoint([x, y]);
      const far = geometry.intersectsCoordinate([x, y]) ? 0 : Math.hypot(near[0]! - x, near[1]! - y) / resolution;
      if (far > (geometry instanceof Point ? NEAR_PX + POINT_PX : NEAR_PX)) continue;
      // What lies around the place comes before what only lies near it.
      const rank = far > 0 && !(geometry instanceof Point) ? 1e12 * (1 + far) : getWidth(extent) * getHeight(extent);
      if (rank < least) [found, least] = [feature.getId() as string, rank];
    }
    return found;
  }

  /** Resolves when all of them are on screen. */
  async whole(): Promise<void> {
    while (this.settled.busy && this.layer.getVisible()) await new Promise((resolve) => setTimeout(resolve, 30));
  }

  private take(feature: Feature): void {
    this.source.removeFeature(feature);
    if (this.live.hasFeature(feature)) this.live.removeFeature(feature);
    this.settled.repaint();
  }

  /** Out of the picture, to be drawn by itself. */
  private lift(feature: Feature): void {
    if (this.live.hasFeature(feature)) return;
    this.live.addFeature(feature);
    this.settled.repaint();
  }

  private painted(painted: ReadonlyMap<Feature, number>): void {
    for (const feature of this.live.getFeatures()) {
      const revision = painted.get(feature);
      if (revision === undefined || feature.getId() === this.chosen) continue;
      if (revision === feature.getRevision()) this.live.removeFeature(feature);
      else this.settled.repaint();
    }
  }
}

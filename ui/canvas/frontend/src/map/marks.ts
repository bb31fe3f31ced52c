/** What stands out of the footprints: observations, ranked links, what is chosen or hovered. */
import type { Geometry as GeoJson } from "geojson";
import Feature from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import type Geometry from "ol/geom/Geometry";
import MultiPolygon from "ol/geom/MultiPolygon";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import { getCenter, getHeight, getWidth } from "ol/extent";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { faded, inkOn, MARK, type Theme } from "../core/theme";
import { circle } from "../geo/geodesic";
import type { LinkMark } from "../messages";
import type { MapFrame } from "./frames";

const format = new GeoJSON();

/** Edges that span more longitude than this get further vertices in a frame where they bend. */
const LONGEST_DEG = 2;

/** A lon/lat geometry in the map's frame. */
export function toMap(geometry: GeoJson, frame: MapFrame): Geometry {
  const read = format.readGeometry(geometry)! as Geometry;
  if (!frame.wraps && read instanceof MultiPolygon) {
    return new MultiPolygon(read.getCoordinates().map((p) => p.map((ring) => bent(ring, frame))));
  }
  if (!frame.wraps && read instanceof Polygon) {
    return new Polygon(read.getCoordinates().map((ring) => bent(ring, frame)));
  }
  read.applyTransform((flat, out = flat, stride = 2) => {
    for (let i = 0; i < flat.length; i += stride) [out[i], out[i + 1]] = frame.toView([flat[i]!, flat[i + 1]!]);
    return out;
  });
  return read;
}

function bent(ring: readonly number[][], frame: MapFrame): number[][] {
  return ring.flatMap((a, i) => {
    const b = ring[i + 1];
    const pieces = b ? Math.max(1, Math.ceil(Math.abs(b[0]! - a[0]!) / LONGEST_DEG)) : 1;
    return Array.from({ length: pieces }, (_, n) => {
      const share = n / pieces;
      return frame.toView([0, 1].map((k) => a[k]! + (b ? (b[k]! - a[k]!) * share : 0)));
    });
  });
}

/** The ring of `metres` around a place, in the map's frame. */
export function ringAround(lon: number, lat: number, metres: number, frame: MapFrame): Polygon {
  return new Polygon([circle([lon, lat], metres).map((p) => frame.toView(p))]);
}

export function vectorLayer(declutter?: string): VectorLayer<VectorSource> {
  return new VectorLayer({
    source: new VectorSource(),
    updateWhileInteracting: true,
    updateWhileAnimating: true,
    declutter: declutter ?? false,
  });
}

/** A diamond with its ring of uncertainty; the area itself where the place is one.
 *
 * `ring` of a feature is made when it is first large enough to be seen; `many` counts what a
 * diamond stands for where they would lie on top of each other.
 */
export function observationStyles(theme: Theme, chosen: boolean, frame: MapFrame) {
  const colour = theme.observation;
  const diamond = (radius: number): Style =>
    new Style({
      zIndex: chosen ? 9 : 5,
      image: new RegularShape({
        points: 4,
        radius,
        fill: new Fill({ color: colour }),
        stroke: new Stroke({ color: chosen ? theme.ink : theme.casing, width: chosen ? 2.5 : 1.6 }),
      }),
    });
  const mark = diamond(chosen ? 11 : 8);
  const ring = new Style({
    fill: new Fill({ color: faded(MARK.vermilion, chosen ? 0.12 : 0.06) }),
    stroke: new Stroke({ color: colour, width: chosen ? 2.2 : 1.3, lineDash: [5, 4] }),
  });
  return (feature: Feature, resolution: number): Style[] => {
    const many = feature.get("many") as number | undefined;
    if (many) return [mark, countStyle(many, theme)];
    const geometry = feature.getGeometry()!;
    const area = geometry instanceof Point ? ringOf(feature, resolution, frame) : geometry;
    if (!area) return [mark];
    const extent = area.getExtent();
    const at = mark.clone();
    if (!(geometry instanceof Point)) at.setGeometry(new Point(getCenter(geometry.getExtent())));
    if (Math.max(getWidth(extent), getHeight(extent)) / resolution <= RING_PX) return [at];
    const outline = ring.clone();
    outline.setGeometry(area);
    return [outline, at];
  };
}

const RING_PX = 14;

function ringOf(feature: Feature, resolution: number, frame: MapFrame): Geometry | null {
  const radius = feature.get("r95_m") as number | null;
  // In web mercator a metre is at most this much wider than on the ground, at 85 degrees.
  if (!radius || (radius * 2 * 12) / resolution < RING_PX) return null;
  let ring = feature.get("ring") as Geometry | undefined;
  if (!ring) {
    const [lon, lat] = feature.get("at") as [number, number];
    ring = ringAround(lon, lat, radius, frame);
    feature.set("ring", ring, true);
  }
  return ring;
}

function countStyle(many: number, theme: Theme): Style {
  return new Style({
    zIndex: 6,
    text: new Text({
      text: many >= 1000 ? `${Math.round(many / 1000)}k` : String(many),
      font: "600 10px system-ui, sans-serif",
      offsetX: 9,
      textAlign: "left",
      fill: new Fill({ color: theme.ink }),
      stroke: new Stroke({ color: theme.casing, width: 2.5 }),
    }),
  });
}

const LEVELS: Record<LinkMark["level"], { colour: string; dash: number[] | undefined }> = {
  good: { colour: MARK.green, dash: undefined },
  limited: { colour: MARK.orange, dash: [9, 5] },
  unusable: { colour: MARK.grey, dash: [2, 5] },
};

/** Outline by level (colour and dash) and the rank in a disc at the upper left corner. */
export function linkStyles(mark: LinkMark, geometry: Geometry, theme: Theme): Style[] {
  const { colour, dash } = LEVELS[mark.level];
  const z = 1000 - mark.rank;
  const badge = new Style({
    geometry: new Point(upperLeft(geometry)),
    zIndex: z + 1000,
    image: new CircleStyle({
      radius: mark.rank > 9 ? 11 : 10,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: theme.casing, width: 1.5 }),
      declutterMode: "declutter",
    }),
    text: new Text({
      text: String(mark.rank),
      font: "700 12px system-ui, sans-serif",
      fill: new Fill({ color: inkOn(colour) }),
      declutterMode: "declutter",
    }),
  });
  return [
    new Style({ zIndex: z, stroke: new Stroke({ color: theme.casing, width: 5 }) }),
    new Style({ zIndex: z, stroke: new Stroke({ color: colour, width: 2.6, lineDash: dash }) }),
    badge,
  ];
}

/** The corner of a footprint that lies furthest up and left: it is on the outline. */
function upperLeft(geometry: Geometry): number[] {
  const polygon = geometry instanceof MultiPolygon ? geometry.getPolygon(0) : geometry;
  if (!(polygon instanceof Polygon)) return getCenter(geometry.getExtent());
  const corners = polygon.getCoordinates()[0]!;
  return corners.reduce((best, p) => (p[1]! - p[0]! > best[1]! - best[0]! ? p : best));
}

/** The chosen scene: dark on light or light on dark, the strongest line on the map. */
export function chosenStyles(theme: Theme): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: theme.casing, width: 7 }) }),
    new Style({
      stroke: new Stroke({ color: theme.ink, width: 3.2 }),
      fill: new Fill({ color: faded(MARK.yellow, 0.14) }),
    }),
  ];
}

export function hoverStyles(theme: Theme): Style[] {
  return [
    new Style({
      stroke: new Stroke({ color: theme.scene, width: 3 }),
      fill: new Fill({ color: faded(MARK.sky, 0.22) }),
    }),
  ];
}

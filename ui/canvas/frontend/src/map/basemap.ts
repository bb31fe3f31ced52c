/** Countries and a graticule, drawn from the bundle: nothing is fetched from another host. */
import Feature from "ol/Feature";
import Polygon from "ol/geom/Polygon";
import MultiPolygon from "ol/geom/MultiPolygon";
import MultiLineString from "ol/geom/MultiLineString";
import Point from "ol/geom/Point";
import type BaseLayer from "ol/layer/Base";
import VectorLayer from "ol/layer/Vector";
import VectorImageLayer from "ol/layer/VectorImage";
import VectorSource from "ol/source/Vector";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import type { Theme } from "../core/theme";
import type { MapFrame } from "./frames";
import { decodeRing } from "../geo/unwrap";

export const CREDIT = "Borders: Natural Earth 1:50m";
/** In a polar frame, land further than this beyond the equator is drawn there: nobody sees it. */
const FAR_SIDE = 15;

type LabelRow = { name: string; at: number[]; size: number };

export class Basemap {
  private readonly land = new VectorImageLayer({
    source: new VectorSource(),
    imageRatio: 1.4,
    properties: { name: "land" },
  });
  private readonly grid: VectorLayer;
  private readonly labels = new VectorLayer({
    source: new VectorSource(),
    declutter: "basemap",
    updateWhileInteracting: false,
  });
  readonly layers: BaseLayer[];

  constructor(private readonly frame: MapFrame) {
    const lines = frame.wraps ? graticule() : polarGraticule(Math.sign(frame.home[1]));
    const features = [new Feature(new MultiLineString(lines.map((l) => l.map((p) => frame.toView(p)))))];
    this.grid = new VectorLayer({ source: new VectorSource({ features }) });
    this.layers = [this.land, this.grid, this.labels];
  }

  /** Resolves when the countries are in. */
  async load(): Promise<void> {
    const { default: rows } = await import("virtual:basemap");
    const land: Feature[] = [];
    const labels: LabelRow[] = [];
    for (const [name, polygons] of rows) {
      const shapes = polygons.map((rings) => rings.map((ring) => decodeRing(ring)));
      const near = shapes.filter(([outer]) => this.frame.wraps || outer!.some((p) => this.frame.holds(p[1]!)));
      if (!near.length) continue;
      const geometry = new MultiPolygon(near.map((rings) => rings.map((ring) => ring.map((p) => this.project(p)))));
      land.push(new Feature(geometry));
      const largest = geometry.getPolygons().reduce((a, b) => (a.getArea() >= b.getArea() ? a : b));
      labels.push({ name, at: inside(largest), size: Math.sqrt(largest.getArea()) });
    }
    this.land.getSource()!.addFeatures(land);
    labels.sort((a, b) => b.size - a.size);
    this.labels
      .getSource()!
      .addFeatures(labels.map((l) => new Feature({ geometry: new Point(l.at), ...l, at: undefined })));
  }

  private project([lon, lat]: readonly number[]): number[] {
    if (this.frame.wraps) return this.frame.toView([lon!, lat!]);
    const sign = Math.sign(this.frame.home[1]);
    return this.frame.toView([lon!, sign * Math.max(sign * lat!, -FAR_SIDE)]);
  }

  paint(theme: Theme, bare = false): void {
    // Over a background map only names and lines are drawn.
    this.land.setVisible(!bare);
    this.land.setStyle(
      new Style({
        fill: new Fill({ color: theme.land }),
        stroke: new Stroke({ color: theme.border, width: 0.8 }),
      }),
    );
    this.grid.setStyle(new Style({ stroke: new Stroke({ color: theme.graticule, width: 1 }) }));
    const text = new Text({
      font: "500 11px system-ui, sans-serif",
      fill: new Fill({ color: theme.label }),
      stroke: new Stroke({ color: theme.land, width: 3 }),
      overflow: true,
    });
    const style = new Style({ text });
    this.labels.setStyle((feature, resolution) => {
      // A name goes where its country is wide enough to carry it.
      if ((feature.get("size") as number) / resolution < 46) return undefined;
      text.setText(feature.get("name") as string);
      return style;
    });
  }
}

function inside(polygon: Polygon): number[] {
  return polygon.getInteriorPoint().getCoordinates().slice(0, 2);
}

function polarGraticule(sign: number): number[][][] {
  const lines: number[][][] = [];
  for (let lon = -180; lon < 180; lon += 30) lines.push([[lon, 20 * sign], [lon, 89.9 * sign]]);
  for (let lat = 30; lat < 90; lat += 10) {
    lines.push(Array.from({ length: 121 }, (_, i) => [-180 + 3 * i, lat * sign]));
  }
  return lines;
}

function graticule(): number[][][] {
  const lines: number[][][] = [];
  for (let lon = -180; lon < 180; lon += 30) {
    lines.push([[lon, -90], [lon, 90]]);
  }
  for (let lat = -60; lat <= 60; lat += 30) {
    lines.push([[-180, lat], [180, lat]]);
  }
  return lines;
}

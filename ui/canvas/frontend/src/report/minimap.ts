/** Where a claim may have happened: candidates as large as they are likely, each in its radius. */
import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import View from "ol/View";
import { circular } from "ol/geom/Polygon";
import Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import { el } from "../core/dom";
import { makeMap } from "../core/olmap";
import { faded, MARK, type Theme } from "../core/theme";
import { Basemap } from "../map/basemap";
import { frame } from "../map/frames";
import type { Candidate } from "./api";

const MOST_NORTH = 84;
const LARGEST = 11;
const SMALLEST = 3;

export class MiniMap {
  readonly element = el("div", { class: "minimap", "aria-hidden": "true" });
  private readonly basemap = new Basemap(frame("mercator"));
  private readonly source = new VectorSource();
  private readonly map: OlMap;
  private shown = "";

  constructor() {
    const layer = new VectorLayer({ source: this.source });
    const view = new View({ center: [0, 0], zoom: 1, maxZoom: 13, smoothResolutionConstraint: false });
    this.map = makeMap(this.element, view, [...this.basemap.layers, layer]);
    void this.basemap.load();
  }

  paint(theme: Theme): void {
    this.basemap.paint(theme);
    this.element.style.background = theme.sea;
  }

  /** Show these candidates; `only` is the one that was chosen, null for all of them. */
  show(candidates: readonly Candidate[], only: number | null): void {
    const wanted = JSON.stringify([candidates, only]);
    if (wanted !== this.shown) {
      this.shown = wanted;
      this.source.clear();
      candidates.forEach((c, i) => this.source.addFeatures(marks(c, only === null || only === i)));
    }
    requestAnimationFrame(() => this.fit(only === null ? candidates : [candidates[only]!]));
  }

  private fit(candidates: readonly Candidate[]): void {
    this.map.updateSize();
    if (!this.map.getSize()?.[0] || candidates.length === 0) return;
    const rings = new VectorSource({ features: candidates.map((c) => new Feature(ring(c))) });
    this.map.getView().fit(rings.getExtent()!, { padding: [16, 16, 16, 16], maxZoom: 9 });
  }
}

function ring(c: Candidate) {
  const lat = Math.max(-MOST_NORTH, Math.min(MOST_NORTH, c.lat));
  return circular([c.lon, lat], Math.max(c.r95_m, 50), 64).transform("EPSG:4326", "EPSG:3857");
}

function marks(c: Candidate, meant: boolean): Feature[] {
  const colour = meant ? MARK.vermilion : MARK.grey;
  const area = new Feature(ring(c));
  area.setStyle(
    new Style({
      stroke: new Stroke({ color: colour, width: 1.5, lineDash: [5, 4] }),
      fill: new Fill({ color: faded(colour, 0.05) }),
    }),
  );
  const dot = new Feature(new Point(fromLonLat([c.lon, c.lat])));
  const radius = SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.max(0, Math.min(1, c.p)));
  dot.setStyle(
    new Style({
      zIndex: 2,
      image: new CircleStyle({
        radius,
        fill: new Fill({ color: faded(colour, 0.75) }),
        stroke: new Stroke({ color: "#ffffff", width: 1.2 }),
      }),
    }),
  );
  return [area, dot];
}

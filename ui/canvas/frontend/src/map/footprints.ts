/** Footprints of all scenes as vector tiles; counts where there are too many to draw. */
import type { FeatureLike } from "ol/Feature";
import { getCenter, getHeight, getWidth } from "ol/extent";
import MVT from "ol/format/MVT";
import Point from "ol/geom/Point";
import VectorTileLayer from "ol/layer/VectorTile";
import VectorTileSource from "ol/source/VectorTile";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { faded, type Theme } from "../core/theme";

/** Below this a footprint is shown by a mark: it could not be seen, nor hit. */
const SMALLEST_PX = 9;

export class Footprints {
  readonly layer = new VectorTileLayer({
    renderMode: "hybrid",
    declutter: false,
    updateWhileInteracting: false,
  });
  private url = "";

  constructor(private readonly api: string) {}

  /** Show what the filters let through. The revision of the data keeps old tiles out. */
  filter(query: string): void {
    const url = `${this.api}/api/footprints/{z}/{x}/{y}.mvt${query ? `?${query}` : ""}`;
    if (url === this.url) return;
    this.url = url;
    this.layer.setSource(
      new VectorTileSource({ format: new MVT(), url, maxZoom: 14, transition: 0, wrapX: true }),
    );
  }

  /** Fetch again what is on screen: the scenes are others now. */
  refresh(): void {
    const url = this.url;
    this.url = "";
    this.filter(url.split("?")[1] ?? "");
  }

  paint(theme: Theme): void {
    const shape = new Style({
      fill: new Fill({ color: theme.sceneFill }),
      stroke: new Stroke({ color: theme.scene, width: 1.4 }),
    });
    const square = new RegularShape({
      points: 4,
      radius: 7,
      angle: Math.PI / 4,
      fill: new Fill({ color: faded(theme.scene, 0.25) }),
      stroke: new Stroke({ color: theme.scene, width: 2 }),
    });
    this.layer.setStyle((feature, resolution) => {
      if (feature.get("layer") === "counts") return countStyle(feature, theme);
      if (feature.getGeometry()!.getType() === "Point") return new Style({ image: square });
      const extent = feature.getGeometry()!.getExtent();
      const size = Math.max(getWidth(extent), getHeight(extent)) / resolution;
      if (size >= SMALLEST_PX) return shape;
      return new Style({ image: square, geometry: new Point(getCenter(extent)) });
    });
  }
}

function countStyle(feature: FeatureLike, theme: Theme): Style {
  const n = Number(feature.get("n"));
  const radius = Math.min(26, 7 + 4 * Math.log10(Math.max(1, n)));
  return new Style({
    image: new CircleStyle({
      radius,
      fill: new Fill({ color: faded(theme.scene, 0.28) }),
      stroke: new Stroke({ color: theme.scene, width: 1.4 }),
    }),
    text: new Text({
      text: n >= 1000 ? `${Math.round(n / 1000)}k` : String(n),
      font: "600 11px system-ui, sans-serif",
      fill: new Fill({ color: theme.ink }),
      stroke: new Stroke({ color: theme.casing, width: 2.5 }),
    }),
  });
}

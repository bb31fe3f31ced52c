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
import { meets, NO_FILTERS } from "./filters";
import type { MapFrame } from "./frames";
import type { Brush } from "./timescale";

/** Below this a footprint is shown by a mark: it could not be seen, nor hit. */
const SMALLEST_PX = 9;

export class Footprints {
  readonly layer: VectorTileLayer;
  private readonly source: VectorTileSource;
  private query = "";
  private number = 0;
  private window: Brush | null = null;

  constructor(
    private readonly api: string,
    private readonly frame: MapFrame,
  ) {
    this.source = new VectorTileSource({
      format: new MVT(),
      projection: frame.projection,
      tileGrid: frame.tileGrid,
      transition: 0,
      wrapX: frame.wraps,
    });
    this.layer = new VectorTileLayer({
      source: this.source,
      renderMode: "hybrid",
      declutter: false,
      updateWhileInteracting: false,
    });
  }

  /** Show what the filters let through. */
  filter(query: string): void {
    this.query = query;
    this.load();
  }

  /** The scenes are others now: `number` is the one that the server's index has. */
  renew(number: number): void {
    this.number = number;
    this.load();
  }

  /** While a brush is pulled: hide at once what it leaves out, ask for tiles later. */
  narrow(window: Brush | null): void {
    this.window = window;
    this.layer.changed();
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
      if (!this.lets(feature)) return undefined;
      const extent = feature.getGeometry()!.getExtent();
      const size = Math.max(getWidth(extent), getHeight(extent)) / resolution;
      if (size >= SMALLEST_PX) return shape;
      return new Style({ image: square, geometry: new Point(getCenter(extent)) });
    });
  }

  private lets(feature: FeatureLike): boolean {
    if (!this.window) return true;
    const begin = feature.get("t") as number | undefined;
    const end = feature.get("end") as number | undefined;
    if (begin === undefined && end === undefined) return false;
    return meets({ ...NO_FILTERS, ...this.window }, begin ?? null, end ?? null);
  }

  private load(): void {
    // The number keeps tiles of the scenes before out; the old ones stay until the new are there.
    const address = `${this.api}/api/footprints/${this.frame.grid}{z}/{x}/{y}.mvt?n=${this.number}`;
    const url = this.query ? `${address}&${this.query}` : address;
    if (this.source.getUrls()?.[0] !== url) this.source.setUrl(url);
  }
}

function countStyle(feature: FeatureLike, theme: Theme): Style {
  const more = feature.get("more") as number | undefined;
  const n = more ?? Number(feature.get("n"));
  const radius = Math.min(26, 7 + 4 * Math.log10(Math.max(1, n)));
  const text = n >= 1000 ? `${Math.round(n / 1000)}k` : String(n);
  return new Style({
    image: new CircleStyle({
      radius,
      fill: new Fill({ color: faded(theme.scene, 0.28) }),
      stroke: new Stroke({ color: theme.scene, width: 1.4 }),
    }),
    text: new Text({
      text: more === undefined ? text : `+${text}`,
      font: "600 11px system-ui, sans-serif",
      fill: new Fill({ color: theme.ink }),
      stroke: new Stroke({ color: theme.casing, width: 2.5 }),
    }),
  });
}

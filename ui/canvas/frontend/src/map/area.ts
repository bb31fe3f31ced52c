/** Drawing an area on the map, as a box or with a free hand, to take all scenes in it. */
import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import Polygon from "ol/geom/Polygon";
import Draw, { createBox } from "ol/interaction/Draw";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import { faded, MARK } from "../core/theme";
import type { MapFrame } from "./frames";
import { vectorLayer } from "./marks";

export type Shape = "box" | "lasso";
export type Ring = readonly [number, number][];

/** A longer ring is thinned: the server takes 2,000 corners, an address a few hundred. */
const MOST_CORNERS = 120;
/** Points on each side of a box, so that it keeps its shape in other frames. */
const SIDE = 8;

const STYLE = new Style({
  fill: new Fill({ color: faded(MARK.yellow, 0.12) }),
  stroke: new Stroke({ color: MARK.orange, width: 2.2, lineDash: [8, 5] }),
});

export class AreaTool {
  readonly layer = vectorLayer();
  private drawing: Draw | null = null;

  constructor(
    private readonly map: OlMap,
    private readonly frame: MapFrame,
    private readonly done: (ring: Ring) => void,
  ) {
    this.layer.setStyle(STYLE);
  }

  get isActive(): boolean {
    return this.drawing !== null;
  }

  start(shape: Shape): void {
    this.stop();
    const drawing = new Draw({
      type: shape === "box" ? "Circle" : "Polygon",
      freehand: true,
      style: STYLE,
      ...(shape === "box" ? { geometryFunction: createBox() } : {}),
    });
    drawing.on("drawend", ({ feature }) => {
      const corners = (feature.getGeometry() as Polygon).getCoordinates()[0]!;
      this.stop();
      if (corners.length > 3) this.take(shape === "box" ? filled(corners) : thinned(corners));
    });
    this.drawing = drawing;
    this.map.addInteraction(drawing);
  }

  stop(): void {
    if (this.drawing) this.map.removeInteraction(this.drawing);
    this.drawing = null;
  }

  /** Everything on screen. */
  takeView(): void {
    const [west, south, east, north] = this.map.getView().calculateExtent(this.map.getSize());
    this.take(filled([[west!, south!], [east!, south!], [east!, north!], [west!, north!], [west!, south!]]));
  }

  /** Show a ring of places, or none. */
  show(ring: Ring | null): void {
    const source = this.layer.getSource()!;
    source.clear();
    if (ring) source.addFeature(new Feature(new Polygon([ring.map((p) => this.frame.toView(p))])));
  }

  private take(corners: number[][]): void {
    const ring = unrolled(corners.map((c) => this.frame.fromView(c)));
    this.show(ring);
    this.done(ring);
  }
}

/** Longitudes without a jump from one corner to the next, so that a ring may cross 180 degrees. */
function unrolled(places: readonly (readonly number[])[]): [number, number][] {
  let before = places[0]![0]!;
  return places.map(([lon, lat]) => {
    const near = lon! + 360 * Math.round((before - lon!) / 360);
    before = near;
    return [near, lat!];
  });
}

function filled(corners: readonly number[][]): number[][] {
  return corners.slice(0, -1).flatMap((a, i) => {
    const b = corners[i + 1]!;
    return Array.from({ length: SIDE }, (_, n) => [0, 1].map((k) => a[k]! + ((b[k]! - a[k]!) * n) / SIDE));
  });
}

function thinned(corners: readonly number[][]): number[][] {
  const every = Math.ceil(corners.length / MOST_CORNERS);
  return corners.slice(0, -1).filter((_, i) => i % every === 0);
}

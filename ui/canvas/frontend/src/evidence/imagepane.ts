/** The image of a pair: its pixels about the claimed place, with the place and what was drawn. */
import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import GeoJSON from "ol/format/GeoJSON";
import { Point, Polygon } from "ol/geom";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { unByKey } from "ol/Observable";
import type { EventsKey } from "ol/events";
import { Circle, Fill, RegularShape, Stroke, Style, Text } from "ol/style";
import { ask, type AnnotationFeature, type SceneDetail } from "../core/api";
import { el } from "../core/dom";
import { log } from "../core/log";
import { makeMap, panBy, zoomBy } from "../core/olmap";
import { circle } from "../geo/geodesic";
import { frameOf, imageryGrid, type Frame } from "../geo/grids";
import { middleLon } from "../geo/bounds";
import { imageryLayer, sceneView } from "../tag/imagery";
import { extentOf } from "../tag/sceneextent";
import { paneFacts } from "../compare/pane";
import type { PhotoMatch } from "./photoapi";

/** A spot on an image: in lon/lat where it lies on the ground, else in its pixels. */
export interface Spot {
  place: [lon: number, lat: number] | null;
  pixels: [column: number, row: number] | null;
}

export class ImagePane {
  readonly element = el("div", { class: "image" });
  private readonly facts = el("div", { class: "facts" });
  private readonly target = el("div", { class: "target" });
  private map: OlMap | null = null;
  private shown = "";
  private frame: Frame | null = null;
  private readonly numbers = new VectorSource();
  private picking: EventsKey | null = null;

  constructor() {
    this.element.append(this.target, this.facts);
  }

  /** Show a scene at a place (lon, lat; metres around it), or why it cannot be shown. */
  show(api: string, scene: SceneDetail, place: [number, number] | null, radius_m: number | null): void {
    this.facts.replaceChildren(
      ...(scene.synthetic ? [el("span", { class: "synthetic" }, "SYNTHETIC")] : []),
      el("b", {}, scene.id),
      el("span", {}, paneFacts(scene)),
    );
    this.clear();
    this.shown = scene.uid;
    const imagery = scene.imagery;
    if (!imagery?.grid) {
      this.target.replaceChildren(el("p", { class: "none" }, `No picture: ${imagery?.why_not ?? "its files are not here."}`));
      return;
    }
    const frame = frameOf(imagery.grid, imagery.shape, scene.bounds ? middleLon(scene.bounds) : 0);
    const view = sceneView(frame, imageryGrid(imagery), extentOf(scene, frame));
    this.map = makeMap(this.target, view, [imageryLayer(imagery, api, frame).layer]);
    this.frame = frame;
    this.map.addLayer(new VectorLayer({ source: this.numbers, zIndex: 9 }));
    this.fit(scene, frame, place, radius_m);
    if (place) this.map.addLayer(ring(frame, place, radius_m));
    void this.drawn(api, scene.uid, frame);
    this.map.once("rendercomplete", () => log("pair-drawn", { scene: scene.uid }));
  }

  private fit(scene: SceneDetail, frame: Frame, place: [number, number] | null, radius_m: number | null): void {
    const view = this.map!.getView();
    if (!place || !frame.ground) {
      view.fit(extentOf(scene, frame));
      return;
    }
    const reach = Math.max(Math.min(radius_m ?? 300, 3000), 60 * (scene.gsd ?? 1));
    const around = circle(place, reach * 1.3).map((point) => frame.toView(point));
    const xs = around.map((point) => point[0]!);
    const ys = around.map((point) => point[1]!);
    view.fit([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  }

  private async drawn(api: string, uid: string, frame: Frame): Promise<void> {
    try {
      const found = await ask<{ annotations: AnnotationFeature[] }>(`${api}/api/annotations?scene=${encodeURIComponent(uid)}`);
      if (uid !== this.shown || !this.map) return;
      const format = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: frame.projection });
      const features = found.annotations
        .filter((a) => a.geometry && a.properties.kind !== "tile" && a.properties.state !== "suggested")
        .map((a) => format.readFeature(a) as Feature);
      this.map.addLayer(new VectorLayer({ source: new VectorSource({ features }), style: outline("#f0e442", []) }));
    } catch {
      // The picture is what counts here; what was drawn on it stands on the Tag page.
    }
  }

  /** Show numbered features where they are on this image. */
  mark(matches: readonly PhotoMatch[]): void {
    this.numbers.clear();
    for (const match of matches) {
      const at = this.frame?.ground ? match.place : match.pixels;
      if (!at || !this.frame) continue;
      const feature = new Feature(new Point(this.frame.toView(at)));
      feature.setStyle(numbered(match));
      this.numbers.addFeature(feature);
    }
  }

  /** Hear where the next click on the image is. */
  pick(found: (spot: Spot | null) => void): void {
    this.stopPicking();
    this.target.classList.add("picking");
    this.picking = this.map?.on("click", (event) => {
      this.stopPicking();
      found(this.spot(event.coordinate));
    }) ?? null;
  }

  stopPicking(): void {
    this.target.classList.remove("picking");
    if (this.picking) unByKey(this.picking);
    this.picking = null;
  }

  /** The spot in the middle of what is shown; null where nothing is. */
  middle(): Spot | null {
    const centre = this.map?.getView().getCenter();
    return centre ? this.spot(centre) : null;
  }

  private spot(point: readonly number[]): Spot {
    const at = this.frame!.fromView(point) as [number, number];
    return this.frame!.ground ? { place: at, pixels: null } : { place: null, pixels: at };
  }

  zoom(step: number): void {
    if (this.map) zoomBy(this.map, step);
  }

  pan(dx: number, dy: number): void {
    if (this.map) panBy(this.map, dx * 0.3, dy * 0.3);
  }

  resized(): void {
    this.map?.updateSize();
  }

  clear(): void {
    this.stopPicking();
    this.frame = null;
    this.numbers.clear();
    this.map?.setTarget(undefined);
    this.map?.dispose();
    this.map = null;
    this.target.replaceChildren();
  }
}

/** A number in a circle for what fits, in a square for what does not. */
function numbered({ number, fits }: PhotoMatch): Style {
  const fill = new Fill({ color: fits ? "#00694f" : "#a63f00" });
  const stroke = new Stroke({ color: "#fff", width: 2 });
  const image = fits ? new Circle({ radius: 10, fill, stroke }) : new RegularShape({ points: 4, angle: Math.PI / 4, radius: 13, fill, stroke });
  return new Style({ image, text: new Text({ text: String(number), font: "700 12px system-ui, sans-serif", fill: new Fill({ color: "#fff" }) }) });
}

function ring(frame: Frame, place: [number, number], radius_m: number | null): VectorLayer {
  const points = circle(place, radius_m || 15).map((point) => frame.toView(point));
  const feature = new Feature(new Polygon([points as number[][]]));
  return new VectorLayer({ source: new VectorSource({ features: [feature] }), style: outline("#ffffff", [7, 5]) });
}

function outline(colour: string, dash: number[]): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: "rgba(10,14,18,.75)", width: 4, lineDash: dash }) }),
    new Style({ stroke: new Stroke({ color: colour, width: 2, lineDash: dash }) }),
  ];
}

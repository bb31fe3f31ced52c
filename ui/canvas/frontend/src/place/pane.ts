/** One side of the Place screen: a map with numbered points that are set, chosen and dragged. */
import type OlMap from "ol/Map";
import type View from "ol/View";
import Feature from "ol/Feature";
import type Geometry from "ol/geom/Geometry";
import Point from "ol/geom/Point";
import Translate from "ol/interaction/Translate";
import type BaseLayer from "ol/layer/Base";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { el } from "../core/dom";
import { makeMap } from "../core/olmap";
import { MARK } from "../core/theme";
import { Readout, type ReadoutFrame } from "../hud/readout";
import type { At, Pair, Side } from "./points";

export interface PaneFrame extends ReadoutFrame {
  toView(place: readonly number[]): readonly [number, number];
}

export interface PaneEvents {
  put(side: Side, at: At): void;
  move(index: number, side: Side, at: At): void;
  active(side: Side): void;
}

const OUTLINE = new Style({ stroke: new Stroke({ color: MARK.orange, width: 2, lineDash: [8, 5] }) });

export class PointPane {
  readonly map: OlMap;
  readonly target: HTMLElement;
  readonly element: HTMLElement;
  private readonly marks = new VectorSource<Feature<Point>>();
  private readonly shapes = new VectorSource<Feature<Geometry>>();

  constructor(
    readonly side: Side,
    view: View,
    readonly frame: PaneFrame,
    layers: BaseLayer[],
    title: HTMLElement,
    private readonly events: PaneEvents,
  ) {
    this.target = el("div", { class: "map" });
    const cross = el("div", { class: "cross", "aria-hidden": "true" });
    this.element = el("section", { class: `pane ${side}`, "aria-label": side === "pixel" ? "Picture" : "Ground" }, this.target, cross, title);
    const marks = new VectorLayer({ source: this.marks, zIndex: 9 });
    this.map = makeMap(this.target, view, [...layers, new VectorLayer({ source: this.shapes, style: OUTLINE, zIndex: 8 }), marks]);
    const readout = new Readout(this.map, frame, "");
    this.element.append(readout.element);
    const drag = new Translate({ layers: [marks], hitTolerance: 6 });
    drag.on("translateend", (event) => {
      const moved = event.features.item(0) as Feature<Point>;
      events.move(moved.get("index") as number, side, this.at(moved.getGeometry()!.getCoordinates()));
    });
    this.map.addInteraction(drag);
    this.map.on("singleclick", (event) => events.put(side, this.at(event.coordinate)));
    this.element.addEventListener("pointerdown", () => events.active(side));
  }

  /** Put a point where the cross is. */
  putAtCross(): void {
    this.events.put(this.side, this.at(this.map.getView().getCenter() ?? [0, 0]));
  }

  show(pairs: readonly Pair[], chosen: number, worst: number): void {
    this.marks.clear(true);
    pairs.forEach((pair, index) => {
      const at = pair[this.side];
      if (!at) return;
      const feature = new Feature(new Point([...this.frame.toView(at)]));
      feature.set("index", index);
      feature.setStyle(markStyle(index + 1, index === chosen, index === worst));
      this.marks.addFeature(feature);
    });
  }

  outline(shape: Geometry | null): void {
    this.shapes.clear(true);
    if (shape) this.shapes.addFeature(new Feature(shape));
  }

  active(yes: boolean): void {
    this.element.classList.toggle("active", yes);
  }

  pixelOf(at: readonly number[]): number[] | null {
    return this.map.getPixelFromCoordinate([...this.frame.toView(at)]) ?? null;
  }

  dispose(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
    this.element.remove();
  }

  private at(coordinate: readonly number[]): At {
    const [a, b] = this.frame.fromView(coordinate);
    return [a, b];
  }
}

/** A ring with its number beside it, so that the spot itself stays in sight. */
function markStyle(number: number, chosen: boolean, worst: boolean): Style[] {
  const colour = worst ? MARK.vermilion : chosen ? MARK.yellow : MARK.sky;
  const ring = (width: number, color: string): Style =>
    new Style({ image: new CircleStyle({ radius: 8, stroke: new Stroke({ color, width }), fill: new Fill({ color: "rgba(0,0,0,.01)" }) }) });
  const dot = new Style({ image: new CircleStyle({ radius: 1.5, fill: new Fill({ color: colour }), stroke: new Stroke({ color: "#10161d", width: 1 }) }) });
  const text = new Style({
    text: new Text({
      text: `${number}${worst ? " !" : ""}`,
      font: "700 14px system-ui, sans-serif",
      offsetX: 17,
      offsetY: -12,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: "#10161d", width: 4 }),
    }),
  });
  return [ring(5, "#10161d"), ring(2.5, colour), dot, text];
}

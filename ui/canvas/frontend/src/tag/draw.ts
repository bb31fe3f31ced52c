/** Drawing by pointer and by keyboard: both set corners of one sketch. */
import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import MultiPoint from "ol/geom/MultiPoint";
import Point from "ol/geom/Point";
import PointerInteraction from "ol/interaction/Pointer";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import type { Point as At } from "../geo/shapes";
import { plain } from "../map/pin";
import { toGeometry } from "./shapelayer";
import { begin, corner, preview, takeBack, type Outcome, type Shape, type Sketch, type Tool } from "./sketch";

/** Corners closer than this, in pixels, are the same corner. */
const NEAR_PX = 7;
const STEP_PX = 8;

export interface DrawEvents {
  done(tool: Tool, shape: Shape): void;
  problem(text: string): void;
  /** What it would be if the next corner were set here; null while there is nothing to show. */
  sketched(tool: Tool, shape: Shape | null): void;
}

export class DrawTool {
  private readonly source = new VectorSource();
  readonly layer = new VectorLayer({ source: this.source, updateWhileInteracting: true });
  private readonly pointer: PointerInteraction;
  private sketch: Sketch | null = null;
  private hover: At | null = null;
  private crosshair: At | null = null;

  constructor(
    private readonly map: OlMap,
    private readonly events: DrawEvents,
    private readonly snap: (where: At) => At = (where) => where,
  ) {
    const at = (event: MapBrowserEvent): At => this.snap(position(event));
    let start: number[] = [];
    let pressed = false;
    this.pointer = new PointerInteraction({
      handleDownEvent: (event) => {
        if (!this.sketch || !plain(event)) return false;
        start = event.pixel;
        this.crosshair = null;
        this.hover = at(event);
        // Boxes may be dragged; for the others a drag still moves the map.
        pressed = this.isBox() && this.sketch.corners.length < 2;
        if (pressed) this.set(this.hover, false);
        return pressed;
      },
      handleDragEvent: (event) => this.point(at(event)),
      handleUpEvent: (event) => {
        const moved = Math.hypot(event.pixel[0]! - start[0]!, event.pixel[1]! - start[1]!);
        if (pressed && moved > NEAR_PX) this.set(at(event), false);
        return false;
      },
      handleMoveEvent: (event) => this.point(at(event)),
    });
    map.on("click", (event) => this.click(event));
    this.layer.setStyle((feature, resolution) => sketchStyle(feature.get("part"), resolution));
  }

  get tool(): Tool | null {
    return this.sketch?.tool ?? null;
  }

  get corners(): number {
    return this.sketch?.corners.length ?? 0;
  }

  /** Start drawing with a tool, or stop with null. */
  use(tool: Tool | null): void {
    if (tool && !this.sketch) this.map.addInteraction(this.pointer);
    if (!tool && this.sketch) this.map.removeInteraction(this.pointer);
    this.sketch = tool ? begin(tool) : null;
    this.hover = this.crosshair = null;
    this.show();
  }

  /** Give up what is being drawn. False if there was nothing. */
  cancel(): boolean {
    if (!this.sketch?.corners.length) return false;
    this.sketch = begin(this.sketch.tool);
    this.show();
    return true;
  }

  takeBack(): void {
    if (this.sketch) this.sketch = takeBack(this.sketch);
    this.show();
  }

  /** Move the crosshair by steps of pixels; the map follows it over its edge. */
  moveCursor(dx: number, dy: number, far: boolean): void {
    const view = this.map.getView();
    const step = STEP_PX * (far ? 10 : 1) * (view.getResolution() ?? 1);
    const from = this.crosshair ?? this.hover ?? ((view.getCenter() ?? [0, 0]) as unknown as At);
    this.crosshair = [from[0] + dx * step, from[1] + dy * step];
    const pixel = this.map.getPixelFromCoordinate([...this.crosshair]);
    const [width, height] = this.map.getSize() ?? [0, 0];
    const outside = pixel && (pixel[0]! < 20 || pixel[1]! < 20 || pixel[0]! > width! - 20 || pixel[1]! > height! - 20);
    if (outside) view.setCenter([...this.crosshair]);
    this.show();
  }

  /** Set a corner under the crosshair, by keyboard. The first key only shows the crosshair. */
  setCorner(): void {
    if (!this.sketch) return;
    const centre = (this.map.getView().getCenter() ?? [0, 0]) as unknown as At;
    this.crosshair ??= this.hover ?? centre;
    this.set(this.snap(this.crosshair), true);
  }

  private isBox(): boolean {
    return this.sketch?.tool === "box" || this.sketch?.tool === "obox";
  }

  private click(event: MapBrowserEvent): void {
    if (!this.sketch || !plain(event)) return;
    // The corners of a dragged box came with press and release.
    if (this.isBox() && this.sketch.corners.length < 2) return;
    this.crosshair = null;
    this.set(this.snap(position(event)), true);
  }

  private set(where: At, mayFinish: boolean): void {
    if (!this.sketch) return;
    const near = NEAR_PX * (this.map.getView().getResolution() ?? 1);
    const again = !mayFinish && this.sketch.corners.length === 0;
    this.take(corner(this.sketch, where, again ? 0 : near));
  }

  private take(outcome: Outcome): void {
    if (!this.sketch) return;
    if (outcome.kind === "done") {
      const { tool } = this.sketch;
      this.sketch = begin(tool);
      this.show();
      this.events.done(tool, outcome.shape);
      return;
    }
    this.sketch = outcome.sketch;
    if (outcome.kind === "problem") this.events.problem(outcome.problem);
    this.show();
  }

  private point(where: At): void {
    this.hover = where;
    if (this.sketch && !this.crosshair) this.show();
  }

  private show(): void {
    this.source.clear(true);
    const features: Feature[] = [];
    const add = (part: string, geometry: Feature["values_"]): void => {
      const feature = new Feature(geometry as never);
      feature.set("part", part);
      features.push(feature);
    };
    if (this.sketch) {
      const shape = preview(this.sketch, this.crosshair ?? this.hover);
      this.events.sketched(this.sketch.tool, this.sketch.corners.length ? shape : null);
      if (shape) add("shape", toGeometry(shape) as never);
      if (this.sketch.corners.length) {
        add("corners", new MultiPoint(this.sketch.corners.map((p) => [...p])) as never);
      }
      if (this.crosshair) add("crosshair", new Point([...this.crosshair]) as never);
    }
    this.source.addFeatures(features);
  }
}

function position(event: MapBrowserEvent): At {
  return [event.coordinate[0]!, event.coordinate[1]!];
}

const white = "#ffffff";
const dark = "rgba(10,14,18,.9)";
const SHAPE = [
  new Style({ stroke: new Stroke({ color: dark, width: 4.5 }) }),
  new Style({ stroke: new Stroke({ color: white, width: 2, lineDash: [6, 4] }), fill: new Fill({ color: "rgba(255,255,255,.12)" }) }),
];
const CORNERS = [
  new Style({ image: new CircleStyle({ radius: 4.5, fill: new Fill({ color: white }), stroke: new Stroke({ color: dark, width: 1.6 }) }) }),
];
const cross = (color: string, width: number): Style =>
  new Style({ image: new RegularShape({ points: 4, radius: 16, radius2: 0, stroke: new Stroke({ color, width }) }) });
const CROSSHAIR = [cross(dark, 5), cross("#f0e442", 2)];

function sketchStyle(part: string, _resolution: number): Style[] {
  if (part === "crosshair") return CROSSHAIR;
  return part === "corners" ? CORNERS : SHAPE;
}

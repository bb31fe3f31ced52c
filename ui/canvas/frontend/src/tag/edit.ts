/** Changing a chosen shape: its corners, its place, the angle of an oriented box. */
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import Feature from "ol/Feature";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import PointerInteraction from "ol/interaction/Pointer";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import { centre, closed, dragCorner, opened, rotate, translate, type Point as At, type Ring } from "../geo/shapes";
import { plain } from "../map/pin";
import { toGeometry, type ShapeLayer } from "./shapelayer";
import { handleStyles } from "./shapestyles";
import { problemOf, type Shape } from "./sketch";

const GRAB_PX = 10;
const TURN_PX = 28;

type Grip =
  | { what: "corner"; index: number }
  | { what: "between"; index: number }
  | { what: "turn" }
  | { what: "body" };

export interface EditEvents {
  changed(uid: string, shape: Shape): void;
  problem(text: string): void;
}

/** A shape as corners: what can be dragged. Holes move with it, their corners stay. */
interface Model {
  kind: string;
  type: Shape["type"];
  corners: Ring;
  holes: readonly Ring[];
}

export class EditTool {
  private readonly handles = new Feature();
  readonly layer = new VectorLayer({
    source: new VectorSource({ features: [this.handles] }),
    updateWhileInteracting: true,
  });
  private readonly pointer: PointerInteraction;
  private active = false;
  /** The corner that keys move and delete; null: the whole shape. */
  corner: number | null = null;

  constructor(
    private readonly map: OlMap,
    private readonly shapes: ShapeLayer,
    private readonly events: EditEvents,
    private readonly snap: (where: At, except: string | null) => At = (where) => where,
  ) {
    let grip: Grip | null = null;
    let from: At = [0, 0];
    let start: Model | null = null;
    this.pointer = new PointerInteraction({
      handleDownEvent: (event) => {
        start = this.model();
        grip = start && plain(event) ? this.grip(start, event) : null;
        from = at(event);
        this.corner = grip?.what === "corner" ? grip.index : null;
        return grip !== null;
      },
      handleDragEvent: (event) => {
        const free = !grip || grip.what === "body" || grip.what === "turn";
        const to = free ? at(event) : this.snap(at(event), this.shapes.chosen);
        if (grip && start) this.put(moved(start, grip, from, to));
      },
      handleUpEvent: (event) => {
        const far = Math.hypot(at(event)[0] - from[0], at(event)[1] - from[1]) / this.resolution();
        if (start && far >= 1) this.commit(start);
        else this.refresh();
        grip = null;
        return false;
      },
    });
    this.layer.setStyle((_feature, resolution) => {
      const model = this.model();
      if (!model) return [];
      return handleStyles(
        model.corners.map((p) => [...p]),
        betweens(model).map((p) => [...p]),
        turnAt(model, resolution)?.map(Number) ?? null,
        this.corner,
      );
    });
  }

  setActive(yes: boolean): void {
    if (yes === this.active) return;
    this.active = yes;
    if (yes) this.map.addInteraction(this.pointer);
    else this.map.removeInteraction(this.pointer);
  }

  /** Draw the handles of what is chosen now. */
  refresh(): void {
    const model = this.model();
    if ((this.corner ?? 0) >= (model?.corners.length ?? 0)) this.corner = null;
    // The geometry only says where the handles may be; their styles place them.
    this.handles.setGeometry(model ? toGeometry(shapeOf(model)) : undefined);
    this.handles.changed();
  }

  /** Move the chosen shape, or its chosen corner, by pixels (y upwards). */
  nudge(dx: number, dy: number): void {
    const model = this.model();
    if (!model) return;
    const by = this.resolution();
    const index = this.corner;
    const from: At = index === null ? [0, 0] : model.corners[index]!;
    const grip: Grip = index === null ? { what: "body" } : { what: "corner", index };
    this.put(moved(model, grip, from, [from[0] + dx * by, from[1] + dy * by]));
    this.commit(model);
  }

  /** Choose the corner after or before the present one, for the keys. */
  stepCorner(by: 1 | -1): void {
    const n = this.model()?.corners.length ?? 0;
    if (!n) return;
    this.corner = this.corner === null ? (by > 0 ? 0 : n - 1) : (this.corner + by + n) % n;
    this.refresh();
  }

  /** Delete the chosen corner. False if none is chosen, so that the shape itself is meant. */
  deleteCorner(): boolean {
    const model = this.model();
    if (!model || this.corner === null || model.type === "Point") return false;
    const fewest = model.type === "Polygon" ? 3 : 2;
    if (isBox(model)) this.events.problem("a box keeps its four corners");
    else if (model.corners.length <= fewest) this.events.problem(`it needs ${fewest} corners`);
    else {
      this.put({ ...model, corners: model.corners.filter((_, i) => i !== this.corner) });
      this.corner = null;
      this.commit(model);
    }
    return true;
  }

  private resolution(): number {
    return this.map.getView().getResolution() ?? 1;
  }

  private feature(): Feature | null {
    const uid = this.shapes.chosen;
    return uid ? (this.shapes.source.getFeatureById(uid) as Feature | null) : null;
  }

  private model(): Model | null {
    const feature = this.feature();
    const geometry = feature?.getGeometry();
    const kind = feature?.get("kind") as string;
    if (geometry instanceof Point) {
      return { kind, type: "Point", corners: [pair(geometry.getCoordinates())], holes: [] };
    }
    if (geometry instanceof LineString) {
      return { kind, type: "LineString", corners: geometry.getCoordinates().map(pair), holes: [] };
    }
    if (geometry instanceof Polygon) {
      const [shell, ...inner] = geometry.getCoordinates();
      const corners = opened(shell!.map(pair));
      const holes = inner.map((ring) => ring.map(pair));
      const isBox = (kind === "box" || kind === "obox") && corners.length === 4;
      return { kind: isBox ? kind : "polygon", type: "Polygon", corners, holes };
    }
    return null;
  }

  private grip(model: Model, event: MapBrowserEvent): Grip | null {
    const resolution = this.resolution();
    const where = at(event);
    const near = (p: At): boolean =>
      Math.hypot(p[0] - where[0], p[1] - where[1]) <= GRAB_PX * resolution;
    const turn = turnAt(model, resolution);
    if (turn && near(turn)) return { what: "turn" };
    const index = model.corners.findIndex(near);
    if (index >= 0) return { what: "corner", index };
    const between = betweens(model).findIndex(near);
    if (between >= 0) return { what: "between", index: between };
    const inside = this.feature()?.getGeometry()?.intersectsCoordinate([...where]) ?? false;
    return inside ? { what: "body" } : null;
  }

  private put(model: Model): void {
    this.feature()?.setGeometry(toGeometry(shapeOf(model)));
    this.refresh();
  }

  private commit(before: Model): void {
    const model = this.model();
    const uid = this.shapes.chosen;
    if (!model || !uid) return;
    const shape = shapeOf(model);
    const problem = problemOf(shape);
    if (problem) {
      this.put(before);
      this.events.problem(problem);
      return;
    }
    this.events.changed(uid, shape);
  }
}

function shapeOf({ type, corners, holes }: Model): Shape {
  if (type === "Point") return { type, coordinates: corners[0]! };
  if (type === "LineString") return { type, coordinates: corners };
  return { type, coordinates: [closed(corners), ...holes] };
}

function moved(model: Model, grip: Grip, from: At, to: At): Model {
  const { corners } = model;
  if (grip.what === "body" || model.type === "Point") {
    const by: At = [to[0] - from[0], to[1] - from[1]];
    return { ...model, corners: translate(corners, ...by), holes: model.holes.map((h) => translate(h, ...by)) };
  }
  if (grip.what === "turn") {
    const c = centre(corners);
    const angle = Math.atan2(to[1] - c[1], to[0] - c[0]) - Math.atan2(from[1] - c[1], from[0] - c[0]);
    return { ...model, corners: rotate(corners, angle) };
  }
  if (grip.what === "between") {
    const next = [...corners];
    next.splice(grip.index + 1, 0, to);
    return { ...model, corners: next };
  }
  if (isBox(model)) return { ...model, corners: dragCorner(corners, grip.index, to) };
  return { ...model, corners: corners.map((p, i) => (i === grip.index ? to : p)) };
}

function isBox(model: Model): boolean {
  return model.kind === "box" || model.kind === "obox";
}

/** Where a new corner can be pulled out of a line's or polygon's side. */
function betweens(model: Model): Ring {
  if (isBox(model) || model.type === "Point") return [];
  const ring = model.type === "Polygon" ? closed(model.corners) : model.corners;
  return ring.slice(1).map((p, i) => [(p[0] + ring[i]![0]) / 2, (p[1] + ring[i]![1]) / 2]);
}

/** The handle for turning an oriented box: outside the middle of its first side. */
function turnAt(model: Model, resolution: number): At | null {
  if (model.kind !== "obox") return null;
  const [a, b] = model.corners as [At, At];
  const c = centre(model.corners);
  const middle: At = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const length = Math.hypot(middle[0] - c[0], middle[1] - c[1]) || 1;
  const out = (TURN_PX * resolution) / length;
  return [middle[0] + (middle[0] - c[0]) * out, middle[1] + (middle[1] - c[1]) * out];
}

function pair(p: number[]): At {
  return [p[0]!, p[1]!];
}

function at(event: MapBrowserEvent): At {
  return [event.coordinate[0]!, event.coordinate[1]!];
}

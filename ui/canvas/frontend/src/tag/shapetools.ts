/** Drawing, choosing, changing and deleting shapes: what the tools do to the annotations. */
import type OlMap from "ol/Map";
import { log } from "../core/log";
import type { Host } from "../core/view";
import type { Frame } from "../geo/grids";
import type { Annotations } from "./annotations";
import { DrawTool } from "./draw";
import { EditTool } from "./edit";
import { accepted, type Body } from "./body";
import { storedAs, type ShapeLayer } from "./shapelayer";
import { Snap } from "./snap";
import type { Shape, Tool } from "./sketch";

export interface ShapeToolsNeeds {
  host: Host;
  map: OlMap;
  frame: Frame;
  shapes: ShapeLayer;
  notes: Annotations;
  /** A new body with what is given, and the scene, author and view filled in. */
  body(given: Partial<Body>): Body;
  /** A shape is being drawn; null: it is finished or given up. */
  sketched(body: Pick<Body, "kind" | "geometry" | "pixels"> | null): void;
  /** Tool, class or choice are different. */
  changed(): void;
}

export class ShapeTools {
  readonly draw: DrawTool;
  readonly edit: EditTool;
  readonly snap: Snap;
  /** The class that the next shape gets. */
  active: string | null = null;
  /** Takes the next shape drawn instead of storing it. */
  divert: ((shape: Shape) => void) | null = null;
  /** Takes the next shape clicked instead of choosing it. */
  picking: ((uid: string) => void) | null = null;

  constructor(private readonly needs: ShapeToolsNeeds) {
    const { host, map, shapes } = needs;
    this.snap = new Snap(map, shapes.source);
    const draws = {
      done: (tool: Tool, shape: Shape) => this.drawn(tool, shape),
      sketched: (tool: Tool, shape: Shape | null) => {
        const kind = shape?.type === "LineString" ? "line" : tool;
        needs.sketched(shape && { kind, ...storedAs(shape, needs.frame) });
      },
      problem: (text: string) => host.toast(`Not drawn: ${text}.`, true),
    };
    const edits = {
      changed: (uid: string, shape: Shape) => this.reshaped(uid, shape),
      problem: (text: string) => host.toast(`Left as it was: ${text}.`, true),
    };
    this.draw = new DrawTool(map, draws, (where) => this.snap.to(where));
    this.edit = new EditTool(map, shapes, edits, (where, except) => this.snap.to(where, except));
    map.addLayer(this.edit.layer);
    map.addLayer(this.draw.layer);
    this.edit.setActive(true);
  }

  /** Take a drawing tool, or with null choose and change. */
  use(tool: Tool | null): void {
    this.divert = null;
    this.choose(null);
    this.draw.use(tool);
    this.edit.setActive(tool === null);
    this.needs.host.root.classList.toggle("drawing", tool !== null);
    this.needs.changed();
  }

  choose(uid: string | null): void {
    this.picking = null;
    this.edit.corner = null;
    this.needs.shapes.choose(uid);
    this.edit.refresh();
    if (uid) log("selected", { kind: "annotation", uid });
    this.needs.changed();
  }

  /** Give the chosen shape another class. */
  reclass(cls: string): void {
    const { shapes, notes } = this.needs;
    const uid = shapes.chosen;
    const before = uid ? notes.items.get(uid) : null;
    this.active = cls;
    if (uid && before && before.class !== cls) {
      notes.take([{ uid, after: { ...accepted(before, this.needs.body({}).author), class: cls } }]);
    }
    this.needs.changed();
  }

  /** Delete the chosen corner, or else the chosen shape. */
  remove(): void {
    if (this.edit.deleteCorner()) return;
    const uid = this.needs.shapes.chosen;
    this.choose(null);
    if (uid) this.needs.notes.take([{ uid, after: null }]);
  }

  /** Give the drawing up; with nothing drawn yet, the tool as well. */
  cancel(): void {
    if (!this.draw.cancel()) this.use(null);
  }

  /** A click on the map outside drawing. False if it met no shape and none was chosen. */
  click(pixel: number[]): boolean {
    const { map, shapes } = this.needs;
    if (this.draw.tool) return true;
    const uid = shapes.layer.getVisible() ? shapes.at(map.getCoordinateFromPixel(pixel), map.getView().getResolution() ?? 1) : null;
    if (uid && this.picking && uid !== shapes.chosen) {
      this.picking(uid);
      return true;
    }
    if (!uid && !shapes.chosen) return false;
    // A click on a handle of the chosen shape stays with it, and with its corner.
    if (uid === shapes.chosen && this.edit.corner !== null) return true;
    this.choose(uid);
    return true;
  }

  private drawn(tool: Tool, shape: Shape): void {
    const { host, notes, frame, body } = this.needs;
    if (this.divert) return this.divert(shape);
    if (!this.active) {
      host.toast("There are no classes: add some to the catalogue first.", true);
      return;
    }
    const uid = crypto.randomUUID();
    const after = body({ kind: tool, class: this.active, ...storedAs(shape, frame) });
    notes.take([{ uid, after }]);
    log("drawn", { uid, kind: tool });
  }

  private reshaped(uid: string, shape: Shape): void {
    const { notes, frame } = this.needs;
    const before = notes.items.get(uid);
    // A suggestion that a person changes is that person's label.
    const mine = before && accepted(before, this.needs.body({}).author);
    if (!mine) return;
    // How far the picture was off before tells nothing of a shape that is drawn anew.
    const { position_error_m: _, ...view } = mine.view;
    notes.take([{ uid, after: { ...mine, ...storedAs(shape, frame), view } }]);
  }
}

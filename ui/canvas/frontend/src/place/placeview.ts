/** Mode "place": a picture beside the ground, placed by pairs of points; or a picture to take in. */
import { ask, HttpError, type SceneDetail } from "../core/api";
import { el } from "../core/dom";
import type { Context } from "../core/keys";
import { log } from "../core/log";
import { arrow, panBy, zoomBy } from "../core/olmap";
import type { Theme } from "../core/theme";
import type { Host, ModeView } from "../core/view";
import { spanText } from "../geo/format";
import { frameOf, imageryGrid } from "../geo/grids";
import type { CanvasData } from "../messages";
import { imageryLayer, sceneView } from "../tag/imagery";
import { bodyOf, Fitter, jsonRequest, worstOf, type Shown } from "./fit";
import { FitPanel } from "./fitpanel";
import type { FrameName } from "../map/frames";
import { frameFor, Ground } from "./ground";
import { PointPane, type PaneEvents } from "./pane";
import { Points, type Method, type Side } from "./points";

export class PlaceView implements ModeView {
  private readonly picture: PointPane;
  private ground: Ground;
  private theme: Theme | null = null;
  private readonly panel: FitPanel;
  private readonly fitter: Fitter;
  private readonly element: HTMLElement;
  private points: Points;
  private method: Method;
  private shown: Shown = { fit: null, text: "" };
  private side: Side = "pixel";
  private unsaved = false;
  private fitted = false;

  constructor(
    private readonly host: Host,
    private scene: SceneDetail,
    private readonly data: CanvasData,
  ) {
    const { placing } = scene;
    this.method = placing?.method ?? "affine";
    this.points = new Points((placing?.points ?? []).map((p) => ({ pixel: [p.column, p.row], place: [p.lon, p.lat] })));
    const events: PaneEvents = {
      put: (side, at) => this.changed(() => this.points.put(side, at)),
      move: (index, side, at) => this.changed(() => this.points.move(index, side, at)),
      active: (side) => this.activate(side),
    };
    const imagery = scene.picture!;
    const frame = frameOf("pixels", imagery.shape);
    const view = sceneView(frame, imageryGrid(imagery), [0, -imagery.shape[0], imagery.shape[1], 0]);
    const title = el("div", { class: "title" }, el("div", { class: "facts panel" }, el("span", { class: "name" }, scene.id), el("span", {}, stated(scene))));
    this.picture = new PointPane("pixel", view, frame, [imageryLayer(imagery, host.api, frame).layer], title, events);
    const first = placing?.points[0];
    this.ground = this.groundIn(first ? frameFor(first.lat) : "mercator", events);
    this.fitter = new Fitter(host.api, scene, (shown) => this.show(shown));
    this.panel = new FitPanel({
      run: (command) => this.run("place", command, ""),
      choose: (index) => this.choose(index),
      remove: (index) => this.changed(() => this.points.remove(index)),
    });
    this.element = el("div", { class: "placing" }, this.picture.element, this.ground.pane.element, this.panel.element);
    host.root.append(this.element);
    this.activate("pixel");
    void this.start();
  }

  private groundIn(name: FrameName, events: PaneEvents): Ground {
    const reframe = (other: FrameName, uid: string | null): void => {
      const before = this.ground;
      this.ground = this.groundIn(other, events);
      before.pane.element.replaceWith(this.ground.pane.element);
      before.dispose();
      if (this.theme) this.ground.paint(this.theme);
      this.ground.fit(null, 0);
      this.activate("place");
      void this.ground.use(uid);
    };
    return new Ground(this.host, this.scene.uid, events, () => this.refresh(), name, reframe);
  }

  private async start(): Promise<void> {
    const against = this.data.other ?? this.scene.placing?.against ?? null;
    if (against) await this.ground.use(against);
    this.refresh();
    log("ready", { mode: "place" });
  }

  update(): void {
    // Which picture is placed is decided once; a new one makes a new view.
  }

  paint(theme: Theme): void {
    this.theme = theme;
    this.ground.paint(theme);
    this.picture.map.render();
  }

  contexts(): Context[] {
    return ["place", "any"];
  }

  run(_context: Context, command: string, pressed: string): void {
    const pane = this.side === "pixel" ? this.picture : this.ground.pane;
    const [dx, dy] = arrow(pressed);
    const does: Record<string, () => void> = {
      help: () => this.host.help(),
      "zoom-in": () => zoomBy(pane.map, 1),
      "zoom-out": () => zoomBy(pane.map, -1),
      fit: () => this.fit(200),
      pan: () => panBy(pane.map, dx * 0.2, dy * 0.2),
      "pan-little": () => panBy(pane.map, dx * 0.01, dy * 0.01),
      point: () => pane.putAtCross(),
      other: () => this.activate(this.side === "pixel" ? "place" : "pixel"),
      affine: () => this.use("affine"),
      projective: () => this.use("projective"),
      method: () => this.use(this.method === "affine" ? "projective" : "affine"),
      undo: () => this.changed(() => this.points.undo()),
      redo: () => this.changed(() => this.points.redo()),
      delete: () => this.changed(() => this.points.remove(this.points.chosen >= 0 ? this.points.chosen : this.points.pairs.length - 1)),
      next: () => this.choose((this.points.chosen + 2) % (this.points.pairs.length + 1) - 1),
      save: () => void this.save(),
      "take-back": () => void this.takeBack(),
      "to-map": () => this.host.send("picture", { uid: this.scene.uid, to: "map" }),
      "to-compare": () => this.host.send("picture", { uid: this.scene.uid, to: "compare" }),
      "to-tag": () => this.host.send("picture", { uid: this.scene.uid, to: "tag" }),
    };
    does[command]?.();
  }

  other(): boolean {
    return false;
  }

  private changed(change: () => void): void {
    change();
    this.unsaved = true;
    this.refresh();
  }

  private choose(index: number): void {
    if (index === this.points.chosen) return;
    this.points.choose(index);
    this.show(this.shown);
  }

  private use(method: Method): void {
    this.method = method;
    this.unsaved = true;
    this.refresh();
  }

  private refresh(): void {
    this.show({ fit: null, text: this.shown.text });
    void this.fitter.try(this.points, this.method);
  }

  private show(shown: Shown): void {
    this.shown = shown;
    const { fit } = shown;
    const worst = worstOf(fit);
    const index = worst < 0 ? -1 : this.points.whole[worst]!.index;
    for (const pane of [this.picture, this.ground.pane]) pane.show(this.points.pairs, this.points.chosen, index);
    this.ground.pane.outline(fit ? this.ground.shape(fit.outline) : null);
    this.panel.show(this.points, this.method, shown, Boolean(this.scene.placing), this.unsaved);
    if (fit) log("fit", { rms: fit.rms_m, error: fit.error_m });
  }

  private activate(side: Side): void {
    this.side = side;
    this.picture.active(side === "pixel");
    this.ground.pane.active(side === "place");
  }

  private async save(): Promise<void> {
    if (!this.shown.fit || !this.unsaved) return this.host.toast(this.unsaved ? this.shown.text : "This place is kept already.");
    const body = { ...bodyOf(this.points, this.method), against: this.ground.scene?.uid ?? null, base: this.scene.version };
    await this.send(jsonRequest("PUT", body), "", "The picture lies on the map now.");
  }

  private async takeBack(): Promise<void> {
    await this.send({ method: "DELETE" }, `?base=${this.scene.version ?? ""}`, "The picture has no place any more; its points are still here.");
  }

  private async send(init: RequestInit, query: string, said: string): Promise<void> {
    const path = `${this.host.api}/api/scenes/${encodeURIComponent(this.scene.uid)}/placing${query}`;
    try {
      this.scene = await ask<SceneDetail>(path, init);
      this.unsaved = this.scene.placing === null;
      this.host.toast(said);
      log("placed", { uid: this.scene.uid, placed: Boolean(this.scene.placing) });
    } catch (error) {
      const { status, message } = error as HttpError;
      this.host.toast(status === 409 ? `${message}` : `Not kept: ${message}`, true);
    }
    this.show(this.shown);
  }

  resized(): void {
    this.picture.map.updateSize();
    this.ground.pane.map.updateSize();
    if (!this.fitted && (this.picture.map.getSize()?.[0] ?? 0) > 0) {
      this.fitted = true;
      this.fit(0);
    }
  }

  private fit(duration: number): void {
    const [rows, columns] = this.scene.picture!.shape;
    this.picture.map.getView().fit([0, -rows, columns, 0], { padding: [46, 12, 36, 12], duration });
    this.ground.fit(this.scene.bounds, duration);
  }

  returned(): void {
    this.resized();
  }

  /** Of a place on the ground, for tests. */
  pixelOf(a: number, b: number): number[] | null {
    const pixel = this.ground.pane.pixelOf([a, b]);
    const [root, own] = [this.host.root.getBoundingClientRect(), this.ground.pane.target.getBoundingClientRect()];
    return pixel && [pixel[0]! + own.left - root.left, pixel[1]! + own.top - root.top];
  }

  state(): Record<string, unknown> {
    const { fit, text } = this.shown;
    const pixelOf = (at: readonly number[]): number[] | null => this.picture.pixelOf(at);
    const { left, top } = this.picture.target.getBoundingClientRect();
    const corner = pixelOf([0, 0]);
    const step = pixelOf([1, 1]);
    return {
      mode: "place", scene: this.scene.uid, method: this.method, pairs: this.points.pairs, fit, text, side: this.side,
      unsaved: this.unsaved, frame: this.ground.name, against: this.ground.scene?.uid ?? null,
      picture: corner && step && { left: left + corner[0]!, top: top + corner[1]!, scale: step[0]! - corner[0]! },
    };
  }

  dispose(): void {
    this.fitter.dispose();
    this.picture.dispose();
    this.ground.dispose();
    this.element.remove();
  }
}

/** What is stated of when it was taken, and by whom. */
function stated(scene: SceneDetail): string {
  if (!scene.stated_date) return spanText(scene.t_begin, scene.t_end) ?? "time unknown";
  return `${scene.stated_date}, says ${scene.stated_by ?? "nobody"}`;
}

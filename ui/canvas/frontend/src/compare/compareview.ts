/** Mode "compare": two scenes of one place, swiped, blinked or side by side; time by the arrows. */
import type View from "ol/View";
import { ask, type SceneDetail } from "../core/api";
import { button, el } from "../core/dom";
import type { Context } from "../core/keys";
import { log } from "../core/log";
import { arrow, glide, zoomBy } from "../core/olmap";
import { nextCombination, type Style } from "../core/style";
import { worstOffText } from "../geo/format";
import type { Host, ModeView } from "../core/view";
import { centreOf, middleLon } from "../geo/bounds";
import { frameOf, imageryGrid, type Frame } from "../geo/grids";
import { captionLines, figure } from "../hud/figure";
import { giveFigure, sideBySide } from "../hud/handout";
import { Readout } from "../hud/readout";
import type { CanvasData } from "../messages";
import { sceneView } from "../tag/imagery";
import { extentOf } from "../tag/sceneextent";
import { Pane, paneFacts } from "./pane";
import { inMetres, inView, Shift, type Vector } from "./shift";
import { modeButtons, Strip, type StripData } from "./strip";

type How = "swipe" | "blink" | "side";
const BLINK_MS = 700;

export class CompareView implements ModeView {
  private readonly frame: Frame;
  private readonly view: View;
  private readonly a: Pane;
  private readonly b: Pane;
  private readonly strip: Strip;
  private readonly readout: Readout;
  private readonly shift: Shift;
  private readonly knob = el("div", { class: "knob", role: "slider", tabindex: "-1", "aria-label": "Divider" });
  private readonly bar = el("div", { class: "modes panel", role: "toolbar", "aria-label": "How to compare" });
  private readonly modes: Map<string, HTMLButtonElement>;
  private how: How = "swipe";
  private share = 0.5;
  private style: Style | null = null;
  private blinker = 0;
  private fitted = false;
  private asked = 0;

  constructor(
    private readonly host: Host,
    first: SceneDetail,
    private readonly data: CanvasData,
  ) {
    const imagery = first.imagery!;
    const middle = first.bounds ? middleLon(first.bounds) : 0;
    this.frame = frameOf(imagery.grid, imagery.shape, middle);
    this.view = sceneView(this.frame, imageryGrid(imagery), extentOf(first, this.frame));
    this.a = new Pane("A", this.view, this.frame, host.api);
    this.b = new Pane("B", this.view, this.frame, host.api);
    this.strip = new Strip((uid, side) => void this.put(side, uid));
    this.shift = new Shift(host.api, (text) => host.toast(text, true));
    this.readout = new Readout(this.a.map, this.frame, "");
    this.modes = modeButtons((command) => this.run("compare", command, ""));
    const reset = button("Reset shift", "Put B back on its own ground (0)", () => this.run("compare", "shift-reset", ""));
    this.bar.append(...this.modes.values(), reset);
    const top = el("div", { class: "sides" }, this.a.facts, this.bar, this.b.facts);
    host.root.append(this.a.target, this.b.target, this.knob, top, this.strip.element, this.readout.element);
    this.dragKnob();
    this.show("a", first, null);
    void this.start(first);
  }

  private show(side: "a" | "b", scene: SceneDetail, style: Style | null = this.styleFor(scene)): void {
    this[side].show(scene, style);
    this.readout.setOff(worstOffText(...[this.a.scene, this.b.scene].filter((one) => one !== null)));
  }

  private async start(first: SceneDetail): Promise<void> {
    const [lon, lat] = this.data.place ?? centreOf(first.bounds ?? [0, 0, 0, 0]);
    const query = new URLSearchParams({ lon: String(lon), lat: String(lat) });
    if (this.data.selected?.kind === "observation") query.set("observation", this.data.selected.uid);
    if (this.data.scenes.length) query.set("scenes", this.data.scenes.join());
    try {
      this.strip.fill(await ask<StripData>(`${this.host.api}/api/strip?${query}`), this.data.scenes.length > 0);
    } catch (error) {
      this.host.toast(`No film strip: ${(error as Error).message}`, true);
    }
    const other = this.data.other ?? this.beside(first.uid, 1) ?? this.beside(first.uid, -1);
    if (other) await this.put("b", other);
    else this.host.toast("No other scene with a picture lies over this place. Add one to compare.");
    this.strip.choose(this.a.scene?.uid ?? null, this.b.scene?.uid ?? null);
    log("ready", { mode: "compare", scenes: this.strip.scenes.length });
  }

  /** Show a scene on one side; the view and the style stay. */
  private async put(side: "a" | "b", uid: string): Promise<void> {
    const mine = ++this.asked;
    try {
      const scene = await ask<SceneDetail>(`${this.host.api}/api/scenes/${encodeURIComponent(uid)}`);
      if (mine !== this.asked) return;
      if (!scene.imagery?.grid) throw new Error(scene.imagery?.why_not ?? "it has no picture");
      if (scene.imagery.grid !== this.a.scene?.imagery?.grid) {
        throw new Error("it lies in another grid; scenes near a pole are compared among themselves");
      }
      this.show(side, scene);
      await this.shift.open(this.a.scene.uid, this.b.scene?.uid ?? null);
      if (mine !== this.asked) return;
      this.moved();
      this.strip.choose(this.a.scene.uid, this.b.scene?.uid ?? null);
      this.layout();
      log("compared", { a: this.a.scene.uid, b: this.b.scene?.uid ?? null });
      this.host.send("compared", { a: this.a.scene.uid, b: this.b.scene?.uid ?? null });
    } catch (error) {
      this.host.toast(`Not shown: ${(error as Error).message}`, true);
    }
  }

  /** The style, if the scene has its bands; else as usual. */
  private styleFor(scene: SceneDetail): Style | null {
    const names = new Set(scene.imagery?.styles.bands.map((band) => band.name));
    return this.style?.bands?.every((name) => names.has(name)) ? this.style : null;
  }

  /** The next or previous scene in time with a picture. */
  private beside(uid: string, step: 1 | -1): string | null {
    const list = this.strip.scenes;
    const at = list.findIndex((s) => s.uid === uid);
    return at < 0 ? (list.at(0)?.uid ?? null) : (list[at + step]?.uid ?? null);
  }

  /** Where shifts are turned from metres into the view's units. */
  private place(): readonly [number, number] {
    return centreOf(this.a.scene?.bounds ?? [0, 0, 0, 0]);
  }

  private pairShift(): Vector {
    return inView(this.frame, this.place(), this.shift.now);
  }

  private moved(): void {
    this.b.moveBy(this.pairShift());
    const [east, north] = this.shift.now;
    this.readout.setExtra(east || north ? `B moved ${east.toFixed(1)} m east, ${north.toFixed(1)} m north` : "");
  }

  update(): void {
    // Which scenes are shown is this view's own business once it is there.
  }

  paint(): void {
    this.a.map.render();
    this.b.map.render();
  }

  contexts(): Context[] {
    return ["compare", "any"];
  }

  run(_context: Context, command: string, pressed: string): void {
    const [dx, dy] = arrow(pressed);
    const does: Record<string, () => void> = {
      help: () => this.host.help(),
      "zoom-in": () => zoomBy(this.a.map, 1),
      "zoom-out": () => zoomBy(this.a.map, -1),
      fit: () => this.fit(200),
      swipe: () => this.set("swipe"),
      blink: () => this.set(this.how === "blink" ? "swipe" : "blink"),
      side: () => this.set("side"),
      "step-b": () => this.step("b", dx),
      "step-a": () => this.step("a", dx),
      swap: () => void this.swap(),
      shift: () => this.nudge(dx, dy),
      "shift-reset": () => this.nudge(0, 0),
      "shift-undo": () => (this.shift.undo() ? this.moved() : this.host.toast("Nothing to take back.")),
      divider: () => this.divide(this.share + (pressed === "." ? 0.05 : -0.05)),
      "look-next": () => this.look(1),
      "look-previous": () => this.look(-1),
      figure: () => void this.copyFigure(),
      open: () => this.b.scene && this.host.send("open", { uid: this.b.scene.uid }),
    };
    does[command]?.();
  }

  other(): boolean {
    return false;
  }

  private step(side: "a" | "b", dx: number): void {
    const now = this[side].scene?.uid;
    const next = now ? this.beside(now, dx > 0 ? 1 : -1) : null;
    if (next) void this.put(side, next);
    else this.host.toast(dx > 0 ? "This is the newest scene here." : "This is the oldest scene here.");
  }

  private async swap(): Promise<void> {
    const [a, b] = [this.a.scene, this.b.scene];
    if (!a || !b) return;
    await this.put("a", b.uid);
    await this.put("b", a.uid);
  }

  private look(step: 1 | -1): void {
    const styles = this.a.scene?.imagery?.styles;
    this.style = styles ? nextCombination(styles, this.style, step) : null;
    for (const pane of [this.a, this.b]) if (pane.scene) pane.use(this.styleFor(pane.scene));
    this.host.toast(styles?.combinations.find((c) => c.bands.join() === this.style?.bands?.join())?.name ?? "As usual");
  }

  /** Move B by one pixel of the screen; (0, 0) puts it back. */
  private nudge(dx: number, dy: number): void {
    if (!this.a.scene || !this.b.scene) return;
    const each = this.view.getResolution() ?? 1;
    const [x, y] = this.pairShift();
    const to: Vector = dx || dy ? inMetres(this.frame, this.place(), [x + dx * each, y + dy * each]) : [0, 0];
    this.shift.set(to);
    this.moved();
  }

  private set(how: How): void {
    this.how = how;
    this.layout();
  }

  private divide(share: number): void {
    this.share = Math.max(0.02, Math.min(0.98, share));
    this.layout();
  }

  private layout(): void {
    window.clearInterval(this.blinker);
    const { how, share } = this;
    this.host.root.classList.toggle("side", how === "side");
    const percent = `${(share * 100).toFixed(2)}%`;
    this.b.target.style.clipPath = how === "swipe" ? `inset(0 0 0 ${percent})` : "";
    this.b.target.style.visibility = "visible";
    this.knob.hidden = how !== "swipe" || !this.b.scene;
    this.knob.style.left = percent;
    this.knob.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    for (const [name, node] of this.modes) node.setAttribute("aria-pressed", String(name === how));
    if (how === "blink") {
      let on = true;
      this.blinker = window.setInterval(() => {
        on = !on;
        this.b.target.style.visibility = on ? "visible" : "hidden";
        this.a.facts.classList.toggle("dim", on);
        this.b.facts.classList.toggle("dim", !on);
      }, BLINK_MS);
    } else for (const pane of [this.a, this.b]) pane.facts.classList.remove("dim");
    this.a.map.updateSize();
    this.b.map.updateSize();
    if (!this.fitted && (this.a.map.getSize()?.[0] ?? 0) > 0) {
      this.fitted = true;
      this.fit(0);
    }
  }

  private dragKnob(): void {
    this.knob.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.knob.setPointerCapture(event.pointerId);
    });
    this.knob.addEventListener("pointermove", (event) => {
      if (!this.knob.hasPointerCapture(event.pointerId)) return;
      const box = this.host.root.getBoundingClientRect();
      this.divide((event.clientX - box.left) / box.width);
    });
  }

  private copyFigure(): Promise<void> {
    const shown = [this.a, this.b].flatMap((pane) => (pane.scene ? [{ pane, scene: pane.scene }] : []));
    return giveFigure(this.host, "comparison", async () => {
      const drawn = shown.map(({ pane, scene }) => {
        return figure(pane.map, this.frame, captionLines(scene, `${pane.letter}: ${paneFacts(scene)}`, ""));
      });
      return sideBySide(await Promise.all(drawn));
    });
  }

  resized(): void {
    this.layout();
  }

  private fit(duration: number): void {
    const place = this.data.place ? this.frame.toView(this.data.place) : null;
    if (place && this.data.place) {
      this.view.setCenter(place);
      this.view.setResolution(Math.max((this.view.getMinResolution() ?? 0) * 16, 1));
    } else if (this.a.scene) this.view.fit(extentOf(this.a.scene, this.frame), { padding: [60, 20, 130, 20], duration: glide(duration) });
  }

  returned(): void {
    this.paint();
  }

  pixelOf(a: number, b: number): number[] | null {
    return this.a.map.getPixelFromCoordinate(this.frame.toView([a, b])) ?? null;
  }

  state(): Record<string, unknown> {
    return {
      mode: "compare", how: this.how, share: this.share, style: this.style,
      a: this.a.scene?.uid ?? null, b: this.b.scene?.uid ?? null,
      shift: this.shift.now, zoom: this.view.getZoom(), centre: this.view.getCenter(),
    };
  }

  dispose(): void {
    window.clearInterval(this.blinker);
    void this.shift.save();
    this.host.root.classList.remove("side");
    this.a.dispose();
    this.b.dispose();
    for (const part of [this.knob, this.strip.element, this.readout.element, this.bar.parentElement]) part?.remove();
  }
}

/** One canvas: its element, its keys, and the mode it shows. Lives as long as the page. */
import { ask, fetchGrid, type Config, type SceneDetail } from "./core/api";
import { el } from "./core/dom";
import { chord, commandOf, type Context } from "./core/keys";
import { log } from "./core/log";
import { themeOf, type Theme } from "./core/theme";
import type { Host, ModeView } from "./core/view";
import { helpOverlay } from "./hud/help";
import { Toast } from "./hud/toast";
import { CompareView } from "./compare/compareview";
import { MapView } from "./map/mapview";
import { AddView } from "./place/addview";
import { PlaceView } from "./place/placeview";
import type { CanvasData, Send } from "./messages";
import { CSS } from "./styles";
import { SceneView } from "./tag/sceneview";

export class Canvas implements Host {
  readonly root: HTMLElement;
  api = "";
  config: Config = { version: "", author: "", rev: 0, classes: [], online: null };
  send: Send = () => undefined;
  private readonly toaster = new Toast();
  private readonly sizes: ResizeObserver;
  private view: ModeView | null = null;
  private shown = "";
  private data: CanvasData | null = null;
  private overlay: HTMLElement | null = null;
  private theme: Theme | null = null;

  constructor() {
    const style = el("style", {}, CSS);
    this.root = el("div", { class: "cv", tabindex: "0", role: "application", "aria-label": "Map" }, style);
    this.root.append(this.toaster.element);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("pointerenter", () => this.focus());
    this.root.addEventListener("pointerdown", () => this.root.focus({ preventScroll: true }));
    // A clicked button does not take the keys: Enter after a click on a class means "done".
    this.root.addEventListener("mousedown", (event) => {
      if (event.target instanceof Element && event.target.closest("button")) event.preventDefault();
    });
    this.sizes = new ResizeObserver(() => this.view?.resized());
  }

  /** Put the canvas into Streamlit's element, again after each time it was taken out. */
  mount(parent: Node): void {
    if (this.root.parentNode === parent) return;
    parent.appendChild(this.root);
    this.sizes.observe(this.root);
    this.view?.resized();
    this.view?.returned();
    if (this.data?.mode === "tag") this.focus();
    log("mounted");
  }

  unmount(parent: Node): void {
    if (this.root.parentNode !== parent) return;
    this.sizes.disconnect();
    this.root.remove();
    log("unmounted");
  }

  /** New data from Python. Idempotent: the same data changes nothing. */
  async update(data: CanvasData): Promise<void> {
    const first = this.data === null;
    this.data = data;
    this.api = data.api;
    // As high as asked for, but never higher than the window.
    this.root.style.height = `min(${data.height}px, max(360px, calc(100dvh - 120px)))`;
    this.paint();
    if (first && data.mode === "tag") this.focus();
    const wanted = data.mode === "map" ? "map" : `${data.mode} ${data.scene ?? ""} ${data.z ?? ""} ${data.scenes.join()} ${JSON.stringify(data.queue)}`;
    if (wanted !== this.shown) {
      this.shown = wanted;
      await this.change(data, wanted);
      return;
    }
    this.view?.update(data);
  }

  toast(text: string, bad = false): void {
    this.toaster.show(text, bad);
  }

  again(): void {
    this.shown = "";
    if (this.data) void this.update(this.data);
  }

  help(): void {
    if (this.overlay) {
      this.overlay.remove();
      this.overlay = null;
      this.root.focus({ preventScroll: true });
      return;
    }
    const mode = this.data?.mode ?? "map";
    this.overlay = helpOverlay(mode, this.config.classes, () => this.help());
    this.root.append(this.overlay);
  }

  /** Pixel of a place in the canvas, for tests. */
  pixelOf(a: number, b: number): number[] | null {
    return this.view?.pixelOf(a, b) ?? null;
  }

  /** What is on screen, for tests. */
  state(): Record<string, unknown> {
    return this.view?.state() ?? {};
  }

  private async change(data: CanvasData, wanted: string): Promise<void> {
    let scene: SceneDetail | null = null;
    const grid = data.mode === "tag" && data.scene ? fetchGrid(this.api, data.scene, data.z) : null;
    grid?.catch(() => undefined); // whoever waits for it hears of it
    try {
      const wantsScene = data.mode !== "map" && data.scene;
      [this.config, scene] = await Promise.all([
        ask<Config>(`${this.api}/api/config`),
        wantsScene ? ask<SceneDetail>(`${this.api}/api/scenes/${encodeURIComponent(data.scene!)}`) : null,
      ]);
    } catch (error) {
      this.shown = ""; // the next update tries again
      this.toast(`Cannot show this: ${(error as Error).message}`, true);
      return;
    }
    if (this.shown !== wanted) return; // something else was asked for meanwhile
    this.view?.dispose();
    this.view = null;
    this.root.classList.remove("drawing", "timed");
    this.root.classList.toggle("scene", data.mode === "tag" || data.mode === "compare");
    if (data.mode === "map") this.view = new MapView(this);
    else if (data.mode === "place" && !data.scene) this.view = new AddView(this);
    else if (data.mode === "place" && scene?.picture?.grid === "pixels") this.view = new PlaceView(this, scene, data);
    else if (data.mode === "place") this.toast("This is no picture that could be placed.", true);
    else if (data.mode === "compare" && scene?.imagery?.grid) this.view = new CompareView(this, scene, data);
    else if (data.mode === "compare") this.toast("This scene has no picture on this computer to compare.", true);
    else if (scene && grid) this.view = new SceneView(this, scene, data, grid);
    this.root.append(this.toaster.element);
    this.theme = null;
    this.paint();
    this.view?.update(this.data ?? data);
    this.view?.resized();
  }

  private paint(): void {
    if (!this.root.isConnected) return;
    const theme = themeOf(this.root);
    if (theme === this.theme) return;
    this.theme = theme;
    this.root.classList.toggle("dark", theme.dark);
    this.view?.paint(theme);
  }

  /** Take the keys, unless someone is writing elsewhere on the page. */
  private focus(): void {
    const own = (this.root.getRootNode() as Document | ShadowRoot).activeElement;
    if (!isField(document.activeElement) && !isField(own) && this.root.isConnected) this.root.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Tab") return;
    if (isField(event.target)) {
      event.stopPropagation();
      if (event.key !== "Escape") return;
      this.root.focus({ preventScroll: true });
    }
    const pressed = chord(event);
    // Streamlit listens for plain keys on the page (R reruns, C clears caches).
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    const onButton = event.target instanceof HTMLButtonElement;
    if (onButton && (event.key === "Enter" || event.key === " ")) return;
    if (!this.view || event.isComposing) return;
    const contexts: Context[] = this.overlay ? ["help"] : this.view.contexts();
    const found = commandOf(pressed, contexts);
    if (found) {
      event.preventDefault();
      event.stopPropagation();
      if (found.command === "help") this.help();
      else this.view.run(found.context, found.command, pressed);
    } else if (!this.overlay && this.view.other(pressed)) {
      event.preventDefault();
    }
  }
}

/** True for what takes keys as text or as its own value. */
function isField(node: EventTarget | null): boolean {
  return node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
}

/** Mode "tag": one scene's pixels, its grid of tiles, what was drawn on it. */
import type OlMap from "ol/Map";
import { ask, HttpError, type SceneDetail, type SceneGrid, type TagClass } from "../core/api";
import { el } from "../core/dom";
import { classKeys, type Context } from "../core/keys";
import { log } from "../core/log";
import { arrow, makeMap, zoomBy } from "../core/olmap";
import type { Host, ModeView } from "../core/view";
import { frameOf, type Extent, type Frame, type GridName } from "../geo/grids";
import { Readout } from "../hud/readout";
import type { CanvasData } from "../messages";
import { Annotations } from "./annotations";
import { DrawTool } from "./draw";
import { EditTool } from "./edit";
import { Furniture } from "./furniture";
import { imageryLayer, sceneView } from "./imagery";
import { outbox, type Body } from "./outbox";
import { Prefetch } from "./prefetch";
import { extentOf } from "./sceneextent";
import { ShapeLayer, storedAs } from "./shapelayer";
import type { Shape, Tool } from "./sketch";
import { TileLayer } from "./tilegrid";
import { infoOf, markEmpty, markSeen, toggleClass, toggleFlag, type Make, type Wish } from "./tiletags";

const TOOLS: readonly string[] = ["point", "line", "box", "obox", "polygon"];
/** A tile one goes to is shown at least this large. */
const LEGIBLE_PX = 190;

export class SceneView implements ModeView {
  readonly map: OlMap;
  private readonly frame: Frame;
  private extent: Extent;
  private readonly tiles: TileLayer;
  private readonly shapes: ShapeLayer;
  private readonly draw: DrawTool;
  private readonly edit: EditTool;
  private readonly notes: Annotations;
  private readonly readout: Readout;
  private readonly furniture: Furniture;
  private readonly prefetch: Prefetch | null = null;
  private readonly hotkeys: ReadonlyMap<string, string>;
  private readonly target = el("div", { class: "map" });
  private active: string | null;
  private author: string;
  private rev = 0;
  private fitted = false;
  private moved = false;
  private tileIndex = new Map<string, number>();
  private nudge = 0;
  private stopStatus: () => void;

  constructor(
    private readonly host: Host,
    private readonly scene: SceneDetail,
    data: CanvasData,
  ) {
    const classes = new Map<string, TagClass>(host.config.classes.map((c) => [c.id, c]));
    const imagery = scene.imagery?.grid ? scene.imagery : null;
    const grid: GridName = imagery?.grid ?? "WebMercatorQuad";
    const middle = scene.bounds ? middleLon(scene.bounds) : 0;
    this.frame = frameOf(grid, imagery?.shape ?? [1, 1], middle);
    this.extent = extentOf(scene, this.frame);
    this.author = data.author;
    this.active = data.class ?? host.config.classes[0]?.id ?? null;
    this.hotkeys = classKeys(host.config.classes);
    host.root.append(this.target);
    const pixels = imagery && imageryLayer(imagery, host.api, this.frame);
    this.tiles = new TileLayer(classes);
    this.shapes = new ShapeLayer(this.frame, classes);
    const view = sceneView(this.frame, pixels?.grid ?? null, this.extent);
    this.map = makeMap(this.target, view, [...(pixels ? [pixels.layer] : []), this.tiles.layer, this.shapes.layer]);
    if (pixels) this.prefetch = new Prefetch(pixels.grid, pixels.url, this.frame.turn);
    this.draw = new DrawTool(this.map, {
      done: (tool, shape) => this.drawn(tool, shape),
      problem: (text) => host.toast(`Not drawn: ${text}.`, true),
    });
    this.edit = new EditTool(this.map, this.shapes, {
      changed: (uid, shape) => this.reshaped(uid, shape),
      problem: (text) => host.toast(`Left as it was: ${text}.`, true),
    });
    this.map.addLayer(this.edit.layer);
    this.map.addLayer(this.draw.layer);
    const box = outbox(host.api);
    this.notes = new Annotations(host.api, scene.uid, box, {
      changed: (uids) => this.noted(uids),
      saved: (rev) => this.saved(rev),
      message: (text) => host.toast(text, true),
    });
    this.readout = new Readout(this.map, this.frame, scene.attribution ?? "");
    this.furniture = new Furniture(host.config.classes, scene, {
      run: (command) => this.run("tag", command, ""),
      choose: (id) => this.useClass(id),
    });
    this.stopStatus = box.listen({
      saved: () => undefined,
      refused: () => undefined,
      status: (status) => this.furniture.status.show(status),
    });
    host.root.append(...this.furniture.elements, this.readout.element);
    this.map.on("movestart", () => (this.moved = this.fitted && this.map.getView().getInteracting()));
    this.map.on("click", (event) => this.click(event.pixel, event.coordinate));
    this.map.once("rendercomplete", () => log("rendered", { mode: "tag", scene: scene.uid }));
    this.edit.setActive(true);
    void this.start(data.z);
  }

  private async start(z: number | null): Promise<void> {
    try {
      await this.loadGrid(z);
    } catch (error) {
      this.host.toast(`No tiles: ${(error as Error).message}`, true);
    }
    await this.sync();
    if (this.tiles.current < 0 && this.tiles.tiles.length) this.go(this.tiles.untagged(1) ?? 0, false);
    this.mark();
    log("ready", { scene: this.scene.uid, tiles: this.tiles.tiles.length });
  }

  private async loadGrid(z: number | null): Promise<void> {
    const path = `${this.host.api}/api/scenes/${encodeURIComponent(this.scene.uid)}/grid`;
    let grid: SceneGrid;
    try {
      grid = await ask<SceneGrid>(z === null ? path : `${path}?z=${z}`);
    } catch (error) {
      // Too many tiles: the message ends in the zoom to use instead.
      const use = error instanceof HttpError && error.status === 400 && /use (\d+)\D*$/.exec(error.message);
      if (!use) throw error;
      grid = await ask<SceneGrid>(`${path}?z=${use[1]}`);
    }
    if (grid.grid !== (this.scene.imagery?.grid ?? grid.grid)) return;
    const middle = [(this.extent[0] + this.extent[2]) / 2, 0];
    const untouched = !this.moved;
    this.tiles.fill(grid, this.frame, middle, this.scene.imagery?.maxzoom ?? 0);
    const all = this.tiles.bounds();
    if (all) this.extent = all;
    if (all && untouched && this.fitted) this.fit(0);
    this.tileIndex = new Map(grid.tiles.map((tile, index) => [tile.key, index]));
  }

  private async sync(): Promise<void> {
    try {
      await this.notes.load();
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      this.host.toast(`What was drawn before could not be fetched: ${(error as Error).message}`, true);
    }
  }

  update(data: CanvasData): void {
    this.author = data.author;
    if (data.class && data.class !== this.active) this.useClass(data.class, false);
    if (data.rev > this.rev) {
      this.rev = data.rev;
      void this.sync();
    }
  }

  paint(): void {
    this.map.render();
  }

  contexts(): Context[] {
    if (this.draw.tool) return ["draw", "tag", "any"];
    return this.shapes.chosen ? ["selected", "tag", "any"] : ["tag", "any"];
  }

  run(_context: Context, command: string, pressed: string): void {
    const [dx, dy] = arrow(pressed);
    if (TOOLS.includes(command)) return this.use(command as Tool);
    const does: Record<string, () => void> = {
      help: () => this.host.help(),
      "zoom-in": () => zoomBy(this.map, 1),
      "zoom-out": () => zoomBy(this.map, -1),
      fit: () => this.fit(200),
      "next-tile": () => this.finishTile(markSeen),
      empty: () => this.finishTile(markEmpty),
      flag: () => this.tagTile((tags, make, uuid) => toggleFlag(tags, make, uuid)),
      step: () => this.go(this.tiles.beside(dx, dy), true),
      "next-untagged": () => this.goUntagged(1),
      "previous-untagged": () => this.goUntagged(-1),
      select: () => this.use(null),
      hide: () => this.hide(),
      undo: () => this.undo(() => this.notes.undo(), "Nothing to undo."),
      redo: () => this.undo(() => this.notes.redo(), "Nothing to redo."),
      delete: () => this.remove(),
      nudge: () => this.edit.nudge(dx * 2, dy * 2),
      deselect: () => this.choose(null),
      cursor: () => this.draw.moveCursor(dx, dy, false),
      "cursor-far": () => this.draw.moveCursor(dx, dy, true),
      corner: () => this.draw.setCorner(),
      "take-back": () => this.draw.takeBack(),
      cancel: () => {
        if (!this.draw.cancel()) this.use(null);
      },
    };
    does[command]?.();
  }

  other(pressed: string): boolean {
    const cls = this.hotkeys.get(pressed);
    if (cls === undefined) return false;
    if (this.draw.tool) this.useClass(cls);
    else if (this.shapes.chosen) this.reclass(cls);
    else this.tagWith(cls);
    return true;
  }

  resized(): void {
    this.map.updateSize();
    if (!this.fitted && (this.map.getSize()?.[0] ?? 0) > 0) {
      this.fitted = true;
      this.fit(0);
    }
  }

  pixelOf(a: number, b: number): number[] | null {
    return this.map.getPixelFromCoordinate(this.frame.toView([a, b])) ?? null;
  }

  state(): Record<string, unknown> {
    const { current, tiles } = this.tiles;
    return {
      mode: "tag",
      scene: this.scene.uid,
      zoom: this.map.getView().getZoom(),
      centre: this.map.getView().getCenter(),
      tool: this.draw.tool,
      corners: this.draw.corners,
      class: this.active,
      tile: tiles[current]?.key ?? null,
      tileInfo: this.tiles.info(current),
      chosen: this.shapes.chosen,
      annotations: Object.fromEntries(this.notes.items),
    };
  }

  dispose(): void {
    window.clearTimeout(this.nudge);
    this.stopStatus();
    this.notes.dispose();
    this.draw.use(null);
    this.map.setTarget(undefined);
    this.map.dispose();
    for (const part of [this.target, ...this.furniture.elements, this.readout.element]) part.remove();
  }

  // Tiles

  private finishTile(rule: typeof markSeen): void {
    this.tagTile(rule);
    this.goUntagged(1);
  }

  private tagWith(cls: string): void {
    this.active = cls;
    this.tagTile((tags, make, uuid) => toggleClass(tags, cls, make, uuid));
  }

  private tagTile(rule: typeof markSeen): void {
    const tile = this.tiles.tiles[this.tiles.current];
    if (!tile) return;
    const make: Make = (state, cls) => this.body({ kind: "tile", class: cls, tile: tile.key, state });
    const wishes: Wish[] = rule(this.notes.ofTile(tile.key), make, () => crypto.randomUUID());
    this.notes.take(wishes);
    this.mark();
  }

  private goUntagged(direction: 1 | -1): void {
    const index = this.tiles.untagged(direction);
    if (index === null) {
      this.host.toast(this.tiles.tiles.length ? "Every tile of this scene was looked at." : "No tiles here.");
      return;
    }
    this.go(index, true);
  }

  private go(index: number | null, reveal: boolean): void {
    if (index === null) return;
    this.tiles.go(index);
    if (reveal) this.reveal(index);
    this.mark();
    log("tile", this.tiles.tiles[index]?.key);
    const next = this.tiles.untagged(1);
    const ahead = next === null ? null : this.tiles.extent(next);
    const resolution = this.map.getView().getResolution();
    if (ahead && resolution) this.prefetch?.ahead(ahead, resolution);
  }

  /** Bring a tile into view; the zoom only changes if one could not see the tile well. */
  private reveal(index: number): void {
    const extent = this.tiles.extent(index);
    const view = this.map.getView();
    const [width, height] = this.map.getSize() ?? [0, 0];
    if (!extent || !width || !height) return;
    const resolution = view.getResolution() ?? 1;
    const size = (extent[2] - extent[0]) / resolution;
    if (size < LEGIBLE_PX || size > Math.min(width, height)) {
      const side = Math.min(width, height) * 0.16;
      view.fit(extent, { padding: [side, side, side, side], duration: 160 });
      return;
    }
    const [w, s, e, n] = view.calculateExtent([width - 120, height - 120]);
    const inside = extent[0] >= w! && extent[2] <= e! && extent[1] >= s! && extent[3] <= n!;
    const centre = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
    if (!inside) view.animate({ center: centre, duration: 160 });
  }

  // Shapes

  private use(tool: Tool | null): void {
    this.choose(null);
    this.draw.use(tool);
    this.edit.setActive(tool === null);
    this.host.root.classList.toggle("drawing", tool !== null);
    this.mark();
  }

  private useClass(cls: string, apply = true): void {
    if (apply && !this.draw.tool && this.shapes.chosen) return this.reclass(cls);
    if (apply && !this.draw.tool) return this.tagWith(cls);
    this.active = cls;
    this.mark();
  }

  private drawn(tool: Tool, shape: Shape): void {
    if (!this.active) {
      this.host.toast("There are no classes: add some to the catalogue first.", true);
      return;
    }
    const uid = crypto.randomUUID();
    const body = this.body({ kind: tool, class: this.active, ...storedAs(shape, this.frame) });
    this.notes.take([{ uid, after: body }]);
    log("drawn", { uid, kind: tool });
  }

  private reshaped(uid: string, shape: Shape): void {
    const before = this.notes.items.get(uid);
    if (before) this.notes.take([{ uid, after: { ...before, ...storedAs(shape, this.frame) } }]);
  }

  private reclass(cls: string): void {
    const uid = this.shapes.chosen;
    const before = uid ? this.notes.items.get(uid) : null;
    this.active = cls;
    if (uid && before && before.class !== cls) this.notes.take([{ uid, after: { ...before, class: cls } }]);
    this.mark();
  }

  private remove(): void {
    const uid = this.shapes.chosen;
    this.choose(null);
    if (uid) this.notes.take([{ uid, after: null }]);
  }

  private choose(uid: string | null): void {
    this.shapes.choose(uid);
    this.edit.refresh();
    if (uid) log("selected", { kind: "annotation", uid });
    this.mark();
  }

  private click(pixel: number[], coordinate: number[]): void {
    if (this.draw.tool) return;
    const found = this.map.getFeaturesAtPixel(pixel, {
      layerFilter: (layer) => layer === this.shapes.layer,
      hitTolerance: 5,
    });
    const uid = found[0]?.getId() as string | undefined;
    if (uid) return this.choose(uid);
    if (this.shapes.chosen) return this.choose(null);
    this.go(this.tiles.at(coordinate), false);
  }

  private body(given: Partial<Body>): Body {
    const view = this.map.getView();
    return {
      scene: this.scene.uid,
      kind: "tile",
      class: null,
      geometry: null,
      pixels: null,
      tile: null,
      state: "tagged",
      attributes: {},
      confidence: null,
      note: null,
      view: { zoom: Math.round((view.getZoom() ?? 0) * 100) / 100, grid: this.scene.imagery?.grid ?? null },
      asset_sha256: this.scene.imagery?.asset_sha256 ?? null,
      author: this.author,
      ...given,
    };
  }

  private hide(): void {
    const visible = !this.shapes.layer.getVisible();
    for (const layer of [this.shapes.layer, this.tiles.layer, this.edit.layer]) layer.setVisible(visible);
    if (!visible) this.host.toast("Everything drawn is hidden. H shows it again.");
  }

  private undo(act: () => boolean, nothing: string): void {
    if (!act()) this.host.toast(nothing);
    this.edit.refresh();
  }

  private noted(uids: readonly string[]): void {
    const keys = new Set<string>();
    for (const uid of uids) {
      const body = this.notes.items.get(uid) ?? null;
      this.shapes.set(uid, body);
      if (!body && this.shapes.chosen === uid) this.choose(null);
    }
    for (const [, body] of this.notes.items) if (body.tile) keys.add(body.tile);
    for (const [key, index] of this.tileIndex) {
      const known = this.tiles.info(index);
      if (keys.has(key) || known?.state !== "unseen") this.tiles.set(index, infoOf(this.notes.ofTile(key)));
    }
    this.edit.refresh();
    this.mark();
  }

  private saved(rev: number): void {
    this.rev = Math.max(this.rev, rev);
    window.clearTimeout(this.nudge);
    // Triggers are lossy and each costs a rerun: one after a burst is enough.
    this.nudge = window.setTimeout(() => this.host.send("changed", { rev: this.rev }), 400);
  }

  private mark(): void {
    const info = this.tiles.info(this.tiles.current);
    this.furniture.mark({
      tool: this.draw.tool ?? "select",
      cls: this.active,
      onTile: info?.classes ?? [],
      canUndo: this.notes?.undoStack.canUndo ?? false,
      canRedo: this.notes?.undoStack.canRedo ?? false,
    });
    const n = this.tiles.tiles.length;
    this.readout.setExtra(n ? `${this.tiles.done()} of ${n} tiles` : "");
  }

  private fit(duration: number): void {
    const [width = 800] = this.map.getSize() ?? [];
    const padding = width > 640 ? [58, 208, 50, 62] : [96, 10, 116, 56];
    this.map.getView().fit(this.extent, { padding, duration });
  }
}

function middleLon([west, , east]: [number, number, number, number]): number {
  return east < west ? (west + east + 360) / 2 : (west + east) / 2;
}

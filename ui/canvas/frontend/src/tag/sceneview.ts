/** Mode "tag": one scene's pixels, its grid of tiles, what was drawn on it. */
import type OlMap from "ol/Map";
import type { SceneDetail, SceneGrid, TagClass } from "../core/api";
import { el } from "../core/dom";
import { classKeys, type Context } from "../core/keys";
import { log } from "../core/log";
import { arrow, glide, makeMap } from "../core/olmap";
import type { Host, ModeView } from "../core/view";
import { middleLon } from "../geo/bounds";
import { offText } from "../geo/format";
import { frameOf, type Extent, type Frame, type GridName } from "../geo/grids";
import { Compass } from "../hud/compass";
import { captionLines, figure } from "../hud/figure";
import { giveFigure } from "../hud/handout";
import { Probe } from "../hud/probe";
import { Readout } from "../hud/readout";
import type { CanvasData } from "../messages";
import { Annotations } from "./annotations";
import { Chosen } from "./chosen";
import { runTagCommand } from "./commands";
import { ConflictPanel } from "./conflictpanel";
import { Furniture } from "./furniture";
import { imageryLayer, sceneView } from "./imagery";
import { LookPanel } from "./lookpanel";
import { MeasurePanel } from "./measurepanel";
import { Navigator } from "./navigator";
import { Operations } from "./operations";
import { newBody, type Body } from "./body";
import { outbox } from "./outbox";
import { Prefetch } from "./prefetch";
import { extentOf } from "./sceneextent";
import { Run } from "./run";
import { ShapeLayer } from "./shapelayer";
import { ShapeTools } from "./shapetools";
import { TileLayer } from "./tilegrid";
import { TileTagger } from "./tiletagger";
import { Suggestions } from "./suggestions";
import { styleText } from "../core/style";
import { toggleClass } from "./tiletags";
import { Tour } from "./tour";
import { Wall } from "./wall";

/** So long a queue over scenes waits for marks that are being saved. */
const QUIET_MS = 3000;

export class SceneView implements ModeView {
  readonly map: OlMap;
  private readonly frame: Frame;
  private extent: Extent;
  private readonly tiles: TileLayer;
  private readonly shapes: ShapeLayer;
  private readonly tools: ShapeTools;
  private readonly walk: Navigator;
  private readonly queue: Run;
  private readonly tagger: TileTagger;
  private readonly notes: Annotations;
  private readonly readout: Readout;
  private readonly furniture: Furniture;
  private readonly look: LookPanel | null;
  private readonly probe: Probe | null;
  private readonly measures: MeasurePanel;
  private readonly ops: Operations;
  private readonly chosen: Chosen;
  private readonly wall: Wall | null;
  private readonly conflicts: ConflictPanel;
  private readonly suggestions: Suggestions;
  private readonly tour = new Tour(globalThis.localStorage ?? null);
  private readonly hotkeys: ReadonlyMap<string, string>;
  private readonly target = el("div", { class: "map" });
  private author: string;
  private rev = 0;
  private fitted = false;
  private moved = false;
  private nudge = 0;
  private stopStatus: () => void;

  constructor(
    private readonly host: Host,
    private readonly scene: SceneDetail,
    data: CanvasData,
    grid: Promise<SceneGrid>,
  ) {
    const classes = new Map<string, TagClass>(host.config.classes.map((c) => [c.id, c]));
    const imagery = scene.imagery?.grid ? scene.imagery : null;
    const name: GridName = imagery?.grid ?? "WebMercatorQuad";
    const middle = scene.bounds ? middleLon(scene.bounds) : 0;
    this.frame = frameOf(name, imagery?.shape ?? [1, 1], middle);
    this.extent = extentOf(scene, this.frame);
    this.author = data.author;
    this.hotkeys = classKeys(host.config.classes);
    host.root.append(this.target);
    const pixels = imagery && imageryLayer(imagery, host.api, this.frame);
    this.tiles = new TileLayer(classes);
    this.shapes = new ShapeLayer(this.frame, classes);
    const view = sceneView(this.frame, pixels?.grid ?? null, this.extent);
    this.map = makeMap(this.target, view, [...(pixels ? [pixels.layer] : []), this.tiles.layer, this.shapes.layer]);
    const prefetch = pixels ? new Prefetch(pixels.ahead, pixels.grid, pixels.url, this.frame.turn) : null;
    this.walk = new Navigator(this.map, this.tiles, prefetch, () => this.mark());
    const box = outbox(host.api);
    this.notes = new Annotations(host.api, scene.uid, box, {
      changed: (uids) => this.noted(uids),
      saved: (rev) => this.saved(rev),
      message: (text) => host.toast(text, true),
      conflict: (uid, mine, theirs) => this.conflicts.add(uid, mine, theirs),
    });
    this.conflicts = new ConflictPanel(classes, {
      settle: (uid, choice) => this.notes.settle(uid, choice),
      preview: (mine) => this.shapes.set("mine", mine),
    });
    this.queue = new Run(host, scene.uid, data.scenes, data.queue, data.z);
    this.tagger = new TileTagger(this.tiles, this.notes, this.walk, host, (given) => this.body(given), () => this.queue.active && this.queue.go(1));
    this.measures = new MeasurePanel(scene, classes);
    const needs = {
      host,
      map: this.map,
      frame: this.frame,
      shapes: this.shapes,
      notes: this.notes,
      body: (given: Partial<Body>) => this.body(given),
      sketched: (body: Parameters<MeasurePanel["show"]>[0]) => this.measures.show(body, this.tools.active),
      changed: () => this.mark(),
    };
    this.tools = new ShapeTools(needs);
    this.ops = new Operations(needs, this.tools, scene, box);
    this.suggestions = new Suggestions({
      host,
      notes: this.notes,
      shapes: this.shapes,
      tools: this.tools,
      author: () => this.author,
      reveal: (uid) => this.chosen.reveal(uid),
    });
    this.tools.active = data.class ?? host.config.classes[0]?.id ?? null;
    this.readout = new Readout(this.map, this.frame, scene.attribution ?? "", offText(scene));
    this.furniture = new Furniture(host.config.classes, scene, {
      run: (command) => this.run("tag", command, ""),
      choose: (id) => this.useClass(id),
    });
    this.stopStatus = box.listen({
      saved: () => undefined,
      refused: () => undefined,
      conflict: () => undefined,
      status: (status) => this.furniture.status.show(status),
    });
    const at = `${host.api}/api/scenes/${encodeURIComponent(scene.uid)}`;
    this.look = pixels && imagery ? new LookPanel(at, imagery.styles, {
      changed: (style) => pixels.use(style),
      message: (text) => host.toast(text),
    }) : null;
    this.chosen = new Chosen({ ...needs, scene, tiles: this.tiles, look: this.look });
    this.wall = imagery ? new Wall({
      host,
      tiles: this.tiles,
      tagger: this.tagger,
      classes,
      imagery,
      at,
      closed: (index) => this.walk.go(index, true),
    }) : null;
    if (this.wall) host.root.append(this.wall.element);
    this.probe = pixels ? new Probe(this.map, this.frame, at, (text) => this.readout.setValues(text)) : null;
    this.furniture.elements[0]!.append(new Compass(this.map, this.frame, scene).element);
    if (this.look) this.furniture.elements[0]!.append(this.look.element);
    host.root.append(...this.panels());
    this.map.on("movestart", () => (this.moved = this.fitted && this.map.getView().getInteracting()));
    this.map.on("click", ({ pixel, coordinate }) => {
      if (!this.tools.click(pixel)) this.walk.go(this.tiles.at(coordinate), false);
    });
    this.map.once("rendercomplete", () => log("rendered", { mode: "tag", scene: scene.uid }));
    void this.start(grid);
  }

  private async start(grid: Promise<SceneGrid>): Promise<void> {
    try {
      this.showGrid(await grid);
    } catch (error) {
      this.host.toast(`No tiles: ${(error as Error).message}`, true);
    }
    await Promise.all([this.sync(), this.loadQueue()]);
    if (this.tiles.current < 0 && this.tiles.tiles.length) this.walk.go(this.tiles.untagged(1) ?? 0, false);
    this.mark();
    log("ready", { scene: this.scene.uid, tiles: this.tiles.tiles.length });
    await this.notes.remember(this.author);
    this.mark();
  }

  private async loadQueue(): Promise<void> {
    // What was done on the scene before may be on its way: the server counts what it has.
    if (this.queue.active) await outbox(this.host.api).quiet(QUIET_MS);
    const keys = await this.queue.load();
    if (keys) this.tiles.follow(keys);
  }

  private showGrid(grid: SceneGrid): void {
    if (grid.grid !== (this.scene.imagery?.grid ?? grid.grid)) return;
    const middle = [(this.extent[0] + this.extent[2]) / 2, 0];
    this.tiles.fill(grid, this.frame, middle, this.scene.imagery?.maxzoom ?? 0);
    this.extent = this.tiles.bounds() ?? this.extent;
    if (!this.moved && this.fitted) this.fit(0);
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
    if (data.class && data.class !== this.tools.active) {
      this.tools.active = data.class;
      this.mark();
    }
    if (data.rev > this.rev) {
      this.rev = data.rev;
      void this.sync();
    }
  }

  paint(): void {
    this.map.render();
  }

  contexts(): Context[] {
    if (this.conflicts.open) return ["conflict", "any"];
    if (this.wall?.open) return ["wall", "any"];
    if (this.tools.draw.tool) return ["draw", "tag", "any"];
    if (this.suggestions.chosen) return ["suggested", "selected", "tag", "any"];
    return this.shapes.chosen ? ["selected", "tag", "any"] : ["tag", "any"];
  }

  run(_context: Context, command: string, pressed: string): void {
    this.tour.did(command);
    runTagCommand(command, arrow(pressed), {
      host: this.host,
      map: this.map,
      tools: this.tools,
      tagger: this.tagger,
      walk: this.walk,
      notes: this.notes,
      layers: [this.shapes.layer, this.tiles.layer, this.tools.edit.layer],
      fit: () => this.fit(200),
      look: this.look,
      ops: this.ops,
      wall: this.wall,
      conflicts: this.conflicts,
      suggestions: this.suggestions,
      details: () => this.chosen.openDetails(),
      asDrawn: () => this.chosen.asDrawn(),
      copyFigure: (annotated) => void this.copyFigure(annotated),
      goScene: (direction) => this.queue.go(direction),
      stepped: () => void this.notes.remember(this.author).then(() => this.mark()),
    });
  }

  other(pressed: string): boolean {
    const cls = this.hotkeys.get(pressed);
    if (cls === undefined) return false;
    this.useClass(cls);
    return true;
  }

  resized(): void {
    this.map.updateSize();
    if (!this.fitted && (this.map.getSize()?.[0] ?? 0) > 0) {
      this.fitted = true;
      this.fit(0);
    }
  }

  returned(): void {
    void this.sync();
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
      tool: this.tools.draw.tool,
      corners: this.tools.draw.corners,
      class: this.tools.active,
      style: this.look?.style ?? null,
      tile: tiles[current]?.key ?? null,
      tileInfo: this.tiles.info(current),
      chosen: this.shapes.chosen,
      measures: this.measures.rows,
      wall: this.wall?.state ?? null,
      annotations: Object.fromEntries(this.notes.items),
    };
  }

  dispose(): void {
    window.clearTimeout(this.nudge);
    this.probe?.forget();
    this.stopStatus();
    this.notes.dispose();
    this.tools.draw.use(null);
    this.map.setTarget(undefined);
    this.map.dispose();
    this.wall?.element.remove();
    this.host.root.classList.remove("walled");
    for (const part of [this.target, ...this.panels()]) part.remove();
  }

  /** A class was chosen: for the next shape, for the chosen one, or for the tile. */
  private useClass(cls: string): void {
    this.tour.did("class");
    if (this.wall?.open) return this.wall.applyClass(cls);
    if (this.shapes.chosen) return this.tools.reclass(cls);
    this.tools.active = cls;
    if (this.tools.draw.tool) this.mark();
    else this.tagger.tag((tags, make, uuid) => toggleClass(tags, cls, make, uuid));
  }

  private body(given: Partial<Body>): Body {
    const zoom = this.map.getView().getZoom() ?? 0;
    return newBody(this.scene, this.author, zoom, given, this.look?.style ?? null);
  }

  private async copyFigure(annotated: boolean): Promise<void> {
    const drawn = [this.shapes.layer, this.tiles.layer, this.tools.edit.layer];
    const visible = drawn.map((layer) => layer.getVisible());
    drawn.forEach((layer, n) => layer.setVisible(annotated && n !== 1 && visible[n]!));
    if (annotated) await this.shapes.whole();
    const lines = captionLines(this.scene, "", styleText(this.look?.style ?? null));
    await giveFigure(this.host, this.scene.id, () => figure(this.map, this.frame, lines), { annotated });
    drawn.forEach((layer, n) => layer.setVisible(visible[n]!));
  }

  private panels(): Element[] {
    const panels = [this.measures, this.chosen.details, this.conflicts, this.tour, this.readout];
    return [...this.furniture.elements, ...panels.map((panel) => panel.element)];
  }

  private noted(uids: readonly string[]): void {
    this.shapes.setAll(uids.map((uid) => [uid, this.notes.items.get(uid) ?? null]));
    if (this.shapes.chosen && !this.notes.items.has(this.shapes.chosen) && uids.includes(this.shapes.chosen)) this.tools.choose(null);
    this.tagger.refresh();
    this.tools.edit.refresh();
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
      tool: this.tools.draw.tool ?? "select",
      cls: this.tools.active,
      onTile: info?.classes ?? [],
      canUndo: this.notes?.undoStack.canUndo ?? false,
      canRedo: this.notes?.undoStack.canRedo ?? false,
    });
    const chosen = this.shapes.chosen ? (this.notes.items.get(this.shapes.chosen) ?? null) : null;
    if (!this.tools.draw.corners) this.measures.show(chosen, chosen?.class ?? null);
    const over = this.queue.text(this.tiles.doneInOrder());
    this.readout.setExtra([this.tagger.progress(), over].filter(Boolean).join(" · "));
    this.wall?.refresh(this.tagger.progress());
  }

  private fit(duration: number): void {
    const [width = 800] = this.map.getSize() ?? [];
    const padding = width > 640 ? [58, 208, 50, 62] : [96, 10, 116, 56];
    this.map.getView().fit(this.extent, { padding, duration: glide(duration) });
  }
}

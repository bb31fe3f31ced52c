/** Mode "map": where scenes and observations are, what lies under a click. */
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import View from "ol/View";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj";
import { type Hit } from "../core/api";
import { button, el } from "../core/dom";
import type { Context } from "../core/keys";
import { log } from "../core/log";
import { arrow, makeMap, panBy, zoomBy } from "../core/olmap";
import type { Theme } from "../core/theme";
import type { Host, ModeView } from "../core/view";
import { frameOf } from "../geo/grids";
import { filterQuery, type CanvasData, type Selected } from "../messages";
import { Readout } from "../hud/readout";
import { Basemap, CREDIT } from "./basemap";
import { Footprints } from "./footprints";
import { Highlights } from "./highlights";
import { mapFurniture } from "./furniture";
import { findHits } from "./hits";
import { Observations } from "./observations";
import { PinTool } from "./pin";
import { Popup } from "./popup";

const DOUBLE_PX = 8;

export class MapView implements ModeView {
  readonly map: OlMap;
  private readonly basemap = new Basemap();
  private readonly footprints: Footprints;
  private readonly observations: Observations;
  private readonly highlights: Highlights;
  private readonly popup: Popup;
  private readonly pin: PinTool;
  private readonly parts: HTMLElement[] = [];
  private readonly openCard = el("div", { class: "card panel", hidden: true });
  private query = "";
  private chosen: Selected | null = null;
  private rev = -1;
  private command = 0;
  private fitted = false;
  private clicks: number[][] = [];
  private asking = new AbortController();

  constructor(private readonly host: Host) {
    const { api, root } = host;
    this.footprints = new Footprints(api);
    this.observations = new Observations(api);
    this.highlights = new Highlights(api, (title, uid) => this.showCard(title, uid));
    const target = el("div", { class: "map" });
    root.append(target);
    const view = new View({ center: fromLonLat([12, 22]), zoom: 2, minZoom: 0.5, maxZoom: 19 });
    this.map = makeMap(target, view, [
      ...this.basemap.layers,
      this.footprints.layer,
      ...this.highlights.layers,
      this.observations.layer,
    ]);
    this.popup = new Popup({
      hover: (hit) => this.highlights.hover(hit?.kind === "scene" ? hit.uid : null),
      choose: (hit) => this.choose(hit),
      open: (hit) => this.open(hit.uid),
      closed: () => root.focus({ preventScroll: true }),
    });
    this.pin = new PinTool(this.map, (pin) => host.send("pinned", pin));
    this.map.addLayer(this.pin.layer);
    this.furnish(target);
    this.map.on("click", (event) => void this.click(event));
    this.map.on("click", ({ pixel }) => this.clicks.push(pixel));
    this.map.on("dblclick", (event) => void this.doubleClick(event));
    this.map.once("rendercomplete", () => log("rendered", { mode: "map" }));
    void this.basemap.load().then(() => log("basemap"));
  }

  private furnish(target: HTMLElement): void {
    const left = mapFurniture((command) => this.run("any", command, ""));
    const readout = new Readout(this.map, frameOf("WebMercatorQuad", [1, 1]), CREDIT);
    this.parts.push(target, left, readout.element, this.popup.element, this.pin.card, this.openCard);
    this.host.root.append(...this.parts.slice(1));
  }

  update(data: CanvasData): void {
    this.query = filterQuery(data.filters);
    this.footprints.filter(this.query);
    const changed = data.rev !== this.rev;
    if (changed && this.rev >= 0) this.footprints.refresh();
    this.rev = data.rev;
    this.chosen = data.selected;
    void this.observations.show(data.filters.datetime, data.selected, changed);
    this.openCard.hidden = true;
    this.highlights.show(data.selected, data.links);
    this.pin.setActive(data.tool === "pin");
    if (data.command && data.command.id > this.command) {
      this.command = data.command.id;
      this.zoomTo(data.command.bounds);
    }
  }

  paint(theme: Theme): void {
    this.map.getTargetElement()!.style.background = theme.sea;
    this.basemap.paint(theme);
    this.footprints.paint(theme);
    this.observations.paint(theme);
    this.highlights.paint(theme);
  }

  contexts(): Context[] {
    if (this.popup.isOpen) return ["popup", "any"];
    return this.pin.isActive ? ["pin", "any"] : ["map", "any"];
  }

  run(context: Context, command: string, pressed: string): void {
    const [dx, dy] = arrow(pressed);
    const does: Record<string, () => void> = {
      help: () => this.host.help(),
      "zoom-in": () => zoomBy(this.map, 1),
      "zoom-out": () => zoomBy(this.map, -1),
      fit: () => this.world(200),
      pan: () => panBy(this.map, dx / 4, dy / 4),
      move: () => this.popup.move(-dy),
      choose: () => this.popup.choose(),
      close: () => this.popup.close(),
      drop: () => this.pin.dropInMiddle(),
      smaller: () => this.pin.resize(-1),
      larger: () => this.pin.resize(1),
      confirm: () => this.pin.confirm(),
      clear: () => this.pin.clear(),
      open: () => {
        if (context === "map" && this.chosen?.kind === "scene") this.open(this.chosen.uid);
      },
    };
    does[command]?.();
  }

  other(): boolean {
    return false;
  }

  resized(): void {
    this.map.updateSize();
    if (!this.fitted && (this.map.getSize()?.[0] ?? 0) > 0) {
      this.fitted = true;
      if (!this.command) this.world(0);
    }
  }

  returned(): void {
    this.footprints.refresh();
    this.highlights.forget();
    void this.observations.again(this.chosen);
  }

  pixelOf(lon: number, lat: number): number[] | null {
    return this.map.getPixelFromCoordinate(fromLonLat([lon, lat])) ?? null;
  }

  state(): Record<string, unknown> {
    const view = this.map.getView();
    return {
      mode: "map",
      zoom: view.getZoom(),
      centre: toLonLat(view.getCenter() ?? [0, 0]),
      selected: this.chosen,
      popup: this.popup.isOpen,
    };
  }

  dispose(): void {
    this.asking.abort();
    this.map.setTarget(undefined);
    this.map.dispose();
    for (const part of this.parts) part.remove();
  }

  private world(duration: number): void {
    const [width, height] = this.map.getSize() ?? [1024, 600];
    const zoom = Math.max(0.5, Math.log2(Math.max(width! / 256, height! / 210) * 0.98));
    this.map.getView().animate({ center: fromLonLat([12, 22]), zoom, duration });
  }

  private zoomTo([west, south, east, north]: [number, number, number, number]): void {
    const right = east < west ? east + 360 : east;
    const clamp = (lat: number): number => Math.max(-85, Math.min(85, lat));
    const box = [west, clamp(south), right, clamp(north)];
    const extent = transformExtent(box, "EPSG:4326", "EPSG:3857");
    this.fitted = true;
    this.map.updateSize();
    const [width = 600] = this.map.getSize() ?? [];
    const side = width > 640 ? 70 : 40;
    this.map.getView().fit(extent, { padding: [side, side, side, side], maxZoom: 15, duration: 250 });
  }

  private async click(event: MapBrowserEvent): Promise<void> {
    if (this.pin.isActive) return;
    this.popup.close();
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    let hits: Hit[];
    try {
      const layers = [this.observations.layer, this.footprints.layer];
      hits = await findHits(this.host.api, this.map, layers, event, this.query, signal);
    } catch (error) {
      if (!signal.aborted) this.host.toast(`Not found out: ${(error as Error).message}`, true);
      return;
    }
    if (signal.aborted) return;
    log("hit", { count: hits.length });
    if (hits.length === 1) this.choose(hits[0]!);
    if (hits.length > 1) this.popup.show(hits, event.pixel, this.map.getSize() ?? [0, 0]);
  }

  /** The smallest scene under the pointer; a list that the first click opened is gone again. */
  private async doubleClick(event: MapBrowserEvent): Promise<void> {
    // OpenLayers calls two quick clicks a double one, however far apart they were.
    const [before, last] = this.clicks.slice(-2);
    const apart = before && last ? Math.hypot(last[0]! - before[0]!, last[1]! - before[1]!) : 0;
    if (this.pin.isActive || apart > DOUBLE_PX) return;
    event.stopPropagation();
    await this.click(event);
    this.popup.close();
    const layers = [this.footprints.layer];
    const hits = await findHits(this.host.api, this.map, layers, event, this.query, undefined);
    const scene = hits.find((hit) => hit.kind === "scene");
    if (scene) this.open(scene.uid);
  }

  private choose(hit: Hit): void {
    log("selected", { kind: hit.kind, uid: hit.uid });
    this.chosen = { kind: hit.kind, uid: hit.uid };
    // Shown at once; Python's answer brings the links and confirms it.
    this.highlights.show(this.chosen, []);
    void this.observations.show(undefined, this.chosen, false);
    this.host.send("select", this.chosen);
  }

  private open(uid: string): void {
    log("open", { uid });
    this.host.send("open", { uid });
  }

  private showCard(title: string, uid: string): void {
    if (this.pin.isActive || this.chosen?.uid !== uid) return;
    const go = button("Open", "Open this scene (Enter)", () => this.open(uid), { class: "go" });
    this.openCard.replaceChildren(el("div", { class: "text" }, title), go);
    this.openCard.hidden = false;
  }
}

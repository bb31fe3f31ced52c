/** Mode "map": where scenes and observations are, what lies under a click, what filters let through. */
import { button, el } from "../core/dom";
import type { Context } from "../core/keys";
import { log } from "../core/log";
import { arrow } from "../core/olmap";
import type { Theme } from "../core/theme";
import type { Host, ModeView } from "../core/view";
import { Readout } from "../hud/readout";
import type { CanvasData, Selected } from "../messages";
import { parseAddress, type Address } from "./address";
import { AddressBar } from "./addressbar";
import { AreaTool, type Ring } from "./area";
import { Clicks } from "./clicks";
import { runMapCommand, type MapActions } from "./commands";
import { filterQuery, showsStatus, type Filters } from "./filters";
import { frame, FRAME_NAMES } from "./frames";
import { Freshness, type State } from "./freshness";
import { Panels } from "./panels";
import { PinTool } from "./pin";
import type { Found } from "./search";
import { Stage } from "./stage";

export class MapView implements ModeView {
  private readonly address: Address;
  private readonly bar: AddressBar;
  private readonly stage: Stage;
  private readonly pin: PinTool;
  private readonly area: AreaTool;
  private readonly panels: Panels;
  private readonly clicks: Clicks;
  private readonly freshness: Freshness;
  private readonly parts: HTMLElement[];
  private readonly openCard = el("div", { class: "card panel", hidden: true });
  private chosen: Selected | null = null;
  private rev = -1;
  private command = 0;
  private fitted = false;
  private number = 0;

  constructor(private readonly host: Host) {
    const { api, root, config } = host;
    this.address = parseAddress(location.search);
    this.bar = new AddressBar(this.address, (text, bad) => host.toast(text, bad));
    const target = el("div", { class: "map" });
    root.append(target);
    const found = (title: string, uid: string): void => this.showCard(title, uid);
    this.stage = new Stage(api, frame(this.address.frame), target, config.online, found);
    const { map, frame: own, observations, footprints, highlights } = this.stage;
    this.pin = new PinTool(map, own, (pin) => host.send("pinned", pin));
    this.area = new AreaTool(map, own, (ring) => this.take(ring));
    map.addLayer(this.pin.layer);
    map.addLayer(this.area.layer);
    this.panels = new Panels(host, {
      run: (command) => this.run("map", command, ""),
      filters: (filters, done) => this.filter(filters, done),
      hover: (uid) => highlights.hover(uid),
      choose: (selected) => this.choose(selected),
      open: (uid) => this.open(uid),
      jump: (hit) => this.jump(hit),
      giveUp: () => this.take(null),
      zoomToArea: () => this.zoomToArea(),
      copy: () => void this.bar.copy(),
    });
    const readout = new Readout(map, own, this.stage.credit);
    this.parts = [readout.element, this.pin.card, this.openCard];
    root.append(...this.parts);
    const layers = { observations: observations.layer, footprints: footprints.layer };
    this.clicks = new Clicks(api, map, own, layers, this.panels.popup, {
      active: () => !this.pin.isActive && !this.area.isActive,
      query: () => filterQuery(this.address.filters),
      shown: (hit) => hit.kind === "scene" || showsStatus(this.address.filters, hit.status ?? ""),
      choose: (hit) => this.choose({ kind: hit.kind, uid: hit.uid }),
      open: (uid) => this.open(uid),
      failed: (text) => host.toast(text, true),
    });
    this.freshness = new Freshness(api, (state) => this.learn(state));
    this.begin();
  }

  private begin(): void {
    this.stage.map.on("moveend", () => this.moved());
    if (this.address.view) {
      this.fitted = true;
      this.stage.camera.set(this.address.view);
    }
    this.area.show(this.address.area);
    this.filter(this.address.filters, true);
    this.freshness.start();
  }

  update(data: CanvasData): void {
    const changed = data.rev !== this.rev && this.rev >= 0;
    this.rev = data.rev;
    this.chosen = data.selected;
    void this.stage.observations.show(data.selected, changed);
    this.openCard.hidden = true;
    this.stage.highlights.show(data.selected, data.links);
    if (data.tool === "pin") this.area.stop();
    this.pin.setActive(data.tool === "pin");
    if (data.command && data.command.id > this.command) {
      // A view in the address is where the link was made; only what comes later moves the map.
      if (this.command || !this.address.view) this.zoomTo(data.command.bounds);
      this.command = data.command.id;
    }
    this.bar.write();
  }

  paint(theme: Theme): void {
    this.stage.paint(theme);
    this.panels.timeline.paint(theme);
  }

  contexts(): Context[] {
    if (this.panels.popup.isOpen) return ["popup", "any"];
    if (this.area.isActive) return ["area", "any"];
    return this.pin.isActive ? ["pin", "any"] : ["map", "any"];
  }

  run(context: Context, command: string, pressed: string): void {
    const actions: MapActions = {
      host: this.host,
      stage: this.stage,
      panels: this.panels,
      pin: this.pin,
      area: this.area,
      draw: (shape) => this.draw(shape),
      copy: () => void this.bar.copy(),
      nextFrame: () => this.nextFrame(),
      open: () => {
        if (context === "popup") this.panels.popup.open();
        else if (context === "map" && this.chosen?.kind === "scene") this.open(this.chosen.uid);
      },
    };
    runMapCommand(command, arrow(pressed), actions);
  }

  other(): boolean {
    return false;
  }

  resized(): void {
    this.stage.map.updateSize();
    this.panels.timeline.resized();
    if (!this.fitted && (this.stage.map.getSize()?.[0] ?? 0) > 0) {
      this.fitted = true;
      if (!this.command) this.stage.camera.all(this.stage.map, 0);
    }
  }

  returned(): void {
    this.stage.highlights.forget();
    void this.stage.observations.show(this.chosen, true);
    this.freshness.start();
    this.bar.write();
  }

  pixelOf(lon: number, lat: number): number[] | null {
    return this.stage.map.getPixelFromCoordinate(this.stage.frame.toView([lon, lat])) ?? null;
  }

  state(): Record<string, unknown> {
    const [zoom, ...centre] = this.stage.camera.get() ?? [];
    const { filters, area } = this.address;
    const { popup } = this.panels;
    return { mode: "map", zoom, centre, selected: this.chosen, popup: popup.isOpen, filters, area, frame: this.address.frame };
  }

  dispose(): void {
    this.bar.stop();
    this.freshness.stop();
    this.clicks.dispose();
    this.stage.dispose();
    this.panels.dispose();
    for (const part of this.parts) part.remove();
  }

  /** One value for all: chips, panel, timeline, tiles, observations, list and address follow it. */
  private filter(filters: Filters, done: boolean): void {
    this.address.filters = filters;
    this.stage.filter(filters, done);
    if (!done) return;
    this.panels.show(filters, this.address.area);
    this.count();
    this.bar.write();
    log("filtered", { query: filterQuery(filters) });
  }

  private learn(state: State): void {
    this.panels.loading(state);
    if (state.state === "loading" || state.number === this.number) return;
    // The first number comes with the tiles that are being fetched already, unless they had to wait.
    const first = this.number === 0;
    this.number = state.number;
    if (first && !this.panels.waited) return;
    this.stage.footprints.renew(state.number);
    this.stage.highlights.forget();
    this.count();
  }

  private moved(): void {
    this.address.view = this.stage.camera.get();
    this.count();
    this.bar.write();
  }

  private count(): void {
    this.panels.timeline.ask(filterQuery(this.address.filters, false), this.stage.camera.bbox(this.stage.map));
  }

  private draw(shape: "box" | "lasso" | null): void {
    this.panels.popup.close();
    if (shape === null || this.pin.isActive) this.area.stop();
    else this.area.start(shape);
    this.panels.drawing(this.area.isActive ? shape : null);
    this.host.root.classList.toggle("drawing", this.area.isActive);
  }

  private take(ring: Ring | null): void {
    this.address.area = ring;
    this.area.show(ring);
    this.draw(null);
    this.panels.show(this.address.filters, ring);
    this.bar.write();
  }

  private zoomToArea(): void {
    const { area } = this.address;
    if (!area) return;
    const [lons, lats] = [area.map((c) => c[0]), area.map((c) => c[1])];
    this.zoomTo([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
  }

  private zoomTo(bounds: readonly [number, number, number, number]): void {
    this.fitted = true;
    this.stage.camera.to(this.stage.map, bounds);
  }

  private jump(hit: Found): void {
    if (hit.bounds) this.zoomTo(hit.bounds);
    if (hit.uid) this.choose({ kind: hit.kind === "observation" ? "observation" : "scene", uid: hit.uid });
    this.host.root.focus({ preventScroll: true });
  }

  private nextFrame(): void {
    const next = FRAME_NAMES[(FRAME_NAMES.indexOf(this.stage.frame.name) + 1) % FRAME_NAMES.length]!;
    this.bar.now({ ...this.address, frame: next, view: null });
    this.host.toast(frame(next).title);
    this.host.again();
  }

  private choose(selected: Selected): void {
    log("selected", { kind: selected.kind, uid: selected.uid });
    this.chosen = selected;
    // Shown at once; Python's answer brings the links and confirms it.
    this.stage.highlights.show(this.chosen, []);
    void this.stage.observations.show(this.chosen, false);
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

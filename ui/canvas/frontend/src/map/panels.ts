/** Everything around the map: search, chips, tools, filters, list of an area, timeline. */
import { el } from "../core/dom";
import type { Host } from "../core/view";
import type { Selected } from "../messages";
import type { Toolbar } from "../hud/toolbar";
import type { Ring } from "./area";
import { Chips } from "./chips";
import { FilterPanel } from "./filterpanel";
import { filterQuery, type Filters, NO_FILTERS } from "./filters";
import type { State } from "./freshness";
import { legend, mapTools } from "./furniture";
import { onlineBadge, OnlinePanel } from "./online";
import { Popup } from "./popup";
import { Search, type Found } from "./search";
import { Selection } from "./selection";
import { Timeline } from "./timeline";

export interface PanelEvents {
  run(command: string): void;
  /** `done` is false while a brush is still pulled. */
  filters(filters: Filters, done: boolean): void;
  hover(uid: string | null): void;
  choose(selected: Selected): void;
  open(uid: string): void;
  jump(hit: Found): void;
  giveUp(): void;
  zoomToArea(): void;
  copy(): void;
}

export class Panels {
  readonly popup: Popup;
  readonly search: Search;
  readonly timeline: Timeline;
  /** True once footprints were still being loaded when asked for. */
  waited = false;
  private readonly chips: Chips;
  private readonly panel: FilterPanel;
  private readonly selection: Selection;
  private readonly online: OnlinePanel;
  private readonly tools: Toolbar;
  private readonly note = el("div", { class: "note panel", role: "status", hidden: true });
  private readonly parts: HTMLElement[];
  private filters: Filters = NO_FILTERS;

  constructor(host: Host, events: PanelEvents) {
    const { api, root, config } = host;
    const home = (): void => root.focus({ preventScroll: true });
    const set = (filters: Filters): void => events.filters(filters, true);
    const paths = new Map(config.classes.map((c) => [c.id, c.path.split("/").at(-1)!]));
    this.popup = new Popup(api, {
      hover: (hit) => events.hover(hit?.kind === "scene" ? hit.uid : null),
      choose: (hit) => events.choose({ kind: hit.kind, uid: hit.uid }),
      open: (hit) => events.open(hit.uid),
      closed: home,
    });
    this.search = new Search(api, events.jump, home);
    this.chips = new Chips((id) => paths.get(id) ?? id, set);
    this.panel = new FilterPanel(api, config.classes, set, home);
    this.timeline = new Timeline(api, (brush, done) => {
      const { begin, end } = brush ?? { begin: null, end: null };
      this.filters = { ...this.filters, begin: begin && Math.round(begin), end: end && Math.round(end) };
      events.filters(this.filters, done);
    });
    this.selection = new Selection(api, {
      hover: events.hover,
      choose: (uid) => events.choose({ kind: "scene", uid }),
      copy: events.copy,
      zoom: events.zoomToArea,
      together: (scenes, to) => host.send("together", { scenes, to }),
      closed: () => {
        events.giveUp();
        home();
      },
      failed: (text) => host.toast(text, true),
    });
    this.online = new OnlinePanel(api, config.online, home, () => location.reload());
    this.tools = mapTools(events.run);
    const badge = config.online && onlineBadge(config.online, () => events.run("online"));
    const top = el("div", { class: "top" }, this.search.element, legend(), badge, this.chips.element);
    const left = el("div", { class: "left" }, this.tools.element, this.note);
    this.parts = [top, left, this.panel.element, this.selection.element, this.online.element, this.timeline.element, this.popup.element];
    root.append(...this.parts);
    root.classList.add("timed");
  }

  show(filters: Filters, area: Ring | null): void {
    this.filters = filters;
    this.chips.show(filters);
    this.panel.show(filters);
    this.selection.show(area, filterQuery(filters));
    const span = this.timeline.span;
    const { begin, end } = filters;
    const open = begin === null && end === null;
    this.timeline.show(open ? null : { begin: begin ?? span?.begin ?? 0, end: end ?? span?.end ?? begin ?? 0 });
  }

  toggle(which: "filters" | "online"): void {
    const panel = which === "filters" ? this.panel : this.online;
    const other = which === "filters" ? this.online : this.panel;
    other.close();
    if (panel.isOpen) panel.close();
    else panel.open();
  }

  /** Close what lies on top: one thing for each press. */
  closeTop(): void {
    for (const part of [this.popup, this.panel, this.online, this.selection]) {
      if (part.isOpen) return part.close();
    }
  }

  /** Which way of drawing an area is on. */
  drawing(shape: "box" | "lasso" | null): void {
    this.tools.press(shape ?? "");
    this.note.hidden = shape === null;
    if (shape) this.note.textContent = "Drag over the map to take the scenes there. Enter takes what is in view, Esc stops.";
  }

  loading({ state, done, total }: State): void {
    const busy = state === "loading";
    if (busy) {
      this.waited = true;
      const share = total ? `${Math.floor((100 * done) / total)} % of ${total.toLocaleString("en")}` : "…";
      this.note.textContent = `Loading footprints: ${share}`;
    }
    if (busy || this.note.textContent?.startsWith("Loading")) this.note.hidden = !busy;
  }

  dispose(): void {
    this.search.dispose();
    this.timeline.dispose();
    for (const part of this.parts) part.remove();
  }
}

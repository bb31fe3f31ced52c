/** The scenes of an area as a list with pictures, and what can be done with all of them. */
import { ask, type Hit, HttpError } from "../core/api";
import { button, el, fill } from "../core/dom";
import { log } from "../core/log";
import { sceneLine } from "./popup";
import { thumbnail } from "./thumbnail";
import type { Ring } from "./area";

interface Within {
  total: number;
  uids: string[];
  scenes: Hit[];
}
export interface SelectionEvents {
  hover(uid: string | null): void;
  choose(uid: string): void;
  copy(): void;
  zoom(): void;
  /** Compare or tag these, oldest first. */
  together(scenes: string[], to: "compare" | "tag"): void;
  closed(): void;
  failed(text: string): void;
}

const FORMATS = [
  ["csv", "CSV"],
  ["geojson", "GeoJSON"],
  ["gpkg", "GeoPackage"],
  ["parquet", "GeoParquet"],
  ["stac.json", "STAC"],
] as const;

/** As many as the page takes; ui/canvas/messages.py has the same. */
const MOST_TOGETHER = 60;

export class Selection {
  readonly element = el("section", { class: "drawer panel selection", hidden: true, "aria-label": "Scenes in the area" });
  private ring: Ring | null = null;
  private query = "";
  private asking = new AbortController();

  constructor(
    private readonly api: string,
    private readonly events: SelectionEvents,
  ) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** The scenes that meet the ring under these filters; null closes the list. */
  show(ring: Ring | null, query: string): void {
    if (ring === this.ring && query === this.query) return;
    this.ring = ring;
    this.query = query;
    this.asking.abort();
    if (!ring) {
      this.element.hidden = true;
      return;
    }
    this.asking = new AbortController();
    void this.fetch(this.asking.signal);
  }

  close(): void {
    if (!this.isOpen) return;
    this.show(null, this.query);
    this.events.hover(null);
    this.events.closed();
  }

  private post(path: string, signal?: AbortSignal): [string, RequestInit] {
    const address = `${this.api}${path}${this.query ? `?${this.query}` : ""}`;
    const headers = { "Content-Type": "application/json" };
    return [address, { method: "POST", headers, body: JSON.stringify({ ring: this.ring }), signal: signal ?? null }];
  }

  private async fetch(signal: AbortSignal): Promise<void> {
    try {
      const found = await ask<Within>(...this.post("/api/within", signal));
      this.draw(found);
      log("within", { total: found.total });
    } catch (error) {
      if (!signal.aborted) this.events.failed(`Not listed: ${(error as Error).message}`);
    }
  }

  private draw({ total, scenes }: Within): void {
    this.element.hidden = false;
    const said = `${total.toLocaleString("en")} scene${total === 1 ? "" : "s"} here`;
    const rows = scenes.map((scene) => this.row(scene));
    const more = total > scenes.length && el("p", { class: "more" }, `The newest ${scenes.length} are listed; an export has all ${total.toLocaleString("en")}.`);
    fill(
      this.element,
      el("header", {}, said, button("✕", "Give the area up (Esc)", () => this.close())),
      el("div", { class: "actions" }, this.exports(total), ...this.buttons(scenes)),
      total > 0 && el("ul", {}, ...rows),
      more,
      !total && el("p", { class: "more" }, "No scene meets this area and the filters."),
    );
  }

  private buttons(scenes: readonly Hit[]): HTMLElement[] {
    const uids = inTime(scenes);
    const compare = button("Compare in time", "Compare them, in order of time", () => this.events.together(uids, "compare"), { class: "plain" });
    const tag = button("Tag in turn", "Go through the tiles of all of them", () => this.events.together(uids, "tag"), { class: "plain" });
    compare.disabled = uids.length < 2;
    tag.disabled = !uids.length;
    return [
      compare,
      tag,
      button("Copy link", "Copy a link to this map, area and filters (C)", () => this.events.copy(), { class: "plain" }),
      button("Zoom to it", "Zoom to the area", () => this.events.zoom(), { class: "plain" }),
    ];
  }

  private exports(total: number): HTMLElement {
    const choice = el(
      "select",
      { "aria-label": "Export these scenes as" },
      el("option", { value: "" }, "Export…"),
      ...FORMATS.map(([ending, name]) => el("option", { value: ending }, name)),
    );
    choice.disabled = !total;
    choice.addEventListener("change", () => {
      const ending = choice.value;
      choice.value = "";
      if (ending) void this.save(ending);
    });
    return choice;
  }

  private async save(ending: string): Promise<void> {
    try {
      const [address, init] = this.post(`/api/within/scenes.${ending}`);
      const answer = await fetch(address, init);
      if (!answer.ok) {
        const body = (await answer.json()) as { error?: string };
        throw new HttpError(answer.status, body.error ?? `the server answered ${answer.status}`);
      }
      const link = el("a", { download: `scenes.${ending}`, href: URL.createObjectURL(await answer.blob()) });
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      log("exported", { ending });
    } catch (error) {
      this.events.failed(`Not exported: ${(error as Error).message}`);
    }
  }

  private row(scene: Hit): HTMLElement {
    const choose = button(null, `Show ${scene.id}`, () => this.events.choose(scene.uid), { class: "row-scene" });
    choose.removeAttribute("aria-label"); // what it holds says more
    choose.append(thumbnail(this.api, scene.uid), el("span", {}, el("span", { class: "what" }, scene.id), el("span", { class: "more" }, sceneLine(scene))));
    choose.addEventListener("pointerenter", () => this.events.hover(scene.uid));
    choose.addEventListener("focus", () => this.events.hover(scene.uid));
    choose.addEventListener("pointerleave", () => this.events.hover(null));
    return el("li", {}, choose);
  }
}

/** The newest of the scenes with a date, oldest first: as many as go together. Pure. */
export function inTime(scenes: readonly Hit[]): string[] {
  const dated = scenes.filter((scene) => typeof scene.t === "number") as (Hit & { t: number })[];
  return dated.sort((a, b) => a.t - b.t).slice(-MOST_TOGETHER).map((scene) => scene.uid);
}

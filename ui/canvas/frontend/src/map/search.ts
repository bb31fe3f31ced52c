/** Search by words, names and coordinates; the answers are a list to jump from. */
import { ask } from "../core/api";
import { el, icon } from "../core/dom";
import { momentText } from "../geo/format";
import { log } from "../core/log";
import { PlaceNames, type Gazetteer } from "./placenames";

export interface Found {
  kind: "place" | "observation" | "note" | "scene";
  title?: string | null;
  more?: string;
  uid?: string;
  id?: string;
  when?: string | null;
  collection?: string | null;
  t?: number | null;
  bounds: [number, number, number, number] | null;
  at?: [number, number];
}

const LATER_MS = 160;
const GLASS = "M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4";

export class Search {
  private readonly list = el("ul", { id: "found", role: "listbox", "aria-label": "Found" });
  private readonly none = el("p", { class: "none", role: "status", hidden: true }, "Nothing has these words or this name.");
  private readonly names: PlaceNames;
  private readonly box = el("div", { class: "found", hidden: true }, this.list, this.none);
  readonly input = el("input", {
    type: "search",
    placeholder: "Search places, words, scenes, coordinates",
    "aria-label": "Search places, words, scenes, coordinates (/)",
    role: "combobox",
    "aria-controls": "found",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
  });
  readonly element = el("div", { class: "search panel", role: "search" }, icon(GLASS), this.input, this.box);
  private hits: Found[] = [];
  private index = 0;
  private timer = 0;
  private asking = new AbortController();

  constructor(
    private readonly api: string,
    private readonly jump: (hit: Found) => void,
    private readonly leave: () => void,
  ) {
    this.names = new PlaceNames(api, () => this.soon());
    this.box.append(this.names.element);
    this.input.addEventListener("input", () => this.soon());
    this.input.addEventListener("focus", () => this.open(this.hits.length > 0));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.open(false), 120));
    this.input.addEventListener("keydown", (event) => this.pressed(event));
  }

  focus(): void {
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  dispose(): void {
    window.clearTimeout(this.timer);
    this.asking.abort();
    this.names.dispose();
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), LATER_MS);
  }

  private async ask(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const text = this.input.value.trim();
    if (!text) return this.show([], "");
    try {
      const address = `${this.api}/api/search?${new URLSearchParams({ q: text })}`;
      const { signal } = this.asking;
      const { hits, gazetteer } = await ask<{ hits: Found[]; gazetteer: Gazetteer }>(address, { signal });
      this.names.show(gazetteer);
      this.show(hits, text);
    } catch {
      // another search follows, or the server is away: what is shown stays
    }
  }

  private show(hits: Found[], text: string): void {
    this.hits = hits;
    this.list.replaceChildren(...hits.map((hit, i) => this.item(hit, i)));
    this.list.hidden = !hits.length;
    this.none.hidden = !text || hits.length > 0;
    this.open(text !== "");
    this.mark(0);
    log("found", { count: hits.length, text });
  }

  private item(hit: Found, i: number): HTMLLIElement {
    const item = el(
      "li",
      { role: "option", id: `found-${i}` },
      el("span", { class: `mark ${hit.kind}` }),
      el("div", {}, el("div", { class: "what" }, hit.title ?? hit.id), el("div", { class: "more" }, described(hit))),
    );
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("pointerenter", () => this.mark(i));
    item.addEventListener("click", () => this.choose(i));
    return item;
  }

  private pressed(event: KeyboardEvent): void {
    event.stopPropagation();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && this.hits.length) this.mark((this.index + by + this.hits.length) % this.hits.length);
    else if (event.key === "Enter") this.choose(this.index);
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
  }

  private choose(i: number): void {
    const hit = this.hits[i];
    if (!hit) return;
    this.open(false);
    this.leave();
    this.jump(hit);
  }

  private mark(index: number): void {
    this.index = index;
    [...this.list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === index));
      if (i === index) item.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", this.hits.length ? `found-${index}` : "");
  }

  private open(yes: boolean): void {
    this.box.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
  }
}

function described(hit: Found): string {
  const parts = {
    place: [hit.more],
    observation: ["observation", hit.when ?? "time unknown", hit.bounds ? null : "place unknown"],
    note: ["note on", hit.id],
    scene: [momentText(hit.t) ?? "time unknown", hit.collection, hit.bounds ? null : "place unknown"],
  }[hit.kind];
  return parts.filter(Boolean).join(" · ");
}

/** The contact sheet: a wall of tiles to go through by keys, many at a time. */
import { ask, type Imagery, type TagClass } from "../core/api";
import { button, el } from "../core/dom";
import { log } from "../core/log";
import type { Host } from "../core/view";
import { move, reach, start, targets, toggle, type Selection } from "./selection";
import { Thumbs } from "./thumbs";
import type { TileInfo, TileLayer } from "./tilegrid";
import type { Rule, TileTagger } from "./tiletagger";

const QUEUES = {
  scene: "In reading order",
  observation: "By observation, nearest first",
  random: "Random sample",
  class: "Tagged with a class",
  disagreement: "Where people disagree",
} as const;
type Queue = keyof typeof QUEUES;

interface QueueAnswer {
  by: Queue;
  keys: string[];
  observation: string | null;
  observations: { uid: string; title: string }[];
}

export interface WallNeeds {
  host: Host;
  tiles: TileLayer;
  tagger: TileTagger;
  classes: ReadonlyMap<string, TagClass>;
  imagery: Imagery;
  /** Path of the scene under the server. */
  at: string;
  /** Where the tile under the cursor is, when the wall closes. */
  closed(index: number | null): void;
}

export class Wall {
  readonly element = el("section", { class: "wall", "aria-label": "Contact sheet", hidden: true });
  private readonly cells = el("div", {
    class: "cells",
    role: "listbox",
    tabindex: "0",
    "aria-multiselectable": "true",
    "aria-label": "Tiles",
  });
  private readonly queues = el("select", { "aria-label": "Queue" });
  private readonly what = el("select", { "aria-label": "Which", hidden: true });
  private readonly seed = el("input", { type: "number", min: "0", value: "1", "aria-label": "Seed", hidden: true });
  private readonly count = el("span", { class: "count", role: "status" });
  private readonly thumbs: Thumbs;
  private order: number[] = [];
  private nodes: HTMLElement[] = [];
  private selection: Selection = start(0);
  private asked = 0;

  constructor(private readonly needs: WallNeeds) {
    this.thumbs = new Thumbs(needs.imagery, needs.host.api);
    for (const [name, title] of Object.entries(QUEUES)) this.queues.append(el("option", { value: name }, title));
    for (const field of [this.queues, this.what, this.seed]) {
      field.addEventListener("change", () => void this.load(field === this.queues));
      // Keys typed in a field are for the field; Escape gives them back to the wall.
      field.addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).key === "Escape") needs.host.root.focus({ preventScroll: true });
        event.stopPropagation();
      });
    }
    const close = button("Close", "Back to the map (W)", () => this.close(), { class: "plain" });
    this.element.append(el("header", {}, this.queues, this.what, this.seed, this.count, close), this.cells);
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  get state(): Record<string, unknown> {
    const keys = targets(this.selection).map((i) => this.needs.tiles.tiles[this.order[i]!]!.key);
    return { open: this.open, count: this.order.length, targets: keys, queue: this.queues.value };
  }

  show(): void {
    if (this.open) return this.close();
    this.element.hidden = false;
    this.needs.host.root.classList.add("walled");
    void this.load(true);
  }

  close(): void {
    if (!this.open) return;
    this.element.hidden = true;
    this.needs.host.root.classList.remove("walled");
    this.needs.closed(this.order[this.selection.cursor] ?? null);
  }

  /** Carry out a key of the wall; true if it was one. */
  run(command: string, [dx, dy]: [number, number]): void {
    if (command === "wall-move") this.go(move(this.selection, [dx, -dy], this.columns(), this.order.length, false));
    else if (command === "wall-extend") this.go(move(this.selection, [dx, -dy], this.columns(), this.order.length, true));
    else if (command === "wall-toggle") this.go(toggle(this.selection));
    else if (command === "wall-all") this.go({ ...this.selection, chosen: new Set(this.order.keys()) });
    else if (command === "wall-none") this.none();
    else if (command === "wall-queue") this.nextQueue();
    else if (command === "wall") this.close();
  }

  /** Apply a rule to what is chosen, in one step. With `onward`, go to the next unseen tile. */
  apply(rule: Rule, onward: boolean): void {
    this.needs.tagger.tagMany(targets(this.selection).map((i) => this.order[i]!), rule);
    if (!onward) return;
    const { cursor } = this.selection;
    const n = this.order.length;
    const ahead = Array.from({ length: n }, (_, i) => (cursor + 1 + i) % n);
    const next = ahead.find((i) => this.needs.tiles.info(this.order[i]!)?.state === "unseen") ?? cursor;
    this.go({ cursor: next, anchor: next, chosen: new Set() });
  }

  /** Put a class on all that is chosen; take it off where all of it has it. */
  applyClass(cls: string): void {
    const chosen = targets(this.selection).map((i) => this.order[i]!);
    this.needs.tagger.classMany(chosen, cls);
  }

  /** Show the tiles' states anew. */
  refresh(progress: string): void {
    this.count.textContent = this.order.length === this.needs.tiles.tiles.length
      ? progress
      : `${this.order.length} here · ${progress}`;
    if (!this.open) return;
    this.nodes.forEach((node, i) => this.mark(node, i));
  }

  private none(): void {
    if (this.selection.chosen.size) this.go({ ...this.selection, chosen: new Set() });
    else this.close();
  }

  private nextQueue(): void {
    const names = Object.keys(QUEUES);
    this.queues.value = names[(names.indexOf(this.queues.value) + 1) % names.length]!;
    void this.load(true);
  }

  private async load(isNew: boolean): Promise<void> {
    const by = this.queues.value as Queue;
    if (isNew) this.what.replaceChildren();
    const query = new URLSearchParams({ by, z: String(this.needs.tiles.zoom), seed: this.seed.value || "0" });
    if (this.what.value) query.set(by, this.what.value);
    const mine = ++this.asked;
    try {
      const found = await ask<QueueAnswer>(`${this.needs.at}/queue?${query}`);
      if (mine !== this.asked) return;
      if (isNew) this.fillWhat(by, found);
      this.fill(found.keys);
      log("queue", { by, count: found.keys.length });
    } catch (error) {
      if (mine === this.asked) this.fill([]);
      this.needs.host.toast((error as Error).message, true);
    }
    this.needs.host.root.focus({ preventScroll: true });
  }

  private fillWhat(by: Queue, found: QueueAnswer): void {
    const option = (value: string, title: string): HTMLElement => el("option", { value }, title);
    const classes = [...this.needs.classes.values()].map((c) => option(c.id, c.path.replaceAll("/", " / ")));
    if (by === "class") this.what.append(option("", "any class"), ...classes);
    if (by === "observation") this.what.append(...found.observations.map((o) => option(o.uid, o.title)));
    this.what.hidden = by !== "class" && by !== "observation";
    this.seed.hidden = by !== "random";
  }

  private fill(keys: readonly string[]): void {
    const at = new Map(this.needs.tiles.tiles.map(({ key }, index) => [key, index]));
    this.order = keys.flatMap((key) => at.get(key) ?? []);
    this.needs.tiles.order = this.order.length ? this.order : null;
    this.selection = start(this.order.length);
    this.nodes = this.order.map((index, i) => this.cell(index, i));
    const none = el("p", { class: "none" }, "No tiles in this queue.");
    this.cells.replaceChildren(...(this.nodes.length ? this.nodes : [none]));
    this.thumbs.watch(this.nodes.map((node) => node.querySelector("img")!), this.order.map((i) => this.needs.tiles.tiles[i]!));
    this.refresh(this.needs.tagger.progress());
    this.go(this.selection);
  }

  private cell(index: number, i: number): HTMLElement {
    const { x, y } = this.needs.tiles.tiles[index]!;
    const image = el("img", { alt: "", draggable: "false" });
    const node = el("div", { class: "cell", role: "option", id: `cell-${i}` }, image, el("span", { class: "said" }));
    node.dataset["name"] = `Tile ${x}, ${y}`;
    node.addEventListener("click", (event) => {
      this.go(event.shiftKey ? reach(this.selection, i) : toggle(this.selection, i));
    });
    return node;
  }

  private mark(node: HTMLElement, i: number): void {
    const info = this.needs.tiles.info(this.order[i]!)!;
    const chosen = this.selection.chosen.has(i);
    node.className = `cell is-${info.state}${i === this.selection.cursor ? " cursor" : ""}`;
    node.setAttribute("aria-selected", String(chosen));
    node.setAttribute("aria-label", `${node.dataset["name"]}: ${this.words(info)}`);
    node.querySelector(".said")!.replaceChildren(...this.marks(info));
  }

  private marks(info: TileInfo): HTMLElement[] {
    const named = info.classes.map((id) => {
      const entry = this.needs.classes.get(id);
      const dot = el("i", {});
      dot.style.background = entry?.colour ?? "#8a8f98";
      return el("b", {}, dot, entry?.path.split("/").at(-1) ?? id);
    });
    if (info.flagged) named.unshift(el("b", {}, "⚑ second look"));
    if (named.length) return named;
    if (info.state === "empty") return [el("b", {}, "✕ nothing")];
    return info.state === "seen" ? [el("b", {}, "seen")] : [];
  }

  private words(info: TileInfo): string {
    const names = info.classes.map((id) => this.needs.classes.get(id)?.path.split("/").at(-1) ?? id);
    return [...names, ...(info.flagged ? ["flagged"] : []), ...(names.length ? [] : [info.state])].join(", ");
  }

  private go(selection: Selection): void {
    this.selection = selection;
    this.nodes.forEach((node, i) => this.mark(node, i));
    const node = this.nodes[selection.cursor];
    node?.scrollIntoView({ block: "nearest" });
    this.cells.setAttribute("aria-activedescendant", node?.id ?? "");
    log("wall", { cursor: selection.cursor, chosen: selection.chosen.size });
  }

  /** How many cells stand in a row now. */
  private columns(): number {
    const first = this.nodes[0]?.offsetTop;
    const n = this.nodes.findIndex((node) => node.offsetTop !== first);
    return n < 0 ? Math.max(1, this.nodes.length) : n;
  }
}

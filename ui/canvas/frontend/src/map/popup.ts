/** The list of what lies under a click, when it is more than one thing. */
import type { Hit } from "../core/api";
import { button, el, fill } from "../core/dom";
import { metresText, momentText } from "../geo/format";
import { thumbnail } from "./thumbnail";

const BESIDE_PX = 28;

export interface PopupEvents {
  hover(hit: Hit | null): void;
  choose(hit: Hit): void;
  open(hit: Hit): void;
  closed(): void;
}

export class Popup {
  readonly element = el("div", { class: "popup panel", hidden: true });
  private hits: Hit[] = [];
  private index = 0;
  private items: HTMLLIElement[] = [];

  constructor(
    private readonly api: string,
    private readonly events: PopupEvents,
  ) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Show the hits beside a pixel of the map, inside the map's size. */
  show(hits: Hit[], total: number, at: readonly number[], size: readonly number[]): void {
    this.hits = hits;
    this.items = hits.map((hit, i) => this.item(hit, i));
    const close = button("✕", "Close (Esc)", () => this.close());
    const list = el("ul", { role: "listbox", tabindex: "0", "aria-label": "Things here" }, ...this.items);
    const more = total > hits.length && el("p", { class: "more" }, `${total - hits.length} larger ones are not listed; filter or zoom in.`);
    fill(this.element, el("header", {}, `${total.toLocaleString("en")} things here`, close), list, more);
    this.element.hidden = false;
    const { offsetWidth: w, offsetHeight: h } = this.element;
    // Beside the place, not over it: what is hovered in the list is shown there.
    const right = at[0]! + BESIDE_PX;
    const left = right + w + 10 <= size[0]! ? right : at[0]! - BESIDE_PX - w;
    const within = (p: number, own: number, all: number): number => Math.max(10, Math.min(p, all - own - 10));
    this.element.style.left = `${within(left, w, size[0]!)}px`;
    this.element.style.top = `${within(at[1]! - h / 2, h, size[1]!)}px`;
    this.mark(0);
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.events.hover(null);
    this.events.closed();
  }

  move(by: number): void {
    this.mark((this.index + by + this.hits.length) % this.hits.length);
    this.items[this.index]?.scrollIntoView({ block: "nearest" });
  }

  /** Open the marked scene. */
  open(): void {
    const hit = this.hits[this.index];
    if (hit?.kind !== "scene") return;
    this.close();
    this.events.open(hit);
  }

  choose(): void {
    const hit = this.hits[this.index];
    this.close();
    if (hit) this.events.choose(hit);
  }

  private mark(index: number): void {
    this.index = index;
    this.items.forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    this.events.hover(this.hits[index] ?? null);
  }

  private item(hit: Hit, index: number): HTMLLIElement {
    // For the mouse; the list as a whole has the keyboard, and a key of its own for this.
    const open = hit.kind === "scene" && el("span", { class: "open", title: "Open this scene to tag it (O)", "aria-hidden": "true" }, "Open");
    if (open) {
      open.addEventListener("click", (event) => {
        event.stopPropagation();
        this.mark(index);
        this.open();
      });
    }
    const item = el(
      "li",
      { role: "option", "data-uid": hit.uid },
      hit.kind === "scene" ? thumbnail(this.api, hit.uid) : el("span", { class: `mark ${hit.kind}` }),
      el(
        "div",
        {},
        el("div", { class: "what" }, hit.title ?? hit.id),
        el("div", { class: "more" }, describe(hit)),
      ),
      open,
    );
    item.addEventListener("pointerenter", () => this.mark(index));
    item.addEventListener("click", () => {
      this.mark(index);
      this.choose();
    });
    return item;
  }
}

function describe(hit: Hit): string {
  if (hit.kind === "observation") return `observation · ${hit.when ?? "time unknown"}`;
  return sceneLine(hit);
}

/** What matters of a scene in one line. */
export function sceneLine(hit: Hit): string {
  const parts = [
    momentText(hit.t) ?? "time unknown",
    hit.gsd ? metresText(hit.gsd) : null,
    hit.cloud === null || hit.cloud === undefined ? null : `cloud ${Math.round(hit.cloud)} %`,
    hit.collection,
  ];
  return parts.filter(Boolean).join(" · ");
}

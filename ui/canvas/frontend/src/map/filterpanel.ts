/** The panel in which filters are set. Every change counts at once. */
import { ask, type TagClass } from "../core/api";
import { button, el, fill } from "../core/dom";
import { NO_FILTERS, type Filters } from "./filters";

interface Facets {
  platforms: [name: string, count: number][];
  collections: [name: string, count: number][];
  off_nadir: boolean;
  statuses: string[];
}
type ListField = "platforms" | "collections" | "classes" | "statuses";
type Choice = [value: string, label: string, count?: number];

const DAY = 86_400_000;
const GSD = [0.3, 0.5, 1, 3, 5, 10, 30, 100];

export class FilterPanel {
  readonly element = el("section", { class: "drawer panel filters", hidden: true, "aria-label": "Filters" });
  private filters: Filters = NO_FILTERS;
  private facets: Facets | null = null;

  constructor(
    private readonly api: string,
    private readonly classes: readonly TagClass[],
    private readonly changed: (filters: Filters) => void,
    private readonly closed: () => void,
  ) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(): void {
    this.element.hidden = false;
    this.draw();
    this.element.querySelector<HTMLElement>("input, select")?.focus({ preventScroll: true });
    void ask<Facets>(`${this.api}/api/facets`).then(
      (facets) => {
        this.facets = facets;
        this.draw();
      },
      () => undefined, // footprints are still loaded: dates and limits can be set already
    );
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.closed();
  }

  show(filters: Filters): void {
    this.filters = filters;
    if (this.isOpen) this.draw();
  }

  private set(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    this.changed(this.filters);
  }

  private draw(): void {
    const focused = (this.element.getRootNode() as ShadowRoot).activeElement?.getAttribute("data-field");
    const { facets } = this;
    const classes: Choice[] = this.classes.map((c) => [c.id, c.path.replaceAll("/", " / ")]);
    const statuses: Choice[] = (facets?.statuses ?? []).map((s) => [s, s.replaceAll("_", " ")]);
    const top = this.element.scrollTop;
    fill(
      this.element,
      el("header", {}, "Filters", button("✕", "Close (Esc)", () => this.close())),
      this.dates(),
      this.limits(),
      this.list("Sensor", "platforms", (facets?.platforms ?? []).map(([n, c]) => [n, n, c])),
      this.list("Collection", "collections", (facets?.collections ?? []).map(([n, c]) => [n, n, c])),
      this.tagged(),
      this.list("Tagged with", "classes", classes),
      this.list("Observations", "statuses", statuses),
    );
    this.element.scrollTop = top;
    if (focused) this.element.querySelector<HTMLElement>(`[data-field="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  private dates(): HTMLElement {
    const field = (name: "begin" | "end", label: string): HTMLElement => {
      const ms = this.filters[name];
      const last = name === "end" ? DAY : 0; // the day that is named counts as a whole
      const shown = ms === null ? "" : new Date(last ? ms - 1 : ms).toISOString().slice(0, 10);
      const input = el("input", { type: "date", value: shown, "data-field": name, min: "1930-01-01" });
      input.addEventListener("change", () => {
        const day = Date.parse(input.value);
        this.set({ [name]: Number.isNaN(day) ? null : day + last });
      });
      return el("label", {}, label, input);
    };
    return el("div", { class: "pair" }, field("begin", "From (UTC)"), field("end", "To (UTC)"));
  }

  private limits(): HTMLElement {
    const { gsd_max } = this.filters;
    const steps = gsd_max === null || GSD.includes(gsd_max) ? GSD : [...GSD, gsd_max].sort((a, b) => a - b);
    const gsd = el(
      "select",
      { "data-field": "gsd" },
      el("option", { value: "" }, "any size"),
      ...steps.map((m) => el("option", { value: String(m), selected: m === gsd_max }, `up to ${m} m`)),
    );
    gsd.addEventListener("change", () => this.set({ gsd_max: gsd.value ? Number(gsd.value) : null }));
    return el(
      "div",
      { class: "limits" },
      el("label", {}, "Pixels", gsd),
      this.slider("cloud_max", "Cloud", 100, 5, "%"),
      (this.facets?.off_nadir || this.filters.off_nadir_max !== null) && this.slider("off_nadir_max", "Off-nadir", 60, 5, "°"),
    );
  }

  private slider(field: "cloud_max" | "off_nadir_max", label: string, most: number, step: number, unit: string): HTMLElement {
    const value = this.filters[field];
    const said = (v: number | null): string => (v === null ? "any" : `up to ${v} ${unit}`.replace(" °", "°"));
    const output = el("output", {}, said(value));
    const input = el("input", {
      type: "range", min: "0", max: String(most), step: String(step), value: String(value ?? most), "data-field": field,
    });
    input.addEventListener("input", () => {
      const now = Number(input.value) >= most ? null : Number(input.value);
      output.textContent = said(now);
      this.set({ [field]: now });
    });
    return el("label", {}, el("span", {}, label, output), input);
  }

  private tagged(): HTMLElement {
    const choices = [[null, "any"], ["yes", "tagged"], ["no", "not tagged"]] as const;
    const nodes = choices.map(([value, label]) => {
      const input = el("input", {
        type: "radio", name: "tagged", checked: this.filters.tagged === value, "data-field": `tagged ${value}`,
      });
      input.addEventListener("change", () => this.set({ tagged: value }));
      return el("label", { class: "row" }, input, label);
    });
    return el("fieldset", {}, el("legend", {}, "Tagging"), el("div", { class: "across" }, ...nodes));
  }

  private list(title: string, field: ListField, choices: Choice[]): HTMLElement | false {
    const chosen = this.filters[field];
    const missing = chosen.filter((v) => !choices.some(([value]) => value === v)).map((v): Choice => [v, v]);
    const every = [...choices, ...missing];
    if (!every.length) return false;
    const rows = every.map(([value, label, count]) => {
      const input = el("input", { type: "checkbox", checked: chosen.includes(value), "data-field": `${field} ${value}` });
      input.addEventListener("change", () => {
        const rest = this.filters[field].filter((v) => v !== value);
        this.set({ [field]: input.checked ? [...rest, value] : rest });
      });
      const many = count !== undefined && el("span", { class: "count" }, count.toLocaleString("en"));
      return el("label", { class: "row" }, input, el("span", { class: "name" }, label), many);
    });
    return el("fieldset", {}, el("legend", {}, title), el("div", { class: "rows" }, ...rows));
  }
}

/** The panel that says how the picture is drawn: bands, stretch, gamma, colours, expression. */
import { ask } from "../core/api";
import { button, el } from "../core/dom";
import { channels, nextCombination, styleText, type Style, type Styles } from "../core/style";

export interface LookEvents {
  changed(style: Style | null): void;
  message(text: string): void;
}

const OWN = "own";

export class LookPanel {
  readonly element = el("div", { class: "look panel", role: "group", "aria-label": "Look of the image" });
  style: Style | null = null;
  private readonly combination = el("select", { "aria-label": "Bands" });
  private readonly three = el("div", { class: "row" });
  private readonly expression = el("input", {
    type: "text",
    "aria-label": "Expression of bands",
    placeholder: "(nir - red) / (nir + red)",
    spellcheck: "false",
  });
  private readonly ranges = el("div", { class: "ranges" });
  private readonly gamma = el("input", {
    type: "range",
    min: "0.3",
    max: "3",
    step: "0.1",
    value: "1",
    "aria-label": "Gamma: higher lightens the dark parts",
  });
  private readonly colours = el("select", { "aria-label": "Colours" });
  private readonly decibel = el("input", { type: "checkbox", "aria-label": "In decibels" });
  private asked = 0;

  constructor(
    private readonly url: string,
    private readonly styles: Styles,
    private readonly events: LookEvents,
  ) {
    this.element.hidden = true;
    this.fill();
    // Keys typed here are text, not commands.
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") event.stopPropagation();
    });
    this.show();
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  toggle(): void {
    this.element.hidden = !this.element.hidden;
  }

  /** Draw in this style, null as usual; the panel shows it. */
  use(style: Style | null): void {
    const same = styleText(style) === styleText(this.style);
    this.style = styleText(style) ? style : null;
    this.show();
    if (!same) this.events.changed(this.style);
  }

  step(by: 1 | -1): void {
    const next = nextCombination(this.styles, this.style, by);
    if (!next) return;
    this.use(next);
    const name = this.styles.combinations.find((c) => c.bands.join() === next.bands?.join())?.name;
    this.events.message(name ?? "");
  }

  private fill(): void {
    const usual = el("option", { value: "" }, "As usual");
    const options = this.styles.combinations.map((c) => el("option", { value: c.id }, c.name));
    const own = el("option", { value: OWN }, "Own choice or expression");
    this.combination.append(usual, ...options, own);
    this.colours.append(el("option", { value: "" }, "Grey"));
    this.colours.append(...this.styles.colormaps.map((n) => el("option", { value: n }, n)));
    for (const colour of ["Red", "Green", "Blue"]) {
      const pick = el("select", { "aria-label": `${colour} from` });
      pick.append(...this.styles.bands.map((b) => el("option", { value: b.name, title: b.label }, b.name)));
      pick.addEventListener("change", () => this.edit({ bands: this.picked(), stretch: undefined }));
      this.three.append(pick);
    }
    this.combination.addEventListener("change", () => this.chosen(this.combination.value));
    this.expression.addEventListener("change", () => void this.computed(this.expression.value.trim()));
    this.gamma.addEventListener("change", () => this.edit({ gamma: Number(this.gamma.value) }));
    this.colours.addEventListener("change", () => this.edit({ colormap: this.colours.value || undefined }));
    this.decibel.addEventListener("change", () => {
      this.edit({ db: this.decibel.checked, stretch: undefined });
    });
    const fit = button("Fit", "Stretch over what is there: 2nd to 98th percentile", () => void this.fit());
    fit.classList.add("plain");
    const reset = button("As usual", "Draw as usual again", () => this.use(null));
    reset.classList.add("plain");
    this.element.append(
      field("Bands", this.combination),
      this.three,
      field("Expression", this.expression),
      field("Stretch", this.ranges),
      field("Gamma", this.gamma),
      field("Colours", this.colours),
      el("label", { class: "check" }, this.decibel, "Decibels (radar)"),
      el("div", { class: "row" }, fit, reset),
    );
  }

  private chosen(id: string): void {
    if (id === "") return this.use(null);
    const found = this.styles.combinations.find((c) => c.id === id);
    const first = this.styles.bands.slice(0, 3).map((b) => b.name);
    const bands = found?.bands ?? this.style?.bands ?? (first.length === 3 ? first : first.slice(0, 1));
    this.use({ ...(this.style ?? {}), expression: undefined, stretch: undefined, bands });
    if (id === OWN) this.combination.value = OWN;
  }

  private async computed(text: string): Promise<void> {
    if (!text) return this.edit({ expression: undefined, stretch: undefined });
    await this.fit({ ...(this.style ?? {}), expression: text, stretch: undefined });
  }

  /** Ask for the range of what the style shows, and use both. */
  private async fit(wanted: Style = { ...(this.style ?? this.usual()), stretch: undefined }): Promise<void> {
    const text = styleText(wanted);
    if (!text) return;
    const mine = ++this.asked;
    try {
      const found = await ask<Style>(`${this.url}/stretch?style=${encodeURIComponent(text)}`);
      if (mine === this.asked) this.use({ ...wanted, stretch: found.stretch });
    } catch (error) {
      this.events.message((error as Error).message);
    }
  }

  private usual(): Style {
    return { bands: this.styles.combinations[0]?.bands ?? [] };
  }

  private edit(change: Partial<Style>): void {
    this.use({ ...(this.style ?? this.usual()), ...change });
  }

  private picked(): string[] {
    return [...this.three.querySelectorAll("select")].map((s) => s.value);
  }

  private show(): void {
    const style = this.style ?? this.usual();
    const bands = style.bands ?? [];
    const known = this.styles.combinations.find((c) => c.bands.join() === bands.join());
    this.combination.value = !this.style ? "" : style.expression || !known ? OWN : known.id;
    const picks = [...this.three.querySelectorAll("select")];
    picks.forEach((pick, i) => (pick.value = bands[i] ?? bands[0] ?? ""));
    this.three.hidden = Boolean(style.expression) || bands.length !== 3;
    this.expression.value = style.expression ?? "";
    this.gamma.value = String(style.gamma ?? 1);
    this.colours.value = style.colormap ?? "";
    this.colours.disabled = channels(style) !== 1;
    this.decibel.checked = style.db ?? false;
    this.ranges.replaceChildren(...this.rangeRows(style));
  }

  private rangeRows(style: Style): HTMLElement[] {
    const n = channels(style);
    const names = style.expression ? ["value"] : (style.bands ?? []);
    return names.slice(0, n).map((name, i) => {
      const band = this.styles.bands.find((b) => b.name === name);
      const usual: [number | null, number | null] = style.db || style.expression ? [null, null] : [band?.low ?? null, band?.high ?? null];
      const [low, high] = style.stretch?.[i] ?? usual;
      const inputs = [low, high].map((value, end) =>
        el("input", {
          type: "number",
          step: "any",
          value: value === null ? "" : String(Number(value.toPrecision(5))),
          "aria-label": `${end ? "Brightest" : "Darkest"} value of ${name}`,
          onchange: () => this.typed(n),
        }),
      );
      return el("div", { class: "range" }, el("span", {}, name), ...inputs);
    });
  }

  private typed(n: number): void {
    const values = [...this.ranges.querySelectorAll("input")].map((i) => i.valueAsNumber);
    const stretch = Array.from({ length: n }, (_, i): [number, number] => [values[2 * i]!, values[2 * i + 1]!]);
    if (stretch.every(([low, high]) => low < high)) this.edit({ stretch });
    else this.events.message("The darkest value must be below the brightest.");
  }
}

function field(name: string, node: HTMLElement): HTMLElement {
  return el("div", { class: "field" }, el("span", { class: "label" }, name), node);
}

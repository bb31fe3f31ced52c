/** The bars under the map, scenes over time by platform, and the brush that filters by it. */
import { ask } from "../core/api";
import { button, el } from "../core/dom";
import { log } from "../core/log";
import type { Theme } from "../core/theme";
import { drawBars, keyOf, type Histogram } from "./bars";
import { shortTime } from "./filters";
import { dragged, snapped, stepped, type Brush, type Grip, type Span } from "./timescale";

const LATER_MS = 180;

export class Timeline {
  private readonly bars = el("canvas", { "aria-hidden": "true" });
  private readonly shade = el("div", { class: "brush" });
  private readonly grips: Record<Grip, HTMLElement>;
  private readonly key = el("div", { class: "key" });
  private readonly clear = button("✕", "Show all times", () => this.set(null, true), { class: "clear" });
  readonly plot = el("div", { class: "plot" }, this.bars, this.shade);
  readonly element: HTMLElement;
  private data: Histogram | null = null;
  private theme: Theme | null = null;
  private brush: Brush | null = null;
  private asking = new AbortController();
  private timer = 0;
  private drag: { grip: Grip | "new"; from: number; brush: Brush | null } | null = null;

  constructor(
    private readonly api: string,
    private readonly changed: (brush: Brush | null, done: boolean) => void,
  ) {
    const grip = (name: Grip, title: string): HTMLElement =>
      el("div", { class: `grip ${name}`, role: "slider", tabindex: "0", "aria-label": title, "data-grip": name });
    this.grips = {
      begin: grip("begin", "Begin of the time shown"),
      move: grip("move", "Time shown, as a whole"),
      end: grip("end", "End of the time shown"),
    };
    this.shade.append(this.grips.move, this.grips.begin, this.grips.end);
    const head = el("header", {}, this.key, this.clear);
    this.element = el("div", { class: "timeline panel", role: "group", "aria-label": "Timeline" }, head, this.plot);
    this.plot.addEventListener("pointerdown", (event) => this.press(event));
    this.plot.addEventListener("pointermove", (event) => this.pull(event));
    this.plot.addEventListener("pointerup", () => this.release());
    this.plot.addEventListener("pointercancel", () => this.release());
    this.plot.addEventListener("dblclick", () => this.set(null, true));
    for (const [name, node] of Object.entries(this.grips)) {
      node.addEventListener("keydown", (event) => this.pressed(event, name as Grip));
    }
  }

  get span(): Span | null {
    return this.data && { begin: this.data.begin, end: this.data.begin + this.data.step * this.data.bins };
  }

  /** Count again: the filters changed, or the view. Soon, and once for many calls. */
  ask(query: string, bbox: string | null): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.fetch(query, bbox), LATER_MS);
  }

  /** Show a brush that was set elsewhere. */
  show(brush: Brush | null): void {
    this.brush = brush;
    this.place();
  }

  paint(theme: Theme): void {
    this.theme = theme;
    this.draw();
  }

  resized(): void {
    this.draw();
  }

  /** Put the keyboard on the brush; the first time it covers the middle third. */
  focus(): void {
    const { span } = this;
    if (!span) return;
    if (!this.brush) {
      const third = (span.end - span.begin) / 3;
      this.set(snapped({ begin: span.begin + third, end: span.end - third }, span), true);
    }
    this.grips.move.focus({ preventScroll: true });
  }

  dispose(): void {
    window.clearTimeout(this.timer);
    this.asking.abort();
  }

  private async fetch(query: string, bbox: string | null): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const width = this.plot.clientWidth || 600;
    const bins = Math.max(40, Math.min(400, Math.round(width / 5)));
    const box = bbox ? `&bbox=${bbox}` : "";
    const address = `${this.api}/api/histogram?bins=${bins}${box}${query ? `&${query}` : ""}`;
    try {
      this.data = await ask<Histogram>(address, { signal });
    } catch {
      return; // busy or away: the next change asks again
    }
    const total = this.data.series.reduce((sum, s) => sum + s.counts.reduce((a, b) => a + b, 0), 0);
    log("histogram", { total });
    this.draw();
  }

  private draw(): void {
    const { data, theme } = this;
    if (!data || !theme || !this.plot.clientWidth) return;
    drawBars(this.bars, [this.plot.clientWidth, this.plot.clientHeight], data, theme);
    this.key.replaceChildren(...keyOf(data));
    this.place();
  }

  private place(): void {
    const { brush, span } = this;
    this.shade.hidden = !brush || !span;
    this.clear.hidden = !brush;
    if (!brush || !span) return;
    const at = (ms: number): number => Math.max(0, Math.min(1, (ms - span.begin) / (span.end - span.begin)));
    this.shade.style.left = `${at(brush.begin) * 100}%`;
    this.shade.style.width = `${Math.max(0, at(brush.end) - at(brush.begin)) * 100}%`;
    const says: [Grip, number, string][] = [
      ["begin", brush.begin, shortTime(brush.begin)],
      ["end", brush.end, shortTime(brush.end)],
      ["move", brush.begin, `${shortTime(brush.begin)} to ${shortTime(brush.end)}`],
    ];
    for (const [name, value, text] of says) {
      const node = this.grips[name];
      node.setAttribute("aria-valuemin", String(span.begin));
      node.setAttribute("aria-valuemax", String(span.end));
      node.setAttribute("aria-valuenow", String(value));
      node.setAttribute("aria-valuetext", text);
      node.title = text;
    }
  }

  private set(brush: Brush | null, done: boolean): void {
    this.brush = brush;
    this.place();
    this.changed(brush, done);
  }

  private timeAt(event: PointerEvent): number {
    const box = this.plot.getBoundingClientRect();
    const span = this.span!;
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    return span.begin + share * (span.end - span.begin);
  }

  private press(event: PointerEvent): void {
    if (!this.span || event.button) return;
    event.stopPropagation();
    const grip = (event.target as HTMLElement).dataset["grip"] as Grip | undefined;
    if (grip) this.grips[grip].focus({ preventScroll: true });
    this.drag = { grip: grip ?? "new", from: this.timeAt(event), brush: this.brush };
    this.plot.setPointerCapture(event.pointerId);
  }

  private pull(event: PointerEvent): void {
    if (!this.drag || !this.span || !this.data) return;
    const { grip, from, brush } = this.drag;
    const next = dragged(grip, brush, from, this.timeAt(event), this.span, this.data.step);
    if (next) this.set(snapped(next, this.span), false);
  }

  private release(): void {
    if (!this.drag) return;
    this.drag = null;
    this.changed(this.brush, true);
  }

  private pressed(event: KeyboardEvent, grip: Grip): void {
    if (!this.brush || !this.span || !this.data) return;
    if (event.key === "Escape" || event.key === "Delete" || event.key === "Backspace") {
      this.set(null, true);
      (this.element.closest(".cv") as HTMLElement | null)?.focus({ preventScroll: true });
    } else {
      const next = stepped(grip, this.brush, event.key, event.shiftKey, this.span, this.data.step);
      if (!next) return;
      this.set(snapped(next, this.span), true);
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

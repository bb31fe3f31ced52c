/** The measures of the chosen shape, or of the one being drawn. */
import type { SceneDetail, TagClass } from "../core/api";
import { el } from "../core/dom";
import { measuresOf, type Measures } from "./measuretext";
import type { Body } from "./body";

export class MeasurePanel {
  readonly element = el("div", { class: "measures panel", role: "status", "aria-label": "Measures", hidden: true });
  private last: Measures | null = null;

  constructor(
    private readonly scene: SceneDetail,
    private readonly classes: ReadonlyMap<string, TagClass>,
  ) {}

  get rows(): Measures["rows"] {
    return this.last?.rows ?? [];
  }

  /** Show what is measured of a body with this class; null hides the panel. */
  show(body: Pick<Body, "kind" | "geometry" | "pixels"> | null, cls: string | null): void {
    const entry = cls === null ? null : (this.classes.get(cls) ?? null);
    this.last = body && measuresOf(body, this.scene, entry);
    this.element.hidden = this.last === null;
    if (!this.last) return;
    const rows = this.last.rows.flatMap(({ name, text, mark }, n) => [
      el("dt", {}, name),
      el("dd", { class: mark ?? (n === 0 ? "lead" : "") }, text),
    ]);
    this.element.replaceChildren(
      el("dl", {}, ...rows),
      ...(this.last.note ? [el("p", {}, this.last.note)] : []),
    );
  }
}

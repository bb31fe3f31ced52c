/** The bottom line: scale bar, place under the pointer, attribution. */
import type OlMap from "ol/Map";
import { getPointResolution } from "ol/proj";
import { el } from "../core/dom";
import { lonLatText, metresText, scaleBar } from "../geo/format";

/** What the readout needs of a frame. */
export interface ReadoutFrame {
  readonly ground: boolean;
  fromView(point: readonly number[]): readonly [number, number];
}

export class Readout {
  readonly element: HTMLElement;
  private readonly scale = el("div", { class: "scale" });
  private readonly place = el("span", { class: "place" });
  private readonly values = el("span", { class: "values" });
  private readonly extra = el("span", { class: "progress" });
  private readonly credit = el("div", { class: "credit panel" });

  constructor(
    private readonly map: OlMap,
    private readonly frame: ReadoutFrame,
    credit: string,
    /** How far what is read here may be off: "± 12 m". */
    private off: string | null = null,
  ) {
    this.setCredit(credit);
    const left = el("div", { class: "panel" }, this.scale, this.place, this.values, this.extra);
    this.element = el("div", { class: "bottom" }, left, this.credit);
    map.on("moveend", () => this.measure());
    map.on("pointermove", (event) => this.point(event.coordinate));
    map.getTargetElement()?.addEventListener("pointerleave", () => this.point(null));
  }

  setCredit(text: string): void {
    this.credit.textContent = text;
    this.credit.title = text;
    this.credit.hidden = !text;
  }

  /** Other pictures are in view. */
  setOff(text: string | null): void {
    this.off = text;
  }

  /** What is under the resting pointer. */
  setValues(text: string): void {
    this.values.textContent = text;
  }

  /** A short text beside the place: how far one is. */
  setExtra(text: string): void {
    this.extra.textContent = text;
  }

  private unitsPerPixel(): number {
    const view = this.map.getView();
    const resolution = view.getResolution() ?? 1;
    const centre = view.getCenter();
    if (!this.frame.ground || !centre) return resolution;
    return getPointResolution(view.getProjection(), resolution, centre, "m");
  }

  private measure(): void {
    const { length, px } = scaleBar(this.unitsPerPixel());
    this.scale.style.width = `${Math.round(px)}px`;
    this.scale.textContent = this.frame.ground ? metresText(length) : `${length} px`;
  }

  private point(at: readonly number[] | null): void {
    if (!at) {
      this.place.textContent = "";
      return;
    }
    const [a, b] = this.frame.fromView(at);
    const known = Number.isFinite(a) && Number.isFinite(b);
    const text = this.frame.ground
      ? lonLatText(a, b, this.unitsPerPixel())
      : `column ${Math.floor(a)}, row ${Math.floor(b)}`;
    this.place.textContent = known ? [text, ...(this.off ? [this.off] : [])].join(" ") : "";
  }
}

/** Dropping a pin: press for the place, drag for the radius, Enter to use it. */
import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import Point from "ol/geom/Point";
import PointerInteraction from "ol/interaction/Pointer";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import { button, el } from "../core/dom";
import { faded, MARK } from "../core/theme";
import { lonLatText, metresText } from "../geo/format";
import { distance } from "../geo/geodesic";
import { wrapLon, type LonLat } from "../geo/unwrap";
import type { Pinned } from "../messages";
import type { MapFrame } from "./frames";
import { ringAround, vectorLayer } from "./marks";

/** A drag shorter than this is a click: the radius stays unknown. */
const DRAG_PX = 6;
const FIRST_RADIUS_M = 1000;
const STEP = Math.sqrt(2);

export class PinTool {
  readonly layer = vectorLayer();
  readonly card = el("div", { class: "card panel", hidden: true });
  private at: LonLat | null = null;
  private radius: number | null = null;
  private readonly drag: PointerInteraction;
  private active = false;

  constructor(
    private readonly map: OlMap,
    private readonly frame: MapFrame,
    private readonly confirmed: (pin: Pinned) => void,
  ) {
    let start: number[] = [];
    this.drag = new PointerInteraction({
      handleDownEvent: (event) => {
        if (!plain(event)) return false;
        start = event.pixel;
        this.drop(this.frame.fromView(event.coordinate));
        return true;
      },
      handleDragEvent: (event) => {
        const moved = Math.hypot(event.pixel[0]! - start[0]!, event.pixel[1]! - start[1]!);
        if (moved >= DRAG_PX && this.at) {
          this.setRadius(distance(this.at, this.frame.fromView(event.coordinate)));
        }
      },
    });
    this.layer.setStyle([
      new Style({
        fill: new Fill({ color: faded(MARK.vermilion, 0.14) }),
        stroke: new Stroke({ color: MARK.vermilion, width: 2.2, lineDash: [6, 4] }),
        image: new CircleStyle({
          radius: 7,
          fill: new Fill({ color: MARK.vermilion }),
          stroke: new Stroke({ color: "#fff", width: 2.5 }),
        }),
      }),
    ]);
  }

  get isActive(): boolean {
    return this.active;
  }

  setActive(yes: boolean): void {
    if (yes === this.active) return;
    this.active = yes;
    if (yes) this.map.addInteraction(this.drag);
    else this.map.removeInteraction(this.drag);
    this.clear();
    this.card.hidden = !yes;
  }

  drop(at: LonLat): void {
    this.at = at;
    this.radius = null;
    this.draw();
  }

  dropInMiddle(): void {
    const centre = this.map.getView().getCenter();
    if (centre) this.drop(this.frame.fromView(centre));
  }

  /** A step smaller (-1) or larger (1); the first step says 1 km. */
  resize(direction: 1 | -1): void {
    if (!this.at) return;
    this.setRadius(this.radius === null ? FIRST_RADIUS_M : this.radius * STEP ** direction);
  }

  confirm(): void {
    if (!this.at) return;
    const [lon, lat] = this.at;
    const r95_m = this.radius === null ? null : Math.round(this.radius * 10) / 10;
    this.confirmed({ lon: wrapLon(lon), lat, r95_m });
  }

  clear(): void {
    this.at = null;
    this.radius = null;
    this.draw();
  }

  private setRadius(metres: number): void {
    this.radius = Math.max(1, Math.min(metres, 5_000_000));
    this.draw();
  }

  private draw(): void {
    const source = this.layer.getSource()!;
    source.clear();
    if (this.at) {
      const [lon, lat] = this.at;
      source.addFeature(new Feature(new Point(this.frame.toView(this.at))));
      if (this.radius !== null) source.addFeature(new Feature(ringAround(lon, lat, this.radius, this.frame)));
    }
    this.write();
  }

  private write(): void {
    if (!this.at) {
      const hint = "Press where it was; drag to say how sure you are. Alt + drag moves the map.";
      this.card.replaceChildren(el("div", { class: "text" }, hint));
      return;
    }
    const sure = this.radius === null ? "drag or ] for a radius" : `95 % sure within ${metresText(this.radius)}`;
    this.card.replaceChildren(
      el(
        "div",
        { class: "text" },
        el("div", {}, lonLatText(this.at[0], this.at[1])),
        el("div", { class: "more" }, sure),
      ),
      button("Clear", "Take the pin off (Esc)", () => this.clear(), { class: "plain" }),
      button("Use this place", "Use this place (Enter)", () => this.confirm(), { class: "go" }),
    );
  }
}

/** The main button without a modifier; everything else moves the map. */
export function plain(event: MapBrowserEvent): boolean {
  const original = event.originalEvent as PointerEvent;
  return original.button === 0 && !original.altKey && !original.ctrlKey && !original.metaKey;
}

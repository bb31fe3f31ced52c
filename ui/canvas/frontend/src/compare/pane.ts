/** One of the two pictures that are compared: a map of its own on the view they share. */
import type OlMap from "ol/Map";
import type View from "ol/View";
import type { SceneDetail } from "../core/api";
import { el } from "../core/dom";
import { makeMap } from "../core/olmap";
import type { Style } from "../core/style";
import { metresText, spanText } from "../geo/format";
import type { Frame } from "../geo/grids";
import { imageryLayer, type ImageryLayer } from "../tag/imagery";

/** The time is never out of sight; what is unknown is said. */
export function paneFacts(scene: SceneDetail): string {
  const when = spanText(scene.t_begin, scene.t_end) ?? "time unknown";
  const gsd = scene.gsd === null ? "pixel size unknown" : `pixel ${metresText(scene.gsd)}`;
  const cloud = scene.cloud === null ? "cloud unknown" : `cloud ${Math.round(scene.cloud)} %`;
  const placed = !scene.placing ? [] : scene.position_error == null ? ["placed by hand, error unknown"] : [`placed ± ${metresText(scene.position_error)}`];
  return [when, ...placed, scene.platform ?? "sensor unknown", gsd, cloud].join(" · ");
}

const LINGER_MS = 500;

export class Pane {
  readonly map: OlMap;
  readonly target: HTMLElement;
  readonly facts = el("div", { class: "facts panel" });
  scene: SceneDetail | null = null;
  private pixels: ImageryLayer | null = null;
  private readonly timers: number[] = [];
  /** How far the picture is moved against the ground, in view units. */
  private shift: [number, number] = [0, 0];

  constructor(
    readonly letter: "A" | "B",
    view: View,
    private readonly frame: Frame,
    private readonly api: string,
  ) {
    this.target = el("div", { class: `map pane ${letter.toLowerCase()}` });
    this.map = makeMap(this.target, view, []);
  }

  show(scene: SceneDetail, style: Style | null): void {
    const old = this.pixels;
    this.scene = scene;
    this.pixels = scene.imagery?.grid ? imageryLayer(scene.imagery, this.api, this.frame) : null;
    if (this.pixels) {
      this.pixels.use(style);
      this.pixels.layer.on("prerender", (event) => this.moved(event.context as CanvasRenderingContext2D, 1));
      this.pixels.layer.on("postrender", (event) => this.moved(event.context as CanvasRenderingContext2D, -1));
      this.map.addLayer(this.pixels.layer);
    }
    // The old picture stays below until the new one is there, so that nothing flashes.
    if (old) this.drop(old);
    const name = el("span", { class: "name" }, scene.id);
    const side = el("b", {}, this.letter);
    const synthetic = scene.synthetic && el("span", { class: "synthetic" }, "SYNTHETIC");
    this.facts.replaceChildren(side, ...(synthetic ? [synthetic] : []), name, el("span", {}, paneFacts(scene)));
  }

  /** Not for long, however slow the new one is: its name and date stand above already. */
  private drop(old: ImageryLayer): void {
    const gone = (): void => void this.map.removeLayer(old.layer);
    this.map.once("rendercomplete", gone);
    this.timers.push(window.setTimeout(gone, LINGER_MS));
  }

  use(style: Style | null): void {
    this.pixels?.use(style);
  }

  /** Move the picture against the ground, in view units. */
  moveBy(shift: [number, number]): void {
    this.shift = shift;
    this.pixels?.layer.changed();
  }

  dispose(): void {
    this.timers.forEach((timer) => window.clearTimeout(timer));
    this.map.setTarget(undefined);
    this.map.dispose();
    this.target.remove();
    this.facts.remove();
  }

  private moved(context: CanvasRenderingContext2D | null, sign: 1 | -1): void {
    const resolution = this.map.getView().getResolution();
    if (!context || !resolution || (!this.shift[0] && !this.shift[1])) return;
    const [dx, dy] = this.shift;
    context.translate((sign * dx) / resolution, (-sign * dy) / resolution);
  }
}

/** North, where the sun stood, and where shadows fall, as arrows on the picture. */
import type OlMap from "ol/Map";
import type { SceneDetail } from "../core/api";
import { el } from "../core/dom";
import type { Frame } from "../geo/grids";

const SVG = "http://www.w3.org/2000/svg";

/** Degrees clockwise from the top of the screen to north, at a place; null without ground. */
export function northAngle(frame: Frame, at: readonly number[]): number | null {
  if (!frame.ground) return null;
  const [lon, lat] = frame.fromView(at);
  const step = lat > 89.9 ? -1e-4 : 1e-4;
  const [x, y] = frame.toView([lon, lat + step]);
  const [x0, y0] = frame.toView([lon, lat]);
  const [dx, dy] = [(x - x0) * Math.sign(step), (y - y0) * Math.sign(step)];
  return (Math.atan2(dx, dy) * 180) / Math.PI;
}

export class Compass {
  readonly element: HTMLElement;
  private readonly arrows = new Map<string, SVGElement>();

  constructor(
    private readonly map: OlMap,
    private readonly frame: Frame,
    private readonly scene: SceneDetail,
  ) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "-24 -24 48 48");
    svg.setAttribute("aria-hidden", "true");
    this.draw(svg, "north", "M0 8V-12M-4.500 -6L0 -13 4.500 -6", "N", -16);
    if (scene.sun_azimuth !== null) {
      this.draw(svg, "shadow", "M0 0V14M-3 10.500L0 15 3 10.500", "", 0);
      this.draw(svg, "sun", "", "☀", -4);
    }
    const words = this.words();
    this.element = el("div", { class: "compass panel", role: "img", "aria-label": words, title: words }, svg);
    this.element.hidden = !frame.ground;
    map.on("moveend", () => this.turn());
  }

  private words(): string {
    const { sun_azimuth: azimuth, sun_elevation: elevation } = this.scene;
    if (azimuth === null) return "North; where the sun stood is unknown";
    const high = elevation === null ? "" : `, ${elevation.toFixed(0)}° high`;
    const shadow = (azimuth + 180) % 360;
    return `North; the sun stood at ${azimuth.toFixed(0)}°${high}, so shadows fall towards ${shadow.toFixed(0)}°`;
  }

  private draw(svg: SVGElement, name: string, path: string, letter: string, y: number): void {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", name);
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    group.append(line);
    if (letter) {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("y", String(y));
      text.setAttribute("text-anchor", "middle");
      text.textContent = letter;
      group.append(text);
    }
    svg.append(group);
    this.arrows.set(name, group);
  }

  private turn(): void {
    const centre = this.map.getView().getCenter();
    const north = centre ? northAngle(this.frame, centre) : null;
    if (north === null) return;
    this.arrows.get("north")?.setAttribute("transform", `rotate(${north})`);
    const sun = this.scene.sun_azimuth;
    if (sun === null) return;
    this.arrows.get("sun")?.setAttribute("transform", `rotate(${north + sun})`);
    // Drawn downwards, so that without a turn it points away from a sun in the north.
    this.arrows.get("shadow")?.setAttribute("transform", `rotate(${north + sun})`);
  }
}

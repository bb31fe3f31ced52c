/** The film strip: every scene over this place in order of time; which two are compared. */
import { button, el } from "../core/dom";
import { metresText, momentText } from "../geo/format";
import { timeline, type StripScene, type StripWindow } from "./timeline";

export interface StripData {
  scenes: StripScene[];
  undated: StripScene[];
  more: boolean;
  windows: StripWindow[];
}

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 74;
const LANE = 14;

/** What one would want to know before choosing a scene; unknown is said. */
export function sceneText(scene: StripScene): string {
  const when = momentText(scene.t_begin) ?? "time unknown";
  const gsd = scene.gsd === null ? "pixel size unknown" : `pixel ${metresText(scene.gsd)}`;
  const cloud = scene.cloud === null ? "cloud unknown" : `cloud ${Math.round(scene.cloud)} %`;
  const picture = scene.has_picture ? "" : " · no picture on this computer";
  return `${when} · ${scene.platform ?? "sensor unknown"} · ${gsd} · ${cloud}${picture}`;
}

/** Clear is light, cloudy is dark; unknown is a pattern of its own, not a guess. */
export function cloudColour(cloud: number | null): string {
  if (cloud === null) return "none";
  const share = Math.max(0, Math.min(100, cloud)) / 100;
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * share);
  return `rgb(${mix(86, 70)}, ${mix(180, 70)}, ${mix(233, 78)})`;
}

export class Strip {
  readonly element = el("div", { class: "strip panel", role: "group", "aria-label": "Scenes over this place by time" });
  private readonly svg = document.createElementNS(SVG, "svg");
  private readonly words = el("div", { class: "words" });
  private data: StripData = { scenes: [], undated: [], more: false, windows: [] };
  private whose = "over this place";
  private chosen: [a: string | null, b: string | null] = [null, null];

  constructor(private readonly pick: (uid: string, side: "a" | "b") => void) {
    this.svg.setAttribute("height", String(HEIGHT));
    this.element.append(this.words, this.svg);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Scenes that can be looked at, in order of time. */
  get scenes(): readonly StripScene[] {
    return this.data.scenes.filter((s) => s.has_picture);
  }

  /** `chosen`: they were chosen on the map, wherever they lie. */
  fill(data: StripData, chosen: boolean): void {
    this.data = data;
    this.whose = chosen ? "chosen on the map" : "over this place";
    this.draw();
  }

  choose(a: string | null, b: string | null): void {
    this.chosen = [a, b];
    this.draw();
  }

  private draw(): void {
    const width = this.element.clientWidth - 20;
    if (width <= 0) return;
    const { marks, windows, ticks } = timeline(this.data.scenes, this.data.windows, width);
    this.svg.setAttribute("width", String(width));
    this.svg.replaceChildren(
      ...windows.map((w) => shape("rect", { class: "window", x: w.x, y: 0, width: w.width, height: HEIGHT - 16 })),
      ...ticks.flatMap((t) => [
        shape("line", { class: "tick", x1: t.x, x2: t.x, y1: 0, y2: HEIGHT - 16 }),
        label(t.x, HEIGHT - 4, t.text),
      ]),
      ...marks.map((m) => this.mark(m.scene, m.x, 10 + m.lane * LANE)),
    );
    const { scenes, undated, more } = this.data;
    const parts = [`${scenes.length} scenes ${this.whose}`];
    if (more) parts.push("older ones are left out");
    if (undated.length) parts.push(`${undated.length} without a date`);
    if (this.data.windows.length) parts.push("shaded: when it was reported");
    this.words.textContent = parts.join(" · ");
  }

  private mark(scene: StripScene, x: number, y: number): SVGElement {
    const side = scene.uid === this.chosen[0] ? "A" : scene.uid === this.chosen[1] ? "B" : "";
    const group = shape("g", {
      class: `scene ${side ? "chosen" : ""} ${scene.has_picture ? "" : "absent"}`,
      transform: `translate(${x} ${y})`,
      role: "button",
      "aria-label": `${scene.id}: ${sceneText(scene)}`,
    });
    const dot = shape("circle", { r: side ? 7 : 5, fill: cloudColour(scene.cloud) });
    const title = shape("title", {});
    title.textContent = `${scene.id}\n${sceneText(scene)}`;
    group.append(dot, title);
    if (side) group.append(label(0, 3.5, side));
    group.addEventListener("click", (event) => {
      event.stopPropagation();
      if (scene.has_picture) this.pick(scene.uid, (event as MouseEvent).shiftKey ? "a" : "b");
    });
    return group;
  }
}

/** The bar above the pictures: how they are compared. */
export function modeButtons(use: (command: string) => void): Map<string, HTMLButtonElement> {
  const list = [
    ["swipe", "Swipe", "Swipe between the two (S)"],
    ["blink", "Blink", "Blink between the two (K or Space)"],
    ["side", "Side by side", "Side by side (E)"],
  ] as const;
  return new Map(list.map(([name, text, title]) => [name, button(text, title, () => use(name))]));
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

function label(x: number, y: number, text: string): SVGElement {
  const node = shape("text", { x, y, "text-anchor": "middle" });
  node.textContent = text;
  return node;
}

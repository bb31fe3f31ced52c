/** Whether the sun of an image fits its place and time: computed, stated, and as drawn shadows say. */
import { button, el, fill } from "../core/dom";
import { svg } from "../core/svg";
import type { SunCheck, SunFacts } from "./photoapi";

/** That the image may be mis-dated, where the sun says so. */
export function sunFlag(facts: SunFacts): HTMLElement | null {
  return facts.flag ? el("p", { class: "notice bad sun-flag" }, facts.flag) : null;
}

/** The section beside a claim; `check` asks again with a line and what casts it. */
export function sunPane(facts: SunFacts, check: (shadow: string, height: string) => Promise<SunFacts>): HTMLElement {
  const element = el("section", { class: "sun" });
  draw(element, facts, check);
  return element;
}

function draw(element: HTMLElement, facts: SunFacts, check: (shadow: string, height: string) => Promise<SunFacts>): void {
  const { stated, shadows, lines } = facts;
  const known = stated.azimuth !== null;
  const summary = facts.flag ? "Sun and shadow: does not fit" : stated.fits ? "Sun and shadow: fits place and time" : "Sun and shadow: not compared";
  const again = async (shadow: string, height: string): Promise<void> => {
    try {
      draw(element, await check(shadow, height), check);
      element.querySelector("details")!.open = true;
    } catch (error) {
      fill(element, el("p", { class: "notice bad" }, (error as Error).message));
    }
  };
  fill(
    element,
    el(
      "details",
      {},
      el("summary", {}, summary),
      el(
        "div",
        { class: "sky" },
        known && (compass(stated.azimuth!, facts.azimuth) as unknown as Node),
        el(
          "dl",
          {},
          ...row("Computed", known ? angles(stated.elevation, stated.azimuth) : "place or time unknown"),
          ...row("Stated", facts.elevation === null && facts.azimuth === null ? "unknown" : angles(facts.elevation, facts.azimuth)),
        ),
      ),
      said(stated),
      ...shadows.map(said),
      lines.length > 0 ? form(facts, again) : el("p", { class: "soft" }, "Draw a line along a shadow on the Tag page, with the class “Shadow”, to check it by that as well."),
    ),
  );
}

function row(name: string, words: string): HTMLElement[] {
  return [el("dt", {}, name), el("dd", {}, words)];
}

function angles(elevation: number | null, azimuth: number | null): string {
  const high = elevation === null ? "height unknown" : `${elevation.toFixed(1)}° high`;
  return azimuth === null ? high : `${high}, at azimuth ${azimuth.toFixed(1)}°`;
}

function said(check: SunCheck): HTMLElement {
  const height = check.height_m === null ? "" : ` What casts it would be ${check.height_m.toFixed(1)} m high.`;
  const mark = check.fits === null ? "" : check.fits ? "✓ " : "✕ ";
  return el("p", { class: check.fits === false ? "notice bad" : "soft" }, `${mark}${check.annotation ? "Drawn: " : ""}${check.sentence}${height}`);
}

function form(facts: SunFacts, check: (shadow: string, height: string) => Promise<void>): HTMLElement {
  const line = el("select", { "aria-label": "Line drawn along a shadow" }, ...facts.lines.map((each, n) => el("option", { value: each.annotation }, `${n + 1}: ${each.name}`)));
  const height = el("input", { type: "number", min: "0.1", step: "any", placeholder: "m", "aria-label": "Height of what casts it, metres" });
  return el("div", { class: "shadow-of" }, el("span", {}, "Line"), line, el("span", {}, "cast by something of"), height, button("Check", "Does this shadow fit the sun?", () => void check(line.value, height.value)));
}

/** North is up: the sun as computed, as stated, and the way shadows fall. */
function compass(azimuth: number, stated: number | null): SVGElement {
  const at = (degrees: number, r: number): [number, number] => [r * Math.sin((degrees * Math.PI) / 180), -r * Math.cos((degrees * Math.PI) / 180)];
  const [x, y] = at(azimuth, 27);
  const [sx, sy] = at(azimuth + 180, 27);
  const parts: SVGElement[] = [
    svg("circle", { class: "ring", r: 27 }),
    svg("text", { y: -39, "text-anchor": "middle" }, "N"),
    svg("line", { class: "cast", x1: 0, y1: 0, x2: sx, y2: sy }),
    svg("circle", { class: "computed", cx: x, cy: y, r: 6 }),
  ];
  if (stated !== null) {
    const [tx, ty] = at(stated, 27);
    parts.push(svg("circle", { class: "stated", cx: tx, cy: ty, r: 9 }));
  }
  const words = `The sun stood at azimuth ${azimuth.toFixed(0)}°${stated === null ? "" : `, stated is ${stated.toFixed(0)}°`}; shadows fall to ${((azimuth + 180) % 360).toFixed(0)}°.`;
  return svg("svg", { width: 96, height: 96, viewBox: "-48 -48 96 96", role: "img", "aria-label": words }, svg("title", {}, words), ...parts);
}

/** The strip of one object, drawn: a mark for each image, and the time in which it came and went. */
import { svg } from "../core/svg";
import type { Stay, StayState, Track, TracksData } from "./api";
import { spansOf, type Scale } from "./scale";

export const STRIP_HEIGHT = 46;
const MAIN = 16;
const BELOW = 36;
/** What was looked for stands on the line; what says nothing stands below it. */
const ON_LINE: ReadonlySet<StayState> = new Set(["present", "absent"]);

/** A mark of its own form for each state, about (0, 0): not by colour alone. */
export function mark(state: StayState): SVGElement {
  const group = svg("g", { class: `mark ${state}` });
  if (state === "present") group.append(svg("circle", { r: 7 }), svg("path", { d: "M-3.2 .2 L-.8 2.8 L3.4 -2.6" }));
  else if (state === "absent") group.append(svg("circle", { r: 6.5 }), svg("path", { d: "M-2.6 -2.6 L2.6 2.6 M2.6 -2.6 L-2.6 2.6" }));
  else if (state === "could_not_show") group.append(svg("rect", { x: -5, y: -5, width: 10, height: 10 }), svg("path", { d: "M-5 1 L1 -5 M-5 5 L5 -5 M-1 5 L5 -1" }));
  else if (state === "clouded") group.append(svg("path", { d: "M-5 4 a3.2 3.2 0 0 1 .6 -6.2 a3.8 3.8 0 0 1 7.2 -.4 a3.3 3.3 0 0 1 1.4 6.6 Z" }));
  else if (state === "not_covered") group.append(svg("path", { d: "M-4.5 0 L4.5 0" }));
  else group.append(svg("circle", { r: 5.5 }), svg("text", { y: 3.4, "text-anchor": "middle" }, "?"));
  return group;
}

/** One mark alone, for the legend and the list. */
export function markAlone(state: StayState): SVGElement {
  return svg("svg", { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" }, mark(state));
}

/** The date of an image as one reads it: "2024-06-11 10:32". */
export function dateText(ms: number | null): string {
  return ms === null ? "time unknown" : new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}

/** What the whole strip says, for those who do not see it. */
export function stripText(track: Track, data: TracksData): string {
  const counts = new Map<StayState, number>();
  for (const { state } of track.strip) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, n]) => `${data.states[state]} on ${n}`);
  return `${track.strip.length} images: ${parts.join(", ")}. ${track.came} ${track.went}`;
}

/** The drawing of a strip at a scale. */
export function stripOf(track: Track, data: TracksData, scale: Scale): SVGElement {
  const spans = spansOf(track, scale).map(({ kind, x, width, open }) =>
    svg("rect", { class: `span ${kind}${open ? " open" : ""}`, x, y: MAIN - 5, width, height: 10, rx: kind === "present" ? 5 : 0 }),
  );
  const behind = [...track.strip].sort((a, b) => Number(ON_LINE.has(a.state)) - Number(ON_LINE.has(b.state)));
  return svg(
    "svg",
    { width: scale.width, height: STRIP_HEIGHT, role: "img", "aria-label": stripText(track, data) },
    svg("pattern", { id: "between", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { class: "hatch", width: 2, height: 5 })),
    ...scale.ticks.map((tick) => svg("line", { class: "tick", x1: tick.x, x2: tick.x, y1: 0, y2: STRIP_HEIGHT })),
    svg("line", { class: "base", x1: 0, x2: scale.width, y1: MAIN, y2: MAIN }),
    ...spans,
    ...behind.flatMap((stay) => placed(stay, data, scale)),
  );
}

function placed(stay: Stay, data: TracksData, scale: Scale): SVGElement[] {
  const scene = data.scenes[stay.scene];
  if (!scene || scene.begin_ms === null) return [];
  const drawn = mark(stay.state);
  drawn.setAttribute("transform", `translate(${scale.at(scene.begin_ms).toFixed(1)} ${ON_LINE.has(stay.state) ? MAIN : BELOW})`);
  drawn.append(svg("title", {}, `${dateText(scene.begin_ms)} UTC · ${scene.id}\n${data.states[stay.state]}: ${stay.why}`));
  return [drawn];
}

/** The dates above the strips. */
export function axisOf(scale: Scale): SVGElement {
  return svg("svg", { width: scale.width, height: 20, "aria-hidden": "true", class: "axis" }, ...scale.ticks.map((tick) => svg("text", { x: tick.x, y: 14, "text-anchor": "middle" }, tick.text)));
}

/** The list of all keys, written from the table of keys. */
import type { TagClass } from "../core/api";
import { el } from "../core/dom";
import { classKeys, KEYS, shownKey, type Context } from "../core/keys";
import type { CanvasData } from "../messages";

const TITLES: Partial<Record<Context, string>> = {
  map: "Map",
  popup: "Several things in one place",
  pin: "Dropping a pin",
  area: "Drawing an area",
  tag: "Tagging tiles, choosing a tool",
  draw: "While drawing",
  wall: "On the contact sheet",
  suggested: "With a suggestion of a model chosen; to change it is to accept it",
  conflict: "Where two people changed one thing",
  compare: "Comparing two scenes",
  place: "Placing a picture",
  selected: "With a shape chosen",
  any: "Always",
};

/** Contexts to explain per mode, in reading order. */
const SHOWN: Record<CanvasData["mode"], Context[]> = {
  map: ["map", "popup", "area", "pin", "any"],
  tag: ["tag", "draw", "selected", "suggested", "wall", "conflict", "any"],
  compare: ["compare", "any"],
  place: ["place", "any"],
};

export function helpOverlay(
  mode: CanvasData["mode"],
  classes: readonly TagClass[],
  close: () => void,
): HTMLElement {
  const sections = SHOWN[mode].map((context) => {
    const rows = KEYS.filter((k) => k.context === context).flatMap((k) => [
      el("dt", {}, ...joined(k.keys)),
      el("dd", {}, k.help),
    ]);
    return el("section", {}, el("h3", {}, TITLES[context] ?? ""), el("dl", {}, ...rows));
  });
  if (mode === "tag") sections.unshift(classSection(classes));
  const box = el(
    "div",
    { role: "dialog", "aria-label": "Keys", tabindex: "0" },
    el("h2", {}, "Keys"),
    el("div", { class: "columns" }, ...sections),
  );
  const overlay = el("div", { class: "help" }, box);
  overlay.addEventListener("click", close);
  return overlay;
}

function classSection(classes: readonly TagClass[]): HTMLElement {
  const names = new Map(classes.map((c) => [c.id, c.path.replaceAll("/", " / ")]));
  const rows = [...classKeys(classes)].flatMap(([key, id]) => [
    el("dt", {}, el("kbd", {}, shownKey(key))),
    el("dd", {}, names.get(id) ?? id),
  ]);
  const title = "Classes: tag the tile, set the class of a chosen shape or of the next one drawn";
  return el("section", {}, el("h3", {}, title), el("dl", {}, ...rows));
}

function joined(keys: readonly string[]): (Node | string)[] {
  const arrows = keys.filter((k) => k.includes("Arrow"));
  const list = arrows.length === 4 ? [shownKey(keys[0]!).replace("←", "arrows")] : keys.map(shownKey);
  return list.flatMap((name, i) => [i ? " " : "", el("kbd", {}, name)]);
}

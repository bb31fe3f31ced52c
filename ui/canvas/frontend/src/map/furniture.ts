/** What stands at the left of the map: legend and buttons. */
import { el } from "../core/dom";
import { Toolbar } from "../hud/toolbar";

export function mapTools(run: (command: string) => void): Toolbar {
  return new Toolbar(
    [
      ["zoom-in", "Zoom in (+)"],
      ["zoom-out", "Zoom out (-)"],
      ["fit", "Show all of it (Home)"],
      null,
      ["filters", "Filters (F)"],
      ["box", "Take the scenes in a box (B)"],
      ["lasso", "Take the scenes in a hand-drawn area (L)"],
      null,
      ["projection", "Next projection (P)"],
      ["online", "Background map from the internet (O)"],
      ["copy-link", "Copy a link to what is shown (C)"],
      ["help", "Keys (?)"],
    ],
    run,
  );
}

export function legend(): HTMLElement {
  return el(
    "div",
    { class: "legend panel" },
    el("span", {}, el("i", { class: "mark observation" }), "observation"),
    el("span", {}, el("i", { class: "mark scene" }), "scene"),
  );
}

/** What stands at the left of the map: legend and buttons. */
import { el } from "../core/dom";
import { Toolbar } from "../hud/toolbar";

export function mapFurniture(run: (command: string) => void): HTMLElement {
  const tools = new Toolbar(
    [
      ["zoom-in", "Zoom in (+)"],
      ["zoom-out", "Zoom out (-)"],
      ["fit", "Show the whole world (Home)"],
      null,
      ["help", "Keys (?)"],
    ],
    run,
  );
  const legend = el(
    "div",
    { class: "legend panel" },
    el("span", {}, el("i", { class: "mark observation" }), "observation"),
    el("span", {}, el("i", { class: "mark scene" }), "scene"),
  );
  return el("div", { class: "left" }, legend, tools.element);
}

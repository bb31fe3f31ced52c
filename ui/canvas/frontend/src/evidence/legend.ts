/** The states of cells with their counts; each is a filter. */
import { button, el } from "../core/dom";
import type { CellState, MatrixData } from "./api";
import { STATE_COLOURS, STATE_SIGNS } from "./mark";
import { STATE_WORDS } from "./words";

const SHOWN: readonly CellState[] = ["consistent", "inconsistent", "inconclusive", "could_not_show", "unreviewed"];

export function legend(data: MatrixData, chosen: ReadonlySet<CellState>, toggle: (state: CellState) => void): HTMLElement {
  const items = SHOWN.map((state) => {
    const swatch = el("i", { style: `--c:${STATE_COLOURS[state]}`, class: state, "data-sign": STATE_SIGNS[state] });
    const label = el("span", {}, swatch, el("em", {}, STATE_WORDS[state]), " ", el("b", {}, String(data.counts.states[state] ?? 0)));
    const words = `${STATE_WORDS[state]} ${data.counts.states[state] ?? 0}: show only claims with such an image`;
    return button(label, words, () => toggle(state), { "aria-pressed": String(chosen.has(state)), "aria-label": words });
  });
  return el("div", { class: "legend", role: "group", "aria-label": "States" }, ...items);
}

/** The filters that are set, each a button that takes it off. */
import { button, el } from "../core/dom";
import { chipsOf, NO_FILTERS, type Filters } from "./filters";

export class Chips {
  readonly element = el("div", { class: "chips", role: "group", "aria-label": "Filters that are set" });

  constructor(
    private readonly className: (id: string) => string,
    private readonly changed: (filters: Filters) => void,
  ) {}

  show(filters: Filters): void {
    const chips = chipsOf(filters, this.className);
    const nodes = chips.map(({ key, label, without }) => {
      const node = button(null, `Take off: ${label}`, () => this.changed(without), { class: "chip panel", "data-key": key });
      node.append(el("span", {}, label), el("span", { class: "x", "aria-hidden": "true" }, "✕"));
      return node;
    });
    if (chips.length > 1) {
      nodes.push(button("Clear all", "Take all filters off", () => this.changed(NO_FILTERS), { class: "chip panel all" }));
    }
    this.element.replaceChildren(...nodes);
  }
}

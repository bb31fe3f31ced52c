/** The classes as a slim list: colour, name, key. The active one is marked; so are the tile's. */
import type { TagClass } from "../core/api";
import { button, el } from "../core/dom";
import { classKeys, shownKey } from "../core/keys";

export class Palette {
  readonly element = el("div", { class: "palette panel", role: "toolbar", "aria-label": "Classes" });
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(classes: readonly TagClass[], choose: (id: string) => void) {
    const keys = new Map([...classKeys(classes)].map(([key, id]) => [id, key]));
    for (const entry of classes) {
      const parts = entry.path.split("/");
      const name = parts.pop()!;
      const parent = parts.length ? `${parts.at(-1)} / ` : "";
      const node = button(null, entry.path.replaceAll("/", " / "), () => choose(entry.id));
      node.removeAttribute("aria-label"); // its text says more: name and key
      const hotkey = keys.get(entry.id);
      const dot = el("span", { class: "dot" });
      dot.style.background = entry.colour;
      node.append(
        dot,
        el("span", { class: "name" }, el("span", { class: "parent" }, parent), name),
      );
      if (hotkey) node.append(el("kbd", {}, shownKey(hotkey)));
      this.buttons.set(entry.id, node);
      this.element.append(node);
    }
  }

  /** Mark the active class and those that the current tile has. */
  mark(active: string | null, onTile: readonly string[]): void {
    for (const [id, node] of this.buttons) {
      node.setAttribute("aria-pressed", String(id === active));
      node.classList.toggle("on", onTile.includes(id));
    }
    const chosen = active ? this.buttons.get(active) : null;
    const narrow = this.element.scrollWidth > this.element.clientWidth;
    if (chosen && narrow) this.element.scrollTo({ left: chosen.offsetLeft - 40 });
  }
}

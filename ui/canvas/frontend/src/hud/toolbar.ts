/** Buttons for what keys also do; each says its key. */
import { button, el, icon } from "../core/dom";

export interface ToolButton {
  command: string;
  title: string;
  path: string;
}

export const ICONS = {
  select: "M5 3l9.5 7.5-4.6.7 2.5 4.9-2 .9-2.4-4.9L5 15z",
  point: "M10 17s5-4.6 5-8.6A5 5 0 0 0 5 8.4C5 12.400 10 17 10 17zM10 10a1.600 1.600 0 1 0 0-3.200 1.600 1.600 0 0 0 0 3.200z",
  line: "M4 15l5-8 3 4 4-6",
  box: "M4 5h12v10H4z",
  obox: "M3 10.500L11 3.500 17 9.500 9 16.500z",
  polygon: "M10 3l6.500 5-2.500 8H6L3.500 8z",
  undo: "M7 5L3.500 8.500 7 12M4 8.500h7.500a4 4 0 0 1 0 8H8",
  redo: "M13 5l3.500 3.500L13 12M16 8.500H8.500a4 4 0 0 0 0 8H12",
  hide: "M2.500 10S5.500 5 10 5s7.500 5 7.500 5-3 5-7.500 5-7.500-5-7.500-5zM10 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z",
  wall: "M3.500 4h5v5h-5zM11.500 4h5v5h-5zM3.500 11.500h5v5h-5zM11.500 11.500h5v5h-5z",
  look: "M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4",
  figure: "M4 6h3l1.500-2h3L13 6h3v10H4zM10 13.500a2.600 2.600 0 1 0 0-5.200 2.600 2.600 0 0 0 0 5.200z",
  "zoom-in": "M10 4v12M4 10h12",
  "zoom-out": "M4 10h12",
  fit: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  filters: "M3 5h14M6 10h8M8.500 15h3",
  lasso: "M10 4c4 0 7 1.800 7 4.500S14 13 10 13 3 11.200 3 8.500 6 4 10 4zM7 12.500c-1.500 0-2.500 1-2 2.200.5 1.300 2.500.8 2 2.300",
  projection: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM3 10h14M10 3c2.200 2 3.200 4.300 3.200 7s-1 5-3.200 7c-2.200-2-3.200-4.300-3.200-7S7.800 5 10 3z",
  online: "M3.500 6.500L10 3l6.500 3.500L10 10zM3.500 10L10 13.500l6.500-3.500M3.500 13.500L10 17l6.500-3.500",
  "copy-link": "M8.500 11.500l3-3M9 6l2-2a3.200 3.200 0 0 1 4.500 4.500l-2 2M11 14l-2 2a3.200 3.200 0 0 1-4.500-4.500l2-2",
  help: "M7.200 7.500a2.800 2.800 0 1 1 4.200 2.400c-1 .6-1.400 1.100-1.400 2.100M10 15.200v.1",
} as const;

export type IconName = keyof typeof ICONS;

export class Toolbar {
  readonly element = el("div", { class: "tools panel", role: "toolbar", "aria-label": "Tools" });
  private readonly buttons = new Map<string, HTMLButtonElement>();

  /** `null` in the list is a gap. */
  constructor(list: readonly ([IconName, string] | null)[], run: (command: string) => void) {
    for (const entry of list) {
      if (!entry) {
        this.element.append(el("hr"));
        continue;
      }
      const [name, title] = entry;
      const node = button(icon(ICONS[name]), title, () => run(name), { "data-command": name });
      this.buttons.set(name, node);
      this.element.append(node);
    }
  }

  press(active: string): void {
    for (const [name, node] of this.buttons) {
      node.setAttribute("aria-pressed", String(name === active));
    }
  }

  enable(command: string, yes: boolean): void {
    const node = this.buttons.get(command);
    if (node) node.disabled = !yes;
  }
}

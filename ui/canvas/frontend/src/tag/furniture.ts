/** Everything around a scene: facts, tools, palette, state of saving. */
import type { SceneDetail, TagClass } from "../core/api";
import { el } from "../core/dom";
import { Palette } from "../hud/palette";
import { sceneFacts } from "../hud/scenefacts";
import { StatusLine } from "../hud/status";
import { Toolbar } from "../hud/toolbar";

export interface FurnitureEvents {
  run(command: string): void;
  choose(cls: string): void;
}

export interface Marks {
  tool: string;
  cls: string | null;
  onTile: readonly string[];
  canUndo: boolean;
  canRedo: boolean;
}

export class Furniture {
  readonly elements: HTMLElement[];
  readonly status = new StatusLine();
  private readonly tools: Toolbar;
  private readonly palette: Palette;

  constructor(classes: readonly TagClass[], scene: SceneDetail, events: FurnitureEvents) {
    this.tools = new Toolbar(
      [
        ["select", "Choose and change (V)"],
        ["point", "Point (T)"],
        ["line", "Line (L)"],
        ["box", "Box (B)"],
        ["obox", "Oriented box (O)"],
        ["polygon", "Polygon (G)"],
        null,
        ["undo", "Undo (Ctrl Z)"],
        ["redo", "Redo (Ctrl Shift Z)"],
        ["wall", "Contact sheet (W)"],
        ["hide", "Hide or show what is drawn (H)"],
        ["look", "Bands, stretch, colours (I)"],
        ["figure", "Copy a figure (C)"],
        ["fit", "Show the whole scene (Home)"],
        ["help", "Keys (?)"],
      ],
      events.run,
    );
    this.palette = new Palette(classes, events.choose);
    const left = el("div", { class: "left" }, sceneFacts(scene), this.tools.element);
    const right = el("div", { class: "right" }, this.status.element, this.palette.element);
    this.elements = [left, right];
    const why = whyNoPixels(scene);
    if (why) this.elements.push(el("div", { class: "empty" }, el("div", { class: "panel" }, why)));
  }

  mark({ tool, cls, onTile, canUndo, canRedo }: Marks): void {
    this.tools.press(tool);
    this.tools.enable("undo", canUndo);
    this.tools.enable("redo", canRedo);
    this.palette.mark(cls, onTile);
  }
}

function whyNoPixels(scene: SceneDetail): string | null {
  if (!scene.imagery) return "This scene has no picture on this computer, only its outline.";
  if (scene.imagery.grid) return null;
  return `No picture: ${scene.imagery.why_not ?? "it cannot be drawn"}`;
}

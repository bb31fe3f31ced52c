/** Five steps on a first visit. One goes on by doing what a step says; it is never in the way. */
import { button, el } from "../core/dom";
import { log } from "../core/log";

const REMEMBERED = "imagery-catalogue.tour";

export interface Step {
  text: string;
  /** Commands that do what the step says; "class" is a class's key. */
  commands: readonly string[];
}

export const STEPS: readonly Step[] = [
  { text: "The yellow outline is the current tile. Press a class's key, 1 to 9, or click a class: the tile is tagged.", commands: ["class"] },
  { text: "Enter says done and goes to the next tile; 0 says there is nothing here. Arrows go anywhere.", commands: ["next-tile", "empty", "step"] },
  { text: "W opens a wall of tiles: choose many with Shift and arrows, tag them all with one key.", commands: ["wall"] },
  { text: "B draws a box, L a line, G a polygon. What you draw is measured at once, with its error.", commands: ["box", "line", "polygon", "obox", "point"] },
  { text: "All is saved by itself, also while the server is away; Ctrl Z takes it back. ? shows every key.", commands: ["help", "undo"] },
];

export class Tour {
  readonly element = el("aside", { class: "tour panel", "aria-label": "First steps", hidden: true });
  private at = 0;

  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem"> | null) {
    if (this.remembered()) return;
    this.element.hidden = false;
    this.show();
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** A command was carried out: go on if it was what the step asked for. */
  did(command: string): void {
    if (this.open && STEPS[this.at]!.commands.includes(command)) this.next();
  }

  next(): void {
    this.at++;
    if (this.at < STEPS.length) this.show();
    else this.end();
  }

  /** Skipped or finished: it does not come again. */
  end(): void {
    this.element.hidden = true;
    log("tour", { at: this.at });
    try {
      this.storage?.setItem(REMEMBERED, "done");
    } catch {
      // Forbidden: then it comes again.
    }
  }

  private show(): void {
    const last = this.at === STEPS.length - 1;
    this.element.replaceChildren(
      el("p", {}, STEPS[this.at]!.text),
      el(
        "footer",
        {},
        el("span", { class: "step" }, `${this.at + 1} of ${STEPS.length}`),
        ...(last ? [] : [button("Skip", "Skip the tour", () => this.end())]),
        button(last ? "Done" : "Next", last ? "Done" : "Next step", () => this.next(), { class: "go" }),
      ),
    );
  }

  private remembered(): boolean {
    try {
      return this.storage === null || this.storage.getItem(REMEMBERED) !== null;
    } catch {
      return true;
    }
  }
}

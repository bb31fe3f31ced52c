/** The points with their residuals, how they are fitted, and what to do with it. */
import { button, el, fill } from "../core/dom";
import { metresText } from "../geo/format";
import { worstOf, type Shown } from "./fit";
import type { Method, Points } from "./points";

export interface Buttons {
  run(command: string): void;
  choose(index: number): void;
  remove(index: number): void;
}

export class FitPanel {
  private readonly rows = el("tbody");
  private readonly words = el("p", { class: "words", role: "status" });
  private readonly methods: Record<Method, HTMLButtonElement>;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly save: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly after = el("div", { class: "row after", hidden: true });
  readonly element: HTMLElement;

  constructor(private readonly does: Buttons) {
    const press = (command: string) => () => does.run(command);
    this.methods = {
      affine: button("Affine", "Shift, turn, scale, shear: from 3 points (M)", press("affine")),
      projective: button("Projective", "Perspective of an oblique view: from 4 points (M)", press("projective")),
    };
    this.undo = button("Undo", "Take the last step back (Ctrl Z)", press("undo"));
    this.redo = button("Redo", "Take it again (Ctrl Shift Z)", press("redo"));
    this.save = button("Save place", "Keep this place (Enter)", press("save"), { class: "go" });
    this.back = button("Take place back", "The picture has no place any more; the history keeps it", press("take-back"));
    const head = ["", "residual", "left out", ""].map((text) => el("th", { scope: "col" }, text || el("span", { class: "sr" }, "point")));
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...head)), this.rows);
    const open = button("On the map", "Show it on the map", press("to-map"));
    const compare = button("Compare", "Hold it against other scenes of this place", press("to-compare"));
    const tag = button("Open", "Open it to tag and measure", press("to-tag"));
    this.after.append(open, compare, tag);
    this.element = el(
      "div", { class: "fits panel" },
      el("div", { class: "row methods", role: "group", "aria-label": "How it is placed" }, this.methods.affine, this.methods.projective),
      el("div", { class: "list", tabindex: "0", role: "group", "aria-label": "Control points" }, table),
      this.words,
      el("div", { class: "row" }, this.undo, this.redo, this.save),
      el("div", { class: "row" }, this.back),
      this.after,
    );
  }

  show(points: Points, method: Method, { fit, text }: Shown, placed: boolean, unsaved: boolean): void {
    for (const [name, node] of Object.entries(this.methods)) node.setAttribute("aria-pressed", String(name === method));
    const order = new Map(points.whole.map(({ index }, n) => [index, n]));
    const worst = worstOf(fit);
    fill(this.rows, ...points.pairs.map((_, index) => this.row(points, index, order.get(index), fit, worst)));
    this.words.textContent = text;
    this.undo.disabled = !points.canUndo;
    this.redo.disabled = !points.canRedo;
    this.save.disabled = fit === null || !unsaved;
    this.back.hidden = !placed;
    this.after.hidden = !placed || unsaved;
  }

  private row(points: Points, index: number, at: number | undefined, fit: Shown["fit"], worst: number): HTMLElement {
    const pair = points.pairs[index]!;
    const missing = pair.pixel ? "click its place" : "click it in the picture";
    const off = at === undefined ? null : fit?.residuals_m[at];
    const left = at === undefined ? null : fit?.left_out_m[at];
    const bad = at !== undefined && at === worst;
    const said = off === null ? missing : off === undefined ? "–" : `${figure(off)}${bad ? " worst" : ""}`;
    const name = button(String(index + 1), `Point ${index + 1}: set it anew with the next clicks`, () => this.does.choose(index), {
      "aria-pressed": String(index === points.chosen),
    });
    const remove = button("✕", `Delete point ${index + 1} (Del)`, () => this.does.remove(index));
    const cells = [name, said, left === null || left === undefined ? "–" : figure(left), remove];
    return el("tr", { class: bad ? "worst" : "" }, ...cells.map((c) => el("td", {}, c)));
  }
}

function figure(metres: number): string {
  return metres < 0.005 ? "0 m" : metresText(metres);
}

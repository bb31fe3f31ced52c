/** The evidence screen: the matrix of claims and images, and one pair of them side by side. */
import { button, el, fill } from "../core/dom";
import { log } from "../core/log";
import { arrow } from "../core/olmap";
import { Toast } from "../hud/toast";
import { EvidenceApi, type CellState } from "./api";
import { EVIDENCE_HELP } from "./help";
import { Lattice } from "./lattice";
import { legend } from "./legend";
import { MatrixGrid } from "./matrixgrid";
import { PairView } from "./pairview";
import { paperOf } from "./paper";
import { EVIDENCE_CSS } from "./styles";
import { tooltip } from "./tooltip";
import { Waiting } from "./waiting";

export interface EvidenceData {
  api: string;
  /** What the matrix is asked for: report, case... */
  query: Record<string, string>;
  observation: string | null;
  scene: string | null;
  height: number;
}

export class EvidencePanel {
  readonly root: HTMLElement;
  send: (name: string, value: unknown) => void = () => undefined;
  private readonly toaster = new Toast();
  private readonly words = el("input", { type: "search", placeholder: "Claims with these words", "aria-label": "Claims with these words" });
  private readonly top = el("div", { class: "top" });
  private readonly legend = el("div");
  private readonly tip = el("div", { class: "tip", hidden: true });
  private readonly empty = el("p", { class: "empty", hidden: true });
  private readonly waiting = new Waiting(
    () => void this.load(true),
    async () => this.api?.stopLinking(),
  );
  private readonly help = el("div", { class: "help", hidden: true, role: "dialog", "aria-label": "Keys" });
  private readonly grid: MatrixGrid;
  private readonly pair: PairView;
  private api: EvidenceApi | null = null;
  private data: EvidenceData | null = null;
  private lattice: Lattice | null = null;
  private states = new Set<CellState>();
  private asked = "";
  private blind = false;

  constructor() {
    this.root = el("div", { class: "ev", tabindex: "0", role: "application", "aria-label": "Evidence" });
    this.grid = new MatrixGrid({
      hovered: (r, c, x, y) => this.hover(r, c, x, y),
      moved: () => undefined,
      opened: (r, c) => void this.open(r, c),
    });
    this.pair = new PairView({
      toast: (text, bad) => this.toaster.show(text, bad),
      close: () => this.close(),
      changed: () => void this.load(),
      step: (step) => this.step(step),
      next: () => void this.next(),
      tag: (scene) => this.send("open", { uid: scene }),
      compare: (a, observation) => this.send("compare", { a, observation }),
      lead: (page, observation) => this.send("lead", { page, observation }),
      focus: () => this.root.focus({ preventScroll: true }),
    });
    this.words.addEventListener("input", () => this.filter());
    const next = button("Next to judge", "The pair where a verdict is worth most (Enter)", () => void this.next(), { class: "go" });
    const blind = button("Blind first", "See the image before the claim (B)", () => this.toggleBlind(), { "aria-pressed": "false", class: "blind-switch" });
    const smaller = button("−", "Smaller cells (−)", () => this.grid.zoom(-1));
    const larger = button("+", "Larger cells (+)", () => this.grid.zoom(1));
    fill(this.top, next, blind, this.words, this.legend, el("span", { class: "sizes" }, smaller, larger), button("?", "Keys (?)", () => this.toggleHelp()));
    fill(this.help, ...EVIDENCE_HELP.map(([keys, words]) => el("div", {}, el("span", {}, ...keys.map((key) => el("kbd", {}, key))), words)));
    this.root.append(el("style", {}, EVIDENCE_CSS), this.top, this.grid.element, this.empty, this.waiting.element, this.tip, this.pair.element, this.help, this.toaster.element);
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  mount(parent: Node): void {
    if (this.root.parentNode === parent) return;
    parent.appendChild(this.root);
    this.paint();
    this.pair.resized();
    if (this.data) void this.load();
  }

  unmount(parent: Node): void {
    if (this.root.parentNode !== parent) return;
    this.root.remove();
    this.waiting.hide();
  }

  update(data: EvidenceData): void {
    this.data = data;
    this.api = new EvidenceApi(data.api);
    this.pair.api = this.api;
    this.pair.base = data.api;
    this.root.style.setProperty("--height", `${data.height}px`);
    this.paint();
    const asked = JSON.stringify(data.query);
    if (asked === this.asked) return;
    this.asked = asked;
    void this.load(true);
  }

  /** What is on screen, for tests. */
  state(): Record<string, unknown> {
    return {
      rows: this.lattice?.rows.length ?? 0,
      columns: this.lattice?.columns.length ?? 0,
      cursor: this.grid.cursor,
      blind: this.blind,
      pair: this.pair.state(),
    };
  }

  /** The middle of a cell on the page, for tests. */
  middle(r: number, c: number): [number, number] {
    const box = this.grid.element.getBoundingClientRect();
    const [x, y] = this.grid.middle(r, c);
    return [box.left + x, box.top + y];
  }

  private async load(first = false): Promise<void> {
    const { api, data } = this;
    if (!api || !data) return;
    const asked = this.asked;
    const began = performance.now();
    let received = began;
    try {
      const matrix = await api.matrix(data.query);
      received = performance.now();
      if (asked !== this.asked) return;
      this.grid.element.hidden = "linking" in matrix;
      if ("linking" in matrix) return this.waiting.show(matrix);
      this.waiting.hide();
      this.lattice = new Lattice(matrix);
    } catch (error) {
      this.waiting.hide();
      this.toaster.show(`The matrix cannot be shown: ${(error as Error).message}`, true);
      return;
    }
    if (first) {
      this.states.clear();
      this.grid.cursor = [0, 0];
    }
    this.filter();
    if (first) {
      this.grid.fit();
      if (data.observation && data.scene) void this.pair.show(data.observation, data.scene, this.blind);
      else this.root.focus({ preventScroll: true });
    }
    this.grid.show(this.lattice);
    log("matrix", { rows: this.lattice.rows.length, columns: this.lattice.columns.length, ms: performance.now() - began, own_ms: performance.now() - received });
  }

  private filter(): void {
    const { lattice } = this;
    if (!lattice) return;
    lattice.filter({ states: this.states, words: this.words.value, tight: true });
    fill(this.legend, legend(lattice.data, this.states, (state) => this.toggle(state)));
    const nothing = lattice.rows.length === 0 || lattice.columns.length === 0;
    this.empty.hidden = !nothing;
    this.empty.textContent = nothing ? this.why() : "";
    this.grid.show(lattice);
  }

  /** Why nothing is shown, and what to do next. */
  private why(): string {
    const { rows } = this.lattice!.data;
    if (rows.length === 0) return "No claims yet. Paste a report on the Reports page and accept what it claims, or add observations on the Data page.";
    if (this.lattice!.rows.length === 0) return "No claim fits these filters. Press Esc to clear them.";
    return "No image of these claims is in this catalogue. Add images on the Data page, or name the place of a claim first.";
  }

  private toggle(state: CellState): void {
    if (!this.states.delete(state)) this.states.add(state);
    this.filter();
  }

  private hover(r: number | null, c: number | null, x: number, y: number): void {
    const lattice = this.lattice;
    this.tip.hidden = !lattice || r === null || c === null;
    if (!lattice || r === null || c === null) return;
    fill(this.tip, ...tooltip(lattice, r, c));
    const box = this.grid.element;
    this.tip.style.left = `${Math.min(x + 16, box.clientWidth - 330)}px`;
    this.tip.style.top = `${Math.min(y + box.offsetTop + 18, box.offsetTop + box.clientHeight - 130)}px`;
  }

  private paint(): void {
    if (!this.root.isConnected) return;
    const paper = paperOf(this.root);
    this.root.classList.toggle("dark", paper.dark);
    this.grid.paint(paper);
  }

  // -- pairs ---------------------------------------------------------------------------------
  private async open(r: number, c: number): Promise<void> {
    const lattice = this.lattice;
    const [row, column] = [lattice?.rows[r], lattice?.columns[c]];
    if (!lattice || row === undefined || column === undefined) return;
    this.tip.hidden = true;
    await this.show(lattice.data.rows[row]!.observation, lattice.data.columns[column]!.scene);
  }

  private async show(observation: string, scene: string): Promise<void> {
    const at = this.lattice?.find(observation, scene);
    if (at) this.grid.move(...at);
    this.send("pair", { observation, scene });
    await this.pair.show(observation, scene, this.blind);
  }

  private close(): void {
    this.send("pair", { observation: null, scene: null });
    this.root.focus({ preventScroll: true });
  }

  /** The image before or after in time for the same claim. */
  private step(step: 1 | -1): void {
    const [r, c] = this.grid.cursor;
    const next = this.lattice?.beside(r, c, step);
    if (next === null || next === undefined) {
      this.toaster.show(step > 0 ? "This is the newest image for this claim." : "This is the oldest image for this claim.");
      return;
    }
    this.grid.move(r, next);
    void this.open(r, next);
  }

  private async next(): Promise<void> {
    try {
      const found = await this.api!.next({ ...this.data!.query, ...this.pair.shown() });
      if (found.observation === null) this.toaster.show("Nothing is left to judge: every claim with a usable image was reviewed.");
      else {
        this.toaster.show(found.why);
        await this.show(found.observation, found.scene);
      }
    } catch (error) {
      this.toaster.show((error as Error).message, true);
    }
  }

  private toggleBlind(): void {
    this.blind = !this.blind;
    this.top.querySelector(".blind-switch")?.setAttribute("aria-pressed", String(this.blind));
    this.toaster.show(this.blind ? "You see each image before its claim." : "Claims are shown at once.");
    this.root.focus({ preventScroll: true });
  }

  private toggleHelp(): void {
    this.help.hidden = !this.help.hidden;
    this.root.focus({ preventScroll: true });
  }

  // -- keys ----------------------------------------------------------------------------------
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    event.stopPropagation(); // Streamlit listens for plain keys on the page
    const target = event.target as HTMLElement;
    if (event.isComposing) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      if (!this.pair.open || event.key === "Escape") this.root.focus({ preventScroll: true });
      if (event.key === "Enter" && !this.pair.blindOpen) return;
    }
    if (target.tagName === "BUTTON" && (event.key === "Enter" || event.key === " ")) return;
    if (this.handled(event.key)) event.preventDefault();
  }

  private handled(key: string): boolean {
    if (key === "?" || (key === "Escape" && !this.help.hidden)) {
      this.toggleHelp();
      return true;
    }
    if (this.pair.open) return this.pair.key(key);
    const [r, c] = this.grid.cursor;
    const commands: Record<string, () => void> = {
      Enter: () => void (this.lattice && this.lattice.cell(r, c).state !== "none" ? this.open(r, c) : this.next()),
      " ": () => void this.next(),
      n: () => void this.next(),
      b: () => this.toggleBlind(),
      "/": () => this.words.focus(),
      "+": () => this.grid.zoom(1),
      "=": () => this.grid.zoom(1),
      "-": () => this.grid.zoom(-1),
      Home: () => this.grid.move(r, 0),
      End: () => this.grid.move(r, Number.MAX_SAFE_INTEGER),
      Escape: () => this.clear(),
    };
    if (key.startsWith("Arrow")) {
      const [dx, dy] = arrow(key);
      this.grid.move(r - dy, c + dx);
      return true;
    }
    commands[key.length === 1 ? key.toLowerCase() : key]?.();
    return (key.length === 1 ? key.toLowerCase() : key) in commands;
  }

  private clear(): void {
    this.words.value = "";
    this.states.clear();
    this.filter();
  }
}

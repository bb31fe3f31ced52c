/** The review screen of one report: text left, claims right, and the keys that decide. */
import { button, el } from "../core/dom";
import { log } from "../core/log";
import { themeOf } from "../core/theme";
import { Toast } from "../hud/toast";
import { Reports, type ReportDocument, type Suggestion } from "./api";
import { card, type CardHost, type Choice } from "./card";
import { form } from "./form";
import { MiniMap } from "./minimap";
import { neighbour, order, undecided } from "./order";
import { editFields, editsOf, header, marked, markFields } from "./parts";
import { REPORT_CSS } from "./styles";
import { TextPane, type Picked } from "./textpane";
import { plural, REASONS } from "./words";

export interface PanelData {
  api: string;
  report: string;
  height: number;
}

type Mode = "read" | "reason" | "edit";

export class Panel implements CardHost {
  readonly root: HTMLElement;
  api = "";
  send: (name: string, value: unknown) => void = () => undefined;
  private readonly toaster = new Toast();
  private readonly pane = new TextPane((picked) => this.picked(picked));
  private readonly map = new MiniMap();
  private readonly list = el("div", { class: "cards", "aria-label": "Claims" });
  private readonly top = el("div", { class: "top" });
  private readonly choices = new Map<string, Choice>();
  private reports: Reports | null = null;
  private document: ReportDocument | null = null;
  private shown = "";
  private current: string | null = null;
  private mode: Mode = "read";
  private open = false;
  private busy = false;
  private mark: Picked | null = null;

  constructor() {
    this.root = el("div", { class: "rp", tabindex: "0", role: "application", "aria-label": "Claims of the report" });
    const right = el("div", { class: "right" }, this.list);
    this.root.append(el("style", {}, REPORT_CSS), this.top, el("div", { class: "both" }, this.pane.element, right), this.toaster.element);
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  mount(parent: Node): void {
    if (this.root.parentNode !== parent) parent.appendChild(this.root);
    if (this.shown) void this.load();
  }

  unmount(parent: Node): void {
    if (this.root.parentNode === parent) this.root.remove();
  }

  update(data: PanelData): void {
    this.api = data.api;
    this.root.style.setProperty("--height", `${data.height}px`);
    this.paint();
    if (data.report === this.shown) return;
    this.shown = data.report;
    this.current = null;
    this.mode = "read";
    this.choices.clear();
    this.reports = new Reports(data.api, data.report);
    void this.load(true);
  }

  /** What is on screen, for tests. */
  state(): Record<string, unknown> {
    const all = this.document?.suggestions ?? [];
    return { report: this.shown, current: this.current, mode: this.mode, decided: all.filter((s) => s.decision).length, all: all.length };
  }

  private async load(first = false): Promise<void> {
    const asked = this.shown;
    try {
      const document = await this.reports!.read();
      if (asked !== this.shown) return;
      this.document = document;
    } catch (error) {
      this.toaster.show(`Cannot show this report: ${(error as Error).message}`, true);
      return;
    }
    this.pane.show(this.document);
    if (first) {
      const { tested, folded } = order(this.document.suggestions);
      this.open = tested.length === 0;
      this.current = undecided([...tested, ...folded], null) ?? tested[0]?.id ?? folded[0]?.id ?? null;
      this.takeKeys();
    }
    this.draw(first);
    log("report", { report: asked, suggestions: this.document.suggestions.length });
  }

  // -- drawing -------------------------------------------------------------------------------
  private paint(): void {
    if (!this.root.isConnected) return;
    const theme = themeOf(this.root);
    this.root.classList.toggle("dark", theme.dark);
    this.map.paint(theme);
  }

  private draw(scroll = true): void {
    const document = this.document;
    if (!document) return;
    const { tested, folded } = order(document.suggestions);
    const make = (s: Suggestion) => card(document, s, s.id === this.current, s.id === this.current && this.mode === "reason", this);
    const rows: HTMLElement[] = tested.map(make);
    if (folded.length > 0) {
      const words = `${plural(folded.length, "claim", "claims")} no image can test`;
      rows.push(button(`${this.open ? "▾" : "▸"} ${words}`, "Show or hide them", () => this.fold(), { class: "fold", "aria-expanded": String(this.open) }));
      if (this.open) rows.push(...folded.map(make));
    }
    if (document.suggestions.length === 0) {
      rows.push(el("p", { class: "empty" }, "Nothing in this text was recognised as a claim. Select words in it to make one yourself."));
    }
    rows.push(...marked(document, this.api));
    if (this.mark) rows.unshift(this.marking(this.mark));
    this.list.replaceChildren(...rows);
    this.top.replaceChildren(...header(document));
    const chosen = this.suggestion(this.current);
    this.place(chosen);
    this.pane.draw(chosen, scroll);
    if (scroll) this.element(this.current)?.scrollIntoView({ block: "nearest" });
  }

  private place(made: Suggestion | null): void {
    const found = made?.place === null || made === null ? null : this.document?.places[made.place];
    const at = this.element(this.current)?.querySelector("dl");
    if (!made || !found || found.candidates.length === 0 || !at) {
      this.map.element.remove();
      return;
    }
    if (at.nextElementSibling !== this.map.element) at.after(this.map.element);
    this.map.show(found.candidates, this.choice(made.id).candidate);
  }

  private suggestion(id: string | null): Suggestion | null {
    return this.document?.suggestions.find((s) => s.id === id) ?? null;
  }

  private element(id: string | null): HTMLElement | null {
    return id === null ? null : this.list.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  }

  // -- choosing ------------------------------------------------------------------------------
  choice(id: string): Choice {
    return this.choices.get(id) ?? { time: 0, candidate: null };
  }

  choose(id: string, choice: Partial<Choice>): void {
    this.choices.set(id, { ...this.choice(id), ...choice });
    this.place(this.suggestion(this.current));
  }

  take(id: string): void {
    if (id === this.current || this.mode === "edit") return;
    this.current = id;
    this.mode = "read";
    // After the press that chose it: a card that is drawn anew in between would lose its click.
    setTimeout(() => {
      this.draw(false);
      this.takeKeys();
    }, 0);
  }

  private fold(): void {
    this.open = !this.open;
    this.draw(false);
  }

  private step(by: 1 | -1): void {
    const { tested, folded } = order(this.document?.suggestions ?? []);
    if (by === 1 && this.current === tested.at(-1)?.id && folded.length > 0) this.open = true;
    const ids = [...tested, ...(this.open ? folded : [])].map((s) => s.id);
    this.current = neighbour(ids, this.current, by);
    this.mode = "read";
    this.draw();
  }

  // -- deciding ------------------------------------------------------------------------------
  accept(id: string): void {
    void this.decide(id, (reports) => reports.accept(id, editsOf(this.suggestion(id), this.choice(id))), "accepted");
  }

  reject(id: string): void {
    if (this.suggestion(id)?.decision) return;
    this.current = id;
    this.mode = "reason";
    this.draw();
  }

  because(id: string, reason: string): void {
    void this.decide(id, (reports) => reports.reject(id, reason), "rejected");
  }

  edit(id: string): void {
    const made = this.suggestion(id);
    const at = this.element(id);
    if (!made || !at || made.decision?.verdict === "accept") return;
    this.current = id;
    this.mode = "edit";
    const fill = form("Change, then accept", "Accept", editFields(made, this.choice(id)), (changed) => {
      this.mode = "read";
      if (changed === null) this.draw();
      else void this.decide(id, (reports) => reports.accept(id, editsOf(made, this.choice(id), changed)), "accepted");
      this.takeKeys();
    });
    at.querySelector("footer")?.replaceWith(fill);
    fill.querySelector("input")?.focus();
    fill.scrollIntoView({ block: "nearest" });
  }

  private async decide(id: string, ask: (reports: Reports) => Promise<unknown>, done: string): Promise<void> {
    if (this.busy || !this.reports) return;
    this.busy = true;
    try {
      await ask(this.reports);
    } catch (error) {
      this.toaster.show((error as Error).message, true);
      this.mode = "read";
      this.draw();
      return;
    } finally {
      this.busy = false;
    }
    this.mode = "read";
    await this.load();
    const { tested, folded } = order(this.document?.suggestions ?? []);
    const next = undecided(tested, id) ?? undecided(folded, id);
    if (next && folded.some((s) => s.id === next)) this.open = true;
    this.current = next ?? id;
    this.draw();
    this.takeKeys();
    this.send("changed", { report: this.shown, decided: this.state()["decided"] });
    log(done, { id, next });
  }

  // -- marking words -------------------------------------------------------------------------
  private picked(picked: Picked | null): void {
    if (picked === null && this.mark === null) return;
    if (picked === null && this.list.querySelector("form")) return;
    this.mark = picked;
    this.draw(false);
  }

  private marking(picked: Picked): HTMLElement {
    const words = (picked.part === "text" ? this.document!.text : this.document!.translation ?? "").slice(picked.start, picked.end);
    const fill = form(`Make a claim of “${words.length > 80 ? `${words.slice(0, 79)}…` : words}”`, "Save", markFields(words), (values) => {
      this.mark = null;
      if (values === null) this.draw(false);
      else void this.decide("", (reports) => reports.claim(picked.part, picked.start, picked.end, values), "claimed");
      this.takeKeys();
    });
    return el("article", { class: "claim own" }, fill);
  }

  // -- keys ----------------------------------------------------------------------------------
  private takeKeys(): void {
    const busy = document.activeElement;
    const writing = busy instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(busy.tagName);
    if (!writing) this.root.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    event.stopPropagation(); // Streamlit listens for plain keys on the page
    const target = event.target as HTMLElement;
    if (event.isComposing || (target instanceof HTMLInputElement && target.type !== "radio")) return;
    const found = this.command(event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    found();
  }

  private command(key: string): (() => void) | null {
    const id = this.current;
    if (this.mode === "reason" && id) {
      const reason = REASONS[Number(key) - 1];
      if (reason) return () => this.because(id, reason[0]);
      if (key === "escape" || key === "r") return () => { this.mode = "read"; this.draw(); };
    }
    const commands: Record<string, () => void> = {
      j: () => this.step(1),
      k: () => this.step(-1),
      ...(id && { a: () => this.accept(id), e: () => this.edit(id), r: () => this.reject(id) }),
    };
    return commands[key] ?? null;
  }
}

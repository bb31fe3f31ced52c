/** The report's words, coloured; never as Markdown or HTML. Selected words can become a claim. */
import { el } from "../core/dom";
import type { Part, ReportDocument, Suggestion } from "./api";
import { segments, type Mark, type Range } from "./segments";

export interface Picked {
  part: Part;
  start: number;
  end: number;
}

const KINDS = {
  time: "time",
  place: "place",
  actor: "place that stands for someone, no location",
  object: "object",
  source: "source",
  status: "how sure",
} as const;

export class TextPane {
  readonly element: HTMLElement;
  private readonly text = el("div", { class: "words", "data-part": "text", dir: "auto" });
  private readonly other = el("div", { class: "words", "data-part": "translation", dir: "auto" });
  private marks: Mark[] = [];
  private document: ReportDocument | null = null;

  constructor(private readonly pick: (picked: Picked | null) => void) {
    this.element = el("div", { class: "pane", tabindex: "-1", "aria-label": "The report's text" });
    this.element.addEventListener("pointerup", () => setTimeout(() => this.selected(), 0));
  }

  show(document: ReportDocument): void {
    this.document = document;
    this.marks = marksOf(document);
    const columns: HTMLElement[] = [column("Original", document.report.language, this.text)];
    if (document.translation) {
      columns.push(column("Translation", document.report.translator ? `by ${document.report.translator}` : null, this.other));
    }
    this.element.classList.toggle("two", columns.length > 1);
    this.element.replaceChildren(legend(), el("div", { class: "columns" }, ...columns));
  }

  /** Draw with one suggestion in hand; its words are scrolled into view. */
  draw(chosen: Suggestion | null, scroll: boolean): void {
    if (!this.document) return;
    const own = chosen ? ([chosen.start, chosen.end] as const) : null;
    this.fill(this.text, this.document.text, this.marks, own, "text");
    if (this.document.translation) this.fill(this.other, this.document.translation, [], null, "translation");
    if (scroll) this.text.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
  }

  private fill(into: HTMLElement, text: string, marks: readonly Mark[], chosen: Range | null, part: Part): void {
    const claimed = (this.document?.observations ?? [])
      .flatMap((o) => o.spans)
      .filter((s) => s.kind === "claim" && s.part === part)
      .map((s) => s.span);
    const runs = segments(text.length, marks, chosen, claimed).map((s) => {
      const classes = [s.mark ? `m ${s.mark.kind}` : "", s.chosen ? "chosen" : "", s.claimed ? "claimed" : ""];
      const run = el("span", { class: classes.filter(Boolean).join(" ") }, text.slice(s.start, s.end));
      run.dataset["start"] = String(s.start);
      if (s.mark) run.title = [KINDS[s.mark.kind], s.mark.why].filter(Boolean).join(": ");
      return run;
    });
    into.replaceChildren(...runs);
  }

  private selected(): void {
    const root = this.element.getRootNode() as ShadowRoot & { getSelection?: () => Selection | null };
    const selection = root.getSelection?.() ?? document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return this.pick(null);
    const range = selection.getRangeAt(0);
    const from = offset(range.startContainer, range.startOffset);
    const to = offset(range.endContainer, range.endOffset);
    if (!from || !to || from.part !== to.part || from.at === to.at) return this.pick(null);
    this.pick({ part: from.part, start: Math.min(from.at, to.at), end: Math.max(from.at, to.at) });
  }
}

function offset(node: Node, at: number): { part: Part; at: number } | null {
  const run = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-start]");
  const part = run?.closest<HTMLElement>("[data-part]")?.dataset["part"];
  if (!run || !part) return null;
  return { part: part as Part, at: Number(run.dataset["start"]) + at };
}

function column(title: string, more: string | null, words: HTMLElement): HTMLElement {
  return el("section", {}, el("h3", {}, title, more ? el("span", { class: "soft" }, ` ${more}`) : null), words);
}

function legend(): HTMLElement {
  const shown = [
    ["time", "time"],
    ["place", "place"],
    ["object", "object"],
    ["source", "source"],
    ["status", "how sure"],
    ["actor", "no location"],
  ] as const;
  return el("div", { class: "legend" }, ...shown.map(([kind, name]) => el("span", { class: `m ${kind}` }, name)));
}

function marksOf(document: ReportDocument): Mark[] {
  const used = (start: number, end: number) => document.suggestions.some((s) => s.start <= start && end <= s.end);
  const unused = (start: number, end: number) => (used(start, end) ? "" : "not used by any suggestion");
  const marks: Mark[] = [];
  for (const t of document.times) {
    marks.push({ ...t, kind: "time", why: [t.edtf, unused(t.start, t.end), ...t.why].filter(Boolean).join("; ") });
  }
  for (const p of document.places) {
    const named = p.candidates[0]?.name ?? "not found in any list";
    marks.push({ ...p, kind: p.role === "actor" ? "actor" : "place", why: [named, unused(p.start, p.end), ...p.why].filter(Boolean).join("; ") });
  }
  for (const s of document.suggestions) {
    for (const o of s.objects) marks.push({ ...o, kind: "object", why: o.class ?? "" });
    for (const [start, end] of s.cues) marks.push({ start, end, kind: "status", why: s.status });
  }
  for (const [start, end] of document.sources) marks.push({ start, end, kind: "source", why: "" });
  return marks;
}

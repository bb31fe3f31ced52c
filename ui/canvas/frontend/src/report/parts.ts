/** Parts of the review screen that hold no state: its head, its fields, what they come to. */
import { el } from "../core/dom";
import type { Edits, ReportDocument, Suggestion } from "./api";
import type { Choice } from "./card";
import { WHEN, WHERE, type Field, type Values } from "./form";
import { plural } from "./words";

const KEYS = [["J", "next"], ["K", "back"], ["A", "accept"], ["E", "edit"], ["R", "reject"]] as const;
const RADIUS = { name: "radius_m", label: "95 % sure within (m)", value: "", hint: "empty if unknown" };

/** What is known of the report, how far one is, and what does not fit in it. */
export function header(document: ReportDocument): HTMLElement[] {
  const all = document.suggestions;
  const decided = all.filter((s) => s.decision).length;
  const { title, id, publisher, published } = document.report;
  const facts = [publisher, published ? `published ${published}` : "date of publication unknown"];
  const bar = el(
    "div",
    { class: "bar" },
    el("span", { class: "title", dir: "auto" }, title || id),
    el("span", { class: "soft" }, facts.filter(Boolean).join(" · ")),
    el("span", { class: "progress" }, `${decided} of ${all.length} decided`),
    el("span", { class: "keys" }, ...KEYS.flatMap(([key, words]) => [el("kbd", {}, key), ` ${words} `])),
  );
  const { warnings } = document;
  if (warnings.length === 0) return [bar];
  const summary = el("summary", {}, plural(warnings.length, "thing does not fit", "things do not fit"));
  const list = el("ul", {}, ...warnings.map((w) => el("li", {}, w)));
  return [bar, el("details", { open: warnings.length < 3 }, summary, list)];
}

/** Observations that are not of a suggestion shown here: what people marked themselves. */
export function marked(document: ReportDocument, api: string): HTMLElement[] {
  const known = new Set(document.suggestions.map((s) => s.decision?.observation));
  return document.observations
    .filter((o) => !known.has(o.uid))
    .map((o) => {
      const by = o.made_by === "person" ? "Marked by a person" : "Taken from this report";
      const href = `${api}/map?observation=${encodeURIComponent(o.uid)}`;
      const map = el("a", { href, target: "_self" }, "Show on the map");
      const words = `${by} as ${o.id}${o.when ? `, ${o.when}` : ""}. `;
      return el("article", { class: "claim accept own" }, el("blockquote", {}, o.title), el("p", { class: "outcome" }, words, map));
    });
}

/** What of a suggestion can be changed before it is accepted. */
export function editFields(made: Suggestion, choice: Choice): Field[] {
  const reading = made.time?.alternatives[choice.time]?.edtf ?? made.time?.edtf ?? "";
  return [
    { name: "title", label: "Title", value: "", hint: "the words themselves" },
    { name: "time", label: "When", value: reading, hint: WHEN },
    { name: "where", label: "Where", value: "", hint: `as found, or ${WHERE}` },
    RADIUS,
    { name: "note", label: "Note", value: "", hint: "" },
  ];
}

/** What can be said of words that a person marked. */
export function markFields(words: string): Field[] {
  return [
    { name: "title", label: "Title", value: "", hint: words.slice(0, 60) },
    { name: "time", label: "When", value: "", hint: WHEN },
    { name: "place", label: "Where", value: "", hint: WHERE },
    RADIUS,
    { name: "object", label: "Object", value: "", hint: "drone, crater, ship…" },
  ];
}

/** What goes to the server: the readings that were chosen, then what was written over them. */
export function editsOf(made: Suggestion | null, choice: Choice, changed: Values = {}): Edits {
  const reading = made?.time?.alternatives[choice.time];
  const edits: Edits = {};
  if (reading && reading.edtf !== made?.time?.edtf) edits.time = reading.edtf;
  if (choice.candidate !== null) edits.candidate = choice.candidate;
  const { radius_m, where, ...texts } = changed;
  Object.assign(edits, texts);
  if (where !== undefined) {
    edits.where = where;
    delete edits.candidate;
  }
  if (radius_m) edits.radius_m = Number(radius_m);
  return edits;
}

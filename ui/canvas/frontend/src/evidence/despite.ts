/** Asking for what must stand beside a verdict before it is kept. */
import { button, el } from "../core/dom";

export interface Beside {
  note: string | null;
  alternatives: string[];
  confidence: number | null;
  despite: string | null;
}

/** A small form over a verdict: other explanations, how sure, a note and, where refused, why nevertheless. */
export function besideForm(
  title: string,
  refused: string | null,
  offered: readonly string[],
  done: (beside: Beside | null) => void,
): HTMLFormElement {
  const despite = el("textarea", { rows: "2", required: refused !== null, "aria-label": "Why nevertheless" });
  const note = el("textarea", { rows: "2", "aria-label": "What exactly did you see?" });
  const other = el("input", { type: "text", "aria-label": "Other explanation", placeholder: "Another explanation" });
  const boxes = offered.map((name) => el("input", { type: "checkbox", value: name }));
  const sure = el("select", { "aria-label": "How sure" }, ...SURE.map(([value, word]) => el("option", { value }, word)));
  const form = el(
    "form",
    { class: "beside" },
    el("h3", {}, title),
    refused !== null && el("p", { class: "notice bad" }, refused),
    refused !== null && el("label", {}, el("span", {}, "Why nevertheless (kept with the verdict)"), despite),
    el("label", {}, el("span", {}, "What exactly did you see?"), note),
    offered.length > 0 && el("fieldset", {}, el("legend", {}, "Could also be"), ...boxes.map((box, n) => el("label", { class: "check" }, box, offered[n]!))),
    el("label", {}, el("span", {}, "Something else it could be"), other),
    el("label", {}, el("span", {}, "How sure"), sure),
    el("footer", {}, el("button", { type: "submit", class: "go" }, "Keep this verdict"), button("Cancel", "Give it up (Esc)", () => done(null))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const alternatives = boxes.filter((box) => box.checked).map((box) => box.value);
    if (other.value.trim()) alternatives.push(other.value.trim());
    done({
      note: note.value.trim() || null,
      alternatives,
      confidence: sure.value ? Number(sure.value) : null,
      despite: despite.value.trim() || null,
    });
  });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") done(null);
  });
  return form;
}

const SURE = [["", "not said"], ["0.95", "almost certain"], ["0.8", "very likely"], ["0.6", "likely"], ["0.5", "as likely as not"], ["0.3", "unlikely"]] as const;

/** What is entered beside a reference photo: the photo itself, and what a feature is. */
import { button, el } from "../core/dom";

/** Pin a photo; `cancel` is null where there is nothing to go back to. */
export function pinForm(pin: (file: File, about: Record<string, string>) => void, cancel: (() => void) | null): HTMLElement {
  const file = el("input", { type: "file", accept: "image/jpeg,image/png,image/webp", required: "" });
  const text = (name: string, placeholder: string, required = false): [string, HTMLInputElement] => [name, el("input", { type: "text", placeholder, ...(required ? { required: "" } : {}) })];
  const fields = [text("caption", "What it shows", true), text("source", "Where it comes from"), text("taken", "2021, or 2021-06-08"), text("licence", "Unknown allows nothing")];
  const names: Record<string, string> = { caption: "Caption", source: "Source", taken: "Taken", licence: "Licence" };
  const form = el(
    "form",
    { class: "pin" },
    el("h4", {}, "Pin a reference photo"),
    el("p", { class: "soft" }, "What the thing looks like elsewhere: to number features that fit, and that do not. JPEG, PNG or WebP, at most 50 MB; it is kept as it is, with all that it carries."),
    el("label", {}, el("span", {}, "File"), file),
    ...fields.map(([name, input]) => el("label", {}, el("span", {}, names[name]!), input)),
    el("footer", {}, el("button", { type: "submit", class: "go" }, "Pin it"), cancel && button("Cancel", "Pin nothing (Esc)", cancel)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = file.files?.[0];
    if (chosen) pin(chosen, Object.fromEntries(fields.map(([name, input]) => [name, input.value.trim()])));
  });
  return form;
}

/** What a numbered feature is, and whether it fits. */
export function matchForm(number: number, fits: boolean, keep: (fits: boolean, note: string) => void): HTMLElement {
  const note = el("input", { type: "text", placeholder: "What is it? Twin tails, a bend in the road…", "aria-label": "What it is" });
  const option = (value: boolean, words: string): [HTMLInputElement, HTMLElement] => {
    const radio = el("input", { type: "radio", name: "fits", ...(value === fits ? { checked: "" } : {}) });
    return [radio, el("label", { class: "check" }, radio, words)];
  };
  const [yes, yesLabel] = option(true, "It fits");
  const [, noLabel] = option(false, "It does not fit");
  const form = el("form", { class: "guide" }, el("span", {}, `3 of 3: feature ${number}.`), note, el("span", { class: "tools" }, yesLabel, noLabel, el("button", { type: "submit", class: "go" }, "Keep it")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(yes.checked, note.value.trim());
  });
  return form;
}

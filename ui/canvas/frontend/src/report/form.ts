/** Fields to change before a claim is accepted, or of a claim that a person marked. */
import { button, el } from "../core/dom";

export interface Field {
  name: string;
  label: string;
  value: string;
  hint: string;
}

export type Values = Record<string, string>;

/** A form with these fields: Enter saves, Escape gives it up. Only what was changed is handed on. */
export function form(title: string, save: string, fields: readonly Field[], done: (changed: Values | null) => void): HTMLFormElement {
  const inputs = fields.map((field) => el("input", { name: field.name, value: field.value, placeholder: field.hint, autocomplete: "off" }));
  const node = el(
    "form",
    { class: "edit" },
    el("strong", {}, title),
    ...fields.map((field, i) => el("label", {}, el("span", {}, field.label), inputs[i]!)),
    el("footer", {}, el("button", { type: "submit", class: "go" }, save), button("Cancel", "Give it up", () => done(null))),
  );
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const changed = inputs.filter((input, i) => input.value !== fields[i]!.value);
    done(Object.fromEntries(changed.map((input) => [input.name, input.value])));
  });
  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") done(null);
  });
  return node;
}

export const WHERE = "35.1, 51.2 · 33°53′N 51°34′E · MGRS";
export const WHEN = "2022-06-08 · 2022-06-01/2022-06-10 · 2022-06~";

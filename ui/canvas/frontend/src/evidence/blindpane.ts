/** Looking before knowing: what do you see here? The claim is shown when this is answered. */
import { button, el } from "../core/dom";
import type { TagClass } from "../core/api";

/** The question, with a button for each class; `done` gets what was seen, or null to give it up. */
export function blindPane(
  classes: readonly TagClass[],
  chosen: ReadonlySet<string>,
  toggle: (id: string) => void,
  done: (seen: string[] | null, note: string) => void,
): HTMLElement[] {
  const note = el("input", { type: "text", placeholder: "What else do you see? (optional)", "aria-label": "Note" });
  const options = classes.map((entry) => {
    const [parent, name] = entry.path.split("/").slice(-2);
    const twice = classes.filter((other) => other.path.split("/").at(-1) === (name ?? parent)).length > 1;
    const words = twice && name ? `${parent} · ${name}` : (name ?? parent!);
    const dot = el("i", { style: `background:${entry.colour}` });
    const label = el("span", {}, dot, words, entry.hotkey ? el("kbd", {}, entry.hotkey.toUpperCase()) : "");
    return button(label, entry.path, () => toggle(entry.id), { "aria-pressed": String(chosen.has(entry.id)), "aria-label": entry.path, class: "seen" });
  });
  return [
    el(
      "section",
      { class: "blind" },
      el("h3", {}, "What do you see here?"),
      el("p", { class: "soft" }, "The claim is hidden, so that it does not lead the eye. It is shown when you have answered."),
      el("div", { class: "options" }, ...options),
      note,
      el(
        "footer",
        {},
        button("That is what I see", "Keep it and show the claim (Enter)", () => done([...chosen], note.value), { class: "go" }),
        button("Nothing of these", "Keep that and show the claim (0)", () => done([], note.value)),
        button("Show the claim", "Without answering; your verdict counts as informed", () => done(null, "")),
      ),
    ),
  ];
}

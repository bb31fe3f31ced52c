/** Attributes, confidence and note by keyboard: a key opens it, Enter stores, Escape leaves. */
import { attributeOf, pairsText, parsePairs, shareOf, type Attribute } from "../core/attributes";
import { button, el } from "../core/dom";
import type { Body } from "./body";

export type Details = Pick<Body, "attributes" | "confidence" | "note">;

export interface DetailsEvents {
  store(uids: readonly string[], details: Details): void;
  closed(): void;
}

type Field = HTMLInputElement | HTMLSelectElement;

export class DetailsPanel {
  readonly element = el("form", { class: "details panel", "aria-label": "Details", hidden: true });
  private uids: readonly string[] = [];
  private fields: [Attribute, Field][] = [];
  private readonly confidence = input("Confidence", "80 %");
  private readonly note = input("Note", "");
  private readonly others = input("Other attributes", "name=value; name=value");
  private readonly problem = el("p", { class: "problem", role: "alert", hidden: true });

  constructor(private readonly events: DetailsEvents) {
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation(); // keys typed here are text, not commands
      if (event.key === "Escape") this.close();
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.store();
    });
    this.element.addEventListener("submit", (event) => event.preventDefault());
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** Show the details of `body`; Enter gives them to all `uids`. */
  show(uids: readonly string[], title: string, body: Body, specs: readonly string[]): void {
    this.uids = uids;
    this.confidence.value = body.confidence === null ? "" : `${Number((body.confidence * 100).toFixed(1))} %`;
    this.note.value = body.note ?? "";
    const rest = { ...body.attributes };
    this.fields = specs.map(attributeOf).map((attribute) => {
      const value = rest[attribute.name];
      delete rest[attribute.name];
      return [attribute, fieldOf(attribute, value)];
    });
    this.others.value = pairsText(rest);
    this.problem.hidden = true;
    this.element.replaceChildren(
      el("h3", {}, title),
      ...this.fields.map(([attribute, node]) => labelled(attribute.name, node)),
      labelled("Confidence", this.confidence),
      labelled("Note", this.note),
      labelled("Other", this.others),
      this.problem,
      el(
        "div",
        { class: "row" },
        button("Store", "Store (Enter)", () => this.store(), { class: "go" }),
        button("Cancel", "Cancel (Esc)", () => this.close(), { class: "plain" }),
      ),
    );
    this.element.hidden = false;
    (this.fields[0]?.[1] ?? this.confidence).focus({ preventScroll: true });
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.events.closed();
  }

  private store(): void {
    const confidence = shareOf(this.confidence.value);
    const others = parsePairs(this.others.value);
    const numbers = this.fields.filter(([a, f]) => a.type === "number" && f.value.trim() && !Number.isFinite(Number(f.value)));
    if (Number.isNaN(confidence)) return this.refuse(`Confidence “${this.confidence.value}”: give a share from 0 to 100 %.`);
    if (numbers[0]) return this.refuse(`${numbers[0][0].name} “${numbers[0][1].value}”: give a number.`);
    if (!others) return this.refuse("Other attributes: write name=value; name=value.");
    const attributes: Record<string, unknown> = { ...others };
    for (const [{ name, type }, { value }] of this.fields) {
      if (value.trim()) attributes[name] = type === "number" ? Number(value) : value.trim();
    }
    this.events.store(this.uids, { attributes, confidence, note: this.note.value.trim() || null });
    this.close();
  }

  private refuse(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = false;
  }
}

function fieldOf({ name, type, values }: Attribute, value: unknown): Field {
  const given = value === undefined || value === null ? "" : String(value);
  if (type !== "enum") {
    const node = input(name, type === "number" ? "number" : "");
    node.value = given;
    return node;
  }
  const node = el("select", { "aria-label": name });
  const all = given && !values.includes(given) ? [...values, given] : values;
  node.append(el("option", { value: "" }, "–"), ...all.map((v) => el("option", { value: v }, v)));
  node.value = given;
  return node;
}

function input(name: string, placeholder: string): HTMLInputElement {
  return el("input", { type: "text", "aria-label": name, placeholder, autocomplete: "off", spellcheck: "false" });
}

function labelled(name: string, node: HTMLElement): HTMLElement {
  return el("label", { class: "field" }, el("span", { class: "label" }, name), node);
}

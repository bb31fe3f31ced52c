/** Two people changed one annotation: both versions, and the choice. */
import type { TagClass } from "../core/api";
import { button, el } from "../core/dom";
import type { Body } from "./body";
import type { Choice } from "./outbox";

export interface ConflictEvents {
  settle(uid: string, choice: Choice): void;
  /** Show the version made here beside the stored one; null ends it. */
  preview(mine: Body | null): void;
}

interface Conflict {
  mine: Body | null;
  theirs: Body | null;
}

export class ConflictPanel {
  readonly element = el("section", { class: "conflict panel", role: "alertdialog", "aria-label": "Conflict", hidden: true });
  private readonly waiting = new Map<string, Conflict>();

  constructor(
    private readonly classes: ReadonlyMap<string, TagClass>,
    private readonly events: ConflictEvents,
  ) {}

  get open(): boolean {
    return !this.element.hidden;
  }

  add(uid: string, mine: Body | null, theirs: Body | null): void {
    this.waiting.set(uid, { mine, theirs });
    this.show();
  }

  decide(choice: Choice): void {
    const uid = this.waiting.keys().next().value;
    if (uid === undefined) return;
    this.waiting.delete(uid);
    this.events.preview(null);
    this.events.settle(uid, choice);
    this.show();
  }

  private show(): void {
    const next = this.waiting.values().next().value;
    this.element.hidden = next === undefined;
    if (!next) return;
    const { mine, theirs } = next;
    this.events.preview(mine);
    const more = this.waiting.size > 1 ? ` (1 of ${this.waiting.size})` : "";
    const both = button("Keep both (B)", "Keep both", () => this.decide("both"));
    both.disabled = mine === null;
    this.element.replaceChildren(
      el("h3", {}, `${theirs?.author ?? "Someone"} changed this meanwhile${more}. Nothing is lost: which is right?`),
      el("div", { class: "versions" }, this.version("Yours", mine), this.version("Stored", theirs)),
      el(
        "div",
        { class: "row" },
        button("Keep mine (M)", "Keep mine", () => this.decide("mine")),
        button("Keep theirs (T)", "Keep theirs", () => this.decide("theirs")),
        both,
      ),
    );
  }

  private version(title: string, body: Body | null): HTMLElement {
    const lines = body ? wordsOf(body, this.classes) : ["deleted"];
    return el("div", {}, el("h4", {}, title), ...lines.map((line) => el("p", {}, line)));
  }
}

/** What a version says, a line for each part. */
export function wordsOf(body: Body, classes: ReadonlyMap<string, Pick<TagClass, "path">>): string[] {
  const what = body.class ? (classes.get(body.class)?.path.replaceAll("/", " / ") ?? body.class) : body.state;
  const attributes = Object.entries(body.attributes).map(([name, value]) => `${name}: ${String(value)}`);
  return [
    `${what} (${body.kind})`,
    `by ${body.author}`,
    ...(body.confidence === null ? [] : [`confidence ${Math.round(body.confidence * 100)} %`]),
    ...(body.note ? [`“${body.note}”`] : []),
    ...attributes,
  ];
}

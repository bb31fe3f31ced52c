/** Going through what a model suggests: accept, reject, next. A suggestion is never a label. */
import type { Host } from "../core/view";
import { log } from "../core/log";
import type { Annotations } from "./annotations";
import { accepted, type Body } from "./body";
import type { ShapeLayer } from "./shapelayer";
import type { ShapeTools } from "./shapetools";

export interface SuggestionNeeds {
  host: Host;
  notes: Annotations;
  shapes: ShapeLayer;
  tools: ShapeTools;
  author(): string;
  reveal(uid: string): void;
}

export class Suggestions {
  constructor(private readonly needs: SuggestionNeeds) {}

  /** True while a suggestion is chosen. */
  get chosen(): boolean {
    const uid = this.needs.shapes.chosen;
    return uid !== null && this.needs.notes.items.get(uid)?.state === "suggested";
  }

  accept(): void {
    const uid = this.needs.shapes.chosen;
    const before = uid ? this.needs.notes.items.get(uid) : null;
    if (!uid || !before) return;
    this.needs.notes.take([{ uid, after: accepted(before, this.needs.author()) }]);
    log("accepted", { uid });
    this.next(uid);
  }

  reject(): void {
    const uid = this.needs.shapes.chosen;
    if (!uid) return;
    const from = uid;
    this.needs.notes.take([{ uid, after: null }]);
    this.next(from);
  }

  /** Choose the next suggestion, the surest first. */
  next(after: string | null = this.needs.shapes.chosen): void {
    const uid = nextOf(this.needs.notes.items, after);
    this.needs.tools.choose(uid);
    if (uid) this.needs.reveal(uid);
    else this.needs.host.toast("No suggestion is left here.");
  }
}

/** The suggestion after `uid` by falling score, round the end; null if there is none. Pure. */
export function nextOf(items: ReadonlyMap<string, Pick<Body, "state" | "confidence" | "kind">>, uid: string | null): string | null {
  const open = [...items].filter(([, body]) => body.state === "suggested" && body.kind !== "tile");
  open.sort(([a, one], [b, two]) => (two.confidence ?? 0) - (one.confidence ?? 0) || a.localeCompare(b));
  const at = open.findIndex(([own]) => own === uid);
  const other = open.filter(([own]) => own !== uid);
  return open[at + 1]?.[0] ?? other[0]?.[0] ?? null;
}

/** The annotations of one scene: what is on screen now, with undo, kept in step with the server. */
import { ask, type AnnotationFeature, type Changes } from "../core/api";
import { log } from "../core/log";
import { bodyOf, type Body } from "./body";
import { Earlier } from "./earlier";
import type { Choice, Outbox } from "./outbox";
import { UndoStack, type Change } from "./undo";

// By scene and for the whole page: a look at the map does not cost the way back.
const stacks = new Map<string, { stack: UndoStack<Body>; earlier: Earlier }>();

export interface Watcher {
  /** Something is different; uids that were touched. */
  changed(uids: readonly string[]): void;
  /** The server has all up to this revision. */
  saved(rev: number): void;
  message(text: string): void;
  /** Someone else changed what was changed here; both versions. Null: deleted. */
  conflict(uid: string, mine: Body | null, theirs: Body | null): void;
}

export class Annotations {
  readonly items = new Map<string, Body>();
  readonly undoStack: UndoStack<Body>;
  private readonly earlier: Earlier;
  private rev = 0;
  /** Up to here others, or earlier sessions, did it. */
  private begun: number | null = null;
  private readonly stop: () => void;
  private readonly cancel = new AbortController();

  constructor(
    private readonly api: string,
    private readonly scene: string,
    private readonly box: Outbox,
    private readonly watcher: Watcher,
  ) {
    let known = stacks.get(scene);
    if (!known) {
      const stack = new UndoStack<Body>();
      const earlier = new Earlier(`${api}/api/scenes/${encodeURIComponent(scene)}`, stack);
      stacks.set(scene, (known = { stack, earlier }));
    }
    this.undoStack = known.stack;
    this.earlier = known.earlier;
    this.stop = box.listen({
      saved: (_uid, of, rev) => {
        if (of === scene) watcher.saved(rev);
      },
      refused: (uid, of, reason, current) => {
        if (of === scene) this.refused(uid, reason, current);
      },
      conflict: (uid, of, mine, current) => {
        if (of !== scene) return;
        this.show(uid, bodyOf(current));
        watcher.changed([uid]);
        watcher.conflict(uid, mine, bodyOf(current));
      },
      status: () => undefined,
    });
  }

  /** Decide on a conflict. */
  settle(uid: string, choice: Choice): void {
    const mine = this.box.held(this.scene).get(uid) ?? null;
    const as = this.box.settle(uid, choice);
    if (as) this.show(as, mine);
    this.watcher.changed(as ? [uid, as] : [uid]);
  }

  /** Fetch what changed since the last time. Own unsent changes stay as they are. */
  async load(): Promise<void> {
    const query = new URLSearchParams({ scene: this.scene, since: String(this.rev) });
    const { signal } = this.cancel;
    const found = await ask<Changes>(`${this.api}/api/annotations?${query}`, { signal });
    this.rev = Math.max(this.rev, found.rev);
    this.begun ??= found.rev;
    const unsent = this.box.unsent(this.scene);
    const touched: string[] = [];
    for (const feature of found.annotations) {
      const { uid, rev } = feature.properties;
      // An answer that was under way while something newer was saved must not undo it on screen.
      const stale = rev < this.box.revOf(uid);
      this.box.known(uid, rev);
      if (stale || unsent.has(uid)) continue;
      this.items.set(uid, bodyOf(feature));
      touched.push(uid);
    }
    for (const uid of found.retracted) {
      const stale = found.rev < this.box.revOf(uid);
      if (!stale && !unsent.has(uid) && this.items.delete(uid)) touched.push(uid);
    }
    for (const [uid, body] of unsent) {
      this.show(uid, body);
      touched.push(uid);
    }
    this.watcher.changed(touched);
    for (const [uid, mine] of this.box.held(this.scene)) {
      this.watcher.conflict(uid, mine, this.items.get(uid) ?? null);
    }
    log("loaded", { scene: this.scene, count: this.items.size });
  }

  /** Take a step: shown at once, then sent, and remembered for undo. */
  take(changes: readonly { uid: string; after: Body | null }[]): void {
    const step = changes
      .map(({ uid, after }) => ({ uid, before: this.items.get(uid) ?? null, after }))
      .filter(({ before, after }) => before !== after);
    this.undoStack.push(step);
    this.apply(step);
  }

  /** Have the steps of earlier sessions at hand, as far as they may be needed. */
  async remember(author: string): Promise<void> {
    if (this.begun !== null) await this.earlier.fetch(author, this.begun);
  }

  /** Take the last step back. False if there is none. */
  undo(): boolean {
    const step = this.undoStack.undo();
    if (step) this.apply(step);
    return step !== null;
  }

  /** Take the last undone step again. False if there is none. */
  redo(): boolean {
    const step = this.undoStack.redo();
    if (step) this.apply(step);
    return step !== null;
  }

  /** The whole-tile annotations of one tile. */
  ofTile(key: string): [uid: string, body: Body][] {
    const found: [string, Body][] = [];
    for (const entry of this.items) if (entry[1].kind === "tile" && entry[1].tile === key) found.push(entry);
    return found;
  }

  dispose(): void {
    this.cancel.abort();
    this.stop();
  }

  private apply(step: readonly Change<Body>[]): void {
    for (const { uid, after } of step) {
      this.show(uid, after);
      this.box.put(uid, this.scene, after);
    }
    this.watcher.changed(step.map((change) => change.uid));
  }

  private show(uid: string, body: Body | null): void {
    if (body) this.items.set(uid, body);
    else this.items.delete(uid);
  }

  private refused(uid: string, reason: string, current: AnnotationFeature | null): void {
    this.show(uid, current ? bodyOf(current) : null);
    this.watcher.changed([uid]);
    const shown = current ? " What the catalogue holds is shown." : "";
    this.watcher.message(`Not saved: ${reason}${shown}`);
  }
}

/** Steps of earlier sessions on a scene: fetched when it is opened, older ones as they are needed. */
import { ask, type AnnotationFeature } from "../core/api";
import { log } from "../core/log";
import { bodyOf } from "./body";
import type { Body } from "./body";
import type { Step, UndoStack } from "./undo";

interface Row {
  rev: number;
  uid: string;
  before: AnnotationFeature | null;
  after: AnnotationFeature | null;
}

interface Answer {
  past: Row[];
  future: Row[];
  more: boolean;
}

const FIRST = 300;
/** With fewer steps left, older ones are fetched. */
const FEWEST = 20;

export class Earlier {
  private n = FIRST;
  private oldest = Infinity;
  private more = true;
  private busy = false;

  constructor(
    private readonly at: string,
    private readonly stack: UndoStack<Body>,
  ) {}

  /** Steps by this author up to a revision; what comes later the stack knows by itself. */
  async fetch(author: string, upTo: number): Promise<void> {
    if (this.busy || !this.more || this.stack.depth >= FEWEST) return;
    this.busy = true;
    try {
      const query = new URLSearchParams({ author, n: String(this.n) });
      const { past, future, more } = await ask<Answer>(`${this.at}/steps?${query}`);
      const before = Math.min(this.oldest, upTo + 1);
      const known = past.filter((row) => row.rev < before);
      const first = this.oldest === Infinity && [...past, ...future].every((row) => row.rev <= upTo);
      this.stack.seed(known.map(stepOf), first ? future.map(stepOf) : []);
      this.oldest = known[0]?.rev ?? before;
      this.more = more;
      this.n *= 10;
      log("earlier", { past: known.length, future: future.length });
    } catch {
      // Away or new: what is done from now on can be taken back all the same.
    } finally {
      this.busy = false;
    }
  }
}

function stepOf({ uid, before, after }: Row): Step<Body> {
  return [{ uid, before: before && bodyOf(before), after: after && bodyOf(after) }];
}

/** Control points while they are being set: pairs of a pixel and a place, with undo. Pure. */

export type At = readonly [number, number];
export type Side = "pixel" | "place";

/** `pixel` is (column, row) in the picture, `place` is lon/lat; null until it is set. */
export interface Pair {
  readonly pixel: At | null;
  readonly place: At | null;
}

export interface Whole extends Pair {
  readonly pixel: At;
  readonly place: At;
}

export type Method = "affine" | "projective";
export const LEAST: Record<Method, number> = { affine: 3, projective: 4 };

interface State {
  readonly pairs: readonly Pair[];
  readonly chosen: number;
}

const EMPTY: Pair = { pixel: null, place: null };

export class Points {
  private past: State[] = [];
  private future: State[] = [];
  private now: State;

  constructor(pairs: readonly Pair[] = []) {
    this.now = { pairs, chosen: -1 };
  }

  get pairs(): readonly Pair[] {
    return this.now.pairs;
  }

  /** The pair that the next click goes to; -1 for a new one. */
  get chosen(): number {
    return this.now.chosen;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** The pairs with both sides, and the number of each. */
  get whole(): { pair: Whole; index: number }[] {
    return this.pairs.flatMap((pair, index) => (isWhole(pair) ? [{ pair, index }] : []));
  }

  /** A click on one side: to the chosen pair, else to one that lacks this side, else to a new one. */
  put(side: Side, at: At): void {
    const { pairs, chosen } = this.now;
    const lacking = pairs.findIndex((pair) => pair[side] === null);
    const index = chosen >= 0 ? chosen : lacking >= 0 ? lacking : pairs.length;
    const changed = { ...(pairs[index] ?? EMPTY), [side]: at };
    const next = [...pairs.slice(0, index), changed, ...pairs.slice(index + 1)];
    // A chosen pair stays chosen until its other side has been set too.
    this.become({ pairs: next, chosen: isWhole(changed) ? -1 : index });
  }

  move(index: number, side: Side, at: At): void {
    this.become({ ...this.now, pairs: this.pairs.map((pair, n) => (n === index ? { ...pair, [side]: at } : pair)) });
  }

  remove(index: number): void {
    if (index < 0 || index >= this.pairs.length) return;
    this.become({ pairs: this.pairs.filter((_, n) => n !== index), chosen: -1 });
  }

  /** Nothing that undo takes back. */
  choose(index: number): void {
    this.now = { ...this.now, chosen: index === this.chosen ? -1 : index };
  }

  undo(): boolean {
    return this.step(this.past, this.future);
  }

  redo(): boolean {
    return this.step(this.future, this.past);
  }

  private step(from: State[], to: State[]): boolean {
    const state = from.pop();
    if (!state) return false;
    to.push(this.now);
    this.now = state;
    return true;
  }

  private become(state: State): void {
    this.past.push(this.now);
    this.future = [];
    this.now = state;
  }
}

function isWhole(pair: Pair): pair is Whole {
  return pair.pixel !== null && pair.place !== null;
}

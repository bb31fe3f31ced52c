/** Undo and redo of steps. A step is one or more changes that belong together. */

export interface Change<T> {
  uid: string;
  /** What it was; null: it was not there. */
  before: T | null;
  /** What it became; null: it was deleted. */
  after: T | null;
}

export type Step<T> = readonly Change<T>[];

/** Remembers steps that were taken; `undo` and `redo` say what to do, the caller does it. */
export class UndoStack<T> {
  private past: Step<T>[] = [];
  private future: Step<T>[] = [];

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Steps of an earlier session, before all that is known here; redo only while nothing was done. */
  seed(past: readonly Step<T>[], future: readonly Step<T>[]): void {
    if (!this.past.length && !this.future.length) this.future = [...future];
    this.past.unshift(...past);
  }

  /** How many steps can be taken back. */
  get depth(): number {
    return this.past.length;
  }

  /** A new step was taken: what had been undone before is gone. */
  push(step: Step<T>): void {
    if (!step.length) return;
    this.past.push(step);
    this.future = [];
  }

  /** The changes that take the last step back, in reverse order; null if there is none. */
  undo(): Step<T> | null {
    const step = this.past.pop();
    if (!step) return null;
    this.future.push(step);
    return step.map(({ uid, before, after }) => ({ uid, before: after, after: before })).reverse();
  }

  /** The changes that take the last undone step again; null if there is none. */
  redo(): Step<T> | null {
    const step = this.future.pop();
    if (!step) return null;
    this.past.push(step);
    return step;
  }
}

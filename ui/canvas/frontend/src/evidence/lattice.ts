/** Where everything of the matrix stands, and what stands where; pure. */
import type { CellState, Level, MatrixColumn, MatrixData, Role } from "./api";

export interface Cell {
  state: CellState;
  level: Level | null;
  role: Role | null;
  disagree: boolean;
  again: boolean;
  /** False where no person said it: an image that is too poor says so by itself. */
  assessed: boolean;
}

export interface Wanted {
  /** States to show; a claim without any of them is left out. Empty: all. */
  states: ReadonlySet<CellState>;
  /** Words that a claim's title, id or report must have. */
  words: string;
  /** Leave out images that no shown claim has anything with. */
  tight: boolean;
}

export const ALL: Wanted = { states: new Set(), words: "", tight: true };

const NONE: Cell = { state: "none", level: null, role: null, disagree: false, again: false, assessed: false };

/** The cells by row and column, the rows and columns that are shown, and their order. */
export class Lattice {
  rows: number[] = [];
  columns: number[] = [];
  private readonly at: Int32Array;
  private readonly disagree: number;
  private readonly again: number;
  private readonly assessed: number;
  private readonly titles: string[];
  private readonly filled: Uint8Array;

  constructor(readonly data: MatrixData) {
    this.at = new Int32Array(data.rows.length * data.columns.length).fill(-1);
    const bit = (name: string): number => (data.flags.includes(name) ? 1 << data.flags.indexOf(name) : 0);
    this.disagree = bit("disagreement");
    this.assessed = bit("assessed");
    this.again = bit("needs_another_look");
    this.titles = data.reports.flatMap((r) => Array<string>(r.rows).fill(r.title ?? r.id ?? "Not from a report"));
    const { row, column } = data.cells;
    this.filled = new Uint8Array(data.rows.length);
    for (const r of row) this.filled[r] = 1;
    for (let n = 0; n < row.length; n++) this.at[row[n]! * data.columns.length + column[n]!] = n;
    this.filter(ALL);
  }

  filter(wanted: Wanted): void {
    const { data } = this;
    const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
    const hasState = new Uint8Array(data.rows.length);
    const numbers = new Set(data.states.flatMap((s, n) => (wanted.states.has(s) ? [n] : [])));
    data.cells.row.forEach((row, n) => {
      if (numbers.has(data.cells.state[n]!)) hasState[row] = 1;
    });
    this.rows = data.rows.flatMap((row, n) => {
      const text = `${row.title} ${row.id} ${this.titles[n] ?? ""}`.toLowerCase();
      const fits = words.every((word) => text.includes(word));
      return fits && (wanted.states.size === 0 || hasState[n]) ? [n] : [];
    });
    const shown = new Uint8Array(data.rows.length);
    for (const n of this.rows) shown[n] = 1;
    const used = new Uint8Array(data.columns.length);
    data.cells.row.forEach((row, n) => {
      if (shown[row]) used[data.cells.column[n]!] = 1;
    });
    this.columns = data.columns.flatMap((_, n) => (!wanted.tight || used[n] ? [n] : []));
  }

  /** The cell of the r-th shown row and c-th shown column. */
  cell(r: number, c: number): Cell {
    const [row, column] = [this.rows[r], this.columns[c]];
    if (row === undefined || column === undefined) return NONE;
    const n = this.at[row * this.data.columns.length + column]!;
    if (n < 0) return NONE;
    const { cells, states, levels, roles } = this.data;
    return {
      state: states[cells.state[n]!] ?? "none",
      level: levels[cells.level[n]!] ?? null,
      role: roles[cells.role[n]!] ?? null,
      disagree: (cells.flags[n]! & this.disagree) > 0,
      assessed: (cells.flags[n]! & this.assessed) > 0,
      again: (cells.flags[n]! & this.again) > 0,
    };
  }

  /** True for a shown row without any cell. */
  blank(r: number): boolean {
    return !this.filled[this.rows[r] ?? 0];
  }

  /** The next shown cell of a row that has something, to the right (1) or left (-1). */
  beside(r: number, c: number, step: 1 | -1): number | null {
    for (let at = c + step; at >= 0 && at < this.columns.length; at += step) {
      if (this.cell(r, at).state !== "none") return at;
    }
    return null;
  }

  /** The first shown cell that nobody reviewed, from (r, c) on in reading order; it itself last. */
  unreviewed(r: number, c: number): [number, number] | null {
    const [rows, columns] = [this.rows.length, this.columns.length];
    for (let n = 1; n <= rows * columns; n++) {
      const at = (r * columns + c + n) % (rows * columns);
      const place: [number, number] = [Math.floor(at / columns), at % columns];
      const cell = this.cell(...place);
      if (cell.state === "unreviewed" && cell.level !== "unusable") return place;
    }
    return null;
  }

  /** The title of the report that the r-th shown claim was taken from. */
  report(r: number): string {
    return this.titles[this.rows[r] ?? -1] ?? "";
  }

  /** Where a pair is shown, null if it is not. */
  find(observation: string, scene: string): [number, number] | null {
    const r = this.rows.findIndex((n) => this.data.rows[n]!.observation === observation);
    const c = this.columns.findIndex((n) => this.data.columns[n]!.scene === scene);
    return r < 0 || c < 0 ? null : [r, c];
  }
}

/** When an image was taken, in UTC as ISO 8601; null if nobody knows. */
export function iso({ begin_ms }: MatrixColumn): string | null {
  return begin_ms === null ? null : new Date(begin_ms).toISOString();
}

export interface Span {
  from: number;
  to: number;
  text: string;
}

/** Runs of shown columns of one month or, where those are narrow, one year. */
export function timeSpans(columns: readonly MatrixColumn[], size: number): Span[] {
  const by = (length: number): Span[] => {
    const spans: Span[] = [];
    columns.forEach((column, n) => {
      const text = iso(column)?.slice(0, length) ?? "no date";
      const last = spans.at(-1);
      if (last?.text === text) last.to = n + 1;
      else spans.push({ from: n, to: n + 1, text });
    });
    return spans;
  };
  const months = by(7);
  const narrow = months.filter((span) => (span.to - span.from) * size < 52).length;
  return narrow > months.length / 2 ? by(4) : months;
}

/** Runs of shown rows of one report. */
export function reportSpans(lattice: Lattice): Span[] {
  const spans: Span[] = [];
  lattice.rows.forEach((_, n) => {
    const text = lattice.report(n);
    const last = spans.at(-1);
    if (last?.text === text) last.to = n + 1;
    else spans.push({ from: n, to: n + 1, text });
  });
  return spans;
}

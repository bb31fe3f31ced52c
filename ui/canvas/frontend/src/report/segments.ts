/** A text cut into runs of one look: which words are coloured, which belong to the chosen claim. */

export type Kind = "time" | "place" | "actor" | "object" | "source" | "status";

export interface Mark {
  start: number;
  end: number;
  kind: Kind;
  why: string;
}

export interface Segment {
  start: number;
  end: number;
  mark: Mark | null;
  chosen: boolean;
  claimed: boolean;
}

export type Range = readonly [start: number, end: number];

/** Marks in order without overlaps: the one that begins first stays, of two the longer. */
export function apart(marks: readonly Mark[]): Mark[] {
  const sorted = [...marks].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Mark[] = [];
  for (const mark of sorted) {
    if (mark.end > mark.start && mark.start >= (kept.at(-1)?.end ?? 0)) kept.push(mark);
  }
  return kept;
}

/** The whole text, in order and without gaps. `chosen` is the claim in hand, `claimed` the others. */
export function segments(
  length: number,
  marks: readonly Mark[],
  chosen: Range | null,
  claimed: readonly Range[],
): Segment[] {
  const shown = apart(marks).filter((m) => m.end <= length);
  const cuts = new Set([0, length]);
  for (const { start, end } of shown) cuts.add(start).add(end);
  for (const [start, end] of [...claimed, ...(chosen ? [chosen] : [])]) {
    cuts.add(Math.min(start, length)).add(Math.min(end, length));
  }
  const at = [...cuts].sort((a, b) => a - b);
  const within = (start: number, end: number, range: Range) => range[0] <= start && end <= range[1];
  return at.slice(0, -1).map((start, i) => {
    const end = at[i + 1]!;
    return {
      start,
      end,
      mark: shown.find((m) => m.start <= start && end <= m.end) ?? null,
      chosen: chosen !== null && within(start, end, chosen),
      claimed: claimed.some((range) => within(start, end, range)),
    };
  });
}

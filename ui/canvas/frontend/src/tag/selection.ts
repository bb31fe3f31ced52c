/** Which cells of a wall are chosen. Pure: each step is a new value. */

export interface Selection {
  /** Where the keys are; -1 on an empty wall. */
  cursor: number;
  /** The other end of a stretch chosen with Shift. */
  anchor: number;
  chosen: ReadonlySet<number>;
}

export function start(count: number): Selection {
  return { cursor: count ? 0 : -1, anchor: count ? 0 : -1, chosen: new Set() };
}

/** Move the cursor by columns and rows on a wall `columns` wide; `extend` chooses all on the way. */
export function move(
  { cursor, anchor, chosen }: Selection,
  [dx, dy]: readonly [number, number],
  columns: number,
  count: number,
  extend: boolean,
): Selection {
  if (!count) return start(0);
  const to = cursor + dx + dy * columns;
  // Up and down stay in their column; left and right run on into the next row.
  const next = to < 0 || to >= count ? cursor : to;
  if (!extend) return { cursor: next, anchor: next, chosen };
  return { cursor: next, anchor, chosen: new Set([...chosen, ...stretch(anchor, next)]) };
}

export function toggle(selection: Selection, index = selection.cursor): Selection {
  if (index < 0) return selection;
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(index)) chosen.add(index);
  return { cursor: index, anchor: index, chosen };
}

/** Choose from the anchor to `index`, as a click with Shift does. */
export function reach(selection: Selection, index: number): Selection {
  return { ...selection, cursor: index, chosen: new Set([...selection.chosen, ...stretch(selection.anchor, index)]) };
}

/** What a key acts on: the chosen cells, or the one under the cursor. */
export function targets({ cursor, chosen }: Selection): number[] {
  if (chosen.size) return [...chosen].sort((a, b) => a - b);
  return cursor < 0 ? [] : [cursor];
}

function stretch(a: number, b: number): number[] {
  const low = Math.max(0, Math.min(a, b));
  return Array.from({ length: Math.max(a, b) - low + 1 }, (_, i) => low + i);
}

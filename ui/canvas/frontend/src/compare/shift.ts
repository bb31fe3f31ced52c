/** How far one scene of a pair is moved so that the two lie on each other; kept in this browser. */

const KEY = "imagery-catalogue-shifts";
const MOST = 500;
type Shifts = Record<string, [number, number]>;

function all(): Shifts {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Shifts;
  } catch {
    return {};
  }
}

/** In view units; the other way round it is the opposite. */
export function shiftOf(a: string, b: string): [number, number] {
  const kept = all();
  const there = kept[`${a} ${b}`];
  if (there) return there;
  const back = kept[`${b} ${a}`];
  return back ? [0 - back[0], 0 - back[1]] : [0, 0];
}

export function keepShift(a: string, b: string, shift: [number, number]): void {
  const kept = all();
  delete kept[`${b} ${a}`];
  delete kept[`${a} ${b}`];
  if (shift[0] || shift[1]) kept[`${a} ${b}`] = shift;
  const newest = Object.entries(kept).slice(-MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(newest)));
  } catch {
    // A browser that keeps nothing still shows it until the page is left.
  }
}

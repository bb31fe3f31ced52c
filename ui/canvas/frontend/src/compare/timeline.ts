/** Scenes on a line of time, to scale: pure geometry, so that gaps look as long as they were. */
export interface StripScene {
  uid: string;
  id: string;
  t_begin: string | null;
  t_end: string | null;
  platform: string | null;
  gsd: number | null;
  cloud: number | null;
  has_picture: boolean;
}

export interface StripWindow {
  begin: string | null;
  end: string | null;
}

const LANES = 3;
/** Marks nearer than this are put on different lanes, px. */
const APART = 13;

export interface Mark {
  scene: StripScene;
  x: number;
  lane: number;
}

export interface Tick {
  x: number;
  text: string;
}

export interface Timeline {
  marks: Mark[];
  windows: { x: number; width: number }[];
  ticks: Tick[];
}

const DAY = 86_400_000;

/** Where everything lies on a line `width` px long; scenes in order of time. */
export function timeline(scenes: readonly StripScene[], windows: readonly StripWindow[], width: number): Timeline {
  const times = scenes.map((s) => Date.parse(s.t_begin!));
  const ends = windows.flatMap(({ begin, end }) => [begin, end]).filter((t): t is string => t !== null);
  const all = [...times, ...ends.map((t) => Date.parse(t))];
  if (!all.length) return { marks: [], windows: [], ticks: [] };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const pad = Math.max((high - low) * 0.03, DAY / 2);
  const [from, span] = [low - pad, high - low + 2 * pad];
  const at = (t: number): number => ((t - from) / span) * width;
  const last = new Array<number>(LANES).fill(-Infinity);
  const marks = scenes.map((scene, n) => {
    const x = at(times[n]!);
    const free = last.findIndex((taken) => x - taken >= APART);
    const lane = free < 0 ? last.indexOf(Math.min(...last)) : free;
    last[lane] = x;
    return { scene, x, lane };
  });
  const shaded = windows.map(({ begin, end }) => {
    const x = begin ? at(Date.parse(begin)) : 0;
    const right = end ? at(Date.parse(end)) : width;
    return { x: Math.min(x, right - 1), width: Math.max(right - x, 3) };
  });
  return { marks, windows: shaded, ticks: ticks(from, span, width) };
}

/** Round dates, no nearer than 80 px. */
export function ticks(from: number, span: number, width: number): Tick[] {
  const steps: [days: number, format: (d: Date) => string][] = [
    [1, dayText], [7, dayText], [31, monthText], [92, monthText], [366, yearText], [1830, yearText], [3660, yearText],
  ];
  const [days, text] = steps.find(([n]) => ((n * DAY) / span) * width >= 80) ?? steps.at(-1)!;
  const out: Tick[] = [];
  for (let date = firstTick(new Date(from), days); date.getTime() < from + span; date = nextTick(date, days)) {
    if (out.length > 200) break;
    const x = ((date.getTime() - from) / span) * width;
    // A date that would be cut off at the edge is left out.
    if (x >= 30 && x <= width - 30) out.push({ x, text: text(date) });
  }
  return out;
}

function firstTick(date: Date, days: number): Date {
  if (days >= 366) return new Date(Date.UTC(date.getUTCFullYear() + 1, 0, 1));
  if (days >= 31) return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
  return new Date(Math.ceil(date.getTime() / DAY) * DAY);
}

function nextTick(date: Date, days: number): Date {
  if (days >= 366) return new Date(Date.UTC(date.getUTCFullYear() + Math.round(days / 366), 0, 1));
  if (days >= 31) return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + Math.round(days / 31), 1));
  return new Date(date.getTime() + days * DAY);
}

const dayText = (d: Date): string => d.toISOString().slice(0, 10);
const monthText = (d: Date): string => d.toISOString().slice(0, 7);
const yearText = (d: Date): string => String(d.getUTCFullYear());

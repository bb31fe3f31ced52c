/** Arithmetic of the timeline: ticks, and what dragging and keys do to the brush. */

export interface Span {
  begin: number;
  end: number;
}
export type Brush = Span;
export type Grip = "begin" | "move" | "end";

const DAY = 86_400_000;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240];

/** Ticks at round times, at most `most`: days, months or years. */
export function ticks({ begin, end }: Span, most: number): { at: number; label: string }[] {
  const days = (end - begin) / DAY;
  if (days / most < 20) return dayTicks({ begin, end }, most);
  const step = MONTHS.find((m) => days / (m * 30.4) <= most) ?? MONTHS.at(-1)!;
  const first = new Date(begin);
  const found = [];
  const count = first.getUTCFullYear() * 12 + first.getUTCMonth();
  for (let month = Math.ceil((count + 1) / step) * step; ; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    if (at >= end) return found;
    const text = new Date(at).toISOString();
    found.push({ at, label: step % 12 ? text.slice(0, 7) : text.slice(0, 4) });
  }
}

function dayTicks({ begin, end }: Span, most: number): { at: number; label: string }[] {
  const step = Math.max(1, Math.ceil((end - begin) / DAY / most)) * DAY;
  const found = [];
  for (let at = Math.ceil(begin / DAY) * DAY; at < end; at += step) {
    found.push({ at, label: new Date(at).toISOString().slice(0, 10) });
  }
  return found;
}

/** The brush after dragging from one time to another; null before there is one. */
export function dragged(
  grip: Grip | "new",
  brush: Brush | null,
  from: number,
  to: number,
  span: Span,
  step: number,
): Brush | null {
  if (grip === "new" || !brush) {
    return Math.abs(to - from) < step ? brush : { begin: Math.min(from, to), end: Math.max(from, to) };
  }
  if (grip === "move") return moved(brush, to - from, span);
  return grip === "begin"
    ? { begin: Math.max(span.begin, Math.min(brush.begin + to - from, brush.end - step)), end: brush.end }
    : { begin: brush.begin, end: Math.min(span.end, Math.max(brush.end + to - from, brush.begin + step)) };
}

/** The brush after a key; null for a key that does nothing here. */
export function stepped(
  grip: Grip,
  brush: Brush,
  key: string,
  far: boolean,
  span: Span,
  step: number,
): Brush | null {
  const by = Math.max(step, unit(span)) * (far ? 10 : 1);
  const ways: Record<string, number> = {
    ArrowLeft: -by,
    ArrowDown: -by,
    ArrowRight: by,
    ArrowUp: by,
    PageDown: -10 * by,
    PageUp: 10 * by,
    Home: span.begin - span.end,
    End: span.end - span.begin,
  };
  const way = ways[key];
  return way === undefined ? null : dragged(grip, brush, 0, way, span, step);
}

/** The brush at whole days in UTC, or minutes where little time is on screen; never empty. */
export function snapped({ begin, end }: Brush, span: Span): Brush {
  const one = unit(span);
  const from = Math.round(begin / one) * one;
  return { begin: from, end: Math.max(Math.round(end / one) * one, from + one) };
}

function unit({ begin, end }: Span): number {
  if (end - begin > 20 * DAY) return DAY;
  return end - begin > DAY ? 60_000 : 1;
}

function moved(brush: Brush, by: number, span: Span): Brush {
  const held = Math.max(span.begin - brush.begin, Math.min(by, span.end - brush.end));
  return { begin: brush.begin + held, end: brush.end + held };
}

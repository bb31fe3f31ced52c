/** Where a strip's images and its bounds lie on a line of time, to scale. Pure. */
import { ticks, type Tick } from "../compare/timeline";
import type { Bound, Track, TrackScene } from "./api";

const DAY = 86_400_000;

export interface Scale {
  width: number;
  at(ms: number): number;
  ticks: Tick[];
}

/** One scale for all strips, so that the same date is at the same place. */
export function scaleOf(scenes: Iterable<TrackScene>, width: number): Scale {
  const times = [...scenes].flatMap((s) => [s.begin_ms, s.end_ms]).filter((t): t is number => t !== null);
  if (!times.length) return { width, at: () => width / 2, ticks: [] };
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const pad = Math.max((high - low) * 0.04, DAY / 2);
  const [from, span] = [low - pad, high - low + 2 * pad];
  return { width, at: (ms) => ((ms - from) / span) * width, ticks: ticks(from, span, width) };
}

/** Both ends of a bound in ms since 1970; null where it is open. */
export function endsOf(edtf: string): [number | null, number | null] {
  const [begin, end] = edtf.includes("/") ? edtf.split("/") : [edtf, edtf];
  return [begin, end].map((text) => (!text || text === ".." ? null : Date.parse(text))) as [number | null, number | null];
}

export interface Span {
  kind: Bound;
  x: number;
  width: number;
  /** True where it is not known how far it reaches on this side. */
  open: boolean;
}

/** The three spans of a track: came, was there, went; an open one reaches a little beyond. */
export function spansOf(track: Pick<Track, "edtf">, scale: Scale, reach = 26): Span[] {
  return (["appeared", "present", "gone"] as const).map((kind) => {
    const [begin, end] = endsOf(track.edtf[kind]);
    const left = begin === null ? scale.at(end ?? 0) - reach : scale.at(begin);
    const right = end === null ? scale.at(begin ?? 0) + reach : scale.at(end);
    return { kind, x: Math.max(0, left), width: Math.max(right - Math.max(0, left), kind === "present" ? 3 : 0), open: begin === null || end === null };
  });
}

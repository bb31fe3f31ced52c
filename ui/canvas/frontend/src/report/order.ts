/** In which order suggestions come: what imagery can test first, the rest folded away. */
import type { Suggestion } from "./api";

const RANK = { can_show: 0, partly: 1, cannot_show: 2 } as const;

export interface Order {
  tested: Suggestion[];
  folded: Suggestion[];
}

export function order(suggestions: readonly Suggestion[]): Order {
  const sorted = [...suggestions].sort(
    (a, b) => RANK[a.observability] - RANK[b.observability] || a.start - b.start || a.end - b.end,
  );
  return {
    tested: sorted.filter((s) => s.observability !== "cannot_show"),
    folded: sorted.filter((s) => s.observability === "cannot_show"),
  };
}

/** The one to go to from `current` by `step`; stays at the ends. */
export function neighbour(ids: readonly string[], current: string | null, step: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) return ids[step === 1 ? 0 : ids.length - 1]!;
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))]!;
}

/** The next one without a decision after `current`, wrapping round; null if all are decided. */
export function undecided(all: readonly Suggestion[], current: string | null): string | null {
  const at = all.findIndex((s) => s.id === current);
  const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return turned.find((s) => s.decision === null)?.id ?? null;
}

/** How values read on screen. */
import type { ObjectFound, Observability, Status } from "./api";

export const STATUS: Record<Status, string> = {
  asserted: "said to have happened",
  planned: "planned",
  capability: "able to",
  possible: "possible",
  negated: "denied",
  no_evidence: "no evidence of it",
  unknown: "not clear",
};

export const TESTABLE: Record<Observability, string> = {
  can_show: "imagery can show this",
  partly: "imagery can show a part of this",
  cannot_show: "no imagery can show this",
};

/** Reasons for a rejection, by the digit that gives them. */
export const REASONS: readonly (readonly [id: string, words: string])[] = [
  ["not_a_claim", "No claim at all"],
  ["irrelevant", "A claim, but not of this case"],
  ["duplicate", "Said already by another"],
  ["wrong_time", "The time is wrong"],
  ["wrong_place", "The place is wrong"],
  ["wrong_what", "What, how many or who is wrong"],
];

export function count(thing: ObjectFound): string {
  const { count_min: low, count_max: high } = thing;
  if (low === null && high === null) return "";
  if (low === high) return `${low} ×`;
  if (high === null) return `at least ${low} ×`;
  if (low === null) return `up to ${high} ×`;
  return `${low}–${high} ×`;
}

export function distance(metres: number): string {
  if (metres >= 10_000) return `${Math.round(metres / 1000)} km`;
  return metres >= 1000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres)} m`;
}

export function share(p: number): string {
  const percent = 100 * p;
  return percent >= 1 ? `${Math.round(percent)} %` : "< 1 %";
}

export function plural(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

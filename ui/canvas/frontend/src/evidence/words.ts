/** What the evidence screens call things. */
import type { CellState, ClaimPart, Level, Role, Verdict } from "./api";

export const STATE_WORDS: Record<CellState, string> = {
  consistent: "consistent",
  inconsistent: "speaks against",
  inconclusive: "inconclusive",
  could_not_show: "could not show it",
  unreviewed: "not reviewed",
  none: "no image",
};

export const VERDICTS: readonly { verdict: Verdict; key: string; word: string; help: string }[] = [
  { verdict: "consistent", key: "c", word: "Consistent", help: "What is seen fits the claim. It is not proof of it." },
  { verdict: "inconsistent", key: "i", word: "Speaks against it", help: "The image could have shown it, and shows something else." },
  { verdict: "inconclusive", key: "u", word: "Inconclusive", help: "Something is seen, and it may or may not fit." },
  { verdict: "not_observable", key: "n", word: "Could not show it", help: "This image cannot say anything of this part." },
];

export const PART_WORDS: Record<ClaimPart, string> = {
  object: "What was there",
  place: "Where",
  date: "When",
  count: "How many",
  damage: "Damage",
  actor: "Who",
};

export const ROLE_WORDS: Record<Role, string> = {
  before: "before",
  during: "at the stated time",
  between: "between two stated times",
  after: "after",
};

export const LEVEL_WORDS: Record<Level, string> = { good: "Good", limited: "Limited", unusable: "Unusable" };

export const COULD_WORDS = {
  can_show: "An image can show this.",
  partly: "An image can show a part of this only.",
  cannot_show: "No image can ever show this.",
} as const;

export const TERM_WORDS: Record<string, string> = {
  place: "Place",
  timing: "Timing",
  sharpness: "Sharpness",
  clear_view: "Clear view",
  sensor: "Sensor",
};

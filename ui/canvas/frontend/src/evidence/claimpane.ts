/** The claim beside the image: what was said, what the image could show, verdicts given and to give. */
import { button, el } from "../core/dom";
import type { Assessed, ClaimPart, Pair, Verdict } from "./api";
import { COULD_WORDS, LEVEL_WORDS, PART_WORDS, ROLE_WORDS, TERM_WORDS, VERDICTS } from "./words";

export interface ClaimHost {
  part(part: ClaimPart): void;
  judge(verdict: Verdict): void;
  withdraw(made: Assessed): void;
}

/** Everything about a pair but the image. `part` is the one that a verdict is given on. */
export function claimPane(pair: Pair, part: ClaimPart, host: ClaimHost, flag: HTMLElement | null = null, sun: HTMLElement | null = null): HTMLElement[] {
  return [
    claimed(pair),
    could(pair),
    ...(flag ? [flag] : []),
    verdicts(pair, part, host),
    ...(pair.assessments.length > 0 ? [given(pair.assessments, host)] : []),
    ...(sun ? [sun] : []),
  ];
}

function claimed({ observation }: Pair): HTMLElement {
  const facts: [string, string[]][] = [
    ["When", [observation.when ?? "No time is known."]],
    ["Where", observation.where],
    ["What", observation.what],
    ["Said by", [observation.said_by.join(" ← ") || "not stated"]],
  ];
  return el(
    "section",
    { class: "claim" },
    el("h3", {}, observation.title),
    observation.claim && observation.claim !== observation.title && el("blockquote", {}, observation.claim),
    el("dl", {}, ...facts.flatMap(([name, lines]) => [el("dt", {}, name), el("dd", {}, ...lines.map((line) => el("div", {}, line)))])),
    el("p", { class: `could ${observation.observability ?? "unknown"}` }, could_words(pair_why(observation))),
  );
}

function pair_why(observation: Pair["observation"]): [string, string] {
  const known = observation.observability;
  return [known ? COULD_WORDS[known] : "Whether an image can show this was not judged.", observation.why];
}

function could_words([could, why]: [string, string]): string {
  return why ? `${could} ${why}` : could;
}

function could({ link, notes }: Pair): HTMLElement {
  if (!link) return el("p", { class: "notice" }, "This image is out of the claim's place or time.");
  const rows = link.terms.map((term) =>
    el("tr", {}, el("th", {}, TERM_WORDS[term.name] ?? term.name), el("td", {}, bar(term.low, term.high, term.value)), el("td", {}, term.reason)),
  );
  return el(
    "section",
    { class: "could-show" },
    el("p", {}, el("b", { class: link.level }, LEVEL_WORDS[link.level]), ` · taken ${ROLE_WORDS[link.role]}. ${capital(link.limit)}.`),
    ...notes.map((note) => el("p", { class: "notice" }, note)),
    el("details", {}, el("summary", {}, "Why"), el("table", {}, ...rows), el("p", { class: "soft" }, `Rank ${link.rank_score.toPrecision(2)}: it orders images, it is not a probability.`)),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");
}

/** How much is known of a term: a bar from its lowest to its highest, a line at its value. */
function bar(low: number, high: number, value: number): HTMLElement {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const range = el("i", { style: `left:${percent(low)};width:max(2px,${percent(high - low)})` });
  const mark = el("b", { style: `left:${percent(value)}` });
  return el("span", { class: "term", role: "img", "aria-label": `${value.toFixed(2)}, between ${low.toFixed(2)} and ${high.toFixed(2)}` }, range, mark);
}

function verdicts(pair: Pair, part: ClaimPart, host: ClaimHost): HTMLElement {
  const parts = pair.observation.parts.map((name, n) =>
    button(PART_WORDS[name], `Judge this part (${n + 1})`, () => host.part(name), { "aria-pressed": String(name === part), class: "part" }),
  );
  const keys = VERDICTS.map(({ verdict, key, word, help }) =>
    el("div", { class: "choice" }, button(word, `${help} (${key.toUpperCase()})`, () => host.judge(verdict), { class: `verdict ${verdict}` }), el("kbd", {}, key.toUpperCase())),
  );
  const mine = pair.assessments.find((made) => made.mine && made.part === part);
  const now = mine ? `You said: ${VERDICTS.find((v) => v.verdict === mine.verdict)?.word.toLowerCase()}.` : "What does this image say of it?";
  return el("section", { class: "judge" }, el("div", { class: "parts", role: "group", "aria-label": "Part of the claim" }, ...parts), el("p", {}, now), el("div", { class: "choices" }, ...keys));
}

function given(made: readonly Assessed[], host: ClaimHost): HTMLElement {
  const rows = made.map((one) => {
    const word = VERDICTS.find((v) => v.verdict === one.verdict)?.word ?? one.verdict;
    const extra = [one.alternatives.length > 0 && `Could also be: ${one.alternatives.join("; ")}.`, one.note, one.blind && "Looked first without knowing the claim."];
    return el(
      "li",
      { class: one.verdict },
      el("b", {}, `${PART_WORDS[one.part]}: ${word}`),
      ` · ${one.author}, ${one.made.slice(0, 10)}`,
      ...extra.flatMap((text) => (text ? [el("div", {}, text)] : [])),
      one.again && el("div", { class: "again" }, `Needs another look: ${one.again}`),
      one.mine && button("Withdraw", "Take this verdict back; it stays in the history", () => host.withdraw(one)),
    );
  });
  return el("section", { class: "given" }, el("h4", {}, "Verdicts so far"), el("ul", {}, ...rows));
}

/** One suggestion as a card: when, where, what, who says so, how sure; and what was decided. */
import { button, el } from "../core/dom";
import type { Candidate, ReportDocument, Suggestion } from "./api";
import { count, distance, plural, REASONS, share, STATUS, TESTABLE } from "./words";

/** What a person has chosen on a card before deciding; nothing is chosen beforehand. */
export interface Choice {
  time: number;
  candidate: number | null;
}

export interface CardHost {
  readonly api: string;
  choice(id: string): Choice;
  choose(id: string, choice: Partial<Choice>): void;
  take(id: string): void;
  accept(id: string): void;
  edit(id: string): void;
  reject(id: string): void;
  because(id: string, reason: string): void;
}

const MOST_CANDIDATES = 6;

export function card(document: ReportDocument, made: Suggestion, current: boolean, asking: boolean, host: CardHost): HTMLElement {
  const body = el("article", { class: `claim ${made.status}`, "data-id": made.id, "aria-current": String(current) });
  if (made.decision) body.classList.add(made.decision.verdict);
  body.addEventListener("pointerdown", () => host.take(made.id));
  body.append(
    head(made),
    el("blockquote", { title: made.why.join("\n") }, document.text.slice(made.start, made.end)),
    facts(document, made, host),
  );
  if (made.decision) body.append(outcome(document, made, host));
  else if (asking) body.append(reasons(made, host));
  if (!made.decision || made.decision.verdict === "reject") body.append(actions(made, host));
  return body;
}

function head(made: Suggestion): HTMLElement {
  return el(
    "header",
    {},
    el("span", { class: "status" }, STATUS[made.status]),
    el("span", { class: `testable ${made.observability}` }, TESTABLE[made.observability]),
    made.made_by === "rules" ? null : el("span", { class: "soft" }, `suggested by ${made.made_by}`),
  );
}

function facts(document: ReportDocument, made: Suggestion, host: CardHost): HTMLElement {
  const rows: Node[] = [];
  const add = (name: string, field: string, ...value: (Node | string)[]) => {
    const inherited = made.inherited.some((i) => i.toLowerCase().includes(field));
    rows.push(el("dt", {}, name));
    rows.push(
      el("dd", { class: inherited ? "inherited" : "", ...(inherited && { title: "from another sentence" }) }, ...value),
    );
  };
  add("When", "time", ...when(made, host));
  add("Where", "place", ...where(document, made, host));
  const things = made.objects.map((o) => el("span", { class: "chip" }, [count(o), o.name].filter(Boolean).join(" ")));
  add("What", "object", el("span", { class: "chip" }, made.event_class.replaceAll("_", " ")), ...things);
  if (made.chain.length > 0) add("Who says so", "source", ...chain(made.chain));
  const cues = made.cues.map(([start, end]) => `“${document.text.slice(start, end)}”`);
  if (cues.length > 0) add("How sure", "status", cues.join(", "));
  return el("dl", {}, ...rows);
}

function chain(names: readonly string[]): (Node | string)[] {
  return names.flatMap((name, i) => [i ? " ← " : "", el("span", { class: "chip" }, name)]);
}

function when(made: Suggestion, host: CardHost): (Node | string)[] {
  const time = made.time;
  if (!time) return [unknown("no time in the text")];
  if (time.alternatives.length < 2) return [el("span", { title: time.edtf }, time.words)];
  const chosen = host.choice(made.id).time;
  return time.alternatives.map((reading, i) =>
    radio(`time-${made.id}`, i === chosen, () => host.choose(made.id, { time: i }), reading.words, `${share(reading.weight)} · ${reading.why}`),
  );
}

function where(document: ReportDocument, made: Suggestion, host: CardHost): (Node | string)[] {
  const place = made.place === null ? null : document.places[made.place];
  if (!place) return [unknown("no place in the text")];
  const { candidates } = place;
  if (candidates.length === 0) return [unknown(`“${place.text}” is in no list: press E to say where`)];
  if (candidates.length === 1) return [named(candidates[0]!)];
  const chosen = host.choice(made.id).candidate;
  const all = `one of ${candidates.length}: ${place.text}`;
  const rest = candidates.length - MOST_CANDIDATES;
  return [
    radio(`place-${made.id}`, chosen === null, () => host.choose(made.id, { candidate: null }), all, ""),
    ...candidates
      .slice(0, MOST_CANDIDATES)
      .map((c, i) => radio(`place-${made.id}`, chosen === i, () => host.choose(made.id, { candidate: i }), c.name, hint(c))),
    rest > 0 ? el("span", { class: "soft" }, `and ${rest} more: press E to name the one`) : "",
  ];
}

function named(c: Candidate): HTMLElement {
  return el("span", {}, c.name, " ", el("span", { class: "soft" }, `95 % sure within ${distance(c.r95_m)}`));
}

function hint(c: Candidate): string {
  return `${share(c.p)} · within ${distance(c.r95_m)}`;
}

function radio(name: string, checked: boolean, choose: () => void, label: string, more: string): HTMLElement {
  const input = el("input", { type: "radio", name, ...(checked && { checked: true }) });
  input.addEventListener("change", choose);
  return el("label", { class: "reading" }, input, el("span", {}, label, " ", el("span", { class: "soft" }, more)));
}

function unknown(words: string): HTMLElement {
  return el("span", { class: "unknown" }, words);
}

function outcome(document: ReportDocument, made: Suggestion, host: CardHost): HTMLElement {
  const decision = made.decision!;
  if (decision.verdict === "reject") {
    const words = REASONS.find(([id]) => id === decision.reason)?.[1] ?? decision.reason ?? "";
    return el("p", { class: "outcome" }, `Rejected: ${words}`);
  }
  const made_of = document.observations.find((o) => o.uid === decision.observation);
  if (!made_of) return el("p", { class: "outcome" }, "Accepted");
  const missing = made_of.placed ? "no image fits yet" : "no place yet, so no image can be linked";
  const links = made_of.links ? `${plural(made_of.links, "image", "images")} could have shown it` : missing;
  const href = `${host.api}/map?observation=${encodeURIComponent(made_of.uid)}`;
  return el("p", { class: "outcome" }, `Accepted as ${made_of.id}: ${links}. `, el("a", { href, target: "_self" }, "Show on the map"));
}

function reasons(made: Suggestion, host: CardHost): HTMLElement {
  const rows = REASONS.map(([id, words], i) =>
    button(el("span", {}, el("kbd", {}, String(i + 1)), ` ${words}`), words, () => host.because(made.id, id)),
  );
  return el("div", { class: "reasons", role: "group", "aria-label": "Why is it none?" }, el("strong", {}, "Why is it none?"), ...rows);
}

function actions(made: Suggestion, host: CardHost): HTMLElement {
  const label = (key: string, words: string) => el("span", {}, el("kbd", {}, key), ` ${words}`);
  return el(
    "footer",
    {},
    button(label("A", made.decision ? "Accept after all" : "Accept"), "Accept this claim", () => host.accept(made.id), { class: "go" }),
    button(label("E", "Edit"), "Change it, then accept", () => host.edit(made.id)),
    made.decision ? null : button(label("R", "Reject"), "Reject this claim", () => host.reject(made.id)),
  );
}

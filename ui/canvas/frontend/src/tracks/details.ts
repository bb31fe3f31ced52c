/** What is known of one object: its bounds in words, each image, and a time for a claim. */
import { button, el } from "../core/dom";
import { lonLatText, metresText } from "../geo/format";
import type { Bound, Stay, Track, TracksData } from "./api";
import { dateText, markAlone } from "./strip";

export interface DetailsHost {
  open(scene: string): void;
  compare(scene: string): void;
  /** Give a claim (uid) the time of a bound. */
  date(track: Track, observation: string, bound: Bound, why: string): void;
}

const BOUND_WORDS: Record<Bound, string> = {
  appeared: "when it came",
  present: "while it was there",
  gone: "when it went",
};

export function details(track: Track, data: TracksData, claim: string | null, api: string, host: DetailsHost): HTMLElement {
  const size = track.across_m === null ? "size unknown" : `about ${metresText(track.across_m)} long`;
  const by = track.authors.join(", ");
  return el(
    "div",
    { class: "details" },
    el("div", { class: "words" }, el("p", {}, track.came), el("p", {}, track.went)),
    el("p", { class: "soft" }, `${lonLatText(track.lon, track.lat)} ± ${metresText(track.error_m)} · ${size} · drawn by ${by}`),
    images(track, data, api, host),
    dating(track, data, claim, host),
  );
}

function images(track: Track, data: TracksData, api: string, host: DetailsHost): HTMLElement {
  const rows = track.strip.map((stay) => imageRow(stay, data, api, host));
  const heads = ["Image", "Taken (UTC)", "It was", "Because"].map((name) => el("th", { scope: "col" }, name));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Its images by date" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads, el("th", { scope: "col" }, el("span", { class: "unseen" }, "Compare")))), el("tbody", {}, ...rows)));
}

function imageRow(stay: Stay, data: TracksData, api: string, host: DetailsHost): HTMLElement {
  const scene = data.scenes[stay.scene]!;
  const state = el("span", { class: "state" }, markAlone(stay.state) as unknown as Node, data.states[stay.state]);
  return el(
    "tr",
    {},
    el("td", { class: "name" }, link(scene.id, `${api}/tag?scene=${encodeURIComponent(scene.uid)}`, () => host.open(scene.uid))),
    el("td", { class: "when" }, dateText(scene.begin_ms)),
    el("td", {}, state),
    el("td", { class: "soft" }, stay.why),
    el("td", {}, button("Compare", `Compare ${scene.id} with other dates`, () => host.compare(scene.uid), { class: "small" })),
  );
}

/** A link that stays within the page, unless one asks for another tab. */
export function link(words: string, href: string, follow: () => void): HTMLElement {
  return el("a", {
    href,
    onclick: (event: Event) => {
      const mouse = event as MouseEvent;
      if (mouse.ctrlKey || mouse.metaKey || mouse.shiftKey || mouse.button > 0) return;
      event.preventDefault();
      follow();
    },
  }, words);
}

function dating(track: Track, data: TracksData, claim: string | null, host: DetailsHost): HTMLElement {
  if (!data.claims.length) return el("p", { class: "soft" }, "There is no claim yet that could get this time.");
  const choice = el("select", {}, ...data.claims.map(({ uid, title, when }) => el("option", { value: uid, ...(uid === claim ? { selected: "" } : {}) }, `${title} · ${when ?? "time unknown"}`)));
  const bound = el("select", {}, ...(Object.keys(BOUND_WORDS) as Bound[]).map((name) => el("option", { value: name }, `${BOUND_WORDS[name]}: ${track.edtf[name].replace("/", " to ").replace("..", "unknown")}`)));
  const why = el("input", { type: "text", placeholder: "Why is this the thing that was reported?" });
  const form = el(
    "form",
    {},
    el("h4", {}, "Let it tell a claim's time"),
    el("label", {}, el("span", {}, "Claim"), choice),
    el("label", {}, el("span", {}, "It tells"), bound),
    el("label", {}, el("span", {}, "Why"), why),
    el("p", { class: "soft" }, "The claim gets a new version with this time and the marks it rests on. The old time stays in the history, and verdicts on the date need another look."),
    el("button", { type: "submit", class: "go" }, "Give the claim this time"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    host.date(track, choice.value, bound.value as Bound, why.value.trim());
  });
  return el("details", { class: "dating" }, el("summary", {}, "Let it tell a claim's time"), form);
}

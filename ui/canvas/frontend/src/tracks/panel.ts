/** The tracks screen: one strip for each object, on one scale of time, and what each one says. */
import { button, el, fill } from "../core/dom";
import { log } from "../core/log";
import { themeOf } from "../core/theme";
import { Toast } from "../hud/toast";
import { fetchTracks, giveDate, type Bound, type StayState, type Track, type TracksData } from "./api";
import { counts } from "./counts";
import { details } from "./details";
import { scaleOf } from "./scale";
import { axisOf, markAlone, stripOf } from "./strip";
import { TRACKS_CSS } from "./styles";

export interface TracksMessage {
  api: string;
  query: Record<string, string>;
  /** The object that is open, by its id. */
  track: string | null;
  /** The claim that led here. */
  observation: string | null;
}

export class TracksPanel {
  readonly root = el("div", { class: "tk" });
  send: (name: string, value: unknown) => void = () => undefined;
  private readonly toaster = new Toast();
  private readonly body = el("div", { class: "body" });
  private message: TracksMessage | null = null;
  private data: TracksData | null = null;
  private asked = "";
  private open: string | null = null;
  private width = 0;

  constructor() {
    this.root.append(el("style", {}, TRACKS_CSS), this.body, this.toaster.element);
    this.root.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); // Streamlit listens for plain keys
    });
    new ResizeObserver(() => this.resized()).observe(this.root);
  }

  mount(parent: Node): void {
    if (this.root.parentNode === parent) return;
    parent.appendChild(this.root);
    this.paint();
    if (this.message) void this.load();
  }

  unmount(parent: Node): void {
    if (this.root.parentNode === parent) this.root.remove();
  }

  update(message: TracksMessage): void {
    this.message = message;
    this.paint();
    const asked = JSON.stringify(message.query);
    if (asked === this.asked) return;
    this.asked = asked;
    this.open = message.track;
    void this.load();
  }

  /** What is on screen, for tests. */
  state(): Record<string, unknown> {
    return { tracks: this.data?.tracks.length ?? null, open: this.open, width: this.width };
  }

  private async load(): Promise<void> {
    const { message, asked } = this;
    if (!message) return;
    try {
      const data = await fetchTracks(message.api, message.query);
      if (asked !== this.asked) return;
      this.data = data;
    } catch (error) {
      fill(this.body, el("p", { class: "empty" }, `The strips cannot be shown: ${(error as Error).message}`));
      return;
    }
    this.draw();
    log("tracks", { tracks: this.data.tracks.length });
  }

  private paint(): void {
    if (this.root.isConnected) this.root.classList.toggle("dark", themeOf(this.root).dark);
  }

  private resized(): void {
    if (this.root.clientWidth === this.width) return;
    this.width = this.root.clientWidth;
    this.draw();
  }

  private draw(): void {
    const { data, message } = this;
    if (!data || !message || this.width === 0) return;
    if (!data.tracks.length) {
      fill(this.body, nothing(message.query));
      return;
    }
    const narrow = this.width < 640;
    const scale = scaleOf(Object.values(data.scenes), Math.max(200, this.width - (narrow ? 34 : 266)));
    const more = data.total > data.tracks.length ? ` The first ${data.tracks.length} are shown: those on most images.` : "";
    fill(
      this.body,
      el("div", { class: "head" }, el("p", {}, `${data.total} ${data.total === 1 ? "object" : "objects"} followed over ${Object.keys(data.scenes).length} images.${more}`), legend(data)),
      el("div", { class: "dates" }, axisOf(scale) as unknown as Node),
      el("ul", { class: "strips" }, ...data.tracks.map((track) => this.row(track, stripOf(track, data, scale)))),
      counts(data, message.api, (scene) => this.send("open", { uid: scene })),
    );
  }

  private row(track: Track, strip: SVGElement): HTMLElement {
    const seen = new Set(track.sightings.map((each) => each.scene)).size;
    const open = this.open === track.id;
    const words = el(
      "span",
      { class: "label" },
      el("i", { style: `background:${track.colour ?? "#8a8f98"}`, "aria-hidden": "true" }),
      el("span", {}, el("b", {}, track.path.split("/").at(-1)!), el("span", { class: "soft" }, `seen on ${seen} of ${track.strip.length} images`)),
    );
    const head = button(el("span", { class: "line" }, words, strip as unknown as Node), `${track.path}: what is known of it`, () => this.toggle(track.id), {
      "aria-expanded": String(open),
      class: "row",
      "data-track": track.id,
    });
    // The name of the button is what it holds: class and strip in words.
    head.removeAttribute("aria-label");
    const host = {
      open: (scene: string) => this.send("open", { uid: scene }),
      compare: (scene: string) => this.send("compare", { a: scene, observation: this.message?.observation ?? null }),
      date: (one: Track, observation: string, bound: Bound, why: string) => void this.date(one, observation, bound, why),
    };
    const { api, observation } = this.message!;
    return el("li", { class: open ? "open" : "" }, head, open && details(track, this.data!, observation, api, host));
  }

  private toggle(id: string): void {
    this.open = this.open === id ? null : id;
    this.send("track", { id: this.open });
    this.draw();
    this.body.querySelector<HTMLElement>(`[data-track="${CSS.escape(id)}"]`)?.focus();
  }

  private async date(track: Track, observation: string, bound: Bound, why: string): Promise<void> {
    try {
      const made = await giveDate(this.message!.api, track.id, observation, bound, why);
      this.toaster.show(`The claim is at version ${made.version}: ${made.when ?? "time unknown"}.`);
      log("dated", { observation, version: made.version });
      await this.load();
    } catch (error) {
      this.toaster.show((error as Error).message, true);
    }
  }
}

function legend(data: TracksData): HTMLElement {
  const marks = (Object.keys(data.states) as StayState[]).map((state) => el("span", {}, markAlone(state) as unknown as Node, data.states[state]));
  return el("div", { class: "legend" }, ...marks, el("span", {}, el("i", { class: "there" }), "from first to last seen"), el("span", {}, el("i", { class: "between" }), "came or went in it"));
}

function nothing(query: Record<string, string>): HTMLElement {
  const narrowed = Object.keys(query).length > 0;
  return el(
    "div",
    { class: "empty" },
    el("p", {}, narrowed ? "No object of this kind is drawn there." : "No object is drawn on an image yet."),
    el("p", { class: "soft" }, narrowed ? "Look at all classes, or farther around." : "Draw one on the Tag page with its class: what lies at the same place on other images is followed here."),
  );
}

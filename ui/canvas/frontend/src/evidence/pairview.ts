/** One claim and one image, side by side, and the keys that judge. */
import { button, el, fill } from "../core/dom";
import { log } from "../core/log";
import { arrow } from "../core/olmap";
import type { TagClass } from "../core/api";
import type { Assessed, ClaimPart, EvidenceApi, Pair, Verdict } from "./api";
import { besideForm, type Beside } from "./despite";
import { blindPane } from "./blindpane";
import { claimPane } from "./claimpane";
import { ImagePane } from "./imagepane";
import { PhotoApi, type SunFacts } from "./photoapi";
import { PhotoPane } from "./photopane";
import { sunFlag, sunPane } from "./sunpane";
import { PART_WORDS, VERDICTS } from "./words";

export interface PairHost {
  toast(text: string, bad?: boolean): void;
  close(): void;
  changed(): void;
  step(step: 1 | -1): void;
  next(): void;
  tag(scene: string): void;
  compare(scene: string, observation: string): void;
  /** Go to another page of this claim. */
  lead(page: "Dossier" | "Tracks", observation: string): void;
  focus(): void;
}

const PLAIN: Beside = { note: null, alternatives: [], confidence: null, despite: null };

export class PairView {
  readonly element = el("div", { class: "pair", hidden: true });
  api: EvidenceApi | null = null;
  base = "";
  private readonly image = new ImagePane();
  private readonly photos: PhotoPane;
  private readonly photoButton: HTMLButtonElement;
  private sun: SunFacts | null = null;
  private readonly side = el("div", { class: "side" });
  private readonly title = el("span", { class: "where" });
  private pair: Pair | null = null;
  private classes: TagClass[] = [];
  private part: ClaimPart = "object";
  private seen: Set<string> | null = null;
  private form: HTMLFormElement | null = null;
  private asked = 0;
  private busy = false;

  constructor(private readonly host: PairHost) {
    this.photoButton = button("Photos", "Reference photos beside the image (P)", () => this.togglePhotos(), { "aria-pressed": "false" });
    this.photos = new PhotoPane(this.image, {
      toast: (text, bad) => host.toast(text, bad),
      counted: (count) => (this.photoButton.textContent = count ? `Photos (${count})` : "Photos"),
    });
    const bar = el(
      "div",
      { class: "bar" },
      button("← All", "Back to the matrix (Esc)", () => this.close()),
      button("‹", "The image before in time (←)", () => host.step(-1)),
      button("›", "The image after in time (→)", () => host.step(1)),
      this.title,
      button("Mark", "Open the image to mark things on it (T)", () => this.pair && host.tag(this.pair.scene.uid)),
      button("Compare", "Compare it with other dates (D)", () => this.pair && host.compare(this.pair.scene.uid, this.pair.observation.uid)),
      this.photoButton,
      button("Tracks", "Objects followed over dates at this place (K)", () => this.lead("Tracks")),
      button("Dossier…", "Hand over what is known of this claim (H)", () => this.lead("Dossier")),
      button("Next", "The next pair to judge (Enter)", () => host.next(), { class: "go" }),
    );
    this.element.append(bar, el("div", { class: "both" }, this.side, el("div", { class: "views" }, this.image.element, this.photos.element)));
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  get blindOpen(): boolean {
    return this.seen !== null;
  }

  /** The pair on screen, so that the next one is another. */
  shown(): Record<string, string> {
    return this.open && this.pair ? { observation: this.pair.observation.uid, scene: this.pair.scene.uid } : {};
  }

  state(): Record<string, unknown> | null {
    if (!this.open || !this.pair) return null;
    return { ...this.shown(), part: this.part, hidden: this.seen !== null, verdicts: this.pair.assessments.length, form: this.form !== null, photos: this.photos.state(), flag: this.sun?.flag ?? null };
  }

  async show(observation: string, scene: string, blind: boolean): Promise<void> {
    const mine = ++this.asked;
    try {
      const sun = new PhotoApi(this.base).sun(scene).catch(() => null); // the pair counts, not this
      const [pair, detail] = await Promise.all([this.api!.pair(observation, scene), this.api!.scene(scene)]);
      if (blind && this.classes.length === 0) this.classes = await this.api!.classes();
      if (mine !== this.asked) return;
      this.pair = pair;
      this.part = pair.observation.parts.includes(this.part) ? this.part : (pair.observation.parts[0] ?? "object");
      this.seen = blind && !pair.looked ? new Set() : null;
      this.form = null;
      this.sun = null;
      this.element.hidden = false;
      this.draw();
      this.image.show(this.base, detail, pair.observation.point, pair.observation.radius_m);
      this.host.focus();
      log("pair", { observation, scene });
      void this.photos.show(this.base, observation, scene);
      this.sun = await sun;
      if (mine === this.asked && this.sun && !this.form) this.draw();
    } catch (error) {
      this.host.toast(`Cannot show this pair: ${(error as Error).message}`, true);
    }
  }

  resized(): void {
    this.image.resized();
  }

  private sunOf(pair: Pair): HTMLElement {
    return sunPane(this.sun!, (line, height) => new PhotoApi(this.base).sun(pair.scene.uid, line, height));
  }

  private togglePhotos(): void {
    if (this.seen) return;
    this.photos.toggle();
    this.photoButton.setAttribute("aria-pressed", String(this.photos.open));
    this.element.classList.toggle("with-photos", this.photos.open);
    this.image.resized();
  }

  private lead(page: "Dossier" | "Tracks"): void {
    if (this.pair && !this.seen) this.host.lead(page, this.pair.observation.uid);
  }

  private close(): void {
    this.asked++;
    this.element.hidden = true;
    this.image.clear();
    this.pair = null;
    this.host.close();
  }

  private draw(): void {
    const { pair } = this;
    if (!pair) return;
    this.title.textContent = this.seen ? "An image, and a claim you have not seen yet" : pair.observation.title;
    if (this.seen) {
      fill(this.side, ...blindPane(this.classes, this.seen, (id) => this.see(id), (seen, note) => void this.answer(seen, note)));
      return;
    }
    const host = {
      part: (part: ClaimPart) => this.choosePart(part),
      judge: (verdict: Verdict) => void this.judge(verdict, false),
      withdraw: (made: Assessed) => void this.withdraw(made),
    };
    fill(this.side, ...(this.form ? [this.form] : []), ...claimPane(pair, this.part, host, this.sun && sunFlag(this.sun), this.sun && this.sunOf(pair)));
  }

  private choosePart(part: ClaimPart): void {
    this.part = part;
    this.draw();
    this.host.focus();
  }

  // -- blind ---------------------------------------------------------------------------------
  private see(id: string): void {
    if (!this.seen!.delete(id)) this.seen!.add(id);
    this.draw();
    this.host.focus();
  }

  private async answer(seen: string[] | null, note: string): Promise<void> {
    const { pair } = this;
    if (!pair || this.busy) return;
    if (seen) {
      const kept = await this.kept(() => this.api!.look(pair.observation.uid, pair.scene.uid, seen, note || null));
      if (!kept) return;
      pair.looked = true;
    }
    this.seen = null;
    this.draw();
    this.host.focus();
  }

  // -- judging -------------------------------------------------------------------------------
  private async judge(verdict: Verdict, more: boolean): Promise<void> {
    const { pair } = this;
    if (!pair || this.seen) return;
    const refused = verdict === "inconsistent" ? pair.refused : null;
    if (more || refused) {
      const word = VERDICTS.find((v) => v.verdict === verdict)!.word;
      this.form = besideForm(`${PART_WORDS[this.part]}: ${word.toLowerCase()}`, refused, pair.alternatives, (beside) => {
        this.form = null;
        this.draw();
        this.host.focus();
        if (beside) void this.keep(verdict, beside);
      });
      this.draw();
      this.form.querySelector<HTMLElement>("textarea")?.focus();
      return;
    }
    await this.keep(verdict, PLAIN);
  }

  private async keep(verdict: Verdict, beside: Beside): Promise<void> {
    const { pair, part } = this;
    if (!pair) return;
    const relied = pair.annotations.map((made) => made.uid);
    const { observation, scene } = pair;
    const made = { observation: observation.uid, scene: scene.uid, part, verdict, annotations: relied, ...beside };
    if (await this.kept(() => this.api!.assess(made))) {
      this.host.toast(`${PART_WORDS[part]}: ${VERDICTS.find((v) => v.verdict === verdict)!.word.toLowerCase()}. Z takes it back, Enter goes on.`);
      await this.again();
    }
  }

  private async withdraw(made: Assessed): Promise<void> {
    if (await this.kept(() => this.api!.withdraw(made.uid))) {
      this.host.toast("Taken back; it stays in the history.");
      await this.again();
    }
  }

  /** Read the pair again after a change; the image stays as it is. */
  private async again(): Promise<void> {
    const { pair } = this;
    if (!pair) return;
    const fresh = await this.api!.pair(pair.observation.uid, pair.scene.uid);
    if (this.pair !== pair) return;
    this.pair = fresh;
    this.draw();
    this.host.changed();
    log("judged", { verdicts: fresh.assessments.length });
  }

  private async kept(ask: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      await ask();
      return true;
    } catch (error) {
      this.host.toast((error as Error).message, true);
      return false;
    } finally {
      this.busy = false;
    }
  }

  // -- keys ----------------------------------------------------------------------------------
  /** True if the key was used. */
  key(key: string): boolean {
    if (this.seen) return this.blindKey(key);
    const { pair } = this;
    const part = pair?.observation.parts[Number(key) - 1];
    if (part) {
      this.choosePart(part);
      return true;
    }
    const verdict = VERDICTS.find((v) => v.key === key.toLowerCase());
    if (verdict) {
      void this.judge(verdict.verdict, key !== verdict.key);
      return true;
    }
    const mine = pair?.assessments.find((made) => made.mine && made.part === this.part);
    const commands: Record<string, () => void> = {
      Escape: () => this.close(),
      Enter: () => this.host.next(),
      ArrowLeft: () => this.host.step(-1),
      ArrowRight: () => this.host.step(1),
      z: () => mine && void this.withdraw(mine),
      t: () => pair && this.host.tag(pair.scene.uid),
      d: () => pair && this.host.compare(pair.scene.uid, pair.observation.uid),
      p: () => this.togglePhotos(),
      k: () => this.lead("Tracks"),
      h: () => this.lead("Dossier"),
      "+": () => this.image.zoom(1),
      "-": () => this.image.zoom(-1),
    };
    commands[key]?.();
    return key in commands;
  }

  private blindKey(key: string): boolean {
    if (key.startsWith("Arrow")) {
      this.image.pan(...arrow(key));
      return true;
    }
    if (key === "Enter" && this.seen!.size > 0) void this.answer([...this.seen!], this.note());
    else if (key === "0") void this.answer([], this.note());
    else if (key === "Escape") this.close();
    else {
      const entry = this.classes.find((c) => c.hotkey && c.hotkey === key.toLowerCase());
      if (!entry) return false;
      this.see(entry.id);
    }
    return true;
  }

  private note(): string {
    return this.side.querySelector("input")?.value ?? "";
  }
}

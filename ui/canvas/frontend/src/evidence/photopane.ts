/** Reference photos beside the image of a pair: features numbered in both, those that do not fit as well. */
import { button, el, fill } from "../core/dom";
import { log } from "../core/log";
import type { ImagePane, Spot } from "./imagepane";
import { PhotoApi, type Photo, type PhotoMatch } from "./photoapi";
import { matchForm, pinForm } from "./photoforms";

export interface PhotoHost {
  toast(text: string, bad?: boolean): void;
  /** How many photos there are now. */
  counted(count: number): void;
}

type Step = "look" | "photo" | "image" | "note" | "pin";

export class PhotoPane {
  readonly element = el("section", { class: "photos", hidden: true, "aria-label": "Reference photos" });
  private api: PhotoApi | null = null;
  private pair: { observation: string; scene: string } | null = null;
  private photos: Photo[] = [];
  private chosen = "";
  private step: Step = "look";
  private at: [number, number] = [0, 0];
  private spot: Spot | null = null;
  private missing = false;

  constructor(
    private readonly image: ImagePane,
    private readonly host: PhotoHost,
  ) {
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.step !== "look") this.go("look");
      else if (event.key === "Escape") return;
      event.stopPropagation(); // keys here do not judge
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  state(): Record<string, unknown> {
    return { open: this.open, photos: this.photos.length, step: this.step, matches: this.photo?.matches.length ?? 0 };
  }

  toggle(open = !this.open): void {
    this.element.hidden = !open;
    if (open && this.photos.length === 0) this.step = "pin";
    this.draw();
  }

  async show(base: string, observation: string, scene: string): Promise<void> {
    this.api = new PhotoApi(base);
    this.pair = { observation, scene };
    this.photos = [];
    this.step = "look";
    this.host.counted(0);
    try {
      const found = await this.api.photos(observation, scene);
      if (this.pair.observation !== observation || this.pair.scene !== scene) return;
      this.photos = found;
    } catch (error) {
      this.host.toast(`The photos cannot be shown: ${(error as Error).message}`, true);
    }
    if (this.open && this.photos.length === 0) this.step = "pin";
    this.host.counted(this.photos.length);
    this.draw();
    log("photos", { count: this.photos.length });
  }

  private get photo(): Photo | null {
    return this.photos.find((each) => each.uid === this.chosen) ?? this.photos[0] ?? null;
  }

  private go(step: Step): void {
    this.step = step;
    this.image.stopPicking();
    if (step === "image") this.image.pick((spot) => this.found(spot));
    this.draw();
    const first = { photo: ".frame", note: "input[type=text]", pin: "input[type=file]", look: "button", image: ".guide button" }[step];
    this.element.querySelector<HTMLElement>(first)?.focus();
  }

  private found(spot: Spot | null): void {
    this.spot = spot;
    this.missing = spot === null;
    this.go("note");
  }

  // -- drawing -------------------------------------------------------------------------------
  private draw(): void {
    const { photo } = this;
    this.image.mark(this.open && photo ? photo.matches : []);
    if (!this.open) return;
    if (this.step === "pin" || !photo) {
      fill(this.element, pinForm((file, about) => void this.pin(file, about), this.photos.length > 0 ? () => this.go("look") : null));
      return;
    }
    fill(this.element, this.head(photo), this.guide(photo), this.frame(photo), this.list(photo));
  }

  private head(photo: Photo): HTMLElement {
    const others = el("select", { "aria-label": "Which photo" }, ...this.photos.map((each) => el("option", { value: each.uid, ...(each.uid === photo.uid ? { selected: "" } : {}) }, each.caption)));
    others.addEventListener("change", () => {
      this.chosen = others.value;
      this.go("look");
    });
    const facts = [photo.source ?? "source unknown", photo.taken ? `taken ${photo.taken}` : "date unknown", photo.licence ?? "licence unknown"];
    return el(
      "header",
      {},
      this.photos.length > 1 ? others : el("b", {}, photo.caption),
      el("span", { class: "soft" }, facts.join(" · ")),
      el(
        "span",
        { class: "tools" },
        this.step === "look" && button("Number a feature", "Click it in the photo, then in the image", () => this.go("photo"), { class: "go" }),
        this.step === "look" && button("Pin another", "Pin another photo to this pair", () => this.go("pin")),
        this.step === "look" && button("Take off", "Take this photo off; it stays in the history", () => void this.withdraw(photo)),
        this.step !== "look" && button("Cancel", "Give this feature up (Esc)", () => this.go("look")),
      ),
    );
  }

  private guide(photo: Photo): HTMLElement | null {
    if (this.step === "photo") return el("p", { class: "guide", role: "status" }, "1 of 3: click the feature in the photo. Arrow keys move the cross, Enter sets it.");
    if (this.step === "image") {
      const middle = button("Use the middle", "The middle of the image as it is shown", () => this.found(this.image.middle()));
      const none = button("The image does not show it", "Keep it as a feature that does not fit", () => this.found(null));
      return el("div", { class: "guide", role: "status" }, el("span", {}, "2 of 3: click the same feature in the image."), el("span", { class: "tools" }, middle, none));
    }
    if (this.step !== "note") return null;
    const number = 1 + Math.max(0, ...photo.matches.map((each) => each.number));
    return matchForm(number, !this.missing, (fits, note) => void this.keep(photo, fits, note));
  }

  private frame(photo: Photo): HTMLElement {
    const picture = el("img", { src: this.api!.url(photo), alt: photo.caption });
    const sheet = el("div", { class: "sheet" }, picture);
    const place = (node: HTMLElement, [x, y]: readonly [number, number]): void => {
      node.style.left = `${(x / picture.naturalWidth) * 100}%`;
      node.style.top = `${(y / picture.naturalHeight) * 100}%`;
    };
    const marks = (): void => {
      if (!picture.naturalWidth) return;
      sheet.querySelectorAll("span").forEach((old) => old.remove());
      for (const match of photo.matches) {
        const badge = numberBadge(match);
        place(badge, match.photo);
        sheet.append(badge);
      }
      if (this.step === "look") return;
      const cross = el("span", { class: "cross", "aria-hidden": "true" });
      if (this.at[0] === 0) this.at = [picture.naturalWidth / 2, picture.naturalHeight / 2];
      place(cross, this.at);
      sheet.append(cross);
    };
    picture.addEventListener("load", marks);
    const frame = el("div", { class: `frame step-${this.step}`, tabindex: "0", role: "group", "aria-label": `Photo: ${photo.caption}` }, sheet);
    if (this.step === "photo") this.listen(frame, picture, marks);
    if (picture.complete) marks();
    return frame;
  }

  /** Where the feature is in the photo: by a click, or by the cross and Enter. */
  private listen(frame: HTMLElement, picture: HTMLImageElement, marks: () => void): void {
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      this.at = [((event.clientX - box.left) / box.width) * picture.naturalWidth, ((event.clientY - box.top) / box.height) * picture.naturalHeight];
      this.go("image");
    });
    frame.addEventListener("keydown", (event) => {
      const by = (event.shiftKey ? 0.05 : 0.01) * Math.max(picture.naturalWidth, picture.naturalHeight);
      const moves: Record<string, [number, number]> = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
      const move = moves[event.key];
      if (event.key === "Enter") {
        event.preventDefault(); // else it would press the button that comes next
        this.go("image");
      }
      if (!move) return;
      event.preventDefault();
      this.at = [clamp(this.at[0] + move[0], picture.naturalWidth), clamp(this.at[1] + move[1], picture.naturalHeight)];
      marks();
    });
  }

  private list(photo: Photo): HTMLElement {
    const bad = photo.matches.filter((each) => !each.fits).length;
    const rows = photo.matches.map((each) => {
      const where = each.place || each.pixels ? "" : " · not in the image";
      const off = button("Remove", `Remove feature ${each.number}`, () => void this.changed(() => this.api!.unmatch(photo, each.number)), { class: "small" });
      return el("li", {}, numberBadge(each), el("span", {}, el("b", {}, each.fits ? "Fits" : "Does not fit"), each.note ? `: ${each.note}` : "", where), off);
    });
    const count = photo.matches.length ? `${photo.matches.length - bad} fit, ${bad} do not.` : "No feature is numbered yet. Number those that do not fit, too: a comparison that lists only what fits is none.";
    return el("div", { class: "features" }, el("p", { class: "soft" }, count), el("ul", {}, ...rows));
  }

  // -- changes -------------------------------------------------------------------------------
  private async keep(photo: Photo, fits: boolean, note: string): Promise<void> {
    const { spot } = this;
    const made = { photo: this.at, fits, note: note || null, place: spot?.place ?? null, pixels: spot?.pixels ?? null };
    await this.changed(() => this.api!.match(photo, made));
    this.at = [0, 0];
  }

  private async changed(ask: () => Promise<Photo>): Promise<void> {
    try {
      const fresh = await ask();
      this.photos = this.photos.map((each) => (each.uid === fresh.uid ? fresh : each));
      log("matched", { matches: fresh.matches.length });
      this.go("look");
    } catch (error) {
      this.host.toast((error as Error).message, true);
    }
  }

  private async pin(file: File, about: Record<string, string>): Promise<void> {
    const pair = this.pair!;
    try {
      const made = await this.api!.pin(file, { ...pair, ...about });
      this.photos = [...this.photos.filter((each) => each.uid !== made.uid), made];
      this.chosen = made.uid;
      this.host.counted(this.photos.length);
      log("pinned", { photos: this.photos.length });
      this.go("look");
    } catch (error) {
      this.host.toast((error as Error).message, true);
    }
  }

  private async withdraw(photo: Photo): Promise<void> {
    try {
      await this.api!.withdraw(photo);
      this.photos = this.photos.filter((each) => each.uid !== photo.uid);
      this.host.counted(this.photos.length);
      this.host.toast("Taken off; it stays in the history.");
      this.go(this.photos.length > 0 ? "look" : "pin");
    } catch (error) {
      this.host.toast((error as Error).message, true);
    }
  }
}

/** A number in a circle for what fits, in a square for what does not. */
function numberBadge(match: PhotoMatch): HTMLElement {
  return el("span", { class: `badge ${match.fits ? "fits" : "not"}`, title: `${match.fits ? "Fits" : "Does not fit"}${match.note ? `: ${match.note}` : ""}` }, String(match.number));
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

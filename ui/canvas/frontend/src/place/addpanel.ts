/** A picture or a link, pasted, dropped or chosen, and what is stated of it. */
import { ask, type SceneDetail } from "../core/api";
import { button, el } from "../core/dom";
import { jsonRequest } from "./fit";

interface Field {
  name: string;
  label: string;
  hint: string;
}

const FIELDS: readonly Field[] = [
  { name: "date", label: "Taken", hint: "2022-06-08, 2022-06~, 2022-06-08T07:30Z" },
  { name: "stated_by", label: "Who says so", hint: "the caption, the uploader, you" },
  { name: "source", label: "Source", hint: "where you got it" },
  { name: "rights", label: "Rights", hint: "licence, or whose it is" },
  { name: "link", label: "Link", hint: "https://… kept as text, never opened" },
  { name: "name", label: "Name", hint: "what to call it here" },
];
const KINDS = ["image/png", "image/jpeg"];

export class AddPanel {
  readonly element: HTMLElement;
  private readonly inputs = new Map<string, HTMLInputElement>();
  private readonly image = el("img", { alt: "The picture to keep", hidden: true });
  private readonly hint = el("p", {}, "Paste a picture or a link (Ctrl V), drop a file here, or choose one.");
  private readonly problem = el("p", { class: "problem", role: "alert", hidden: true });
  private readonly file = el("input", { type: "file", accept: ".png,.jpg,.jpeg,image/png,image/jpeg", class: "sr", tabindex: "-1", "aria-label": "Picture file" });
  private readonly keep: HTMLButtonElement;
  private picture: Blob | null = null;
  private readonly pasted = (event: ClipboardEvent): void => this.paste(event);

  constructor(
    private readonly api: string,
    private readonly done: (scene: SceneDetail) => void,
  ) {
    const choose = button("Choose a file", "Choose a PNG or JPG file", () => this.file.click());
    this.keep = button("Keep it", "Keep it in the catalogue (Enter)", () => void this.send(), { class: "go" });
    this.file.addEventListener("change", () => this.take(this.file.files?.[0] ?? null));
    const zone = el("div", { class: "zone" }, this.image, this.hint, choose, this.file);
    const rows = FIELDS.map(({ name, label, hint }) => {
      const input = el("input", { type: "text", placeholder: hint, "aria-label": label, autocomplete: "off" });
      this.inputs.set(name, input);
      return el("label", { class: "field" }, el("span", {}, label), input);
    });
    const form = el("form", { class: "form" }, ...rows, this.problem, el("div", { class: "row" }, this.keep));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && void this.send());
    this.element = el("div", { class: "adding panel" }, el("h2", {}, "Add a picture or a link"), zone, form);
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(event.dataTransfer?.files[0] ?? null, event.dataTransfer?.getData("text/plain") ?? "");
    });
    document.addEventListener("paste", this.pasted);
  }

  dispose(): void {
    document.removeEventListener("paste", this.pasted);
    this.forget();
    this.element.remove();
  }

  private paste(event: ClipboardEvent): void {
    if (!this.element.isConnected) return;
    const file = [...(event.clipboardData?.files ?? [])].find((f) => f.type.startsWith("image/"));
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    const inField = event.composedPath()[0] instanceof HTMLInputElement;
    if (!file && (inField || !text)) return; // words into a field go there as ever
    event.preventDefault();
    this.take(file ?? null, text);
  }

  private take(file: File | null, text = ""): void {
    if (/^https?:\/\//i.test(text)) this.inputs.get("link")!.value = text;
    if (!file) return;
    if (!KINDS.includes(file.type)) return this.say(`${file.name} is ${file.type || "of an unknown kind"}: only PNG and JPG pictures are kept. Save it as one.`);
    this.forget();
    this.picture = file;
    this.image.src = URL.createObjectURL(file);
    this.image.hidden = false;
    this.hint.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1024))} kB`;
    const called = this.inputs.get("name")!;
    // Pasted pictures are all called image.png: no name at all.
    if (!called.value && file.name !== "image.png") called.value = file.name.replace(/\.\w+$/, "");
    this.say("");
    this.inputs.get("date")!.focus({ preventScroll: true });
  }

  private async send(): Promise<void> {
    const values = Object.fromEntries([...this.inputs].map(([name, input]) => [name, input.value.trim()]).filter(([, v]) => v));
    if (!this.picture && !values["link"]) return this.say("Paste, drop or choose a picture first, or give a link.");
    this.keep.disabled = true;
    try {
      this.done(await this.sent(values));
    } catch (error) {
      this.say((error as Error).message);
    } finally {
      this.keep.disabled = false;
    }
  }

  private sent(values: Record<string, string>): Promise<SceneDetail> {
    if (this.picture) {
      const init = { method: "POST", body: this.picture, headers: { "Content-Type": this.picture.type } };
      return ask<SceneDetail>(`${this.api}/api/pictures?${new URLSearchParams(values)}`, init);
    }
    return ask<SceneDetail>(`${this.api}/api/links`, jsonRequest("POST", { ...values, url: values["link"] }));
  }

  private say(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  private forget(): void {
    if (this.image.src) URL.revokeObjectURL(this.image.src);
  }
}

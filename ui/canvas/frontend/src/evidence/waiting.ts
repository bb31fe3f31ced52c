/** In place of the matrix while its links are computed: how far they are, stopping it, going on. */
import { button, el, fill } from "../core/dom";
import type { Linking } from "./api";

const EACH_MS = 500;
const FIRST = "Preparing the search for images: about half a minute, once on this machine.";

export class Waiting {
  readonly element = el("div", { class: "waiting", hidden: true });
  private readonly said = el("p", { role: "status" });
  private readonly bar = el("progress", { "aria-label": "Claims linked to images" });
  private readonly stop = button("Stop", "Stop linking; what is linked by then is kept", () => this.halt());
  private readonly more = button("Go on", "Go on linking", () => this.again(), { class: "go" });
  private timer = 0;
  private halted = false;

  /** `ask` looks for the matrix again, `end` tells the server to stop. */
  constructor(
    private readonly ask: () => void,
    private readonly end: () => Promise<unknown>,
  ) {
    fill(this.element, this.said, this.bar, el("span", {}, this.stop, this.more));
  }

  /** Shows how far it is and asks again soon. */
  show({ linking: { done, total, compiling } }: Linking): void {
    if (total) {
      this.bar.max = total;
      this.bar.value = done;
    } else this.bar.removeAttribute("value");
    const how = total === null ? "" : `: ${done.toLocaleString("en")} of ${total.toLocaleString("en")} claims`;
    const doing = compiling ? FIRST : `Finding the images that could show each claim${how}.`;
    this.said.textContent = this.halted ? `Linking was stopped${how}. What is linked is kept.` : doing;
    this.element.hidden = false;
    this.stop.hidden = this.halted;
    this.more.hidden = !this.halted;
    window.clearTimeout(this.timer);
    if (!this.halted) this.timer = window.setTimeout(this.ask, EACH_MS);
  }

  hide(): void {
    window.clearTimeout(this.timer);
    this.halted = false;
    this.element.hidden = true;
  }

  private halt(): void {
    this.halted = true;
    window.clearTimeout(this.timer);
    const total = this.bar.hasAttribute("value") ? this.bar.max : null;
    this.show({ linking: { done: this.bar.value, total, compiling: false } });
    void this.end().catch(() => undefined);
    this.more.focus();
  }

  private again(): void {
    this.halted = false;
    this.ask();
  }
}

/** A sentence that goes away by itself; a bad one stays longer. */
import { el } from "../core/dom";

export class Toast {
  readonly element = el("div", { class: "toast panel", role: "alert", hidden: true });
  private timer = 0;

  show(text: string, bad = false): void {
    this.element.textContent = text;
    this.element.classList.toggle("bad", bad);
    this.element.hidden = false;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.element.hidden = true), bad ? 9000 : 2600);
  }
}

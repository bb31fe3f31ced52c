/** Says at every moment whether what was drawn has been saved. */
import { el } from "../core/dom";
import type { Status } from "../tag/outbox";

export class StatusLine {
  readonly element = el("div", { class: "status panel", role: "status" });

  show({ state, waiting, reason, offline }: Status): void {
    const texts = {
      saved: "saved",
      saving: "saving…",
      retrying: `${offline ? "offline" : "not saved"}, ${waiting} waiting`,
    };
    this.element.className = `status panel ${state}`;
    this.element.title = reason ?? "";
    this.element.replaceChildren(el("i"), texts[state]);
  }
}

/** Below the answers of the search: places by name are offered where they cannot be found yet. */
import { ask } from "../core/api";
import { button, el } from "../core/dom";

/** What the server says of its gazetteer. */
export interface Gazetteer {
  state: "ready" | "absent" | "compiling" | "failed";
  done?: number;
  total?: number;
  reason?: string;
}

const EACH_MS = 700;

export class PlaceNames {
  readonly element = el("div", { class: "placenames", hidden: true });
  private readonly bar = el("progress", { "aria-label": "Place names made ready" });
  private timer = 0;
  private drawn = "";

  /** `ready` is called once places can be found. */
  constructor(
    private readonly api: string,
    private readonly ready: () => void,
  ) {
    // Pressing a button must not take the focus from the field, which would close the list.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  show(now: Gazetteer): void {
    const waited = this.drawn === "compiling";
    this.element.hidden = now.state === "ready";
    if (now.state !== this.drawn) this.draw(now);
    this.drawn = now.state;
    this.progress(now);
    window.clearTimeout(this.timer);
    if (now.state === "compiling") this.timer = window.setTimeout(() => void this.look(), EACH_MS);
    if (now.state === "ready" && waited) this.ready();
  }

  dispose(): void {
    window.clearTimeout(this.timer);
  }

  private draw({ state, reason }: Gazetteer): void {
    if (state === "compiling") {
      return this.element.replaceChildren(el("p", { role: "status" }, "Making place names ready…"), this.bar);
    }
    const said = {
      absent: "Towns, airfields and countries can be found by name too, once their list is made ready (half a minute, on this computer).",
      failed: `Place names could not be made ready: ${reason ?? ""}`,
      ready: "",
    }[state];
    const go = button("Make ready", "Make place names ready", () => void this.look("PUT"), { class: "go" });
    this.element.replaceChildren(el("p", {}, said), go);
  }

  private progress({ done = 0, total = 0 }: Gazetteer): void {
    if (total) {
      this.bar.max = total;
      this.bar.value = done;
    } else this.bar.removeAttribute("value");
  }

  private async look(method = "GET"): Promise<void> {
    try {
      this.show(await ask<Gazetteer>(`${this.api}/api/gazetteer`, { method }));
    } catch (error) {
      this.show({ state: "failed", reason: (error as Error).message });
    }
  }
}

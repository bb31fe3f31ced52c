/** A background map from the internet: off until the user gives its address, and said on screen. */
import TileLayer from "ol/layer/Tile";
import XYZ from "ol/source/XYZ";
import { ask, type Online } from "../core/api";
import { button, el } from "../core/dom";
import { log } from "../core/log";

const KEPT = "imagery-catalogue-online";
const EXAMPLE = "https://tiles.example.org/{z}/{x}/{y}.png";

/** The layer of a background map that is on. */
export function onlineLayer({ url, credit }: Online): TileLayer<XYZ> {
  const source = new XYZ({ url, maxZoom: 19, transition: 0, attributions: credit });
  return new TileLayer({ source, zIndex: -1 });
}

/** Says on the map that this page is online, and where; a click leads to the switch. */
export function onlineBadge({ url }: Online, open: () => void): HTMLElement {
  const host = new URL(url.replaceAll(/[{}]/g, "")).host;
  const text = `Online: ${host} sees which area you look at`;
  return button(text, "Change or switch off the background map (O)", open, { class: "online panel" });
}

export class OnlinePanel {
  readonly element = el("section", { class: "drawer panel", hidden: true, "aria-label": "Background map from the internet" });

  constructor(
    private readonly api: string,
    private readonly now: Online | null,
    private readonly closed: () => void,
    /** The page has to be loaded anew: what it may load is part of its head. */
    private readonly reload: () => void,
  ) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(): void {
    this.element.hidden = false;
    this.draw("");
    this.element.querySelector("input")?.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.closed();
  }

  private draw(error: string): void {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Online>;
    const url = el("input", { type: "url", placeholder: EXAMPLE, value: this.now?.url ?? kept.url ?? "", required: true });
    const credit = el("input", { type: "text", placeholder: "© whoever made it", value: this.now?.credit ?? kept.credit ?? "" });
    const go = el("button", { type: "submit", class: "go" }, this.now ? "Change" : "Go online");
    const form = el(
      "form",
      {},
      el("label", {}, "Address of its tiles", url),
      el("label", {}, "Credit", credit),
      el("p", { class: "more" }, "Off, nothing leaves this computer. On, that server, and only it, is asked for pictures of each area you look at, and so learns where that is. It is off again when the catalogue is next served."),
      error && el("p", { class: "error", role: "alert" }, error),
      el("div", { class: "actions" }, go, this.now && button("Switch off", "Switch the background map off", () => void this.off(), { class: "plain" })),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.on(url.value.trim(), credit.value.trim());
    });
    this.element.replaceChildren(
      el("header", {}, "Background map from the internet", button("✕", "Close (Esc)", () => this.close())),
      form,
    );
  }

  private async on(url: string, credit: string): Promise<void> {
    const body = JSON.stringify({ url, credit });
    const headers = { "Content-Type": "application/json" };
    try {
      await ask(`${this.api}/api/online`, { method: "PUT", headers, body });
      localStorage.setItem(KEPT, body);
      log("online", { url });
      this.reload();
    } catch (error) {
      this.draw((error as Error).message);
    }
  }

  private async off(): Promise<void> {
    await ask(`${this.api}/api/online`, { method: "DELETE" }).catch(() => null);
    log("offline");
    this.reload();
  }
}

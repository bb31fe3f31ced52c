/** Keeps the address bar at what the map shows, and copies it. */
import { log } from "../core/log";
import { writeAddress, type Address } from "./address";

const WRITE_MS = 250;

export class AddressBar {
  private timer = 0;

  constructor(
    private readonly address: Address,
    private readonly toast: (text: string, bad?: boolean) => void,
  ) {}

  /** Soon, and once for many calls. Moving the map makes no steps to go back by. */
  write(): void {
    this.stop();
    this.timer = window.setTimeout(() => this.now(this.address), WRITE_MS);
  }

  now(address: Address): void {
    const search = writeAddress(location.search, address);
    if (search === location.search) return;
    history.replaceState(history.state, "", `${location.pathname}${search}`);
  }

  async copy(): Promise<void> {
    const link = `${location.origin}${location.pathname}${writeAddress(location.search, this.address)}`;
    try {
      await navigator.clipboard.writeText(link);
      this.toast("The link is copied.");
    } catch {
      this.toast("The browser does not let this page copy; take the link from the address bar.", true);
    }
    log("link", { link });
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }
}

/** Asks now and then whether the server's footprints are loaded, and which ones they are. */
import { ask } from "../core/api";

export interface State {
  state: "loading" | "updating" | "ready";
  done: number;
  total: number;
  number: number;
}

const OFTEN_MS = 500;
const SELDOM_MS = 4000;

export class Freshness {
  private timer = 0;
  private stopped = false;

  constructor(
    private readonly api: string,
    private readonly told: (state: State) => void,
  ) {}

  start(): void {
    this.stopped = false;
    window.clearTimeout(this.timer);
    void this.look();
  }

  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    let wait = SELDOM_MS;
    if (document.visibilityState === "visible") {
      const state = await ask<State>(`${this.api}/api/footprints/state`).catch(() => null);
      if (this.stopped) return;
      if (state) this.told(state);
      if (state && state.state !== "ready") wait = OFTEN_MS;
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), wait);
  }
}

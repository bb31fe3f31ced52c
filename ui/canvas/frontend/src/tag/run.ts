/** A queue over several scenes: the tiles of this one in its order, which scene is next, how far all is. */
import { ask } from "../core/api";
import { log } from "../core/log";
import type { Host } from "../core/view";
import type { Queue } from "../messages";

export interface RunItem {
  scene: string;
  id: string;
  keys: string[];
  done: number;
}

interface Answer {
  items: RunItem[];
  total: number;
  done: number;
}

export class Run {
  private items: RunItem[] = [];

  constructor(
    private readonly host: Pick<Host, "api" | "toast" | "send">,
    private readonly scene: string,
    private readonly scenes: readonly string[],
    private readonly queue: Queue | null,
    private readonly z: number | null,
  ) {}

  get active(): boolean {
    return this.queue !== null && this.scenes.length > 0;
  }

  /** The keys of this scene's tiles in the order of the queue; null without one. */
  async load(): Promise<readonly string[] | null> {
    if (!this.active) return null;
    try {
      return await this.fetch();
    } catch (error) {
      this.host.toast(`No queue: ${(error as Error).message}`, true);
      return null;
    }
  }

  /** Go on to the next scene with something left; false if there is none. */
  go(direction: 1 | -1): boolean {
    const next = nextItem(this.items, this.scene, direction);
    if (next) {
      this.host.toast(`On to ${next.id}.`);
      this.host.send("open", { uid: next.scene });
    } else if (!this.active) this.host.toast("There is no queue over several scenes.");
    return next !== null;
  }

  private async fetch(): Promise<readonly string[]> {
    const body = JSON.stringify({ ...this.queue, scenes: this.scenes, z: this.z });
    const headers = { "Content-Type": "application/json" };
    const found = await ask<Answer>(`${this.host.api}/api/queue`, { method: "POST", headers, body });
    this.items = found.items;
    log("run", { scenes: found.items.length, total: found.total, done: found.done });
    return this.items.find((item) => item.scene === this.scene)?.keys ?? [];
  }

  /** "scene 2 of 7 · 130 of 410 over all"; `here` of this scene's tiles in the queue are done. */
  text(here: number): string {
    if (!this.items.length) return "";
    const at = this.items.findIndex((item) => item.scene === this.scene);
    const others = this.items.filter((item) => item.scene !== this.scene);
    const done = others.reduce((sum, item) => sum + item.done, at < 0 ? 0 : here);
    const total = this.items.reduce((sum, item) => sum + item.keys.length, 0);
    const where = at < 0 ? "not in the queue" : `scene ${at + 1} of ${this.items.length}`;
    return `${where} · ${done} of ${total} over all`;
  }
}

/** The next scene with something left, round the end; null if none is. Pure. */
export function nextItem(items: readonly RunItem[], scene: string, direction: 1 | -1): RunItem | null {
  const n = items.length;
  const at = items.findIndex((item) => item.scene === scene);
  const from = at < 0 && direction < 0 ? 0 : at;
  for (let step = 1; step <= n; step++) {
    const item = items[(((from + direction * step) % n) + n) % n]!;
    if (item.scene !== scene && item.done < item.keys.length) return item;
  }
  return null;
}

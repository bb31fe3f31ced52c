/** How many tiles a minute one gets through, over the last two minutes. */

const WINDOW_MS = 120_000;
/** Fewer tell nothing. */
const FEWEST = 3;

export class Pace {
  private times: number[] = [];

  /** `count` tiles were done at `now`, in milliseconds. */
  add(count: number, now: number): void {
    for (let i = 0; i < count; i++) this.times.push(now);
    this.times = this.times.filter((t) => now - t <= WINDOW_MS);
  }

  /** Tiles per minute; null while too few were done. */
  perMinute(now: number): number | null {
    const recent = this.times.filter((t) => now - t <= WINDOW_MS);
    if (recent.length < FEWEST) return null;
    return recent.length / Math.max((now - recent[0]!) / 60_000, 1 / 12);
  }
}

/** How far one scene of a pair is moved so that the two lie on each other; kept in the catalogue. */
import { ask, HttpError } from "../core/api";
import type { Frame } from "../geo/grids";

export type Vector = [number, number];

interface Nudge {
  east_m: number;
  north_m: number;
  version: number;
  author: string | null;
}

/** A pressed key repeats: one version is kept of all of it. */
const SOON_MS = 500;
const METRES_PER_DEGREE = 111_320;

/** View units of a metre to the east and of one to the north, about a place. */
function axes(frame: Frame, [lon, lat]: readonly [number, number]): [Vector, Vector] {
  const step = 1 / METRES_PER_DEGREE;
  const [x, y] = frame.toView([lon, lat]);
  const [ex, ey] = frame.toView([lon + step / Math.max(Math.cos((lat * Math.PI) / 180), 1e-6), lat]);
  const north = lat > 89 ? -1 : 1; // beside the pole there is no step north
  const [nx, ny] = frame.toView([lon, lat + north * step]);
  return [[ex - x, ey - y], [north * (nx - x), north * (ny - y)]];
}

/** [east, north] in metres of a shift in view units. */
export function inMetres(frame: Frame, place: readonly [number, number], [dx, dy]: Vector): Vector {
  const [[ex, ey], [nx, ny]] = axes(frame, place);
  const det = ex * ny - ey * nx;
  return [(dx * ny - dy * nx) / det, (dy * ex - dx * ey) / det];
}

/** The reverse of `inMetres`. */
export function inView(frame: Frame, place: readonly [number, number], [east, north]: Vector): Vector {
  const [[ex, ey], [nx, ny]] = axes(frame, place);
  return [east * ex + north * nx, east * ey + north * ny];
}

/** The shift of the pair on screen, in metres east and north; saved soon after it has changed. */
export class Shift {
  now: Vector = [0, 0];
  private past: Vector[] = [];
  private version = 0;
  private pair = "";
  private timer = 0;
  private saving = Promise.resolve();

  constructor(
    private readonly api: string,
    private readonly failed: (text: string) => void,
  ) {}

  /** Show this pair from now on, as it was left. */
  async open(a: string | null, b: string | null): Promise<void> {
    const pair = a && b && a !== b ? `${encodeURIComponent(a)}/${encodeURIComponent(b)}` : "";
    if (pair === this.pair) return;
    await this.save();
    this.pair = pair;
    this.past = [];
    this.take({ east_m: 0, north_m: 0, version: 0, author: null });
    if (!pair) return;
    try {
      const kept = await ask<Nudge>(`${this.api}/api/nudges/${pair}`);
      if (this.pair === pair) this.take(kept);
    } catch (error) {
      this.failed(`The shift of this pair is unknown: ${(error as Error).message}`);
    }
  }

  set(to: Vector): void {
    if (!this.pair || (to[0] === this.now[0] && to[1] === this.now[1])) return;
    this.past.push(this.now);
    this.become(to);
  }

  /** Take the last step back; false if there is none. */
  undo(): boolean {
    const before = this.past.pop();
    if (before) this.become(before);
    return before !== undefined;
  }

  /** Save what waits; one after the other, as each is based on the version before. */
  save(): Promise<void> {
    if (!this.timer) return this.saving;
    window.clearTimeout(this.timer);
    this.timer = 0;
    const [pair, to] = [this.pair, this.now];
    this.saving = this.saving.then(() => this.send(pair, to));
    return this.saving;
  }

  private async send(pair: string, [east_m, north_m]: Vector): Promise<void> {
    const init = {
      method: "PUT",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ east_m, north_m, base: this.version }),
    };
    try {
      const kept = await ask<Nudge>(`${this.api}/api/nudges/${pair}`, init);
      if (this.pair === pair) this.version = kept.version;
    } catch (error) {
      const theirs = error instanceof HttpError ? (error.body["nudge"] as Nudge | undefined) : undefined;
      if (theirs && this.pair === pair) this.version = theirs.version;
      this.failed(theirs ? "Someone else moved this pair meanwhile; move it again to keep yours." : `Not kept: ${(error as Error).message}`);
    }
  }

  private become(to: Vector): void {
    this.now = to;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), SOON_MS);
  }

  private take(kept: Nudge): void {
    this.now = [kept.east_m, kept.north_m];
    this.version = kept.version;
  }
}

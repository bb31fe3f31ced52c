/** How well the points place the picture, as the server works it out: one rule for all. */
import type { Geometry } from "geojson";
import { ask, HttpError, type SceneDetail } from "../core/api";
import { metresText } from "../geo/format";
import { LEAST, type Method, type Points } from "./points";

export interface Fit {
  residuals_m: number[];
  left_out_m: (number | null)[];
  rms_m: number;
  error_m: number | null;
  pixel_m: number;
  outline: Geometry;
}

export interface Shown {
  fit: Fit | null;
  /** Why there is none, or what is still to be done. */
  text: string;
}

/** The body that both trying and keeping send. */
export function bodyOf(points: Points, method: Method): { points: object[]; method: Method } {
  const each = points.whole.map(({ pair: { pixel, place } }) => ({ column: pixel[0], row: pixel[1], lon: place[0], lat: place[1] }));
  return { points: each, method };
}

export class Fitter {
  private asking = new AbortController();

  constructor(
    private readonly api: string,
    private readonly scene: SceneDetail,
    private readonly shown: (result: Shown) => void,
  ) {}

  async try(points: Points, method: Method): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const missing = LEAST[method] - points.whole.length;
    if (missing > 0) {
      this.shown({ fit: null, text: `${missing} more point${missing > 1 ? "s" : ""}: click the same spot in the picture and on the ground.` });
      return;
    }
    try {
      const path = `${this.api}/api/scenes/${encodeURIComponent(this.scene.uid)}/fit`;
      const fit = await ask<Fit>(path, jsonRequest("POST", bodyOf(points, method), signal));
      this.shown({ fit, text: fitText(fit) });
    } catch (error) {
      if (signal.aborted) return;
      this.shown({ fit: null, text: (error as HttpError).message });
    }
  }

  dispose(): void {
    this.asking.abort();
  }
}

/** What the figures say, in words. */
export function fitText({ rms_m, error_m }: Pick<Fit, "rms_m" | "error_m">): string {
  const rms = `RMS ${rms_m < 0.005 ? "0 m" : metresText(rms_m)}`;
  if (error_m === null) return `${rms}. How far it may be off is unknown: one more point tells.`;
  return `${rms}. 95 % sure within ${metresText(error_m)}.`;
}

/** The number of the worst point; -1 where all agree. */
export function worstOf(fit: Fit | null): number {
  if (!fit || fit.error_m === null || fit.rms_m < 0.01) return -1;
  return fit.residuals_m.indexOf(Math.max(...fit.residuals_m));
}

export function jsonRequest(method: string, body: object, signal: AbortSignal | null = null): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
}

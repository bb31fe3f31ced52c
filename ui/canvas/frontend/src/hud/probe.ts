/** The values of every band under a resting pointer. */
import type OlMap from "ol/Map";
import { ask } from "../core/api";
import type { Frame } from "../geo/grids";

const REST_MS = 140;
const MOST_SHOWN = 6;

interface Found {
  mgrs: string | null;
  values: { name: string; label: string; value: number | null }[];
}

/** "33TWN 00235 99758 · red 210 · green 190"; not valid is a dash. */
export function valuesText({ mgrs, values }: Found): string {
  const shown = values.slice(0, MOST_SHOWN).map(({ name, value }) => `${name} ${numberText(value)}`);
  const more = values.length > MOST_SHOWN ? [`+${values.length - MOST_SHOWN}`] : [];
  return [...(mgrs ? [mgrsText(mgrs)] : []), ...shown, ...more].join(" · ");
}

function numberText(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function mgrsText(text: string): string {
  const parts = /^(\d*[A-Z]{3})(\d{5})(\d{5})$/.exec(text);
  return parts ? `${parts[1]} ${parts[2]} ${parts[3]}` : text;
}

export class Probe {
  private timer = 0;
  private request: AbortController | null = null;

  constructor(
    map: OlMap,
    private readonly frame: Frame,
    private readonly url: string,
    private readonly show: (text: string) => void,
  ) {
    map.on("pointermove", ({ coordinate, dragging }) => {
      this.forget();
      if (!dragging) this.timer = window.setTimeout(() => void this.look(coordinate), REST_MS);
    });
    map.getTargetElement()?.addEventListener("pointerleave", () => this.forget());
  }

  forget(): void {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.show("");
  }

  private async look(at: readonly number[]): Promise<void> {
    const [a, b] = this.frame.fromView(at);
    if (!Number.isFinite(a) || !Number.isFinite(b)) return;
    const lon = ((((a + 180) % 360) + 360) % 360) - 180;
    const query = this.frame.ground ? `lon=${lon}&lat=${b}` : `col=${a}&row=${b}`;
    const request = new AbortController();
    this.request = request;
    try {
      const found = await ask<Found>(`${this.url}/pixel?${query}`, { signal: request.signal });
      if (!request.signal.aborted) this.show(valuesText(found));
    } catch {
      // Beside the image there is nothing to say.
    }
  }
}

/** Drawing the bars of the timeline: scenes over time, by platform. */
import { el } from "../core/dom";
import { MARK, type Theme } from "../core/theme";
import { ticks } from "./timescale";

interface Series {
  platform: string | null;
  kind: "named" | "others" | "unknown";
  /** Of the platform in the whole catalogue: it keeps its colour wherever one looks. */
  rank: number;
  counts: number[];
}

export interface Histogram {
  begin: number;
  step: number;
  bins: number;
  series: Series[];
  undated: number;
}

const COLOURS = [MARK.blue, MARK.orange, MARK.green, MARK.sky, MARK.vermilion, "#cc79a7", MARK.yellow];
const TICKS_PX = 16;

export function drawBars(
  canvas: HTMLCanvasElement,
  [width, height]: readonly [number, number],
  data: Histogram,
  theme: Theme,
): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d")!;
  pen.scale(ratio, ratio);
  const room = height - TICKS_PX;
  const totals = Array.from({ length: data.bins }, (_, i) => data.series.reduce((sum, s) => sum + s.counts[i]!, 0));
  const most = Math.max(1, ...totals);
  const wide = width / data.bins;
  for (let i = 0; i < data.bins; i++) {
    let y = room;
    for (const own of data.series) {
      const count = own.counts[i]!;
      if (!count) continue;
      // The square root keeps few beside many in sight; never less than a pixel.
      const tall = Math.max((room * Math.sqrt(totals[i]! / most) * count) / totals[i]!, 1);
      pen.fillStyle = colourOf(own);
      pen.fillRect(i * wide + 0.5, y - tall, Math.max(wide - 1, 1), tall);
      y -= tall;
    }
  }
  drawTicks(pen, width, height, data, theme);
}

function drawTicks(pen: CanvasRenderingContext2D, width: number, height: number, data: Histogram, theme: Theme): void {
  const span = { begin: data.begin, end: data.begin + data.step * data.bins };
  pen.font = "11px system-ui, sans-serif";
  pen.fillStyle = theme.label;
  pen.strokeStyle = theme.graticule;
  pen.textBaseline = "bottom";
  for (const { at, label } of ticks(span, Math.max(2, Math.floor(width / 90)))) {
    const x = ((at - span.begin) / (span.end - span.begin)) * width;
    pen.beginPath();
    pen.moveTo(Math.round(x) + 0.5, 0);
    pen.lineTo(Math.round(x) + 0.5, height - 4);
    pen.stroke();
    if (x + 60 < width) pen.fillText(label, x + 4, height - 2);
  }
}

/** How many there are, and which colour is which platform. */
export function keyOf(data: Histogram): HTMLElement[] {
  const totals = data.series.map((s) => s.counts.reduce((a, b) => a + b, 0));
  const all = totals.reduce((a, b) => a + b, data.undated);
  const undated = data.undated ? `, ${data.undated.toLocaleString("en")} undated` : "";
  const said = `${all.toLocaleString("en")} scene${all === 1 ? "" : "s"} in view${undated}`;
  const parts = data.series.map((own, n) => {
    const dot = el("i");
    dot.style.background = colourOf(own);
    const name = own.platform ?? (own.kind === "others" ? "other sensors" : "sensor unknown");
    return el("span", { title: `${name}: ${totals[n]!.toLocaleString("en")}` }, dot, name);
  });
  return [el("b", {}, said), ...parts];
}

function colourOf({ kind, rank }: Series): string {
  return { named: COLOURS[rank % COLOURS.length]!, others: MARK.grey, unknown: "#b9bec5" }[kind];
}

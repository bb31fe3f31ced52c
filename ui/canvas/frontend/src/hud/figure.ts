/** A figure to put into a report: the picture with scale, north, time, sensor, credit, citation. */
import type OlMap from "ol/Map";
import { getPointResolution } from "ol/proj";
import type { SceneDetail } from "../core/api";
import { metresText, scaleBar, spanText } from "../geo/format";
import type { Frame } from "../geo/grids";
import { northAngle } from "./compass";
import { pngOf } from "./handout";

const LINE = 20;
const PAD = 14;
const FONT = '13px system-ui, "Segoe UI", sans-serif';

/** The lines below a figure; what is unknown is said. */
export function captionLines(scene: SceneDetail, label: string, style: string): string[] {
  const when = spanText(scene.t_begin, scene.t_end) ?? "acquisition time unknown";
  const sensor = scene.platform ?? "sensor unknown";
  const gsd = scene.gsd === null ? "pixel size unknown" : `pixel ${metresText(scene.gsd)}`;
  const nadir = scene.off_nadir === null ? "" : `, ${scene.off_nadir.toFixed(0)}° off nadir`;
  const sun = scene.sun_elevation === null ? "" : `, sun ${scene.sun_elevation.toFixed(0)}° high`;
  const credit = scene.attribution ? `© ${scene.attribution.replace(/^©\s*/, "")}` : "credit not stated";
  const hash = scene.imagery?.asset_sha256;
  const cited = [scene.name, when, credit, hash ? `SHA-256 ${hash.slice(0, 16)}…` : ""].filter(Boolean).join(". ");
  return [
    ...(label ? [label] : []),
    `${scene.synthetic ? "SYNTHETIC · " : ""}${when} · ${sensor} · ${gsd}${nadir}${sun}`,
    `${credit}${style ? ` · drawn as ${style}` : ""}`,
    `Cite: ${cited}.`,
  ];
}

/** The map as it is on screen, with a caption, as a PNG; once all of its pictures are there. */
export async function figure(map: OlMap, frame: Frame, lines: readonly string[]): Promise<Blob> {
  await new Promise((resolve) => {
    map.once("rendercomplete", resolve);
    map.render();
  });
  const [width, height] = map.getSize() as [number, number];
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  const wrapped = wrap(lines, width - 2 * PAD);
  const foot = wrapped.length * LINE + 2 * PAD;
  canvas.width = width * ratio;
  canvas.height = (height + foot) * ratio;
  const context = canvas.getContext("2d")!;
  context.scale(ratio, ratio);
  context.fillStyle = "#14181d";
  context.fillRect(0, 0, width, height);
  drawMap(map, context, ratio);
  drawScale(map, frame, context, height);
  drawNorth(map, frame, context, width);
  context.fillStyle = "#fff";
  context.fillRect(0, height, width, foot);
  context.fillStyle = "#16202a";
  context.font = FONT;
  wrapped.forEach((line, n) => context.fillText(line, PAD, height + PAD + (n + 0.75) * LINE));
  return pngOf(canvas);
}

function drawMap(map: OlMap, context: CanvasRenderingContext2D, ratio: number): void {
  const layers = map.getTargetElement()?.querySelectorAll<HTMLCanvasElement>(".ol-layer canvas") ?? [];
  for (const layer of layers) {
    if (!layer.width) continue;
    const holder = layer.parentElement;
    context.globalAlpha = Number((holder && holder.style.opacity) || 1);
    const found = /^matrix\(([^)]*)\)$/.exec(layer.style.transform);
    const [a = 1 / ratio, b = 0, c = 0, d = 1 / ratio, e = 0, f = 0] = found?.[1]?.split(",").map(Number) ?? [];
    context.save();
    context.transform(a, b, c, d, e, f);
    context.drawImage(layer, 0, 0);
    context.restore();
  }
  context.globalAlpha = 1;
}

function drawScale(map: OlMap, frame: Frame, context: CanvasRenderingContext2D, height: number): void {
  const view = map.getView();
  const [resolution, centre] = [view.getResolution() ?? 1, view.getCenter()!];
  const each = frame.ground ? getPointResolution(view.getProjection(), resolution, centre, "m") : resolution;
  const { length, px } = scaleBar(each, 160);
  const [x, y] = [PAD, height - PAD - 6];
  context.fillStyle = "rgba(10,14,19,.72)";
  context.fillRect(x - 6, y - 22, px + 12, 32);
  context.strokeStyle = context.fillStyle = "#fff";
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y - 5);
  context.lineTo(x, y);
  context.lineTo(x + px, y);
  context.lineTo(x + px, y - 5);
  context.stroke();
  context.font = FONT;
  context.fillText(frame.ground ? metresText(length) : `${length} px`, x + 2, y - 8);
}

function drawNorth(map: OlMap, frame: Frame, context: CanvasRenderingContext2D, width: number): void {
  const north = northAngle(frame, map.getView().getCenter()!);
  if (north === null) return;
  context.save();
  context.translate(width - 34, 34);
  context.fillStyle = "rgba(10,14,19,.72)";
  context.beginPath();
  context.arc(0, 0, 22, 0, 7);
  context.fill();
  context.rotate((north * Math.PI) / 180);
  context.fillStyle = "#fff";
  context.beginPath();
  context.moveTo(0, -17);
  context.lineTo(6, 2);
  context.lineTo(-6, 2);
  context.fill();
  context.font = "bold 12px system-ui, sans-serif";
  context.textAlign = "center";
  context.fillText("N", 0, 14);
  context.restore();
}

function wrap(lines: readonly string[], width: number): string[] {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = FONT;
  return lines.flatMap((line) => {
    const out: string[] = [];
    let now = "";
    for (const word of line.split(" ")) {
      const longer = now ? `${now} ${word}` : word;
      if (now && context.measureText(longer).width > width) {
        out.push(now);
        now = word;
      } else now = longer;
    }
    return [...out, now];
  });
}

/** How a cell looks: a colour and a sign of its own for each state, so that neither is needed alone. */
import { inkOn } from "../core/theme";
import type { CellState } from "./api";
import type { Cell } from "./lattice";
import type { Paper } from "./paper";

/** Of the palette of Okabe and Ito, which colour-blind people tell apart. */
export const STATE_COLOURS: Record<CellState, string> = {
  consistent: "#009e73",
  inconsistent: "#d55e00",
  inconclusive: "#f0e442",
  could_not_show: "#8a939b",
  unreviewed: "#0072b2",
  none: "#00000000",
};

export const STATE_SIGNS: Record<CellState, string> = {
  consistent: "✓",
  inconsistent: "✕",
  inconclusive: "?",
  could_not_show: "–",
  unreviewed: "",
  none: "",
};

export function drawCell(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  cell: Cell,
  theme: Paper,
): void {
  const gap = width > 8 ? 2 : 0.5;
  const [w, h] = [width - 2 * gap, height - 2 * gap];
  const colour = STATE_COLOURS[cell.state];
  if (cell.state === "unreviewed") outlined(context, x + gap, y + gap, w, h, cell, theme);
  else {
    context.fillStyle = colour;
    context.fillRect(x + gap, y + gap, w, h);
    if (cell.state === "could_not_show") hatched(context, x + gap, y + gap, w, h);
    if (width >= 16 && (cell.assessed || cell.state !== "could_not_show")) sign(context, x + width / 2, y + height / 2, STATE_SIGNS[cell.state], inkOn(colour));
  }
  if (width >= 10 && (cell.again || cell.disagree)) corner(context, x + width - gap, y + gap, cell.again, theme);
}

/** Not reviewed: a frame, filled by how good the image is; one at the stated time is thicker. */
function outlined(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number, cell: Cell, theme: Paper): void {
  const colour = theme.dark ? "#56b4e9" : STATE_COLOURS.unreviewed;
  const share = cell.level === "good" ? 1 : cell.level === "limited" ? 0.5 : 0;
  context.globalAlpha = 0.3;
  context.fillStyle = colour;
  context.fillRect(x, y + h * (1 - share), w, h * share);
  context.globalAlpha = cell.level === "unusable" ? 0.45 : 1;
  context.strokeStyle = colour;
  context.lineWidth = cell.role === "during" ? 2.5 : 1;
  const inset = context.lineWidth / 2;
  context.strokeRect(x + inset, y + inset, w - 2 * inset, h - 2 * inset);
  context.globalAlpha = 1;
}

function hatched(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number): void {
  context.save();
  context.beginPath();
  context.rect(x, y, w, h);
  context.clip();
  context.strokeStyle = "rgba(255,255,255,.45)";
  context.lineWidth = 1;
  for (let at = -h; at < w; at += 5) {
    context.beginPath();
    context.moveTo(x + at, y + h);
    context.lineTo(x + at + h, y);
    context.stroke();
  }
  context.restore();
}

function sign(context: CanvasRenderingContext2D, x: number, y: number, text: string, colour: string): void {
  context.font = "700 12px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  context.fillText(text, x, y + 0.5);
  context.textAlign = "left";
}

/** A corner that stands out: a triangle to look again, a dot where people disagree. */
function corner(context: CanvasRenderingContext2D, x: number, y: number, again: boolean, theme: Paper): void {
  context.fillStyle = theme.dark ? "#ffffff" : "#10161d";
  context.beginPath();
  if (again) {
    context.moveTo(x, y);
    context.lineTo(x - 7, y);
    context.lineTo(x, y + 7);
  } else context.arc(x - 3.5, y + 3.5, 2.5, 0, 7);
  context.fill();
}

/** The matrix as a picture: claims down, images in time across; only what is in view is drawn. */
import { el } from "../core/dom";
import type { Paper } from "./paper";
import { iso, Lattice, reportSpans, timeSpans, type Cell } from "./lattice";
import { drawCell } from "./mark";

const HEAD_PX = 46;
const SIZES = [6, 10, 16, 22, 30];

export interface GridHost {
  /** The pointer rests on a cell, or on none. */
  hovered(r: number | null, c: number | null, x: number, y: number): void;
  moved(r: number, c: number): void;
  opened(r: number, c: number): void;
}

export class MatrixGrid {
  readonly element = el("div", { class: "grid", role: "img", tabindex: "0" });
  cursor: [r: number, c: number] = [0, 0];
  size = 22;
  private readonly canvas = el("canvas");
  private readonly room = el("div", { class: "room" });
  private lattice: Lattice | null = null;
  private side = 300;
  private theme: Paper | null = null;
  private waiting = 0;

  constructor(private readonly host: GridHost) {
    this.element.append(this.canvas, this.room);
    this.element.addEventListener("scroll", () => this.later());
    this.element.addEventListener("pointermove", (event) => this.hover(event));
    this.element.addEventListener("pointerleave", () => this.host.hovered(null, null, 0, 0));
    this.element.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  show(lattice: Lattice): void {
    this.lattice = lattice;
    this.move(this.cursor[0], this.cursor[1], false);
    this.draw();
  }

  paint(theme: Paper): void {
    this.theme = theme;
    this.draw();
  }

  /** Larger or smaller cells. */
  zoom(step: 1 | -1): void {
    const at = SIZES.indexOf(this.size) + step;
    this.size = SIZES[Math.max(0, Math.min(SIZES.length - 1, at))]!;
    this.draw();
    this.reveal();
  }

  /** The smallest or largest cells at which all columns can be seen at once. */
  fit(): void {
    const width = this.element.clientWidth - this.side;
    const columns = this.lattice?.columns.length ?? 1;
    // A finger needs more room than a pointer: there one scrolls instead.
    const least = matchMedia("(pointer: coarse)").matches || width < 500 ? 22 : SIZES[0]!;
    this.size = Math.max(least, SIZES.findLast((size) => size * columns <= width) ?? least);
  }

  move(r: number, c: number, show = true): void {
    const [rows, columns] = [this.lattice?.rows.length ?? 0, this.lattice?.columns.length ?? 0];
    this.cursor = [Math.max(0, Math.min(rows - 1, r)), Math.max(0, Math.min(columns - 1, c))];
    if (show) this.reveal();
    this.later();
    this.host.moved(...this.cursor);
  }

  private get tall(): number {
    return Math.max(this.size, 18);
  }

  private reveal(): void {
    const [r, c] = this.cursor;
    const { clientWidth, clientHeight } = this.element;
    const [x, y] = [c * this.size, r * this.tall];
    const [wide, high] = [clientWidth - this.side, clientHeight - HEAD_PX];
    const scroll = this.element;
    if (x < scroll.scrollLeft) scroll.scrollLeft = x;
    if (x + this.size > scroll.scrollLeft + wide) scroll.scrollLeft = x + this.size - wide;
    if (y < scroll.scrollTop) scroll.scrollTop = y;
    if (y + this.tall > scroll.scrollTop + high) scroll.scrollTop = y + this.tall - high;
  }

  /** The shown cell at a point of the element; null beside the cells. */
  at(x: number, y: number): [r: number, c: number] | null {
    const c = Math.floor((x - this.side + this.element.scrollLeft) / this.size);
    const r = Math.floor((y - HEAD_PX + this.element.scrollTop) / this.tall);
    const inside = x >= this.side && y >= HEAD_PX && r < (this.lattice?.rows.length ?? 0) && c < (this.lattice?.columns.length ?? 0);
    return inside && r >= 0 && c >= 0 ? [r, c] : null;
  }

  /** The middle of a cell in the element, for tests and for what is shown beside it. */
  middle(r: number, c: number): [number, number] {
    const x = this.side + (c + 0.5) * this.size - this.element.scrollLeft;
    return [x, HEAD_PX + (r + 0.5) * this.tall - this.element.scrollTop];
  }

  private point(event: MouseEvent): [number, number] {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private hover(event: PointerEvent): void {
    const [x, y] = this.point(event);
    const at = this.at(x, y);
    this.element.style.cursor = at && this.lattice?.cell(...at).state !== "none" ? "pointer" : "";
    this.host.hovered(at?.[0] ?? null, at?.[1] ?? null, x, y);
  }

  private click(event: MouseEvent): void {
    const at = this.at(...this.point(event));
    if (!at) return;
    this.move(...at, false);
    this.host.opened(...at);
  }

  private later(): void {
    this.waiting ||= requestAnimationFrame(() => this.draw());
  }

  // -- drawing -------------------------------------------------------------------------------
  private draw(): void {
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    const { lattice, theme, element } = this;
    const [width, height] = [element.clientWidth, element.clientHeight];
    if (!lattice || !theme || width === 0) return;
    this.side = Math.min(300, Math.round(width * 0.42));
    this.room.style.width = `${this.side + lattice.columns.length * this.size}px`;
    this.room.style.height = `${HEAD_PX + lattice.rows.length * this.tall + 8}px`;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== width * ratio || this.canvas.height !== height * ratio) {
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
    }
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, width, height);
    this.cells(context, lattice, theme, width, height);
    this.titles(context, lattice, theme, height);
    this.times(context, lattice, theme, width);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, this.side, HEAD_PX);
    this.element.setAttribute("aria-label", `${lattice.rows.length} claims and ${lattice.columns.length} images`);
  }

  private cells(context: CanvasRenderingContext2D, lattice: Lattice, theme: Paper, width: number, height: number): void {
    const { size, tall, side } = this;
    const [left, top] = [this.element.scrollLeft, this.element.scrollTop];
    const lastRow = Math.min(lattice.rows.length, Math.ceil((top + height - HEAD_PX) / tall));
    const lastColumn = Math.min(lattice.columns.length, Math.ceil((left + width - side) / size));
    for (let r = Math.floor(top / tall); r < lastRow; r++) {
      const y = HEAD_PX + r * tall - top;
      for (let c = Math.floor(left / size); c < lastColumn; c++) {
        const cell: Cell = lattice.cell(r, c);
        if (cell.state !== "none") drawCell(context, side + c * size - left, y, size, tall, cell, theme);
      }
      const { sentence } = lattice.data.rows[lattice.rows[r]!]!;
      if (sentence && lattice.blank(r)) note(context, sentence, side + 8, y + tall / 2, width - side - 16, theme);
      context.fillStyle = theme.line;
      context.fillRect(side, Math.round(y + tall) - 1, width, 1);
    }
    const [r, c] = this.cursor;
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.strokeRect(side + c * size - left + 1, HEAD_PX + r * tall - top + 1, size - 2, tall - 2);
  }

  private titles(context: CanvasRenderingContext2D, lattice: Lattice, theme: Paper, height: number): void {
    const { tall, side } = this;
    const top = this.element.scrollTop;
    context.fillStyle = theme.background;
    context.fillRect(0, 0, side, height);
    context.font = "13px system-ui, sans-serif";
    context.textBaseline = "middle";
    const first = Math.floor(top / tall);
    for (let r = first; r < Math.min(lattice.rows.length, first + height / tall + 1); r++) {
      const row = lattice.data.rows[lattice.rows[r]!]!;
      const y = HEAD_PX + (r + 0.5) * tall - top;
      context.fillStyle = r === this.cursor[0] ? theme.accent : theme.ink;
      context.globalAlpha = row.observability === "cannot_show" ? 0.6 : 1;
      context.fillText(clipped(context, row.title, side - 18), 10, y);
      context.globalAlpha = 1;
      context.fillStyle = theme.line;
      context.fillRect(0, Math.round(y + tall / 2) - 1, side, 1);
    }
    for (const span of reportSpans(lattice)) {
      const y = HEAD_PX + span.from * tall - top;
      context.fillStyle = theme.accent;
      context.fillRect(0, y, 3, (span.to - span.from) * tall - 2);
    }
    context.fillStyle = theme.line;
    context.fillRect(side - 1, 0, 1, height);
  }

  private times(context: CanvasRenderingContext2D, lattice: Lattice, theme: Paper, width: number): void {
    const { size, side } = this;
    const left = this.element.scrollLeft;
    context.fillStyle = theme.background;
    context.fillRect(side, 0, width - side, HEAD_PX);
    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "middle";
    const columns = lattice.columns.map((n) => lattice.data.columns[n]!);
    for (const span of timeSpans(columns, size)) {
      const [from, to] = [Math.max(side, side + span.from * size - left), side + span.to * size - left];
      if (to <= side || from > width) continue;
      context.fillStyle = theme.ink;
      context.fillText(clipped(context, span.text, to - from - 6), from + 3, 13);
      context.fillStyle = theme.line;
      context.fillRect(to - 1, 0, 1, HEAD_PX);
    }
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillStyle = theme.ink;
    for (let c = Math.floor(left / size); size >= 16 && c < columns.length; c++) {
      const x = side + (c + 0.5) * size - left;
      if (x > width) break;
      if (x >= side) context.fillText(iso(columns[c]!)?.slice(8, 10) ?? "?", x, 33);
    }
    context.textAlign = "left";
    context.fillStyle = theme.line;
    context.fillRect(0, HEAD_PX - 1, width, 1);
  }
}

/** Why a claim has no image at all, in its empty row. */
function note(context: CanvasRenderingContext2D, text: string, x: number, y: number, width: number, theme: Paper): void {
  context.font = "italic 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.globalAlpha = 0.75;
  context.fillStyle = theme.ink;
  context.fillText(clipped(context, text.charAt(0).toUpperCase() + text.slice(1), width), x, y);
  context.globalAlpha = 1;
}

function clipped(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = Math.floor((text.length * width) / context.measureText(text).width);
  while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return length > 0 ? `${text.slice(0, length)}…` : "";
}

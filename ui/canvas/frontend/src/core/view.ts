/** What the canvas needs of a mode: the map, or one scene. */
import type { CanvasData, Send } from "../messages";
import type { Config } from "./api";
import type { Context } from "./keys";
import type { Theme } from "./theme";

export interface ModeView {
  /** New data from Python; the same data twice changes nothing. */
  update(data: CanvasData): void;
  paint(theme: Theme): void;
  /** Contexts in which a key counts now, the nearest first. */
  contexts(): Context[];
  /** Carry out a command of the table of keys. */
  run(context: Context, command: string, pressed: string): void;
  /** A key that is no command; true if it was used (a class's key). */
  other(pressed: string): boolean;
  /** The element was attached again, or changed its size. */
  resized(): void;
  /** The canvas is back on the page: what it shows may have changed meanwhile. */
  returned(): void;
  /** Pixel of a place in the canvas (lon/lat, or column/row), for tests. */
  pixelOf(a: number, b: number): number[] | null;
  state(): Record<string, unknown>;
  dispose(): void;
}

/** What a mode gets of the canvas. */
export interface Host {
  /** Where the mode puts its elements. */
  readonly root: HTMLElement;
  readonly api: string;
  readonly config: Config;
  send: Send;
  toast(text: string, bad?: boolean): void;
  help(): void;
  /** Make the view anew, as the address says now. */
  again(): void;
}

/** What each command of the table of keys does to a scene. */
import type OlMap from "ol/Map";
import type BaseLayer from "ol/layer/Base";
import { zoomBy } from "../core/olmap";
import type { Host } from "../core/view";
import type { ConflictPanel } from "./conflictpanel";
import type { Annotations } from "./annotations";
import type { Navigator } from "./navigator";
import type { ShapeTools } from "./shapetools";
import type { LookPanel } from "./lookpanel";
import type { Operations } from "./operations";
import type { Suggestions } from "./suggestions";
import type { TileTagger } from "./tiletagger";
import { markEmpty, markSeen, toggleFlag } from "./tiletags";
import type { Wall } from "./wall";

const NUDGE_PX = 2;

export interface Parts {
  host: Host;
  map: OlMap;
  tools: ShapeTools;
  tagger: TileTagger;
  walk: Navigator;
  notes: Annotations;
  /** Everything drawn over the picture. */
  layers: readonly BaseLayer[];
  fit(): void;
  look: LookPanel | null;
  ops: Operations;
  wall: Wall | null;
  conflicts: ConflictPanel;
  suggestions: Suggestions;
  details(): void;
  asDrawn(): void;
  copyFigure(annotated: boolean): void;
  /** Go on to another scene of the queue. */
  goScene(direction: 1 | -1): boolean;
  /** A step was taken back: older ones may be needed soon. */
  stepped(): void;
}

/** Carry out a command; one that means nothing here does nothing. */
export function runTagCommand(command: string, [dx, dy]: [number, number], parts: Parts): void {
  if (parts.wall && command.startsWith("wall-")) return parts.wall.run(command, [dx, dy]);
  const { host, map, tools, tagger, walk, notes, layers, fit, look, ops } = parts;
  const wall = parts.wall?.open ? parts.wall : null;
  const does: Record<string, () => void> = {
    help: () => host.help(),
    "zoom-in": () => zoomBy(map, 1),
    "zoom-out": () => zoomBy(map, -1),
    fit,
    wall: () => (parts.wall ? parts.wall.show() : host.toast("This scene has no picture.")),
    "next-tile": () => (wall ? wall.apply(markSeen, true) : tagger.finish(markSeen)),
    empty: () => (wall ? wall.apply(markEmpty, true) : tagger.finish(markEmpty)),
    flag: () => (wall ? wall.apply(toggleFlag, false) : tagger.tag(toggleFlag)),
    step: () => walk.step(dx, dy),
    "next-untagged": () => tagger.next(1),
    "previous-untagged": () => tagger.next(-1),
    "next-scene": () => parts.goScene(1),
    "previous-scene": () => parts.goScene(-1),
    select: () => tools.use(null),
    point: () => tools.use("point"),
    line: () => tools.use("line"),
    box: () => tools.use("box"),
    obox: () => tools.use("obox"),
    polygon: () => tools.use("polygon"),
    hide: () => toggle(layers, host),
    look: () => (look ? look.toggle() : host.toast("This scene has no picture.")),
    "look-next": () => look?.step(1),
    "look-previous": () => look?.step(-1),
    "as-drawn": () => parts.asDrawn(),
    figure: () => parts.copyFigure(true),
    "figure-clean": () => parts.copyFigure(false),
    undo: () => {
      stepBack(notes.undo(), "Nothing to undo.", parts);
      parts.stepped();
    },
    redo: () => stepBack(notes.redo(), "Nothing to redo.", parts),
    delete: () => tools.remove(),
    nudge: () => tools.edit.nudge(dx * NUDGE_PX, dy * NUDGE_PX),
    "next-corner": () => tools.edit.stepCorner(1),
    "previous-corner": () => tools.edit.stepCorner(-1),
    details: () => parts.details(),
    hole: () => ops.hole(),
    split: () => ops.split(),
    merge: () => ops.merge(),
    copy: () => ops.copy(),
    paste: () => ops.paste(),
    duplicate: () => void ops.duplicate(),
    snap: () => {
      tools.snap.on = !tools.snap.on;
      host.toast(tools.snap.on ? "Snaps to what is drawn. J ends it." : "Does not snap.");
    },
    "next-suggestion": () => parts.suggestions.next(),
    accept: () => parts.suggestions.accept(),
    reject: () => parts.suggestions.reject(),
    "keep-mine": () => parts.conflicts.decide("mine"),
    "keep-theirs": () => parts.conflicts.decide("theirs"),
    "keep-both": () => parts.conflicts.decide("both"),
    deselect: () => tools.choose(null),
    cursor: () => tools.draw.moveCursor(dx, dy, false),
    "cursor-far": () => tools.draw.moveCursor(dx, dy, true),
    corner: () => tools.draw.setCorner(),
    "take-back": () => tools.draw.takeBack(),
    cancel: () => tools.cancel(),
  };
  does[command]?.();
}

function toggle(layers: readonly BaseLayer[], host: Host): void {
  const visible = !layers[0]?.getVisible();
  for (const layer of layers) layer.setVisible(visible);
  if (!visible) host.toast("Everything drawn is hidden. H shows it again.");
}

function stepBack(done: boolean, nothing: string, { host, tools }: Parts): void {
  if (!done) host.toast(nothing);
  tools.edit.refresh();
}

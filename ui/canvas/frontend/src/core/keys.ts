/** Every key of the canvas, in one table: what handles it, what help says. */

/** Where a key counts. The first context that knows the key takes it. */
export type Context = "help" | "popup" | "pin" | "area" | "draw" | "selected" | "map" | "tag" | "wall" | "conflict" | "suggested" | "compare" | "place" | "any";

export interface Key {
  command: string;
  keys: readonly string[];
  context: Context;
  help: string;
}

const key = (context: Context, command: string, keys: string, help: string): Key => ({
  context,
  command,
  keys: keys.split(" "),
  help,
});

const ARROWS = "ArrowLeft ArrowRight ArrowUp ArrowDown";
const FAR = "Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown";
const NUDGE = "Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown";

export const KEYS: readonly Key[] = [
  key("any", "help", "?", "Show or hide this list"),
  key("any", "zoom-in", "+ =", "Zoom in"),
  key("any", "zoom-out", "- _", "Zoom out"),
  key("any", "fit", "Home", "Show all of it"),
  key("help", "help", "? Escape Enter", "Close this list"),

  key("map", "pan", ARROWS, "Move the map"),
  key("map", "open", "Enter", "Open the chosen scene"),
  key("map", "search", "/", "Search places by name, words, scenes, coordinates"),
  key("map", "filters", "f", "Show or hide the filters"),
  key("map", "timeline", "t", "Go to the timeline: arrows move what is shown, Esc clears it"),
  key("map", "box", "b", "Take the scenes in a box"),
  key("map", "lasso", "l", "Take the scenes in a hand-drawn area"),
  key("map", "take-view", "a", "Take the scenes in view"),
  key("map", "projection", "p", "Next projection: web mercator, around either pole"),
  key("map", "online", "o", "Background map from the internet"),
  key("map", "copy-link", "c", "Copy a link to what is shown"),
  key("map", "back", "Escape", "Close what is open, give the area up"),
  key("area", "pan", ARROWS, "Move the map"),
  key("area", "take-view", "Enter a", "Take the scenes in view"),
  key("area", "back", "Escape", "Stop drawing the area"),
  key("popup", "move", "ArrowUp ArrowDown", "Go through what lies here"),
  key("popup", "choose", "Enter Space", "Choose it"),
  key("popup", "open", "o", "Open the scene to tag it"),
  key("popup", "close", "Escape", "Close the list"),
  key("pin", "pan", ARROWS, "Move the map"),
  key("pin", "drop", "Space", "Put the pin in the middle of the map"),
  key("pin", "smaller", "[", "Smaller radius"),
  key("pin", "larger", "]", "Larger radius"),
  key("pin", "confirm", "Enter", "Use this place"),
  key("pin", "clear", "Escape", "Take the pin off"),

  key("tag", "next-tile", "Enter Space", "Done with this tile, go to the next untagged one"),
  key("tag", "empty", "0", "Nothing here, go to the next untagged tile"),
  key("tag", "flag", "f", "Flag the tile for a second look"),
  key("tag", "step", ARROWS, "Go to the tile beside this one"),
  key("tag", "next-untagged", "n", "Next untagged tile"),
  key("tag", "previous-untagged", "p", "Previous untagged tile"),
  key("tag", "next-scene", "y PageDown", "Next scene of the queue"),
  key("tag", "previous-scene", "PageUp", "Scene before in the queue"),
  key("tag", "wall", "w", "Contact sheet: a wall of tiles, and queues"),
  key("tag", "select", "v Escape", "Choose and change shapes"),
  key("tag", "point", "t", "Draw points"),
  key("tag", "line", "l", "Draw lines"),
  key("tag", "box", "b", "Draw boxes"),
  key("tag", "obox", "o", "Draw oriented boxes: baseline, then width"),
  key("tag", "polygon", "g", "Draw polygons"),
  key("tag", "hide", "h", "Hide or show everything drawn"),
  key("tag", "look", "i", "Bands, stretch and colours of the image"),
  key("tag", "look-next", "]", "Next combination of bands"),
  key("tag", "look-previous", "[", "Previous combination of bands"),
  key("tag", "as-drawn", "d", "Show the image as it was when the chosen shape was drawn"),
  key("tag", "figure", "c", "Copy a figure: the image with scale, north, time, sensor, citation"),
  key("tag", "figure-clean", "x", "Copy a figure without anything drawn"),
  key("tag", "details", "a", "Attributes, confidence and note of the chosen shape, or of the tile"),
  key("tag", "snap", "j", "Snap to what is drawn, or not"),
  key("tag", "paste", "Ctrl+v", "Paste the copied shape, here or on another scene"),
  key("tag", "undo", "Ctrl+z", "Undo"),
  key("tag", "redo", "Ctrl+Shift+z Ctrl+y", "Redo"),

  key("wall", "wall-move", ARROWS, "Go from tile to tile"),
  key("wall", "wall-extend", FAR, "Choose all on the way"),
  key("wall", "wall-toggle", "Space", "Choose this tile, or not"),
  key("wall", "wall-all", "Ctrl+a", "Choose all of them"),
  key("wall", "next-tile", "Enter", "Done with what is chosen, go to the next untagged tile"),
  key("wall", "empty", "0", "Nothing there, go to the next untagged tile"),
  key("wall", "flag", "f", "Flag them for a second look"),
  key("wall", "wall-queue", "q", "Next queue: by observation, random, by class, by disagreement"),
  key("wall", "undo", "Ctrl+z", "Undo"),
  key("wall", "redo", "Ctrl+Shift+z Ctrl+y", "Redo"),
  key("wall", "wall-none", "Escape", "Choose nothing; again: close the contact sheet"),
  key("wall", "wall", "w", "Close the contact sheet"),

  key("conflict", "keep-mine", "m", "Keep what you did"),
  key("conflict", "keep-theirs", "t Escape", "Keep what the other did"),
  key("conflict", "keep-both", "b", "Keep both"),

  key("tag", "next-suggestion", "u", "Go to the next suggestion of a model"),
  key("suggested", "accept", "Enter Space", "Accept the suggestion, go to the next"),
  key("suggested", "reject", "r Delete Backspace", "Reject it, go to the next"),

  key("compare", "step-b", "ArrowLeft ArrowRight", "B: the scene before or after in time"),
  key("compare", "step-a", "Shift+ArrowLeft Shift+ArrowRight", "A: the scene before or after in time"),
  key("compare", "swipe", "s", "Swipe between the two"),
  key("compare", "blink", "k Space", "Blink between the two"),
  key("compare", "side", "e", "Side by side"),
  key("compare", "divider", ", .", "Move the divider"),
  key("compare", "swap", "w", "Swap A and B"),
  key("compare", "shift", NUDGE, "Move B by a pixel, to lay it on A; kept for this pair"),
  key("compare", "shift-reset", "0", "Put B back on its own ground"),
  key("compare", "shift-undo", "Ctrl+z", "Take the last move back"),
  key("compare", "look-next", "]", "Next combination of bands"),
  key("compare", "look-previous", "[", "Previous combination of bands"),
  key("compare", "figure", "c", "Copy a figure of both"),
  key("compare", "open", "Enter", "Open B for tagging"),

  key("place", "other", "x", "Go to the other side: picture or ground"),
  key("place", "pan", ARROWS, "Move this side"),
  key("place", "pan-little", FAR, "Move it a little"),
  key("place", "point", "p Space", "Put a point where the cross is"),
  key("place", "next", "n", "Choose the next point, to set it anew"),
  key("place", "delete", "Delete Backspace", "Delete the chosen point, or the last one"),
  key("place", "method", "m", "Affine or projective"),
  key("place", "undo", "Ctrl+z", "Undo"),
  key("place", "redo", "Ctrl+Shift+z Ctrl+y", "Redo"),
  key("place", "save", "Enter Ctrl+s", "Save the place"),

  key("selected", "delete", "Delete Backspace", "Delete the chosen corner, or else the chosen shape"),
  key("selected", "next-corner", ".", "Choose the next corner"),
  key("selected", "previous-corner", ",", "Choose the corner before"),
  key("selected", "hole", "k", "Draw a hole in the chosen polygon"),
  key("selected", "split", "s", "Split the chosen polygon by a line"),
  key("selected", "merge", "m", "Merge it with the polygon that touches it"),
  key("selected", "copy", "Ctrl+c", "Copy the chosen shape"),
  key("selected", "duplicate", "Ctrl+d", "Copy it to the next picture of this place"),
  key("selected", "nudge", NUDGE, "Move the chosen corner or shape a little"),
  key("selected", "deselect", "Escape", "Choose nothing"),

  key("draw", "cursor", ARROWS, "Move the crosshair"),
  key("draw", "cursor-far", FAR, "Move the crosshair ten times as far"),
  key("draw", "corner", "Enter Space", "Set a corner here; on the last one again: finish"),
  key("draw", "take-back", "Backspace", "Take the last corner back"),
  key("draw", "cancel", "Escape", "Give the drawing up; again: stop drawing"),
];

/** The key as the table writes it: "Ctrl+Shift+z", "Shift+ArrowLeft", "?", "b". */
export function chord(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}): string {
  const printable = event.key.length === 1;
  const name = event.key === " " ? "Space" : printable ? event.key.toLowerCase() : event.key;
  const strong = event.ctrlKey || event.metaKey;
  // A printable key already shows its shift ("?"), except beside Ctrl, where z and Z are one.
  const shift = event.shiftKey && (!printable || strong);
  const alt = event.altKey && !printable;
  return `${strong ? "Ctrl+" : ""}${alt ? "Alt+" : ""}${shift ? "Shift+" : ""}${name}`;
}

/** The command of a key in the given contexts, the first context first. */
export function commandOf(pressed: string, contexts: readonly Context[]): Key | null {
  for (const context of contexts) {
    const found = KEYS.find((k) => k.context === context && k.keys.includes(pressed));
    if (found) return found;
  }
  return null;
}

/** Class id by hotkey. A class whose key is a command's gets none: the command wins. */
export function classKeys(
  classes: readonly { id: string; hotkey: string }[],
): ReadonlyMap<string, string> {
  const taken = new Set(
    KEYS.filter((k) => ["tag", "wall", "any", "draw", "selected"].includes(k.context)).flatMap((k) => k.keys),
  );
  const out = new Map<string, string>();
  for (const { id, hotkey } of classes) {
    const name = hotkey.toLowerCase();
    if (name && !taken.has(name) && !out.has(name)) out.set(name, id);
  }
  return out;
}

const SHOWN: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
  Backspace: "⌫",
};

/** A key as help writes it. */
export function shownKey(name: string): string {
  return name
    .split(/(?<=.)\+(?=.)/)
    .map((part) => SHOWN[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

/** Rules of whole-tile tags: what a key makes of a tile's annotations. Pure. */
import type { TileInfo } from "./tilegrid";
import type { Body } from "./body";

export type TileTags = readonly [uid: string, body: Body][];
export type Wish = { uid: string; after: Body | null };
/** Makes the body of a tile tag; and a uuid for it. */
export type Make = (state: Body["state"], cls: string | null) => Body;

const bare = (body: Body, state: string): boolean => body.state === state && body.class === null;

/** The state a tile shows; the server ranks in the same order. */
export function infoOf(all: TileTags): TileInfo {
  const tags = all.filter(([, body]) => body.state !== "suggested");
  const classes = [...new Set(tags.flatMap(([, body]) => (body.class ? [body.class] : [])))];
  const has = (state: string): boolean => tags.some(([, body]) => body.state === state);
  const flagged = has("flagged");
  if (classes.length || has("tagged")) return { state: "tagged", flagged, classes };
  if (flagged) return { state: "flagged", flagged, classes };
  if (has("empty")) return { state: "empty", flagged, classes };
  return { state: has("seen") ? "seen" : "unseen", flagged, classes };
}

/** Put a class on a tile or take it off. A tile that has a class is neither empty nor just seen. */
export function toggleClass(tags: TileTags, cls: string, make: Make, uuid: () => string): Wish[] {
  const present = tags.filter(([, body]) => body.class === cls);
  if (present.length) return present.map(([uid]) => ({ uid, after: null }));
  return [...drop(tags, ["empty", "seen"]), { uid: uuid(), after: make("tagged", cls) }];
}

/** Nothing here: classes go, a flag stays. */
export function markEmpty(tags: TileTags, make: Make, uuid: () => string): Wish[] {
  if (tags.some(([, body]) => bare(body, "empty"))) return [];
  const classes = tags.filter(([, body]) => body.class !== null);
  return [
    ...classes.map(([uid]) => ({ uid, after: null })),
    ...drop(tags, ["seen"]),
    { uid: uuid(), after: make("empty", null) },
  ];
}

/** Looked at without saying more; nothing if more was said. */
export function markSeen(tags: TileTags, make: Make, uuid: () => string): Wish[] {
  return tags.length ? [] : [{ uid: uuid(), after: make("seen", null) }];
}

/** For a second look, or no more. */
export function toggleFlag(tags: TileTags, make: Make, uuid: () => string): Wish[] {
  const flags = tags.filter(([, body]) => body.state === "flagged");
  if (flags.length) return flags.map(([uid]) => ({ uid, after: null }));
  return [{ uid: uuid(), after: make("flagged", null) }];
}

function drop(tags: TileTags, states: readonly string[]): Wish[] {
  return tags
    .filter(([, body]) => states.some((state) => bare(body, state)))
    .map(([uid]) => ({ uid, after: null }));
}

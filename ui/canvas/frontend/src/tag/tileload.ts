/** Fetches picture tiles: 204 is an empty one, 503 (the queue is full) is asked again later. */
import type Tile from "ol/Tile";
import type ImageTile from "ol/ImageTile";
import TileState from "ol/TileState";
import { log } from "../core/log";

const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const WAITS_MS = [400, 1000, 2500, 5000];

/** A source for an <img>: a blob of the tile, or an empty picture. Raises for other answers. */
export async function picture(url: string): Promise<string> {
  const blob = await load(url);
  return blob ? URL.createObjectURL(blob) : NOTHING;
}

async function load(url: string, priority: RequestPriority = "auto"): Promise<Blob | null> {
  for (const wait of [...WAITS_MS, null]) {
    const response = await fetch(url, { credentials: "same-origin", priority });
    if (response.status === 204) return null;
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && type.startsWith("image/")) return response.blob();
    if (response.status !== 503 || wait === null) throw new Error(`status ${response.status}, ${type}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error("not reached");
}

/** So many pictures are kept decoded, seen or fetched ahead: a screen and the next ones. */
export const MOST_KEPT = 192;
const MOST_AHEAD = 64;

/** The decoded pictures of one layer that were fetched before anyone looks at them. */
export class Ahead {
  /** Oldest first; each is taken once. */
  private readonly decoded = new Map<string, ImageBitmap>();
  private readonly coming = new Map<string, Promise<void>>();
  /** What the map's own cache holds, oldest first. */
  private readonly shown = new Set<string>();

  /** Fetch and decode a picture to have it at hand, at low priority. */
  fetch(url: string): void {
    if (this.decoded.has(url) || this.coming.has(url) || this.shown.has(url)) return;
    const done = load(url, "low")
      .then(async (blob) => {
        if (blob) this.decoded.set(url, await createImageBitmap(blob));
      })
      .catch(() => undefined) // whoever needs it asks again
      .finally(() => {
        this.coming.delete(url);
        this.drop();
      });
    this.coming.set(url, done);
  }

  /** The decoded picture, if it is at hand. */
  take(url: string): ImageBitmap | null {
    const found = this.decoded.get(url) ?? null;
    this.decoded.delete(url);
    if (found) this.note(url);
    return found;
  }

  /** OpenLayers' tile load function. */
  readonly load = (tile: Tile, url: string): void => {
    void this.show(tile as ImageTile, url).catch((error: unknown) => {
      log("tile-error", { url, reason: String(error) });
      tile.setState(TileState.ERROR);
    });
  };

  private async show(tile: ImageTile, url: string): Promise<void> {
    await this.coming.get(url);
    const blob = this.decoded.has(url) ? null : await load(url);
    const bitmap = this.take(url) ?? (blob && (await createImageBitmap(blob)));
    this.note(url);
    // OpenLayers draws whatever a canvas can draw; its types only name fewer.
    if (bitmap) tile.setImage(bitmap as unknown as HTMLCanvasElement);
    else tile.setState(TileState.EMPTY);
  }

  private note(url: string): void {
    this.shown.delete(url);
    this.shown.add(url);
    if (this.shown.size > MOST_KEPT) this.shown.delete(this.shown.values().next().value!);
  }

  private drop(): void {
    while (this.decoded.size > MOST_AHEAD) {
      const [oldest, bitmap] = this.decoded.entries().next().value!;
      this.decoded.delete(oldest);
      bitmap.close();
    }
  }
}

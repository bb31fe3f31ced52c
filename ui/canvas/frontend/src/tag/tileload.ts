/** Loads one picture tile: 204 is an empty one, 503 (the queue is full) is asked again later. */
import type Tile from "ol/Tile";
import type ImageTile from "ol/ImageTile";
import TileState from "ol/TileState";
import { log } from "../core/log";

const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const WAITS_MS = [400, 1000, 2500, 5000];

/** OpenLayers' tile load function. */
export function loadTile(tile: Tile, url: string): void {
  void picture(url).then(
    (source) => {
      const image = (tile as ImageTile).getImage() as HTMLImageElement;
      const release = (): void => {
        if (source.startsWith("blob:")) URL.revokeObjectURL(source);
      };
      image.addEventListener("load", release, { once: true });
      image.addEventListener("error", release, { once: true });
      image.src = source;
    },
    (error: unknown) => {
      log("tile-error", { url, reason: String(error) });
      tile.setState(TileState.ERROR);
    },
  );
}

/** A source for an image: a blob of the tile, or an empty picture. Raises for other answers. */
export async function picture(url: string): Promise<string> {
  for (const wait of [...WAITS_MS, null]) {
    const response = await fetch(url, { credentials: "same-origin" });
    if (response.status === 204) return NOTHING;
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && type.startsWith("image/")) return URL.createObjectURL(await response.blob());
    if (response.status !== 503 || wait === null) throw new Error(`status ${response.status}, ${type}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error("not reached");
}

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

/** Pictures that were fetched before anyone looks at them, oldest first; each is taken once. */
const ahead = new Map<string, Promise<string>>();
const MOST_AHEAD = 64;
/** What was drawn already lies in OpenLayers' cache, or in the browser's. */
const shown = new Set<string>();

/** Fetch a picture to have it at hand, at low priority. */
export function fetchAhead(url: string): void {
  if (ahead.has(url) || shown.has(url)) return;
  const fetched = load(url, "low");
  fetched.catch(() => ahead.delete(url)); // whoever needs it asks again
  ahead.set(url, fetched);
  if (ahead.size <= MOST_AHEAD) return;
  const [oldest, source] = ahead.entries().next().value!;
  ahead.delete(oldest);
  source.then((blob) => blob.startsWith("blob:") && URL.revokeObjectURL(blob), () => undefined);
}

/** A source for an image: a blob of the tile, or an empty picture. Raises for other answers. */
export function picture(url: string): Promise<string> {
  const fetched = ahead.get(url);
  ahead.delete(url);
  shown.add(url);
  return fetched ? fetched.catch(() => load(url)) : load(url);
}

async function load(url: string, priority: RequestPriority = "auto"): Promise<string> {
  for (const wait of [...WAITS_MS, null]) {
    const response = await fetch(url, { credentials: "same-origin", priority });
    if (response.status === 204) return NOTHING;
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && type.startsWith("image/")) return URL.createObjectURL(await response.blob());
    if (response.status !== 503 || wait === null) throw new Error(`status ${response.status}, ${type}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error("not reached");
}

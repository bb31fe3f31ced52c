/** Small pictures of tiles, fetched when they come into view, a few at a time. */
import type { GridTile, Imagery } from "../core/api";
import { picture } from "./tileload";

const AT_ONCE = 4;

export class Thumbs {
  private waiting: [HTMLImageElement, string][] = [];
  private running = 0;
  private readonly known = new Map<Element, string>();
  private readonly seen = new IntersectionObserver((entries) => this.appeared(entries), { rootMargin: "200px" });

  constructor(
    private readonly imagery: Imagery,
    private readonly api: string,
  ) {}

  /** Fill these images once they are near what is on screen; forget those before. */
  watch(images: readonly HTMLImageElement[], tiles: readonly GridTile[]): void {
    this.seen.disconnect();
    this.waiting = [];
    this.known.clear();
    images.forEach((image, i) => {
      this.known.set(image, this.url(tiles[i]!));
      this.seen.observe(image);
    });
  }

  /** Address of a tile's picture; of the coarser one above it where there is none as fine. */
  private url({ key, x, y }: GridTile): string {
    const z = Number(key.split("/")[1]);
    const up = Math.max(0, z - this.imagery.maxzoom);
    const [tz, tx, ty] = [z - up, x >> up, y >> up];
    return this.api + this.imagery.url.replace("{z}", String(tz)).replace("{x}", String(tx)).replace("{y}", String(ty));
  }

  private appeared(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const url = this.known.get(target);
      if (!isIntersecting || !url) continue;
      this.seen.unobserve(target);
      this.waiting.push([target as HTMLImageElement, url]);
    }
    while (this.running < AT_ONCE && this.waiting.length) void this.next();
  }

  private async next(): Promise<void> {
    const [image, url] = this.waiting.shift()!;
    this.running++;
    try {
      const source = await picture(url);
      image.addEventListener("load", () => source.startsWith("blob:") && URL.revokeObjectURL(source), { once: true });
      image.src = source;
    } catch {
      image.closest(".cell")?.classList.add("broken");
    }
    this.running--;
    if (this.waiting.length) void this.next();
  }
}

/** Fetch the pictures of an extent ahead of time. */
import type TileGrid from "ol/tilegrid/TileGrid";
import type { Extent } from "../geo/grids";
import type { Ahead } from "./tileload";

const MOST = 40;

export class Prefetch {
  constructor(
    private readonly pictures: Ahead,
    private readonly grid: TileGrid,
    private readonly url: (z: number, x: number, y: number) => string,
    /** View units of one turn round the world, 0 without. */
    private readonly turn: number,
  ) {}

  /** Ask for the tiles that show `extent` at `resolution`, at low priority. */
  ahead(extent: Extent, resolution: number): void {
    const z = this.grid.getZForResolution(resolution);
    const wanted: string[] = [];
    const inset = this.grid.getResolution(z) / 2; // tiles that only touch are not shown
    const [w, s, e, n] = extent;
    const inner = [w + inset, s + inset, e - inset, n - inset];
    this.grid.forEachTileCoord(inner, z, ([tz, x, y]) => {
      const columns = this.turn ? 2 ** tz! : 0;
      const column = columns ? ((x! % columns) + columns) % columns : x!;
      wanted.push(this.url(tz!, column, y!));
    });
    if (wanted.length > MOST) return;
    wanted.forEach((url) => this.pictures.fetch(url));
  }
}

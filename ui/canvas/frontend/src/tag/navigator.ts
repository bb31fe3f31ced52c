/** Going from tile to tile: which is current, brought into view, and the next one fetched ahead. */
import type OlMap from "ol/Map";
import { log } from "../core/log";
import type { Prefetch } from "./prefetch";
import type { TileLayer } from "./tilegrid";
import type { Extent } from "../geo/grids";

/** A tile one goes to is shown at least this large. */
const LEGIBLE_PX = 190;
/** Tools and palette cover this much at the sides. */
const EDGE_PX = 60;
/** Of the shorter side of the map, a tile that is brought into view fills this much. */
const FILLS = 0.68;

interface Look {
  centre: [number, number];
  resolution: number;
}

export class Navigator {
  private waits = false;

  constructor(
    private readonly map: OlMap,
    private readonly tiles: TileLayer,
    private readonly prefetch: Prefetch | null,
    private readonly arrived: () => void,
  ) {}

  /** Make a tile the current one; null stays. */
  go(index: number | null, reveal: boolean): void {
    if (index === null) return;
    this.tiles.go(index);
    const look = reveal ? this.lookAt(index) : null;
    // At once: whoever tags tile after tile does not wait for a movement to end.
    if (look) this.map.getView().setResolution(look.resolution);
    if (look) this.map.getView().setCenter(look.centre);
    log("tile", this.tiles.tiles[index]?.key);
    this.arrived();
    this.thenFetchAhead();
  }

  /** Go to the next tile that nobody looked at. False if there is none. */
  goUntagged(direction: 1 | -1): boolean {
    const index = this.tiles.untagged(direction);
    this.go(index, true);
    return index !== null;
  }

  step(dx: number, dy: number): void {
    this.go(this.tiles.beside(dx, dy), true);
  }

  /** Once all that is looked at is there. */
  private thenFetchAhead(): void {
    if (this.waits) return;
    this.waits = true;
    this.map.once("rendercomplete", () => {
      this.waits = false;
      this.fetchAhead(this.tiles.untagged(1));
    });
  }

  /** All that will be on screen once one goes to a tile. */
  private fetchAhead(index: number | null): void {
    const look = index === null ? null : this.lookAt(index);
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    if (!look) return;
    const { centre, resolution } = look;
    const [x, y] = [(width / 2) * resolution, (height / 2) * resolution];
    this.prefetch?.ahead([centre[0] - x, centre[1] - y, centre[0] + x, centre[1] + y], resolution);
  }

  /** The view that shows a tile; null if the present one does. The zoom only changes if one could not see the tile well. */
  private lookAt(index: number): Look | null {
    const extent = this.tiles.extent(index);
    const view = this.map.getView();
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    if (!extent || !width || !height) return null;
    const [side, shorter] = [extent[2] - extent[0], Math.min(width, height)];
    const resolution = view.getResolution() ?? 1;
    const centre: Look["centre"] = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
    if (side / resolution < LEGIBLE_PX || side / resolution > shorter) {
      return { centre, resolution: side / (shorter * FILLS) };
    }
    const seen = view.calculateExtent([width - 2 * EDGE_PX, height - 2 * EDGE_PX]) as unknown as Extent;
    const inside = extent[0] >= seen[0] && extent[2] <= seen[2] && extent[1] >= seen[1] && extent[3] <= seen[3];
    return inside ? null : { centre, resolution };
  }
}

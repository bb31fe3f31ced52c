/** Going from tile to tile: which is current, brought into view, and the next one fetched ahead. */
import type OlMap from "ol/Map";
import { log } from "../core/log";
import type { Prefetch } from "./prefetch";
import type { TileLayer } from "./tilegrid";

/** A tile one goes to is shown at least this large. */
const LEGIBLE_PX = 190;
/** Tools and palette cover this much at the sides. */
const EDGE_PX = 60;

export class Navigator {
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
    if (reveal) this.reveal(index);
    log("tile", this.tiles.tiles[index]?.key);
    this.arrived();
    const next = this.tiles.untagged(1);
    const ahead = next === null ? null : this.tiles.extent(next);
    const resolution = this.map.getView().getResolution();
    if (ahead && resolution) this.prefetch?.ahead(ahead, resolution);
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

  /** Bring a tile into view; the zoom only changes if one could not see the tile well. */
  private reveal(index: number): void {
    const extent = this.tiles.extent(index);
    const view = this.map.getView();
    const [width = 0, height = 0] = this.map.getSize() ?? [];
    if (!extent || !width || !height) return;
    const size = (extent[2] - extent[0]) / (view.getResolution() ?? 1);
    if (size < LEGIBLE_PX || size > Math.min(width, height)) {
      const side = Math.min(width, height) * 0.16;
      view.fit(extent, { padding: [side, side, side, side], duration: 160 });
      return;
    }
    const [w, s, e, n] = view.calculateExtent([width - 2 * EDGE_PX, height - 2 * EDGE_PX]);
    const inside = extent[0] >= w! && extent[2] <= e! && extent[1] >= s! && extent[3] <= n!;
    const centre = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
    if (!inside) view.animate({ center: centre, duration: 160 });
  }
}

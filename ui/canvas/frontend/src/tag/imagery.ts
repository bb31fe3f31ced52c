/** The layer of a scene's pixels, and the view it is looked at in. */
import TileLayer from "ol/layer/Tile";
import type ImageTile from "ol/ImageTile";
import TileState from "ol/TileState";
import View from "ol/View";
import XYZ, { type Options } from "ol/source/XYZ";
import type TileGrid from "ol/tilegrid/TileGrid";
import type { Imagery } from "../core/api";
import { styleText, withStyle, type Style } from "../core/style";
import { imageryGrid, type Extent, type Frame } from "../geo/grids";
import { Ahead, MOST_KEPT } from "./tileload";

/** How far one may magnify beyond the native pixels, in zoom levels. */
const MAGNIFY = 5;

export interface ImageryLayer {
  layer: TileLayer<XYZ>;
  grid: TileGrid;
  /** Pictures that are fetched before they are looked at. */
  ahead: Ahead;
  url(z: number, x: number, y: number): string;
  /** Draw in another style from now on; null as usual. */
  use(style: Style | null): void;
}

/** Tiles that are at hand are drawn in the frame that first wants them, not one by one later. */
class Pictures extends XYZ {
  constructor(
    private readonly ahead: Ahead,
    options: Options,
  ) {
    super({ ...options, tileLoadFunction: ahead.load });
  }

  override getTile(...given: Parameters<XYZ["getTile"]>): ReturnType<XYZ["getTile"]> {
    const tile = super.getTile(...given);
    const at = tile.getState() === TileState.IDLE ? this.getTileCoordForTileUrlFunction(given.slice(0, 3) as number[]) : null;
    const url = at && this.getTileUrlFunction()(at, given[3], given[4]);
    const picture = url ? this.ahead.take(url) : null;
    if (picture) (tile as ImageTile).setImage(picture as unknown as HTMLCanvasElement);
    return tile;
  }
}

export function imageryLayer(imagery: Imagery, api: string, frame: Frame): ImageryLayer {
  const grid = imageryGrid(imagery);
  let style: Style | null = null;
  const url = (z: number, x: number, y: number): string => {
    const path = imagery.url.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
    return withStyle(api + path, style);
  };
  const ahead = new Ahead();
  const source = new Pictures(ahead, {
    projection: frame.projection,
    tileGrid: grid,
    tileUrlFunction: ([z, x, y]) => url(z!, x!, y!),
    wrapX: frame.turn > 0,
    interpolate: true,
    transition: 0,
  });
  const layer = new TileLayer({ source, cacheSize: MOST_KEPT });
  // Native pixels are shown as they are, not smoothed, so that nothing is read into them.
  layer.on("prerender", (event) => {
    const context = event.context as CanvasRenderingContext2D | null;
    const finest = grid.getResolution(grid.getMaxZoom());
    if (context) context.imageSmoothingEnabled = (event.frameState?.viewState.resolution ?? 1) > finest / 2;
  });
  const use = (wanted: Style | null): void => {
    style = wanted;
    source.setTileUrlFunction(([z, x, y]) => url(z!, x!, y!), styleText(style));
    source.refresh();
  };
  return { layer, grid, ahead, url, use };
}

export function sceneView(frame: Frame, grid: TileGrid | null, extent: Extent): View {
  const resolutions = grid?.getResolutions();
  const finest = resolutions?.at(-1) ?? (extent[2] - extent[0]) / 2000;
  return new View({
    projection: frame.projection,
    center: [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2],
    minResolution: finest / 2 ** MAGNIFY,
    maxResolution: Math.max((extent[2] - extent[0]) / 120, finest),
    resolution: Math.max((extent[2] - extent[0]) / 800, finest / 2 ** MAGNIFY),
    enableRotation: false,
    smoothExtentConstraint: false,
    showFullExtent: true,
    constrainOnlyCenter: true,
    multiWorld: true,
    extent: undefined,
  });
}

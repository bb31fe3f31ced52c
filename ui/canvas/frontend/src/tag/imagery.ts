/** The layer of a scene's pixels, and the view it is looked at in. */
import TileLayer from "ol/layer/Tile";
import View from "ol/View";
import XYZ from "ol/source/XYZ";
import type TileGrid from "ol/tilegrid/TileGrid";
import type { Imagery } from "../core/api";
import { styleText, withStyle, type Style } from "../core/style";
import { imageryGrid, type Extent, type Frame } from "../geo/grids";
import { loadTile } from "./tileload";

/** How far one may magnify beyond the native pixels, in zoom levels. */
const MAGNIFY = 5;

export interface ImageryLayer {
  layer: TileLayer<XYZ>;
  grid: TileGrid;
  url(z: number, x: number, y: number): string;
  /** Draw in another style from now on; null as usual. */
  use(style: Style | null): void;
}

export function imageryLayer(imagery: Imagery, api: string, frame: Frame): ImageryLayer {
  const grid = imageryGrid(imagery);
  let style: Style | null = null;
  const url = (z: number, x: number, y: number): string => {
    const path = imagery.url.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
    return withStyle(api + path, style);
  };
  const source = new XYZ({
    projection: frame.projection,
    tileGrid: grid,
    tileUrlFunction: ([z, x, y]) => url(z!, x!, y!),
    wrapX: frame.turn > 0,
    interpolate: true,
    transition: 0,
    tileLoadFunction: loadTile,
  });
  const layer = new TileLayer({ source, preload: 1 });
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
  return { layer, grid, url, use };
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

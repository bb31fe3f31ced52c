/** Tile grids of scenes and the planar frame each is drawn in. */
import { get as getProjection, Projection, transform } from "ol/proj";
import { register } from "ol/proj/proj4";
import TileGrid from "ol/tilegrid/TileGrid";
import proj4 from "proj4";
import type { Imagery } from "../core/api";
import { nearLon, type LonLat } from "./unwrap";

export type GridName = Imagery["grid"];
export type Extent = [west: number, south: number, east: number, north: number];

interface Matrix {
  crs: string;
  left: number;
  top: number;
  /** Side of the single tile at z = 0, in metres. */
  side: number;
}

/** WebMercatorQuad and the UPS grids as morecantile defines them (256 px tiles). */
const MERCATOR_HALF = 20037508.342789244;
const UPS_SIDE = 128443.4324 * 256;
const MATRICES: Record<Exclude<GridName, "pixels">, Matrix> = {
  WebMercatorQuad: {
    crs: "EPSG:3857",
    left: -MERCATOR_HALF,
    top: MERCATOR_HALF,
    side: 2 * MERCATOR_HALF,
  },
  UPSArcticWGS84Quad: {
    crs: "EPSG:5041",
    left: -14440759.350252,
    top: 18440759.350252,
    side: UPS_SIDE,
  },
  UPSAntarcticWGS84Quad: {
    crs: "EPSG:5042",
    left: -14440759.350252,
    top: 18440759.350252,
    side: UPS_SIDE,
  },
};

let registered = false;

/** Make the polar frames known; harmless when called again. */
export function registerPolar(): void {
  if (registered) return;
  const ups = "+proj=stere +lat_ts= +k=0.994 +x_0=2000000 +y_0=2000000 +datum=WGS84 +units=m +no_defs";
  proj4.defs("EPSG:5041", ups.replace("+lat_ts=", "+lat_0=90 +lon_0=0"));
  proj4.defs("EPSG:5042", ups.replace("+lat_ts=", "+lat_0=-90 +lon_0=0"));
  register(proj4);
  for (const code of ["EPSG:5041", "EPSG:5042"]) {
    getProjection(code)?.setExtent([-14440759.35, -14440759.35, 18440759.35, 18440759.35]);
  }
  registered = true;
}

/** The planar frame of a scene: between lon/lat, or (column, row), and view coordinates. */
export interface Frame {
  readonly projection: Projection;
  readonly ground: boolean;
  /** Side of one whole turn in view units; 0 where nothing repeats. */
  readonly turn: number;
  toView(place: readonly number[]): LonLat;
  fromView(point: readonly number[]): LonLat;
}

/** The frame of a grid. `reference` is a longitude that shapes are drawn near to. */
export function frameOf(grid: GridName, shape: readonly [number, number], reference = 0): Frame {
  if (grid === "pixels") return pixelFrame(shape);
  registerPolar();
  const { crs } = MATRICES[grid];
  const projection = getProjection(crs);
  if (!projection) throw new Error(`no frame for ${crs}`);
  const wraps = grid === "WebMercatorQuad";
  return {
    projection,
    ground: true,
    turn: wraps ? 2 * MERCATOR_HALF : 0,
    toView: ([lon, lat]) =>
      transform([wraps ? nearLon(lon!, reference) : lon!, lat!], "EPSG:4326", crs) as LonLat,
    fromView: (point) => transform([...point], crs, "EPSG:4326") as LonLat,
  };
}

/** OpenLayers' y grows upwards, rows grow downwards: a row is -y. */
function pixelFrame([rows, columns]: readonly [number, number]): Frame {
  return {
    projection: new Projection({
      code: "pixels",
      units: "pixels",
      extent: [0, -rows, columns, 0],
    }),
    ground: false,
    turn: 0,
    toView: ([column, row]) => [column!, 0 - row!],
    fromView: ([x, y]) => [x!, 0 - y!],
  };
}

/** View extent of one tile. On the pixel grid, `maxzoom` is the level of native pixels. */
export function tileExtent(grid: GridName, z: number, x: number, y: number, maxzoom = 0): Extent {
  if (grid === "pixels") {
    const side = 256 * 2 ** (maxzoom - z);
    return [x * side, -(y + 1) * side, (x + 1) * side, 0 - y * side];
  }
  const { left, top, side } = MATRICES[grid];
  const step = side / 2 ** z;
  return [left + x * step, top - (y + 1) * step, left + (x + 1) * step, top - y * step];
}

/** The tile grid in which the server's imagery tiles lie. */
export function imageryGrid(imagery: Imagery): TileGrid {
  const { grid, maxzoom, minzoom, tilesize } = imagery;
  const side = grid === "pixels" ? 256 * 2 ** maxzoom : MATRICES[grid].side;
  const origin = grid === "pixels" ? [0, 0] : [MATRICES[grid].left, MATRICES[grid].top];
  const resolutions = Array.from({ length: maxzoom + 1 }, (_, z) => side / tilesize / 2 ** z);
  const [rows, columns] = imagery.shape;
  const extent = grid === "pixels" ? [0, -rows, columns, 0] : undefined;
  return new TileGrid({ origin, resolutions, minZoom: minzoom, tileSize: tilesize, extent });
}

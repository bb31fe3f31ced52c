/** The frames a map can be drawn in: web mercator, and one around each pole. */
import { get as getProjection, transform, type Projection } from "ol/proj";
import { register } from "ol/proj/proj4";
import TileGrid from "ol/tilegrid/TileGrid";
import { createXYZ } from "ol/tilegrid";
import proj4 from "proj4";
import { frameOf } from "../geo/grids";
import type { LonLat } from "../geo/unwrap";

export const FRAME_NAMES = ["mercator", "arctic", "antarctic"] as const;
export type FrameName = (typeof FRAME_NAMES)[number];

export function isFrameName(text: string): text is FrameName {
  return (FRAME_NAMES as readonly string[]).includes(text);
}

/** How far the polar frames reach from the pole, in metres; catalogue/web/grids.py has the same. */
const POLAR_HALF = 8_388_608;
const MOST_NORTH = 85.0511;
const RADIUS = 6_378_137;
const RAD = Math.PI / 180;
const HALF = Math.PI * RADIUS;
const POLAR = {
  arctic: { code: "EPSG:3413", def: "+lat_0=90 +lat_ts=70 +lon_0=-45", grid: "Arctic", sign: 1 },
  antarctic: { code: "EPSG:3031", def: "+lat_0=-90 +lat_ts=-71 +lon_0=0", grid: "Antarctic", sign: -1 },
} as const;

export interface MapFrame {
  readonly name: FrameName;
  readonly title: string;
  readonly projection: Projection;
  /** Part of the address of footprint tiles, and how they lie. */
  readonly grid: string;
  readonly tileGrid: TileGrid;
  readonly wraps: boolean;
  readonly ground: true;
  /** Where to begin. */
  readonly home: LonLat;
  toView(place: readonly number[]): LonLat;
  fromView(point: readonly number[]): LonLat;
  /** The part of an extent in which places lie: all around where it reaches over the edge. */
  around(extent: [number, number, number, number]): number[];
  /** True if a place can be drawn. */
  holds(lat: number): boolean;
}

const made = new Map<FrameName, MapFrame>();

/** Around a pole as the tiles of scenes beyond 85 degrees lie, for reading places from them. */
export function upsFrame(name: Exclude<FrameName, "mercator">): MapFrame {
  const { projection, toView, fromView } = frameOf(UPS_GRIDS[name], [1, 1]);
  return { ...frame(name), projection, toView, fromView };
}

export const UPS_GRIDS = { arctic: "UPSArcticWGS84Quad", antarctic: "UPSAntarcticWGS84Quad" } as const;

export function frame(name: FrameName): MapFrame {
  let known = made.get(name);
  if (!known) {
    known = name === "mercator" ? mercator() : polar(name);
    made.set(name, known);
  }
  return known;
}

function mercator(): MapFrame {
  const projection = getProjection("EPSG:3857")!;
  return {
    name: "mercator",
    title: "Web mercator",
    projection,
    grid: "",
    tileGrid: createXYZ({ maxZoom: 14, tileSize: 512 }),
    wraps: true,
    ground: true,
    home: [12, 22],
    // Written out: some hundred thousand corners of land and rings pass here at the start.
    toView: ([lon, lat]) => {
      const held = Math.max(-MOST_NORTH, Math.min(MOST_NORTH, lat!));
      return [RADIUS * lon! * RAD, RADIUS * Math.log(Math.tan((Math.PI / 2 + held * RAD) / 2))];
    },
    fromView: (point) => transform([...point], projection, "EPSG:4326") as LonLat,
    around: ([west, south, east, north]) => (west < -HALF || east > HALF ? [-HALF, south, HALF, north] : [west, south, east, north]),
    holds: () => true,
  };
}

function polar(name: "arctic" | "antarctic"): MapFrame {
  const { code, def, grid, sign } = POLAR[name];
  proj4.defs(code, `+proj=stere ${def} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs`);
  register(proj4);
  const projection = getProjection(code)!;
  const extent = [-POLAR_HALF, -POLAR_HALF, POLAR_HALF, POLAR_HALF];
  projection.setExtent(extent);
  const resolutions = Array.from({ length: 15 }, (_, z) => (2 * POLAR_HALF) / 512 / 2 ** z);
  return {
    name,
    title: name === "arctic" ? "Around the north pole" : "Around the south pole",
    projection,
    grid: `${grid}/`,
    tileGrid: new TileGrid({ extent, origin: [-POLAR_HALF, POLAR_HALF], resolutions, tileSize: 512 }),
    wraps: false,
    ground: true,
    home: [0, 90 * sign],
    toView: (place) => transform([...place], "EPSG:4326", projection) as LonLat,
    fromView: (point) => transform([...point], projection, "EPSG:4326") as LonLat,
    around: (extent) => extent,
    holds: (lat) => lat * sign > 0,
  };
}

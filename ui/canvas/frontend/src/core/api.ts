/** What the server says, and the one way to ask it. Paths only: never another host. */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Styles } from "./style";

export interface TagClass {
  id: string;
  path: string;
  colour: string;
  hotkey: string;
  length_m: number | null;
  width_m: number | null;
  attributes: string[];
}

export interface Config {
  version: string;
  author: string;
  rev: number;
  classes: TagClass[];
  online: Online | null;
}

/** A background map from the internet, while it is on. */
export interface Online {
  url: string;
  credit: string;
}

export interface Imagery {
  grid: "WebMercatorQuad" | "UPSArcticWGS84Quad" | "UPSAntarcticWGS84Quad" | "pixels";
  minzoom: number;
  maxzoom: number;
  tilesize: number;
  url: string;
  shape: [rows: number, columns: number];
  asset_sha256: string | null;
  transform: number[] | null;
  styles: Styles;
  why_not: string | null;
}

export interface SceneDetail {
  uid: string;
  id: string;
  collection: string | null;
  name: string;
  kind: "scene" | "reference";
  t_begin: string | null;
  t_end: string | null;
  t_source: string | null;
  platform: string | null;
  gsd: number | null;
  cloud: number | null;
  off_nadir: number | null;
  sun_elevation: number | null;
  sun_azimuth: number | null;
  footprint: Geometry | null;
  bounds: [number, number, number, number] | null;
  crs: string | null;
  synthetic: boolean;
  warnings: string[];
  attribution: string | null;
  imagery: Imagery | null;
  version?: number;
  stated_date?: string | null;
  stated_by?: string | null;
  link?: string | null;
  /** How a picture was placed by hand, and within how many metres it lies there (95 %). */
  placing?: Placing | null;
  position_error?: number | null;
  /** A picture as it came, in its own pixels. */
  picture?: Imagery | null;
}

export interface Placing {
  method: "affine" | "projective";
  points: { column: number; row: number; lon: number; lat: number; residual_m: number; left_out_m: number | null }[];
  rms_m: number;
  error_m: number | null;
  against: string | null;
}

export interface Hit {
  kind: "scene" | "observation";
  uid: string;
  id: string;
  title?: string;
  when?: string | null;
  status?: string;
  collection?: string | null;
  t?: string | number | null;
  gsd?: number | null;
  cloud?: number | null;
  area_km2?: number | null;
}

export type TileState = "unseen" | "seen" | "tagged" | "flagged" | "empty";

export interface GridTile {
  x: number;
  y: number;
  key: string;
  ring: number[][] | null;
  state: TileState;
  classes: string[];
}

export interface SceneGrid {
  grid: Imagery["grid"];
  z: number;
  tiles: GridTile[];
}

export interface AnnotationProperties {
  uid: string;
  scene: string;
  kind: "point" | "line" | "box" | "obox" | "polygon" | "tile";
  class: string | null;
  state: Exclude<TileState, "unseen"> | "suggested";
  tile: string | null;
  pixels?: number[][][] | null;
  attributes: Record<string, unknown>;
  author: string;
  confidence: number | null;
  note: string | null;
  asset_sha256?: string | null;
  view?: Record<string, unknown>;
  rev: number;
  created: string;
}

export type AnnotationFeature = Feature<Geometry | null, AnnotationProperties>;

export interface Changes {
  rev: number;
  annotations: AnnotationFeature[];
  retracted: string[];
}

export type Observations = FeatureCollection<Geometry | null, ObservationProperties>;

export interface ObservationProperties {
  uid: string;
  id: string;
  title: string;
  r95_m: number | null;
  when: string | null;
  begin_ms: number | null;
  end_ms: number | null;
  status: string;
}

/** An answer that is not what was asked for; `status` 0 means that none came. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** Ask for JSON. Raises HttpError; Streamlit answers unknown paths with a page, hence the check. */
export async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new HttpError(0, "the server does not answer");
  }
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const body = isJson ? ((await response.json()) as unknown) : null;
  if (response.ok && isJson) return body as T;
  const fields = (body ?? {}) as Record<string, unknown>;
  const said = typeof fields["error"] === "string" ? fields["error"] : null;
  // A page where JSON was due means that something else answers at this address.
  const status = response.ok ? 0 : response.status;
  throw new HttpError(status, said ?? `the server answered ${response.status}`, fields);
}

/** A scene's tiles at zoom `z`, or at its own; where those are too many, at the zoom to use. */
export async function fetchGrid(api: string, scene: string, z: number | null): Promise<SceneGrid> {
  const path = `${api}/api/scenes/${encodeURIComponent(scene)}/grid`;
  try {
    return await ask<SceneGrid>(z === null ? path : `${path}?z=${z}`);
  } catch (error) {
    // The message of this refusal ends in the zoom to use instead.
    const use =
      error instanceof HttpError && error.status === 400 && /use (\d+)\D*$/.exec(error.message);
    if (!use) throw error;
    return ask<SceneGrid>(`${path}?z=${use[1]}`);
  }
}

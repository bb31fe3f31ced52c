/** Messages between Python and the canvas. ui/canvas/messages.py is the source; a test compares. */

export interface CanvasData {
  mode: "map" | "tag" | "compare";
  api: string;
  scene: string | null;
  other: string | null;
  place: [lon: number, lat: number] | null;
  z: number | null;
  filters: Filters;
  selected: Selected | null;
  links: LinkMark[];
  tool: "pin" | null;
  class: string | null;
  author: string;
  rev: number;
  height: number;
  command: Command | null;
}

export interface Filters {
  datetime: string | null;
  collections: string[];
  platforms: string[];
  gsd_max: number | null;
  cloud_max: number | null;
}

export interface Selected {
  kind: "scene" | "observation";
  uid: string;
}

export interface LinkMark {
  scene: string;
  rank: number;
  role: "before" | "during" | "between" | "after";
  level: "good" | "limited" | "unusable";
}

export interface Command {
  id: number;
  op: "zoom_to";
  bounds: [west: number, south: number, east: number, north: number];
}

export interface Changed {
  rev: number;
}

export interface Pinned {
  lon: number;
  lat: number;
  r95_m: number | null;
}

export interface Open {
  uid: string;
}

export interface Compared {
  a: string;
  b: string | null;
}

/** Name of each trigger and what it carries. */
export interface Triggers {
  select: Selected;
  changed: Changed;
  pinned: Pinned;
  open: Open;
  compared: Compared;
}

export type Send = <K extends keyof Triggers>(name: K, value: Triggers[K]) => void;

/** Query text of the filters, "" without any. */
export function filterQuery(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.datetime) query.append("datetime", filters.datetime);
  for (const name of filters.collections) query.append("collection", name);
  for (const name of filters.platforms) query.append("platform", name);
  if (filters.gsd_max !== null) query.append("gsd_max", String(filters.gsd_max));
  if (filters.cloud_max !== null) query.append("cloud_max", String(filters.cloud_max));
  return query.toString();
}

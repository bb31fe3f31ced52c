/** Messages between Python and the canvas. ui/canvas/messages.py is the source; a test compares. */

export interface CanvasData {
  mode: "map" | "tag" | "compare" | "place";
  api: string;
  scene: string | null;
  other: string | null;
  scenes: string[];
  queue: Queue | null;
  place: [lon: number, lat: number] | null;
  z: number | null;
  selected: Selected | null;
  links: LinkMark[];
  tool: "pin" | null;
  class: string | null;
  author: string;
  rev: number;
  height: number;
  command: Command | null;
}

/** In which order the tiles of several scenes come. */
export interface Queue {
  by: string;
  observation: string | null;
  class: string | null;
  seed: number;
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

export interface Picture {
  uid: string;
  to: "place" | "map" | "compare" | "tag";
}

export interface Together {
  scenes: string[];
  to: "compare" | "tag";
}

/** Name of each trigger and what it carries. */
export interface Triggers {
  select: Selected;
  changed: Changed;
  pinned: Pinned;
  open: Open;
  compared: Compared;
  picture: Picture;
  together: Together;
}

export type Send = <K extends keyof Triggers>(name: K, value: Triggers[K]) => void;

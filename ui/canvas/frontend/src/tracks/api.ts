/** What the server says of objects that were followed over images. */
import { ask } from "../core/api";

export type StayState = "present" | "absent" | "could_not_show" | "clouded" | "not_covered" | "not_looked_at";
export type Bound = "appeared" | "present" | "gone";

export interface Stay {
  scene: string;
  state: StayState;
  why: string;
}

export interface Track {
  id: string;
  class: string;
  path: string;
  colour: string | null;
  lon: number;
  lat: number;
  error_m: number;
  across_m: number | null;
  authors: string[];
  sightings: { annotation: string; scene: string }[];
  /** Intervals as EDTF: when it came, while it was there, when it went. */
  edtf: Record<Bound, string>;
  came: string;
  went: string;
  strip: Stay[];
}

export interface TrackScene {
  uid: string;
  id: string;
  platform: string | null;
  gsd: number | null;
  cloud: number | null;
  begin_ms: number | null;
  end_ms: number | null;
}

export interface TracksData {
  tracks: Track[];
  total: number;
  scenes: Record<string, TrackScene>;
  counts: { scene: string; class: string; present: number; unknown: number }[];
  claims: { uid: string; title: string; when: string | null }[];
  states: Record<StayState, string>;
}

export function fetchTracks(api: string, query: Record<string, string>): Promise<TracksData> {
  return ask(`${api}/api/tracks?${new URLSearchParams(query)}`);
}

export function giveDate(api: string, track: string, observation: string, bound: Bound, why: string): Promise<{ when: string | null; version: number }> {
  return ask(`${api}/api/tracks/${encodeURIComponent(track)}/date`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ observation, bound, why: why || null }),
  });
}

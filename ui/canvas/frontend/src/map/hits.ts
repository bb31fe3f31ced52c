/** What lies under a click: what is drawn there, and all that the server knows of. */
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import type BaseLayer from "ol/layer/Base";
import { ask, type Hit } from "../core/api";
import type { MapFrame } from "./frames";

const TOLERANCE_PX = 6;
const MOST_MARKS = 40;

/** Observations first, then scenes from the smallest, and how many there are. Raises HttpError. */
export async function findHits(
  api: string,
  map: OlMap,
  frame: MapFrame,
  layers: readonly BaseLayer[],
  event: MapBrowserEvent,
  query: string,
  signal: AbortSignal | undefined,
): Promise<{ hits: Hit[]; total: number }> {
  const [lon, lat] = frame.fromView(event.coordinate);
  const { scenes, observations } = drawnAt(map, layers, event.pixel);
  const asked = new URLSearchParams(query);
  asked.set("lon", String(((((lon + 180) % 360) + 360) % 360) - 180));
  asked.set("lat", String(lat));
  asked.set("z", (map.getView().getZoom() ?? 0).toFixed(2));
  // A mark is wider than the small footprint it stands for.
  for (const uid of scenes) asked.append("near", uid);
  const found = await ask<{ hits: Hit[]; total: number }>(`${api}/api/hit?${asked}`, { signal });
  const seen = new Set(found.hits.map((hit) => hit.uid));
  const extra = observations.filter((hit) => !seen.has(hit.uid));
  const of = (kind: Hit["kind"]): Hit[] => found.hits.filter((hit) => hit.kind === kind);
  return { hits: [...of("observation"), ...extra, ...of("scene")], total: found.total + extra.length };
}

function drawnAt(
  map: OlMap,
  layers: readonly BaseLayer[],
  pixel: number[],
): { scenes: string[]; observations: Hit[] } {
  const scenes = new Set<string>();
  const observations = new Map<string, Hit>();
  map.forEachFeatureAtPixel(
    pixel,
    (feature) => {
      const uid = feature.get("uid") as string | undefined;
      const title = feature.get("title") as string | undefined;
      if (uid && title === undefined && scenes.size < MOST_MARKS) scenes.add(uid);
      if (!uid || title === undefined) return;
      const when = (feature.get("when") as string | null) ?? null;
      observations.set(uid, { kind: "observation", uid, id: String(feature.get("id")), title, when });
    },
    { layerFilter: (layer) => layers.includes(layer), hitTolerance: TOLERANCE_PX },
  );
  return { scenes: [...scenes], observations: [...observations.values()] };
}

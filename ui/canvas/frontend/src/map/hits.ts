/** What lies under a click: what is drawn there, and all that the server knows of. */
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import type BaseLayer from "ol/layer/Base";
import { toLonLat } from "ol/proj";
import { ask, type Hit } from "../core/api";

const TOLERANCE_PX = 6;

/** Observations first, then scenes from the smallest. Raises HttpError. */
export async function findHits(
  api: string,
  map: OlMap,
  layers: readonly BaseLayer[],
  event: MapBrowserEvent,
  query: string,
  signal: AbortSignal | undefined,
): Promise<Hit[]> {
  const [lon, lat] = toLonLat(event.coordinate) as [number, number];
  const drawn = drawnAt(map, layers, event.pixel);
  const place = `lon=${lon}&lat=${lat}&z=${(map.getView().getZoom() ?? 0).toFixed(2)}`;
  const { hits } = await ask<{ hits: Hit[] }>(
    `${api}/api/hit?${place}${query ? `&${query}` : ""}`,
    { signal },
  );
  const seen = new Set(hits.map((hit) => hit.uid));
  // A mark is wider than the small footprint or the point it stands for.
  const extra = drawn.filter((hit) => !seen.has(hit.uid));
  const of = (kind: Hit["kind"], from: Hit[]): Hit[] => from.filter((hit) => hit.kind === kind);
  return [
    ...of("observation", hits),
    ...of("observation", extra),
    ...of("scene", extra),
    ...of("scene", hits),
  ];
}

function drawnAt(map: OlMap, layers: readonly BaseLayer[], pixel: number[]): Hit[] {
  const found = new Map<string, Hit>();
  map.forEachFeatureAtPixel(
    pixel,
    (feature) => {
      const uid = feature.get("uid") as string | undefined;
      if (!uid || found.has(uid)) return;
      const isObservation = feature.get("title") !== undefined;
      found.set(uid, {
        kind: isObservation ? "observation" : "scene",
        uid,
        id: String(feature.get("id")),
        title: feature.get("title") as string | undefined,
        collection: (feature.get("collection") as string | undefined) ?? null,
        t: (feature.get("t") as number | undefined) ?? null,
        gsd: (feature.get("gsd") as number | undefined) ?? null,
        cloud: (feature.get("cloud") as number | undefined) ?? null,
      });
    },
    { layerFilter: (layer) => layers.includes(layer), hitTolerance: TOLERANCE_PX },
  );
  return [...found.values()];
}

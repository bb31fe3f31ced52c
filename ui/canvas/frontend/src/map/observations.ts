/** The layer of observations. All are fetched once; the filters only hide. */
import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import { ask, type ObservationProperties, type Observations as Collection } from "../core/api";
import { log } from "../core/log";
import type { Theme } from "../core/theme";
import type { Selected } from "../messages";
import { NO_FILTERS, showsObservation, type Filters } from "./filters";
import type { MapFrame } from "./frames";
import { observationStyles, ringAround, toMap, vectorLayer } from "./marks";

export class Observations {
  readonly layer = vectorLayer();
  private filters: Filters = NO_FILTERS;
  private chosen: string | null = null;
  private missed: string | null = null;
  private fetched = false;

  constructor(
    private readonly api: string,
    private readonly frame: MapFrame,
  ) {
    this.layer.setZIndex(5);
  }

  /** Mark the chosen one; fetch all anew with `again`, or if it is not known yet. */
  async show(selected: Selected | null, again: boolean): Promise<void> {
    this.chosen = selected?.kind === "observation" ? selected.uid : null;
    this.layer.changed();
    if (this.fetched && !again && !this.isNew()) return;
    this.fetched = true;
    try {
      this.fill(await ask<Collection>(`${this.api}/api/observations.geojson`));
    } catch {
      this.fetched = false; // the next update asks again
    }
  }

  filter(filters: Filters): void {
    this.filters = filters;
    this.layer.changed();
  }

  /** True once for a chosen observation that was not among those fetched: it was just entered. */
  private isNew(): boolean {
    const uid = this.chosen;
    if (!uid || this.missed === uid) return false;
    const known = this.layer.getSource()!.getFeatures().some((f) => f.get("uid") === uid);
    if (!known) this.missed = uid;
    return !known;
  }

  paint(theme: Theme): void {
    const plain = observationStyles(theme, false);
    const chosen = observationStyles(theme, true);
    this.layer.setStyle((feature, resolution) => {
      if (feature.get("uid") === this.chosen) return chosen(feature as Feature, resolution);
      if (!showsObservation(this.filters, feature.getProperties() as ObservationProperties)) return [];
      return plain(feature as Feature, resolution);
    });
  }

  private fill(found: Collection): void {
    const features = found.features.flatMap((given) => {
      if (!given.geometry) return [];
      const geometry = toMap(given.geometry, this.frame);
      const feature = new Feature({ geometry, ...given.properties });
      if (geometry instanceof Point && given.geometry.type === "Point") {
        const [lon, lat] = given.geometry.coordinates as [number, number];
        if (!this.frame.holds(lat)) return [];
        feature.set("point", true);
        const radius = given.properties.r95_m;
        if (radius) feature.set("ring", ringAround(lon, lat, radius, this.frame));
      }
      return [feature];
    });
    const source = this.layer.getSource()!;
    source.clear(true);
    source.addFeatures(features);
    log("observations", { count: features.length });
  }
}

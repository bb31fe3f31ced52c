/** The layer of observations. */
import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import { ask, type Observations as Collection } from "../core/api";
import { log } from "../core/log";
import type { Theme } from "../core/theme";
import type { Selected } from "../messages";
import { observationStyles, ringAround, toMap, vectorLayer } from "./marks";

export class Observations {
  readonly layer = vectorLayer();
  private datetime: string | null | undefined = undefined;
  private chosen: string | null = null;
  private missed: string | null = null;

  constructor(private readonly api: string) {
    this.layer.setZIndex(5);
  }

  /** `datetime` undefined keeps the filter; `again` fetches although the filter is the same. */
  async show(
    datetime: string | null | undefined,
    selected: Selected | null,
    again: boolean,
  ): Promise<void> {
    this.chosen = selected?.kind === "observation" ? selected.uid : null;
    this.layer.changed();
    if (datetime === undefined || (datetime === this.datetime && !again && !this.isNew())) return;
    this.datetime = datetime;
    const query = datetime ? `?${new URLSearchParams({ datetime })}` : "";
    try {
      const found = await ask<Collection>(`${this.api}/api/observations.geojson${query}`);
      if (this.datetime === datetime) this.fill(found);
    } catch {
      this.datetime = undefined; // the next update asks again
    }
  }

  /** Fetch again with the filter as it was. */
  async again(selected: Selected | null): Promise<void> {
    await this.show(this.datetime, selected, true);
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
      const styles = feature.get("uid") === this.chosen ? chosen : plain;
      return styles(feature as Feature, resolution);
    });
  }

  private fill(found: Collection): void {
    const features = found.features.flatMap((given) => {
      if (!given.geometry) return [];
      const geometry = toMap(given.geometry);
      const feature = new Feature({ geometry, ...given.properties });
      if (geometry instanceof Point && given.geometry.type === "Point") {
        feature.set("point", true);
        const [lon, lat] = given.geometry.coordinates as [number, number];
        const radius = given.properties.r95_m;
        if (radius) feature.set("ring", ringAround(lon, lat, radius));
      }
      return [feature];
    });
    const source = this.layer.getSource()!;
    source.clear(true);
    source.addFeatures(features);
    log("observations", { count: features.length });
  }
}

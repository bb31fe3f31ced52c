/** The layer of observations. All are fetched once; filters and view say which are drawn. */
import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import { getCenter } from "ol/extent";
import { ask, type Observations as Collection } from "../core/api";
import { log } from "../core/log";
import type { Theme } from "../core/theme";
import type { Selected } from "../messages";
import { NO_FILTERS, showsObservation, type Filters } from "./filters";
import type { MapFrame } from "./frames";
import { observationStyles, toMap, vectorLayer } from "./marks";
import { shown, type Spots } from "./thinning";

type Given = Collection["features"][number];
/** Beyond the edge of the screen, as a share of its side, so that panning finds them there. */
const MARGIN = 0.5;

export class Observations {
  readonly layer = vectorLayer();
  private filters: Filters = NO_FILTERS;
  private chosen: string | null = null;
  private missed: string | null = null;
  private fetched = false;
  private given: Given[] = [];
  private spots: Spots = { x: new Float64Array(), y: new Float64Array() };
  private known = new Map<number, Feature>();
  private map: OlMap | null = null;
  private frameAsked = 0;

  constructor(
    private readonly api: string,
    private readonly frame: MapFrame,
  ) {
    this.layer.setZIndex(5);
  }

  on(map: OlMap): void {
    this.map = map;
    map.on("moveend", () => this.draw());
  }

  /** Mark the chosen one; fetch all anew with `again`, or if it is not known yet. */
  async show(selected: Selected | null, again: boolean): Promise<void> {
    this.chosen = selected?.kind === "observation" ? selected.uid : null;
    this.soon();
    if (this.fetched && !again && !this.isNew()) return;
    this.fetched = true;
    try {
      this.fill(await ask<Collection>(`${this.api}/api/observations.geojson`, { cache: "no-cache" }));
    } catch {
      this.fetched = false; // the next update asks again
    }
  }

  filter(filters: Filters): void {
    this.filters = filters;
    this.soon();
  }

  paint(theme: Theme): void {
    const plain = observationStyles(theme, false, this.frame);
    const chosen = observationStyles(theme, true, this.frame);
    this.layer.setStyle((feature, resolution) => {
      const styles = feature.get("uid") === this.chosen ? chosen : plain;
      return styles(feature as Feature, resolution);
    });
  }

  /** True once for a chosen observation that was not among those fetched: it was just entered. */
  private isNew(): boolean {
    const uid = this.chosen;
    if (!uid || this.missed === uid) return false;
    const known = this.given.some((f) => f.properties.uid === uid);
    if (!known) this.missed = uid;
    return !known;
  }

  private fill(found: Collection): void {
    this.given = found.features.filter((f) => f.geometry && this.places(f));
    this.known.clear();
    const count = this.given.length;
    this.spots = { x: new Float64Array(count), y: new Float64Array(count) };
    this.given.forEach((given, i) => {
      const { geometry } = given;
      const at = geometry!.type === "Point" ? this.frame.toView(geometry!.coordinates) : this.middle(i);
      this.spots.x[i] = at[0]!;
      this.spots.y[i] = at[1]!;
    });
    this.draw();
    log("observations", { count });
  }

  private places({ geometry }: Given): boolean {
    return geometry!.type !== "Point" || this.frame.holds(geometry!.coordinates[1]!);
  }

  private middle(i: number): number[] {
    return getCenter(this.feature(i).getGeometry()!.getExtent());
  }

  /** Once for many calls: at the next picture. */
  private soon(): void {
    cancelAnimationFrame(this.frameAsked);
    this.frameAsked = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const size = this.map?.getSize();
    const view = this.map?.getView();
    if (!size || !view) return;
    const [west, south, east, north] = view.calculateExtent(size) as [number, number, number, number];
    const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN];
    const lets = (i: number): boolean => {
      const own = this.given[i]!.properties;
      return own.uid === this.chosen || showsObservation(this.filters, own);
    };
    const resolution = view.getResolution() ?? 1;
    const extent = this.frame.around([west - dx, south - dy, east + dx, north + dy]);
    const features = shown(this.spots, lets, extent, resolution).map(({ index, many }) => {
      const feature = this.feature(index);
      feature.set("many", many > 1 ? many : undefined, true);
      return feature;
    });
    const source = this.layer.getSource()!;
    source.clear(true);
    source.addFeatures(features);
  }

  private feature(i: number): Feature {
    let feature = this.known.get(i);
    if (!feature) {
      const { geometry, properties } = this.given[i]!;
      feature = new Feature({ geometry: toMap(geometry!, this.frame), ...properties });
      if (geometry!.type === "Point") feature.set("at", geometry!.coordinates, true);
      this.known.set(i, feature);
    }
    return feature;
  }
}

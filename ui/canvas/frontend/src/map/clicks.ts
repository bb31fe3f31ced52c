/** What a click on the map does: one thing is chosen, several come as a list. */
import type OlMap from "ol/Map";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import type BaseLayer from "ol/layer/Base";
import type { Hit } from "../core/api";
import { log } from "../core/log";
import type { MapFrame } from "./frames";
import { findHits } from "./hits";
import type { Popup } from "./popup";

const DOUBLE_PX = 8;

export interface ClickEvents {
  /** False while clicks mean something else. */
  active(): boolean;
  query(): string;
  shown(hit: Hit): boolean;
  choose(hit: Hit): void;
  open(uid: string): void;
  failed(text: string): void;
}

export class Clicks {
  private clicks: number[][] = [];
  private asking = new AbortController();

  constructor(
    private readonly api: string,
    private readonly map: OlMap,
    private readonly frame: MapFrame,
    private readonly layers: { observations: BaseLayer; footprints: BaseLayer },
    private readonly popup: Popup,
    private readonly events: ClickEvents,
  ) {
    map.on("click", (event) => void this.click(event));
    map.on("click", ({ pixel }) => this.clicks.push(pixel));
    map.on("dblclick", (event) => void this.doubleClick(event));
  }

  dispose(): void {
    this.asking.abort();
  }

  private async click(event: MapBrowserEvent): Promise<void> {
    if (!this.events.active()) return;
    this.popup.close();
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const both = [this.layers.observations, this.layers.footprints];
    let found: { hits: Hit[]; total: number };
    try {
      found = await this.find(both, event, signal);
    } catch (error) {
      if (!signal.aborted) this.events.failed(`Not found out: ${(error as Error).message}`);
      return;
    }
    if (signal.aborted) return;
    const { hits, total } = found;
    log("hit", { count: hits.length });
    if (hits.length === 1) this.events.choose(hits[0]!);
    if (hits.length > 1) this.popup.show(hits, total, event.pixel, this.map.getSize() ?? [0, 0]);
  }

  /** The smallest scene under the pointer; a list that the first click opened is gone again. */
  private async doubleClick(event: MapBrowserEvent): Promise<void> {
    // OpenLayers calls two quick clicks a double one, however far apart they were.
    const [before, last] = this.clicks.slice(-2);
    const apart = before && last ? Math.hypot(last[0]! - before[0]!, last[1]! - before[1]!) : 0;
    if (!this.events.active() || apart > DOUBLE_PX) return;
    event.stopPropagation();
    await this.click(event);
    this.popup.close();
    const { hits } = await this.find([this.layers.footprints], event, undefined);
    const scene = hits.find((hit) => hit.kind === "scene");
    if (scene) this.events.open(scene.uid);
  }

  private async find(
    layers: BaseLayer[],
    event: MapBrowserEvent,
    signal: AbortSignal | undefined,
  ): Promise<{ hits: Hit[]; total: number }> {
    const query = this.events.query();
    const found = await findHits(this.api, this.map, this.frame, layers, event, query, signal);
    const hits = found.hits.filter((hit) => this.events.shown(hit));
    return { hits, total: found.total - (found.hits.length - hits.length) };
  }
}

/** All that is drawn on the map, in one frame: layers, their theme, what the filters let through. */
import type OlMap from "ol/Map";
import { log } from "../core/log";
import { makeMap } from "../core/olmap";
import type { Theme } from "../core/theme";
import type { Online } from "../core/api";
import { Basemap, CREDIT } from "./basemap";
import { Camera } from "./camera";
import { filterQuery, type Filters } from "./filters";
import { Footprints } from "./footprints";
import type { MapFrame } from "./frames";
import { Highlights } from "./highlights";
import { Observations } from "./observations";
import { onlineLayer } from "./online";

export class Stage {
  readonly map: OlMap;
  readonly camera: Camera;
  readonly observations: Observations;
  readonly highlights: Highlights;
  readonly footprints: Footprints;
  readonly credit: string;
  private readonly basemap: Basemap;
  private readonly online: Online | null;

  constructor(
    api: string,
    readonly frame: MapFrame,
    private readonly target: HTMLElement,
    online: Online | null,
    found: (title: string, uid: string) => void,
  ) {
    this.camera = new Camera(frame);
    this.basemap = new Basemap(frame);
    this.footprints = new Footprints(api, frame);
    this.observations = new Observations(api, frame);
    this.highlights = new Highlights(api, frame, found);
    // Tiles from elsewhere are in web mercator.
    this.online = frame.wraps ? online : null;
    this.credit = this.online?.credit ? `${this.online.credit}. ${CREDIT}` : CREDIT;
    this.map = makeMap(target, this.camera.view, [
      ...(this.online ? [onlineLayer(this.online)] : []),
      ...this.basemap.layers,
      this.footprints.layer,
      ...this.highlights.layers,
      this.observations.layer,
    ]);
    this.observations.on(this.map);
    this.map.once("rendercomplete", () => log("rendered", { mode: "map" }));
    void this.basemap.load().then(() => log("basemap"));
  }

  paint(theme: Theme): void {
    this.target.style.background = theme.sea;
    this.basemap.paint(theme, this.online !== null);
    this.footprints.paint(theme);
    this.observations.paint(theme);
    this.highlights.paint(theme);
  }

  /** `done` is false while a brush is still pulled: then nothing is asked of the server. */
  filter(filters: Filters, done: boolean): void {
    this.observations.filter(filters);
    const { begin, end } = filters;
    this.footprints.narrow(done || begin === null || end === null ? null : { begin, end });
    if (done) this.footprints.filter(filterQuery(filters));
  }

  dispose(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
    this.target.remove();
  }
}

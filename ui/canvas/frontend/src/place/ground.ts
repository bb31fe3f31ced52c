/** The right side: the map of the world, or a scene whose pixels lie on it. */
import GeoJSON from "ol/format/GeoJSON";
import type Geometry from "ol/geom/Geometry";
import type { Geometry as Json } from "geojson";
import { ask, type SceneDetail } from "../core/api";
import { el } from "../core/dom";
import type { Theme } from "../core/theme";
import type { StripData } from "../compare/strip";
import { middleLon } from "../geo/bounds";
import { frameOf, type GridName } from "../geo/grids";
import { Basemap } from "../map/basemap";
import { Camera } from "../map/camera";
import { frame as mapFrame, FRAME_NAMES, UPS_GRIDS, upsFrame, type FrameName, type MapFrame } from "../map/frames";
import { onlineLayer } from "../map/online";
import { Search } from "../map/search";
import type { Host } from "../core/view";
import { imageryLayer, type ImageryLayer } from "../tag/imagery";
import { extentOf } from "../tag/sceneextent";
import { PointPane, type PaneEvents } from "./pane";

const SOON_MS = 350;
const CLOSE = 1000; // view units a pixel from which scenes here are worth listing
const MERCATOR_ENDS = 85;
const MAP_OPTION = "map ";

export class Ground {
  readonly pane: PointPane;
  readonly camera: Camera;
  private readonly frame: MapFrame;
  private readonly basemap: Basemap;
  private readonly grid: GridName;
  private readonly choice = el("select", { "aria-label": "What the places are read from" });
  private readonly search: Search;
  private readonly reframe: (name: FrameName, uid: string | null) => void;
  private pixels: ImageryLayer | null = null;
  private timer = 0;
  scene: SceneDetail | null = null;

  constructor(
    private readonly host: Host,
    private readonly own: string,
    events: PaneEvents,
    private readonly changed: () => void,
    readonly name: FrameName,
    /** Another frame is wanted, to read places from a scene (uid) or from its map. */
    reframe: (name: FrameName, uid: string | null) => void,
  ) {
    this.reframe = reframe;
    this.frame = name === "mercator" ? mapFrame(name) : upsFrame(name);
    this.grid = name === "mercator" ? "WebMercatorQuad" : UPS_GRIDS[name];
    this.basemap = new Basemap(this.frame);
    this.camera = new Camera(this.frame);
    this.camera.view.setMaxZoom(24);
    this.search = new Search(host.api, (hit) => hit.bounds && this.camera.to(this.pane.map, hit.bounds), () => host.root.focus({ preventScroll: true }));
    const title = el("div", { class: "title" }, this.search.element, el("label", { class: "panel" }, "from ", this.choice));
    const online = host.config.online && name === "mercator" ? [onlineLayer(host.config.online)] : [];
    this.pane = new PointPane("place", this.camera.view, this.frame, [...online, ...this.basemap.layers], title, events);
    for (const other of FRAME_NAMES) {
      const text = other === "mercator" ? "the map" : `the map ${mapFrame(other).title.toLowerCase()}`;
      this.choice.append(el("option", { value: MAP_OPTION + other }, text));
    }
    this.choice.addEventListener("change", () => this.chose(this.choice.value));
    this.pane.map.on("moveend", () => this.later());
    void this.basemap.load();
  }

  /** Read places from a scene's picture from now on; null from the map. */
  async use(uid: string | null): Promise<void> {
    if (this.pixels) this.pane.map.removeLayer(this.pixels.layer);
    this.pixels = null;
    this.scene = null;
    if (uid) {
      try {
        const scene = await ask<SceneDetail>(`${this.host.api}/api/scenes/${encodeURIComponent(uid)}`);
        if (!scene.imagery?.grid || scene.imagery.grid === "pixels") throw new Error(scene.imagery?.why_not ?? "it has no place");
        if (scene.imagery.grid !== this.grid) return this.reframe(nameOf(scene.imagery.grid), uid);
        this.scene = scene;
        const frame = frameOf(this.grid, [1, 1], scene.bounds ? middleLon(scene.bounds) : 0);
        this.pixels = imageryLayer(scene.imagery, this.host.api, frame);
        this.pixels.layer.setZIndex(3);
        // The whole world in a scene's finest tiles would be millions of them.
        this.pixels.layer.setExtent(extentOf(scene, frame));
        this.pixels.layer.setMaxResolution(this.pixels.grid.getResolution(scene.imagery.minzoom) * 8);
        this.pane.map.addLayer(this.pixels.layer);
        this.offer(scene.uid, scene.id);
        if ((this.camera.view.getResolution() ?? Infinity) > CLOSE) this.fit(null, 0);
      } catch (error) {
        this.host.toast(`Not shown: ${(error as Error).message}`, true);
      }
    }
    this.choice.value = this.scene?.uid ?? MAP_OPTION + this.name;
    this.changed();
  }

  private chose(value: string): void {
    const name = FRAME_NAMES.find((other) => value === MAP_OPTION + other);
    if (name && name !== this.name) this.reframe(name, null);
    else void this.use(name ? null : value);
  }

  /** Show a box in degrees, else the scene that places are read from, else the world. */
  fit(bounds: readonly [number, number, number, number] | null, duration: number): void {
    const { map } = this.pane;
    map.updateSize();
    if (bounds) this.camera.to(map, bounds);
    else if (this.pixels) this.camera.view.fit(this.pixels.layer.getExtent()!, { padding: [50, 16, 40, 16], duration });
    else this.camera.all(map, duration);
  }

  /** Lon/lat shapes in the view. */
  shape(json: Json): Geometry | null {
    return new GeoJSON().readGeometry(json, { dataProjection: "EPSG:4326", featureProjection: this.frame.projection });
  }

  paint(theme: Theme): void {
    this.pane.target.style.background = theme.sea;
    this.basemap.paint(theme, this.host.config.online !== null);
  }

  dispose(): void {
    window.clearTimeout(this.timer);
    this.search.dispose();
    this.pane.dispose();
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.list(), SOON_MS);
  }

  /** The scenes with a picture under the middle of the view. */
  private async list(): Promise<void> {
    const centre = this.camera.view.getCenter();
    if (!centre || (this.camera.view.getResolution() ?? Infinity) > CLOSE) return;
    const [lon, lat] = this.frame.fromView(centre);
    const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
    try {
      const found = await ask<StripData>(`${this.host.api}/api/strip?lon=${wrapped}&lat=${lat}`);
      for (const scene of [...found.scenes].reverse()) if (scene.has_picture && scene.uid !== this.own) this.offer(scene.uid, scene.id);
    } catch {
      // The map is there without them; the next move asks again.
    }
  }

  private offer(uid: string, id: string): void {
    if ([...this.choice.options].every((option) => option.value !== uid)) this.choice.append(el("option", { value: uid }, id));
  }
}

/** The frame in which a scene's grid lies. */
function nameOf(grid: GridName): FrameName {
  return grid === UPS_GRIDS.arctic ? "arctic" : grid === UPS_GRIDS.antarctic ? "antarctic" : "mercator";
}

/** The frame for a latitude: around a pole where web mercator ends. */
export function frameFor(lat: number): FrameName {
  return lat > MERCATOR_ENDS ? "arctic" : lat < -MERCATOR_ENDS ? "antarctic" : "mercator";
}

/** Where the map looks: all of it, a box, and what the address says. */
import type OlMap from "ol/Map";
import View from "ol/View";
import { glide } from "../core/olmap";
import type { Address } from "./address";
import type { MapFrame } from "./frames";

const SAMPLES = 16;

export class Camera {
  readonly view: View;

  constructor(private readonly frame: MapFrame) {
    const polar = frame.wraps ? {} : { extent: frame.projection.getExtent(), showFullExtent: true };
    this.view = new View({
      projection: frame.projection,
      center: frame.toView(frame.home),
      zoom: 2,
      minZoom: 0.5,
      maxZoom: 19,
      ...polar,
    });
  }

  /** All that the frame shows. */
  all(map: OlMap, duration: number): void {
    const [width, height] = map.getSize() ?? [1024, 600];
    if (!this.frame.wraps) {
      this.view.fit(this.frame.projection.getExtent(), { duration: glide(duration), size: [width! * 1.6, height! * 1.6] });
      return;
    }
    const zoom = Math.max(0.5, Math.log2(Math.max(width! / 256, height! / 210) * 0.98));
    this.view.animate({ center: this.frame.toView(this.frame.home), zoom, duration: glide(duration) });
  }

  /** A box in degrees; west beyond east crosses 180 degrees. */
  to(map: OlMap, [west, south, east, north]: readonly [number, number, number, number]): void {
    map.updateSize();
    const right = east < west ? east + 360 : east;
    const corners: number[][] = [];
    for (let i = 0; i <= SAMPLES; i++) {
      const lon = west + ((right - west) * i) / SAMPLES;
      corners.push(this.frame.toView([lon, south]), this.frame.toView([lon, north]));
    }
    const xs = corners.map((c) => c[0]!).filter(Number.isFinite);
    const ys = corners.map((c) => c[1]!).filter(Number.isFinite);
    if (!xs.length) return;
    if (this.frame.wraps) for (let i = 0; i < xs.length; i++) xs[i]! += right > 180 && xs[i]! < 0 ? 40_075_016.6856 : 0;
    const side = (map.getSize()?.[0] ?? 600) > 640 ? 70 : 40;
    this.view.fit([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], {
      padding: [side, side, side, side],
      maxZoom: 15,
      duration: glide(250),
    });
  }

  set([zoom, lon, lat]: NonNullable<Address["view"]>): void {
    this.view.setCenter(this.frame.toView([lon, lat]));
    this.view.setZoom(zoom);
  }

  get(): Address["view"] {
    const centre = this.view.getCenter();
    const zoom = this.view.getZoom();
    if (!centre || zoom === undefined) return null;
    const [lon, lat] = this.frame.fromView(centre);
    return [zoom, ((((lon + 180) % 360) + 360) % 360) - 180, lat];
  }

  /** "west,south,east,north" of what is on screen; null for all of it. */
  bbox(map: OlMap): string | null {
    const size = map.getSize();
    if (!size) return null;
    const [left, bottom, right, top] = this.view.calculateExtent(size) as [number, number, number, number];
    const places: (readonly [number, number])[] = [];
    for (let i = 0; i <= SAMPLES; i++) {
      const x = left + ((right - left) * i) / SAMPLES;
      const y = bottom + ((top - bottom) * i) / SAMPLES;
      for (const p of [[x, bottom], [x, top], [left, y], [right, y]]) places.push(this.frame.fromView(p));
    }
    const lats = places.map((p) => p[1]);
    const clamp = (lat: number): number => Math.max(-90, Math.min(90, lat));
    const [south, north] = [clamp(Math.min(...lats)), clamp(Math.max(...lats))];
    if (!this.frame.wraps) {
      return this.frame.home[1] > 0 ? `-180,${south},180,90` : `-180,-90,180,${north}`;
    }
    const west = this.frame.fromView([left, 0])[0];
    const span = ((right - left) / 40_075_016.6856) * 360;
    if (span >= 360) return `-180,${south},180,${north}`;
    const wrap = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
    return `${wrap(west)},${south},${wrap(west + span)},${north}`;
  }
}

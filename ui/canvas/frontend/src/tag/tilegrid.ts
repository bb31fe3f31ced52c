/** The tagging grid over a scene: each tile's state by shape and colour, the current one outlined. */
import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import { fromExtent } from "ol/geom/Polygon";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import type { GridTile, SceneGrid, TagClass, TileState } from "../core/api";
import { MARK } from "../core/theme";
import { tileExtent, type Extent, type Frame } from "../geo/grids";

const CASING = "rgba(10,14,18,.85)";
const MARK_PX = 13;
/** Tiles smaller than this on screen show no marks, only their outline. */
const SMALLEST_PX = 26;

export interface TileInfo {
  state: TileState;
  flagged: boolean;
  classes: string[];
}

export class TileLayer {
  readonly layer = new VectorLayer({ source: new VectorSource(), updateWhileInteracting: true });
  tiles: GridTile[] = [];
  /** The zoom of the grid. */
  zoom = 0;
  /** Indices in the order in which they are gone through; null: reading order. */
  order: readonly number[] | null = null;
  /** Index into `tiles`, -1 without tiles. */
  current = -1;
  private extents: Extent[] = [];
  private infos: TileInfo[] = [];
  private features: Feature[] = [];
  private readonly drawn = new Map<string, (CircleStyle | RegularShape)[]>();

  constructor(private readonly classes: ReadonlyMap<string, TagClass>) {
    this.layer.setStyle((feature, resolution) => this.style(feature.get("index"), resolution));
  }

  fill(grid: SceneGrid, frame: Frame, middle: readonly number[], maxzoom: number): void {
    this.tiles = grid.tiles;
    this.zoom = grid.z;
    this.extents = grid.tiles.map(({ x, y }) =>
      near(tileExtent(grid.grid, grid.z, x, y, maxzoom), frame.turn, middle[0]!),
    );
    this.infos = grid.tiles.map((t) => ({
      state: t.state,
      flagged: t.state === "flagged",
      classes: t.classes,
    }));
    this.features = this.extents.map((extent, index) => {
      const feature = new Feature(fromExtent(extent));
      feature.set("index", index);
      return feature;
    });
    const source = this.layer.getSource()!;
    source.clear(true);
    source.addFeatures(this.features);
  }

  extent(index: number): Extent | null {
    return this.extents[index] ?? null;
  }

  /** The extent of all tiles together; null without tiles. */
  bounds(): Extent | null {
    const [first, ...rest] = this.extents;
    if (!first) return null;
    return rest.reduce<Extent>(
      ([w, s, e, n], b) => [Math.min(w, b[0]), Math.min(s, b[1]), Math.max(e, b[2]), Math.max(n, b[3])],
      first,
    );
  }

  info(index: number): TileInfo | null {
    return this.infos[index] ?? null;
  }

  set(index: number, info: TileInfo): void {
    const known = this.infos[index];
    this.infos[index] = info;
    if (known && sameInfo(known, info)) return; // what looks the same is not drawn anew
    this.features[index]?.changed();
  }

  go(index: number): void {
    const before = this.features[this.current];
    this.current = index;
    before?.changed();
    this.features[index]?.changed();
  }

  /** The next tile that nobody looked at, in order, round the end; null if none is left. */
  untagged(direction: 1 | -1): number | null {
    const order = this.order ?? [...this.tiles.keys()];
    const n = order.length;
    const at = this.order ? order.indexOf(this.current) : this.current;
    for (let step = 1; step <= n; step++) {
      const index = order[(((at + direction * step) % n) + n) % n]!;
      if (this.infos[index]?.state === "unseen") return index;
    }
    return null;
  }

  /** The tile beside the current one; null at the edge. Rows grow downwards. */
  beside(dx: number, dy: number): number | null {
    const here = this.tiles[this.current];
    if (!here) return null;
    const found = this.tiles.findIndex((t) => t.x === here.x + dx && t.y === here.y - dy);
    return found < 0 ? null : found;
  }

  at(point: readonly number[]): number | null {
    const [x, y] = point as [number, number];
    const found = this.extents.findIndex(([w, s, e, n]) => x >= w && x < e && y >= s && y < n);
    return found < 0 ? null : found;
  }

  /** How many tiles were looked at. */
  done(): number {
    return this.infos.filter((info) => info.state !== "unseen").length;
  }

  /** Go through these tiles, in this order. */
  follow(keys: readonly string[]): void {
    const at = new Map(this.tiles.map(({ key }, index) => [key, index]));
    this.order = keys.flatMap((key) => at.get(key) ?? []);
  }

  /** How many of the tiles that are gone through were looked at. */
  doneInOrder(): number {
    return this.order?.filter((index) => this.infos[index]?.state !== "unseen").length ?? this.done();
  }

  private style(index: number, resolution: number): Style[] {
    const isCurrent = index === this.current;
    const styles = isCurrent ? OUTLINE_CURRENT : OUTLINE;
    const [west, south, east, north] = this.extents[index]!;
    const width = Math.min(east - west, north - south) / resolution;
    const info = this.infos[index]!;
    if (width < SMALLEST_PX || info.state === "unseen") return styles;
    const most = Math.max(1, Math.floor((width - 8) / (MARK_PX + 4)));
    const corner = new Point([west, north]);
    const marks = this.marks(info).slice(0, most);
    return [...styles, ...marks.map((image) => new Style({ geometry: corner, image, zIndex: 20 }))];
  }

  /** The marks of a tile, side by side: pictures that all tiles of this kind share. */
  private marks(info: TileInfo): (CircleStyle | RegularShape)[] {
    const kind = `${info.state} ${info.flagged} ${info.classes.join(" ")}`;
    let marks = this.drawn.get(kind);
    if (!marks) {
      marks = marksOf(info, this.classes);
      marks.forEach((image, i) => image.setDisplacement([MARK_PX * 0.95 + i * (MARK_PX + 4), -MARK_PX * 0.95]));
      this.drawn.set(kind, marks);
    }
    return marks;
  }
}

function sameInfo(a: TileInfo, b: TileInfo): boolean {
  return a.state === b.state && a.flagged === b.flagged && a.classes.join() === b.classes.join();
}

const line = (color: string, width: number, zIndex: number): Style =>
  new Style({ stroke: new Stroke({ color, width }), zIndex });
const OUTLINE = [line("rgba(10,14,18,.45)", 2.4, 1), line("rgba(255,255,255,.5)", 1, 2)];
const OUTLINE_CURRENT = [line(CASING, 7, 10), line(MARK.yellow, 3.4, 11)];

/** One mark per class (square), flag (triangle), nothing here (cross), seen (ring). */
function marksOf(info: TileInfo, classes: ReadonlyMap<string, TagClass>): (CircleStyle | RegularShape)[] {
  const stroke = new Stroke({ color: CASING, width: 1.6 });
  const marks: (CircleStyle | RegularShape)[] = info.classes.map(
    (id) =>
      new RegularShape({
        points: 4,
        angle: Math.PI / 4,
        radius: MARK_PX * 0.68,
        fill: new Fill({ color: classes.get(id)?.colour ?? MARK.grey }),
        stroke: new Stroke({ color: "#fff", width: 1.6 }),
      }),
  );
  if (info.flagged) {
    const fill = new Fill({ color: MARK.orange });
    marks.unshift(new RegularShape({ points: 3, radius: MARK_PX * 0.66, fill, stroke }));
  }
  if (marks.length) return marks;
  if (info.state === "empty") {
    return [cross(new Stroke({ color: MARK.sky, width: 2.8 }))];
  }
  const ring = new Stroke({ color: "#fff", width: 2.2 });
  return [new CircleStyle({ radius: MARK_PX * 0.38, stroke: ring, fill: new Fill({ color: "rgba(10,14,18,.5)" }) })];
}

function cross(stroke: Stroke): RegularShape {
  return new RegularShape({ points: 4, radius: MARK_PX * 0.55, radius2: 0, angle: Math.PI / 4, stroke });
}

/** An extent moved by whole turns of the world to lie near `x`. */
function near(extent: Extent, turn: number, x: number): Extent {
  if (!turn) return extent;
  const by = turn * Math.round((x - (extent[0] + extent[2]) / 2) / turn);
  return [extent[0] + by, extent[1], extent[2] + by, extent[3]];
}

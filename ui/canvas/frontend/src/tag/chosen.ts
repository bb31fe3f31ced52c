/** What is done with the chosen shape, or without one with the tile: seen, described, shown as drawn. */
import type OlMap from "ol/Map";
import type { SceneDetail } from "../core/api";
import { glide } from "../core/olmap";
import type { Style } from "../core/style";
import type { Host } from "../core/view";
import type { Annotations } from "./annotations";
import { DetailsPanel } from "./detailspanel";
import type { LookPanel } from "./lookpanel";
import type { ShapeLayer } from "./shapelayer";
import type { TileLayer } from "./tilegrid";

const GLIDE_MS = 160;

export interface ChosenNeeds {
  readonly host: Host;
  readonly map: OlMap;
  readonly scene: SceneDetail;
  readonly shapes: ShapeLayer;
  readonly tiles: TileLayer;
  readonly notes: Annotations;
  readonly look: LookPanel | null;
}

export class Chosen {
  readonly details: DetailsPanel;

  constructor(private readonly needs: ChosenNeeds) {
    const { host, notes } = needs;
    this.details = new DetailsPanel({
      store: (uids, given) => {
        const changes = uids.flatMap((uid) => {
          const before = notes.items.get(uid);
          return before ? [{ uid, after: { ...before, ...given } }] : [];
        });
        notes.take(changes);
        host.toast("Stored.");
      },
      closed: () => host.root.focus({ preventScroll: true }),
    });
  }

  /** Go to a shape: large enough to judge, with its surroundings. */
  reveal(uid: string): void {
    const extent = this.needs.shapes.source.getFeatureById(uid)?.getGeometry()?.getExtent();
    const view = this.needs.map.getView();
    if (!extent) return;
    const centre = [(extent[0]! + extent[2]!) / 2, (extent[1]! + extent[3]!) / 2];
    const size = Math.max(extent[2]! - extent[0]!, extent[3]! - extent[1]!);
    const resolution = Math.max(size / 160, view.getMinResolution());
    view.animate({ center: centre, resolution, duration: glide(GLIDE_MS) });
  }

  /** The details of the chosen shape; without one, of the tile's classes. */
  openDetails(): void {
    const { host, notes, shapes, tiles } = this.needs;
    const tile = tiles.tiles[tiles.current];
    const ofTile = tile ? notes.ofTile(tile.key) : [];
    const tagged = ofTile.filter(([, body]) => body.class !== null);
    const chosen = shapes.chosen;
    const uids = chosen ? [chosen] : (tagged.length ? tagged : ofTile).map(([uid]) => uid);
    const body = uids[0] ? notes.items.get(uids[0]) : null;
    if (!body) return host.toast("Choose a shape, or tag the tile first.");
    const entry = host.config.classes.find((c) => c.id === body.class);
    const what = entry?.path.split("/").at(-1) ?? body.state;
    this.details.show(uids, chosen ? what : `Tile: ${what}`, body, entry?.attributes ?? []);
  }

  /** The style and the zoom in which the chosen shape was drawn. */
  asDrawn(): void {
    const { host, notes, shapes, map, look, scene } = this.needs;
    const body = shapes.chosen ? notes.items.get(shapes.chosen) : null;
    if (!body) return host.toast("Choose a shape first.");
    const { style, zoom } = body.view as { style?: Style; zoom?: number };
    look?.use(style ?? null);
    if (zoom !== undefined) map.getView().animate({ zoom, duration: glide(GLIDE_MS) });
    const changed = body.asset_sha256 && body.asset_sha256 !== scene.imagery?.asset_sha256;
    host.toast(changed ? "The file has changed since this was drawn." : "Shown as drawn.", Boolean(changed));
  }
}

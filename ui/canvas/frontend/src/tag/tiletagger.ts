/** What the keys do to the current tile, and where they lead next. */
import type { Host } from "../core/view";
import type { Annotations } from "./annotations";
import type { Navigator } from "./navigator";
import type { Body } from "./outbox";
import type { TileLayer } from "./tilegrid";
import { infoOf, type Make, type TileTags, type Wish } from "./tiletags";

/** A rule of tiletags.ts. */
export type Rule = (tags: TileTags, make: Make, uuid: () => string) => Wish[];

export class TileTagger {
  constructor(
    private readonly tiles: TileLayer,
    private readonly notes: Annotations,
    private readonly walk: Navigator,
    private readonly host: Host,
    private readonly body: (given: Partial<Body>) => Body,
  ) {}

  /** Apply a rule to the current tile. */
  tag(rule: Rule): void {
    const tile = this.tiles.tiles[this.tiles.current];
    if (!tile) return;
    const make: Make = (state, cls) => this.body({ kind: "tile", class: cls, tile: tile.key, state });
    this.notes.take(rule(this.notes.ofTile(tile.key), make, () => crypto.randomUUID()));
  }

  /** Apply a rule and go on. */
  finish(rule: Rule): void {
    this.tag(rule);
    this.next(1);
  }

  next(direction: 1 | -1): void {
    if (this.walk.goUntagged(direction)) return;
    const any = this.tiles.tiles.length > 0;
    this.host.toast(any ? "Every tile of this scene was looked at." : "No tiles here.");
  }

  /** Show each tile as its annotations say. */
  refresh(): void {
    const tags = new Map<string, [string, Body][]>();
    for (const [uid, body] of this.notes.items) {
      if (body.kind !== "tile" || !body.tile) continue;
      tags.set(body.tile, [...(tags.get(body.tile) ?? []), [uid, body]]);
    }
    this.tiles.tiles.forEach(({ key }, index) => {
      const own = tags.get(key);
      if (own || this.tiles.info(index)?.state !== "unseen") this.tiles.set(index, infoOf(own ?? []));
    });
  }
}

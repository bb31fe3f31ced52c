/** What the keys do to the current tile, and where they lead next. */
import type { Host } from "../core/view";
import type { Annotations } from "./annotations";
import type { Navigator } from "./navigator";
import type { Body } from "./body";
import { Pace } from "./pace";
import type { TileLayer } from "./tilegrid";
import { infoOf, toggleClass, type Make, type TileTags, type Wish } from "./tiletags";

/** A rule of tiletags.ts. */
export type Rule = (tags: TileTags, make: Make, uuid: () => string) => Wish[];

export class TileTagger {
  private readonly pace = new Pace();

  constructor(
    private readonly tiles: TileLayer,
    private readonly notes: Annotations,
    private readonly walk: Navigator,
    private readonly host: Host,
    private readonly body: (given: Partial<Body>) => Body,
    /** Go on to the next scene of a queue; false if there is none. */
    private readonly onward: () => boolean,
  ) {}

  /** Apply a rule to the current tile. */
  tag(rule: Rule): void {
    this.tagMany([this.tiles.current], rule);
  }

  /** Apply a rule to several tiles, in one step. */
  tagMany(indices: readonly number[], rule: Rule): void {
    const before = this.tiles.done();
    const wishes = indices.flatMap((index) => {
      const tile = this.tiles.tiles[index];
      if (!tile) return [];
      const make: Make = (state, cls) => this.body({ kind: "tile", class: cls, tile: tile.key, state });
      return rule(this.notes.ofTile(tile.key), make, () => crypto.randomUUID());
    });
    this.notes.take(wishes);
    this.pace.add(Math.max(0, this.tiles.done() - before), performance.now());
  }

  /** Put a class on several tiles; where all of them have it, take it off. */
  classMany(indices: readonly number[], cls: string): void {
    const has = (index: number): boolean => this.tiles.info(index)?.classes.includes(cls) ?? false;
    const lacking = indices.filter((index) => !has(index));
    this.tagMany(lacking.length ? lacking : indices, (tags, make, uuid) => toggleClass(tags, cls, make, uuid));
  }

  /** "12 of 30 tiles · 14 a minute". */
  progress(): string {
    const n = this.tiles.tiles.length;
    const pace = this.pace.perMinute(performance.now());
    return n ? `${this.tiles.done()} of ${n} tiles${pace === null ? "" : ` · ${Math.round(pace)} a minute`}` : "";
  }

  /** Apply a rule and go on. */
  finish(rule: Rule): void {
    this.tag(rule);
    this.next(1);
  }

  next(direction: 1 | -1): void {
    if (this.walk.goUntagged(direction)) return;
    if (direction > 0 && this.onward()) return;
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

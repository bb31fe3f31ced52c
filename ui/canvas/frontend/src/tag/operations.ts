/** What is done to whole shapes: holes, splitting, merging, copies here and on another date. */
import Polygon from "ol/geom/Polygon";
import { ask, type SceneDetail } from "../core/api";
import { log } from "../core/log";
import { momentText } from "../geo/format";
import { wrapLon } from "../geo/unwrap";
import { cutHole, splitBy, unite, type Cut, type Rings } from "../geo/cut";
import { opened } from "../geo/shapes";
import type { Body } from "./body";
import type { Outbox } from "./outbox";
import { geometryOf, shapeOfGeometry, storedAs } from "./shapelayer";
import type { ShapeTools, ShapeToolsNeeds } from "./shapetools";
import type { Shape } from "./sketch";

/** A pasted shape lies this far beside the one it was copied from. */
const ASIDE_PX = 14;

interface Clip {
  scene: string;
  body: Body;
}

interface StripScene {
  uid: string;
  id: string;
  t_begin: string | null;
  has_picture: boolean;
}

// For the whole page: what was copied on one scene may be pasted on another.
let clip: Clip | null = null;

export class Operations {
  private readonly copied = new Set<string>();

  constructor(
    private readonly needs: ShapeToolsNeeds,
    private readonly tools: ShapeTools,
    private readonly scene: SceneDetail,
    private readonly box: Outbox,
  ) {}

  /** The next ring drawn is taken out of the chosen polygon. */
  hole(): void {
    this.cutWith("polygon", "Draw the hole.", (rings, shape) =>
      cutHole(rings, shape.type === "Polygon" ? opened(shape.coordinates[0]!) : []),
    );
  }

  /** The next line drawn parts the chosen polygon. */
  split(): void {
    this.cutWith("line", "Draw a line across; finish it with a second press on its end.", (rings, shape) =>
      splitBy(rings, shape.type === "LineString" ? shape.coordinates : []),
    );
  }

  /** Merge the chosen polygon with the one that touches it, or that is clicked next. */
  merge(): void {
    const chosen = this.polygon();
    if (!chosen) return;
    const found = [...this.needs.notes.items.keys()].filter((uid) => {
      const rings = uid === chosen.uid ? null : this.rings(uid);
      return rings && "pieces" in unite(chosen.rings, rings);
    });
    if (found.length === 1) return this.mergeWith(chosen.uid, found[0]!);
    if (!found.length) return this.say("No polygon touches this one.");
    this.say("Click the polygon to merge with.");
    this.tools.picking = (uid) => {
      if (found.includes(uid)) this.mergeWith(chosen.uid, uid);
      else this.say("Those two do not touch.");
    };
  }

  copy(): void {
    const body = this.chosen();
    if (!body) return this.say("Choose a shape first.");
    clip = { scene: this.scene.uid, body };
    this.say("Copied. Ctrl V pastes it, on another scene at the same place.");
  }

  paste(): void {
    if (!clip) return this.say("Nothing was copied.");
    const { frame, map } = this.needs;
    if (Boolean(clip.body.geometry) !== frame.ground) {
      return this.say("Not pasted: one of the two scenes has no place on the ground.");
    }
    const geometry = geometryOf(clip.body, frame);
    if (!geometry) return;
    const by = clip.scene === this.scene.uid ? ASIDE_PX * (map.getView().getResolution() ?? 1) : 0;
    geometry.translate(by, -by);
    const uid = crypto.randomUUID();
    const { kind, attributes, confidence, note } = clip.body;
    const given = { kind, class: clip.body.class, attributes, confidence, note };
    const after = this.needs.body({ ...given, ...storedAs(shapeOfGeometry(geometry)!, frame) });
    this.needs.notes.take([{ uid, after }]);
    this.tools.choose(uid);
    log("pasted", { uid });
  }

  /** A copy of the chosen shape on the next picture of this place. */
  async duplicate(): Promise<void> {
    const uid = this.needs.shapes.chosen;
    const body = this.chosen();
    if (!uid || !body?.geometry) return this.say("Choose a shape on the ground first.");
    const extent = geometryOf(body, this.needs.frame)!.getExtent();
    const [lon, lat] = this.needs.frame.fromView([(extent[0]! + extent[2]!) / 2, (extent[1]! + extent[3]!) / 2]);
    const query = new URLSearchParams({ lon: String(wrapLon(lon)), lat: String(lat) });
    try {
      const { scenes } = await ask<{ scenes: StripScene[] }>(`${this.needs.host.api}/api/strip?${query}`);
      const next = nextScene(scenes, this.scene);
      if (!next) return this.say("There is no later picture of this place.");
      const when = momentText(next.t_begin) ?? "time unknown";
      if (this.copied.has(`${uid} ${next.uid}`)) return this.say(`It was copied to ${next.id} already.`);
      this.copied.add(`${uid} ${next.uid}`);
      const fresh = this.needs.body({});
      // Not drawn on that picture's pixels: the view says where it came from.
      const view = { copied_from: uid, scene: this.scene.uid };
      const copy = { ...body, scene: next.uid, author: fresh.author, asset_sha256: null, view };
      const made = crypto.randomUUID();
      this.box.put(made, next.uid, copy);
      log("duplicated", { uid: made, scene: next.uid });
      this.say(`Copied to ${next.id}, ${when}.`);
    } catch (error) {
      this.say(`Not copied: ${(error as Error).message}`);
    }
  }

  private cutWith(tool: "polygon" | "line", hint: string, cut: (rings: Rings, shape: Shape) => Cut): void {
    const chosen = this.polygon();
    if (!chosen) return;
    this.tools.use(tool);
    this.say(hint);
    this.tools.divert = (shape) => {
      const found = cut(chosen.rings, shape);
      if ("problem" in found) this.say(`Not done: ${found.problem}.`, true);
      else this.replace(chosen.uid, found.pieces, []);
      // After the click that set the last corner is over: it must not choose anew.
      queueMicrotask(() => {
        this.tools.use(null);
        this.tools.choose(chosen.uid);
      });
    };
  }

  private mergeWith(uid: string, other: string): void {
    const found = unite(this.rings(uid)!, this.rings(other)!);
    if ("pieces" in found) this.replace(uid, found.pieces, [other]);
  }

  /** The first piece stays the annotation it was; the others are new; all in one step. */
  private replace(uid: string, pieces: readonly Rings[], gone: readonly string[]): void {
    const { notes, frame } = this.needs;
    const before = notes.items.get(uid);
    if (!before) return;
    const changes = pieces.map((rings, n) => ({
      uid: n === 0 ? uid : crypto.randomUUID(),
      after: { ...before, kind: "polygon", ...storedAs({ type: "Polygon", coordinates: rings }, frame) },
    }));
    notes.take([...changes, ...gone.map((one) => ({ uid: one, after: null }))]);
    this.tools.choose(uid);
    log("cut", { uid, pieces: pieces.length });
  }

  private chosen(): Body | null {
    const uid = this.needs.shapes.chosen;
    return uid ? (this.needs.notes.items.get(uid) ?? null) : null;
  }

  private polygon(): { uid: string; rings: Rings } | null {
    const uid = this.needs.shapes.chosen;
    const rings = uid ? this.rings(uid) : null;
    if (!uid || !rings) this.say("Choose a polygon or a box first.");
    return uid && rings ? { uid, rings } : null;
  }

  private rings(uid: string): Rings | null {
    const body = this.needs.notes.items.get(uid);
    if (!body || body.kind === "tile") return null;
    const geometry = geometryOf(body, this.needs.frame);
    return geometry instanceof Polygon ? (geometry.getCoordinates() as unknown as Rings) : null;
  }

  private say(text: string, bad = false): void {
    this.needs.host.toast(text, bad);
  }
}

/** The first picture that was taken after this scene; null if there is none. Pure. */
export function nextScene(
  scenes: readonly StripScene[],
  { uid, t_begin }: Pick<SceneDetail, "uid" | "t_begin">,
): StripScene | null {
  if (t_begin === null) return null;
  const mine = Date.parse(t_begin);
  const later = scenes.filter((s) => s.uid !== uid && s.has_picture && s.t_begin !== null && Date.parse(s.t_begin) > mine);
  return later.sort((a, b) => Date.parse(a.t_begin!) - Date.parse(b.t_begin!))[0] ?? null;
}

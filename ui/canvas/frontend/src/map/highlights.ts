/** The chosen scene, the ranked links of the chosen observation, and what the list hovers. */
import Feature from "ol/Feature";
import { ask, type SceneDetail } from "../core/api";
import { log } from "../core/log";
import type { Theme } from "../core/theme";
import type { LinkMark, Selected } from "../messages";
import type { MapFrame } from "./frames";
import { chosenStyles, hoverStyles, linkStyles, toMap, vectorLayer } from "./marks";

/** Footprints beyond these ranks are not outlined: nobody could tell them apart. */
const MOST_LINKS = 40;

export class Highlights {
  private readonly links = vectorLayer("ranks");
  private readonly hovered = vectorLayer();
  private readonly chosen = vectorLayer();
  readonly layers = [this.links, this.hovered, this.chosen];
  private readonly scenes = new Map<string, Promise<SceneDetail>>();
  private theme: Theme | null = null;
  private turn = 0;
  private over: string | null = null;

  constructor(
    private readonly api: string,
    private readonly frame: MapFrame,
    private readonly found: (title: string, uid: string) => void,
  ) {}

  paint(theme: Theme): void {
    this.theme = theme;
    this.chosen.setStyle(chosenStyles(theme));
    this.hovered.setStyle(hoverStyles(theme));
    this.links.setStyle((feature) => {
      const mark = feature.get("mark") as LinkMark;
      const geometry = (feature as Feature).getGeometry()!;
      return this.theme ? linkStyles(mark, geometry, this.theme) : [];
    });
  }

  show(selected: Selected | null, links: readonly LinkMark[]): void {
    const turn = ++this.turn;
    void this.showChosen(selected, turn);
    void this.showLinks(links.slice(0, MOST_LINKS), turn);
  }

  /** Ask for scenes anew from now on. */
  forget(): void {
    this.scenes.clear();
  }

  hover(uid: string | null): void {
    this.over = uid;
    const source = this.hovered.getSource()!;
    source.clear();
    if (!uid) return;
    void this.scene(uid).then((scene) => {
      if (this.over !== uid || !scene.footprint) return;
      source.clear();
      source.addFeature(new Feature(toMap(scene.footprint, this.frame)));
    }, ignore);
  }

  private async showChosen(selected: Selected | null, turn: number): Promise<void> {
    const source = this.chosen.getSource()!;
    if (selected?.kind !== "scene") {
      source.clear();
      return;
    }
    const scene = await this.scene(selected.uid).catch(ignore);
    if (turn !== this.turn || !scene) return;
    source.clear();
    if (scene.footprint) source.addFeature(new Feature(toMap(scene.footprint, this.frame)));
    this.found(scene.id, scene.uid);
  }

  private async showLinks(links: readonly LinkMark[], turn: number): Promise<void> {
    const source = this.links.getSource()!;
    const scenes = await Promise.all(links.map((l) => this.scene(l.scene).catch(ignore)));
    if (turn !== this.turn) return;
    source.clear();
    links.forEach((mark, i) => {
      const footprint = scenes[i]?.footprint;
      if (!footprint) return;
      const feature = new Feature(toMap(footprint, this.frame));
      feature.set("mark", mark);
      source.addFeature(feature);
    });
    if (links.length) log("links", { count: source.getFeatures().length });
  }

  private scene(uid: string): Promise<SceneDetail> {
    let known = this.scenes.get(uid);
    if (!known) {
      known = ask<SceneDetail>(`${this.api}/api/scenes/${encodeURIComponent(uid)}`);
      this.scenes.set(uid, known);
      known.catch(() => this.scenes.delete(uid));
    }
    return known;
  }
}

// A scene that cannot be fetched is only not outlined; the panel beside the map says why.
function ignore(): undefined {
  return undefined;
}

/** What an annotation says, as it is sent: made for a scene, or read from the server's form. */
import type { AnnotationFeature, AnnotationProperties, SceneDetail } from "../core/api";
import type { Style } from "../core/style";

/** What a PUT carries, without `base`. */
export interface Body {
  scene: string;
  kind: string;
  class: string | null;
  geometry: unknown;
  pixels: number[][][] | null;
  tile: string | null;
  state: string;
  attributes: Record<string, unknown>;
  confidence: number | null;
  note: string | null;
  view: Record<string, unknown>;
  asset_sha256: string | null;
  author: string;
}

/** A body for a scene, with what is the same for all of them filled in. */
export function newBody(
  scene: SceneDetail,
  author: string,
  zoom: number,
  given: Partial<Body>,
  style: Style | null = null,
): Body {
  return {
    scene: scene.uid,
    kind: "tile",
    class: null,
    geometry: null,
    pixels: null,
    tile: null,
    state: "tagged",
    attributes: {},
    confidence: null,
    note: null,
    view: {
      zoom: Math.round(zoom * 100) / 100,
      grid: scene.imagery?.grid ?? null,
      ...(style ? { style } : {}),
    },
    asset_sha256: scene.imagery?.asset_sha256 ?? null,
    author,
    ...given,
  };
}

/** The body that would store this feature again. */
export function bodyOf(feature: AnnotationFeature): Body {
  const given: AnnotationProperties = feature.properties;
  return {
    scene: given.scene,
    kind: given.kind,
    class: given.class,
    geometry: feature.geometry,
    // With a ground geometry the server works pixels out itself.
    pixels: feature.geometry ? null : (given.pixels ?? null),
    tile: given.tile,
    state: given.state,
    attributes: given.attributes,
    confidence: given.confidence,
    note: given.note,
    view: given.view ?? {},
    asset_sha256: given.asset_sha256 ?? null,
    author: given.author,
  };
}

/** The label that a person makes of a suggestion; the model's name and score stay with it. Pure. */
export function accepted(body: Body, author: string): Body {
  if (body.state !== "suggested") return body;
  const model = body.author.replace(/^model:/, "");
  const attributes = { ...body.attributes, model, model_score: body.confidence };
  return { ...body, state: "tagged", author, confidence: null, attributes };
}

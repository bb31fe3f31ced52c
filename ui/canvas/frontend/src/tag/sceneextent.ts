/** The extent of a scene in its frame's view coordinates. */
import type { SceneDetail } from "../core/api";
import type { Extent, Frame } from "../geo/grids";

export function extentOf(scene: SceneDetail, frame: Frame): Extent {
  const shape = scene.imagery?.shape;
  if (!frame.ground && shape) return [0, -shape[0], shape[1], 0];
  const places = placesOf(scene);
  const points = places.map((place) => frame.toView(place));
  const xs = points.map((p) => p[0]).filter(Number.isFinite);
  const ys = points.map((p) => p[1]).filter(Number.isFinite);
  if (!xs.length) return [-1e6, -1e6, 1e6, 1e6];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Every corner of the footprint; without one, the corners of the bounds. */
function placesOf(scene: SceneDetail): number[][] {
  const { footprint, bounds } = scene;
  if (footprint?.type === "Polygon") return footprint.coordinates.flat();
  if (footprint?.type === "MultiPolygon") return footprint.coordinates.flat(2);
  if (!bounds) return [];
  const [w, s, e, n] = bounds;
  return [[w, s], [e, s], [e, n], [w, n]];
}

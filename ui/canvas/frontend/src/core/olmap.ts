/** An OpenLayers map with only the interactions that are wanted: pan, wheel, pinch. No rotation. */
import OlMap from "ol/Map";
import type View from "ol/View";
import { platformModifierKeyOnly } from "ol/events/condition";
import DragPan from "ol/interaction/DragPan";
import DragZoom from "ol/interaction/DragZoom";
import MouseWheelZoom from "ol/interaction/MouseWheelZoom";
import PinchZoom from "ol/interaction/PinchZoom";
import Kinetic from "ol/Kinetic";
import type BaseLayer from "ol/layer/Base";

/** How long a view may take to get somewhere, in ms: nothing moves for those who asked for that. */
export function glide(ms: number): number {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ? 0 : ms;
}

export function makeMap(target: HTMLElement, view: View, layers: BaseLayer[]): OlMap {
  return new OlMap({
    target,
    view,
    layers,
    controls: [],
    // Few at a time: browsers open six connections per host, and saving must get through.
    maxTilesLoading: 4,
    moveTolerance: 3,
    interactions: [
      new DragPan({
        kinetic: new Kinetic(-0.005, 0.05, 100),
        condition: (event) => {
          const { button, ctrlKey, metaKey } = event.originalEvent as PointerEvent;
          return (button === 0 || button === 1) && !ctrlKey && !metaKey;
        },
      }),
      new PinchZoom(),
      new MouseWheelZoom({ maxDelta: 1 }),
      new DragZoom({ condition: platformModifierKeyOnly }),
    ],
  });
}

/** Move by a share of what is on screen; y is up. */
export function panBy(map: OlMap, dx: number, dy: number): void {
  const view = map.getView();
  const [width, height] = map.getSize() ?? [0, 0];
  const resolution = view.getResolution() ?? 1;
  const centre = view.getCenter() ?? [0, 0];
  const to = [centre[0]! + dx * width! * resolution, centre[1]! + dy * height! * resolution];
  view.animate({ center: to, duration: glide(120) });
}

export function zoomBy(map: OlMap, levels: number): void {
  const view = map.getView();
  const zoom = view.getZoom();
  if (zoom !== undefined) view.animate({ zoom: zoom + levels, duration: glide(120) });
}

/** Direction of an arrow key as (dx, dy), y upwards. */
export function arrow(pressed: string): [dx: number, dy: number] {
  if (pressed.endsWith("ArrowLeft")) return [-1, 0];
  if (pressed.endsWith("ArrowRight")) return [1, 0];
  return pressed.endsWith("ArrowUp") ? [0, 1] : [0, -1];
}

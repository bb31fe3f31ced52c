/** What the keys and buttons of the map do. */
import { panBy, zoomBy } from "../core/olmap";
import type { Host } from "../core/view";
import type { AreaTool, Shape } from "./area";
import type { Panels } from "./panels";
import type { PinTool } from "./pin";
import type { Stage } from "./stage";

export interface MapActions {
  host: Host;
  stage: Stage;
  panels: Panels;
  pin: PinTool;
  area: AreaTool;
  draw(shape: Shape | null): void;
  copy(): void;
  nextFrame(): void;
  open(): void;
}

/** Carry out a command of the table of keys; `dx`, `dy` are the arrow's direction. */
export function runMapCommand(command: string, [dx, dy]: readonly [number, number], on: MapActions): void {
  const { map, camera } = on.stage;
  const { popup, search, timeline } = on.panels;
  const does: Record<string, () => void> = {
    help: () => on.host.help(),
    "zoom-in": () => zoomBy(map, 1),
    "zoom-out": () => zoomBy(map, -1),
    fit: () => camera.all(map, 200),
    pan: () => panBy(map, dx / 4, dy / 4),
    move: () => popup.move(-dy),
    choose: () => popup.choose(),
    close: () => popup.close(),
    drop: () => on.pin.dropInMiddle(),
    smaller: () => on.pin.resize(-1),
    larger: () => on.pin.resize(1),
    confirm: () => on.pin.confirm(),
    clear: () => on.pin.clear(),
    search: () => search.focus(),
    filters: () => on.panels.toggle("filters"),
    online: () => on.panels.toggle("online"),
    timeline: () => timeline.focus(),
    box: () => on.draw("box"),
    lasso: () => on.draw("lasso"),
    "take-view": () => {
      on.draw(null);
      on.area.takeView();
    },
    projection: () => on.nextFrame(),
    "copy-link": () => on.copy(),
    back: () => (on.area.isActive ? on.draw(null) : on.panels.closeTop()),
    open: () => on.open(),
  };
  does[command]?.();
}

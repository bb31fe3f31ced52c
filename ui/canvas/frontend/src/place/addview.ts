/** Mode "place" without a picture: take one in. */
import type { Context } from "../core/keys";
import { log } from "../core/log";
import type { Host, ModeView } from "../core/view";
import { el } from "../core/dom";
import { AddPanel } from "./addpanel";

export class AddView implements ModeView {
  private readonly panel: AddPanel;
  private readonly element: HTMLElement;

  constructor(private readonly host: Host) {
    this.panel = new AddPanel(host.api, (scene) => {
      log("added", { uid: scene.uid });
      // A link alone has no pixels to place.
      host.send("picture", { uid: scene.uid, to: scene.picture?.grid ? "place" : "map" });
    });
    this.element = el("div", { class: "add" }, this.panel.element);
    host.root.append(this.element);
    log("ready", { mode: "add" });
  }

  update(): void {}

  paint(): void {}

  contexts(): Context[] {
    return ["any"];
  }

  run(_context: Context, command: string): void {
    if (command === "help") this.host.help();
  }

  other(): boolean {
    return false;
  }

  resized(): void {}

  returned(): void {}

  pixelOf(): null {
    return null;
  }

  state(): Record<string, unknown> {
    return { mode: "add" };
  }

  dispose(): void {
    this.panel.dispose();
    this.element.remove();
  }
}

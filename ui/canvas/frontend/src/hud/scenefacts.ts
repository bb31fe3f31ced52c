/** What is known of the scene on screen. SYNTHETIC is never hidden. */
import type { SceneDetail } from "../core/api";
import { el } from "../core/dom";
import { metresText, offText, spanText } from "../geo/format";

export function sceneFacts(scene: SceneDetail): HTMLElement {
  const when = spanText(scene.t_begin, scene.t_end);
  const facts: [text: string | null, missing: string, minor: boolean][] = [
    [when, "time unknown", false],
    [scene.platform, "platform unknown", true],
    [scene.gsd === null ? null : `pixel ${metresText(scene.gsd)}`, "pixel size unknown", false],
    [scene.cloud === null ? null : `cloud ${Math.round(scene.cloud)} %`, "cloud unknown", true],
  ];
  const off = offText(scene);
  if (off) facts.push([scene.position_error == null ? null : `placed ${off}`, "placed, error unknown", false]);
  return el(
    "div",
    { class: "facts panel" },
    scene.synthetic && el("span", { class: "synthetic" }, "SYNTHETIC"),
    el("span", { class: "name", title: scene.name }, scene.id),
    ...facts.map(([text, missing, minor]) => {
      const kind = `${text === null ? "unknown" : "known"}${minor ? " minor" : ""}`;
      return el("span", { class: kind }, text ?? missing);
    }),
  );
}

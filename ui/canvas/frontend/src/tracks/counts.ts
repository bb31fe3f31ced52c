/** How many of each class every image shows, and of how many it says nothing. */
import { el } from "../core/dom";
import type { TracksData } from "./api";
import { dateText } from "./strip";
import { link } from "./details";

export function counts(data: TracksData, api: string, open: (scene: string) => void): HTMLElement {
  const paths = new Map(data.tracks.map((track) => [track.class, track.path]));
  const most = Math.max(1, ...data.counts.map((each) => each.present + each.unknown));
  const rows = data.counts.map((each) => {
    const scene = data.scenes[each.scene]!;
    const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i", { class: "seen", style: `width:${(each.present / most) * 100}%` }), el("i", { class: "maybe", style: `width:${(each.unknown / most) * 100}%` }));
    return el(
      "tr",
      {},
      el("td", { class: "when" }, dateText(scene.begin_ms)),
      el("td", { class: "name" }, link(scene.id, `${api}/tag?scene=${encodeURIComponent(scene.uid)}`, () => open(scene.uid))),
      el("td", {}, (paths.get(each.class) ?? each.class).split("/").at(-1)!),
      el("td", { class: "number" }, String(each.present)),
      el("td", { class: "number soft" }, each.unknown ? String(each.unknown) : "–"),
      el("td", { class: "bars" }, bar),
    );
  });
  const heads = ["Taken (UTC)", "Image", "Class", "Seen", "Not known"].map((name, n) => el("th", { scope: "col", ...(n > 2 ? { class: "number" } : {}) }, name));
  return el(
    "section",
    { class: "counts" },
    el("h3", {}, "How many on each date"),
    el("p", { class: "soft" }, "Not known: objects of these strips that this image could not show, does not cover, or that nobody looked for on it."),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "How many on each date" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads, el("td", {}))), el("tbody", {}, ...rows))),
  );
}

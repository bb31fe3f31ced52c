/** What a cell says when the pointer rests on it. */
import { el } from "../core/dom";
import type { Lattice } from "./lattice";
import { LEVEL_WORDS, ROLE_WORDS, STATE_WORDS } from "./words";

export function tooltip(lattice: Lattice, r: number, c: number): HTMLElement[] {
  const row = lattice.data.rows[lattice.rows[r]!]!;
  const column = lattice.data.columns[lattice.columns[c]!]!;
  const cell = lattice.cell(r, c);
  const when = column.begin_ms === null ? "time unknown" : column.when;
  const pixel = column.gsd_m === null ? "pixel size unknown" : `pixel ${Number(column.gsd_m.toPrecision(3))} m`;
  const cloud = column.cloud_pct === null ? "cloud unknown" : `cloud ${Math.round(column.cloud_pct)} %`;
  const usable = cell.level ? `${LEVEL_WORDS[cell.level]}${cell.role ? `, ${ROLE_WORDS[cell.role]}` : ""}. ` : "";
  const more = [cell.disagree && "People disagree.", cell.again && "Needs another look: the claim or the image changed."].filter(Boolean).join(" ");
  return [
    el("b", {}, row.title),
    el("div", {}, `${column.id} · ${when}`),
    el("div", { class: "soft" }, `${column.platform ?? "sensor unknown"} · ${pixel} · ${cloud}`),
    el("div", {}, cell.state === "none" ? "Not an image of this claim: out of its place or time." : `${usable}${STATE_WORDS[cell.state]}. ${more}`),
    ...(row.sentence ? [el("div", { class: "soft" }, row.sentence)] : []),
  ];
}

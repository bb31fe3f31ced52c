import { el } from "../core/dom";

/** A small picture of a scene; a quiet box where there is none. */
export function thumbnail(api: string, uid: string): HTMLElement {
  const image = el("img", { alt: "", loading: "lazy", decoding: "async", width: "56", height: "56" });
  const box = el("span", { class: "thumb" }, image);
  image.addEventListener("load", () => box.classList.add("is"));
  image.addEventListener("error", () => image.remove());
  image.src = `${api}/tiles/scenes/${encodeURIComponent(uid)}/thumbnail.webp`;
  return box;
}

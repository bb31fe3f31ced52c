/** Elements made in one line. Text always goes in as text, never as HTML. */

type Child = Node | string | null | undefined | false;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else if (typeof value === "boolean") node.toggleAttribute(name, value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((c): c is Node | string => Boolean(c)));
  return node;
}

/** Put these into an element in place of what it holds; what is missing is left out. */
export function fill(node: HTMLElement, ...children: Child[]): void {
  node.replaceChildren(...children.filter((c): c is Node | string => Boolean(c)));
}

/** A button that never takes the focus from the canvas, so that keys keep working. */
export function button(
  label: Child,
  title: string,
  press: () => void,
  attributes: Record<string, string> = {},
): HTMLButtonElement {
  // What is read out must hold what stands on the button.
  const named = typeof label !== "string" || title.startsWith(label) ? title : `${label}: ${title}`;
  const node = el("button", { type: "button", title, "aria-label": named, ...attributes }, label);
  node.addEventListener("pointerdown", (event) => event.preventDefault());
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    press();
  });
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** A 20 x 20 line icon from path data. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

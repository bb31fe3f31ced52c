/** How a scene is drawn: a style as the server takes it, and what a scene offers. */

export interface BandInfo {
  name: string;
  label: string;
  dtype: string | null;
  low: number | null;
  high: number | null;
}

export interface Combination {
  id: string;
  name: string;
  bands: string[];
}

export interface Styles {
  bands: BandInfo[];
  combinations: Combination[];
  colormaps: string[];
}

/** What is left out is chosen by the server from the scene's statistics. */
export interface Style {
  bands?: string[];
  expression?: string;
  stretch?: [low: number, high: number][];
  gamma?: number;
  colormap?: string;
  db?: boolean;
}

/** One text for one style, whatever the order in which it was put together; "" for the usual one. */
export function styleText(style: Style | null): string {
  if (!style) return "";
  const { bands, expression, stretch, gamma, colormap, db } = style;
  const out: Style = {};
  if (expression) out.expression = expression;
  else if (bands?.length) out.bands = bands;
  else return "";
  if (stretch?.length) out.stretch = stretch;
  if (gamma !== undefined && gamma !== 1) out.gamma = gamma;
  if (colormap && channels(style) === 1) out.colormap = colormap;
  if (db) out.db = true;
  return JSON.stringify(out);
}

/** The address of a tile in this style. */
export function withStyle(url: string, style: Style | null): string {
  const text = styleText(style);
  return text ? `${url}&style=${encodeURIComponent(text)}` : url;
}

/** How many channels come of a style: one is drawn grey or with a colour map. */
export function channels(style: Style): number {
  return style.expression ? 1 : (style.bands?.length ?? 0);
}

/** The style after or before the present one in the list of combinations; around at the ends. */
export function nextCombination(styles: Styles, style: Style | null, step: 1 | -1): Style | null {
  const list = styles.combinations;
  if (!list.length) return null;
  const now = style ? list.findIndex((c) => c.bands.join() === style.bands?.join()) : -1;
  const n = list.length;
  const at = now < 0 ? (step > 0 ? 0 : n - 1) : (now + step + n) % n;
  return { bands: list[at]!.bands };
}

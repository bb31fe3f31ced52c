/** Colours of the canvas, after Streamlit's theme; marks are from Okabe and Ito's palette. */

export interface Theme {
  dark: boolean;
  sea: string;
  land: string;
  border: string;
  graticule: string;
  label: string;
  ink: string;
  casing: string;
  scene: string;
  sceneFill: string;
  observation: string;
}

export const MARK = {
  blue: "#0072b2",
  sky: "#56b4e9",
  green: "#009e73",
  orange: "#e69f00",
  vermilion: "#d55e00",
  yellow: "#f0e442",
  grey: "#8a8f98",
} as const;

const LIGHT: Theme = {
  dark: false,
  sea: "#dce6ee",
  land: "#f8f7f3",
  border: "#b4bcc6",
  graticule: "rgba(70,90,110,.16)",
  label: "#6a7480",
  ink: "#16202b",
  casing: "#ffffff",
  scene: MARK.blue,
  sceneFill: "rgba(0,114,178,.07)",
  observation: MARK.vermilion,
};

const DARK: Theme = {
  dark: true,
  sea: "#111a24",
  land: "#223040",
  border: "#46566a",
  graticule: "rgba(180,200,220,.10)",
  label: "#93a1b1",
  ink: "#f2f5f8",
  casing: "#0b1118",
  scene: MARK.sky,
  sceneFill: "rgba(86,180,233,.09)",
  observation: "#ff8a3d",
};

/** The theme that fits the page: Streamlit's background colour says whether it is dark. */
export function themeOf(element: Element): Theme {
  const given = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  return luminance(given || "#ffffff") < 0.4 ? DARK : LIGHT;
}

/** Relative luminance of "#rgb", "#rrggbb" or "rgb(r, g, b)": 0 black, 1 white. */
export function luminance(colour: string): number {
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(colour)?.[1];
  let parts = colour.match(/[\d.]+/g)?.slice(0, 3).map(Number) ?? [255, 255, 255];
  if (hex) {
    const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
    parts = [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16));
  }
  const [r, g, b] = parts.map((v) => {
    const s = v / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Black or white, whichever is read better on `colour`. */
export function inkOn(colour: string): string {
  return luminance(colour) > 0.35 ? "#10161d" : "#ffffff";
}

/** "#rrggbb" with an opacity. */
export function faded(colour: string, opacity: number): string {
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return `rgba(${r},${g},${b},${opacity})`;
}

/** The few colours that drawings on a canvas need, after Streamlit's theme. */
import { themeOf } from "../core/theme";

export interface Paper {
  dark: boolean;
  background: string;
  ink: string;
  line: string;
  accent: string;
}

export function paperOf(element: Element): Paper {
  const { dark, ink } = themeOf(element);
  const given = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  return {
    dark,
    ink,
    background: given || "#ffffff",
    line: dark ? "rgba(255,255,255,.16)" : "rgba(20,30,40,.14)",
    accent: dark ? "#56b4e9" : "#0072b2",
  };
}

/** What the address bar says of the map, apart from what is selected: that is Streamlit's. */
import { parseFilters, writeFilters, type Filters } from "./filters";
import { isFrameName, type FrameName } from "./frames";

export interface Address {
  filters: Filters;
  frame: FrameName;
  /** Zoom and middle (lon, lat); null where the address does not say. */
  view: [zoom: number, lon: number, lat: number] | null;
  /** Corners (lon, lat) of the area that was selected. */
  area: readonly [number, number][] | null;
}

export function parseAddress(search: string): Address {
  const params = new URLSearchParams(search);
  const frame = params.get("projection") ?? "";
  return {
    filters: parseFilters(params),
    frame: isFrameName(frame) ? frame : "mercator",
    view: parseView(params.get("view")),
    area: parseArea(params.get("area")),
  };
}

/** The address with these values; parameters of others stay. */
export function writeAddress(search: string, { filters, frame, view, area }: Address): string {
  const params = new URLSearchParams(search);
  writeFilters(filters, params);
  set(params, "projection", frame === "mercator" ? null : frame);
  set(params, "view", view && `${round(view[0], 2)},${round(view[1], 5)},${round(view[2], 5)}`);
  set(params, "area", area && area.map((c) => `${round(c[0], 4)},${round(c[1], 4)}`).join(" "));
  const text = params.toString();
  return text ? `?${text}` : "";
}

function set(params: URLSearchParams, name: string, value: string | null): void {
  if (value) params.set(name, value);
  else params.delete(name);
}

function round(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function parseView(text: string | null): Address["view"] {
  const [zoom, lon, lat, more] = (text ?? "").split(",").map(Number);
  const known = text && more === undefined && [zoom, lon, lat].every((v) => Number.isFinite(v));
  if (!known || Math.abs(lat!) > 90 || zoom! < 0 || zoom! > 24) return null;
  return [zoom!, lon!, lat!];
}

function parseArea(text: string | null): Address["area"] {
  const corners = (text ?? "").split(" ").map((c) => c.split(",").map(Number));
  const right = corners.every((c) => c.length === 2 && c.every((v) => Number.isFinite(v)) && Math.abs(c[1]!) <= 90);
  return right && corners.length >= 3 ? (corners as [number, number][]) : null;
}

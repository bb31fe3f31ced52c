/** Numbers and moments as people read them. Unknown is said, never filled in. */
import { wrapLon } from "./unwrap";

/** "35.12345° N, 51.20000° E"; digits follow from the size of a pixel on the ground, in metres. */
export function lonLatText(lon: number, lat: number, metresPerPixel = 1): string {
  const digits = Math.max(2, Math.min(6, Math.ceil(Math.log10(111_320 / metresPerPixel))));
  const x = wrapLon(lon);
  const ns = lat < 0 ? "S" : "N";
  const ew = x < 0 ? "W" : "E";
  return `${Math.abs(lat).toFixed(digits)}° ${ns}, ${Math.abs(x).toFixed(digits)}° ${ew}`;
}

/** "850 m", "1.2 km", "0.5 m". */
export function metresText(metres: number): string {
  if (metres >= 100_000) return `${Math.round(metres / 1000).toLocaleString("en")} km`;
  if (metres >= 1000) return `${trimmed(metres / 1000, metres < 10_000 ? 2 : 1)} km`;
  if (metres >= 10) return `${Math.round(metres)} m`;
  return `${trimmed(metres, 2)} m`;
}

/** "± 12 m": how far a picture that was placed by hand may be off (95 %); null for what places itself. */
export function offText({ placing, position_error: off }: { placing?: unknown; position_error?: number | null }): string | null {
  if (!placing) return null;
  return off === null || off === undefined ? "± unknown" : `± ${metresText(off)}`;
}

/** The larger of what two pictures say of themselves; unknown is the largest. */
export function worstOffText(...pictures: Parameters<typeof offText>[0][]): string | null {
  const placed = pictures.filter((one) => one.placing);
  const unknown = placed.find((one) => one.position_error === null || one.position_error === undefined);
  const worst = unknown ?? placed.reduce<(typeof placed)[number] | null>((a, b) => (a && a.position_error! >= b.position_error! ? a : b), null);
  return worst && offText(worst);
}

/** "2022-06-08 07:31:05 UTC" of an ISO text or of milliseconds since 1970; null if there is none. */
export function momentText(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined || value === "") return null;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString();
  const time = text.slice(11, 19);
  return `${text.slice(0, 10)} ${time.endsWith(":00") ? time.slice(0, 5) : time} UTC`;
}

/** A span from `begin` to `end` (excluded), shortened where it is a whole day or one moment. */
export function spanText(begin: string | null, end: string | null): string | null {
  const from = momentText(begin);
  if (!from || !begin) return null;
  if (!end) return from;
  const length = Date.parse(end) - Date.parse(begin);
  if (length <= 1000) return from;
  if (length === 86_400_000 && begin.slice(11, 19).startsWith("00:00")) {
    return `${from.slice(0, 10)} (day, UTC)`;
  }
  return `${from.replace(" UTC", "")} to ${momentText(end)}`;
}

/** The longest round length (1, 2, 5 times a power of ten) that fits into `maxPixels`. */
export function scaleBar(unitsPerPixel: number, maxPixels = 130): { length: number; px: number } {
  const most = unitsPerPixel * maxPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((m) => m * power).find((l) => l <= most) ?? power;
  return { length, px: length / unitsPerPixel };
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** What the map shows: the one value behind chips, panel, timeline, requests and the address. */

export interface Filters {
  /** Milliseconds since 1970, begin included and end not; null is open. */
  begin: number | null;
  end: number | null;
  platforms: readonly string[];
  collections: readonly string[];
  gsd_max: number | null;
  cloud_max: number | null;
  off_nadir_max: number | null;
  tagged: "yes" | "no" | null;
  classes: readonly string[];
  /** Of observations; the others are of scenes. */
  statuses: readonly string[];
}

export const NO_FILTERS: Filters = {
  begin: null,
  end: null,
  platforms: [],
  collections: [],
  gsd_max: null,
  cloud_max: null,
  off_nadir_max: null,
  tagged: null,
  classes: [],
  statuses: [],
};

export interface Chip {
  /** Same key, same chip: for tests and to keep the focus. */
  key: string;
  label: string;
  without: Filters;
}

const LISTS = [
  ["platform", "platforms"],
  ["collection", "collections"],
  ["class", "classes"],
  ["status", "statuses"],
] as const;
const NUMBERS = [
  ["gsd_max", "gsd_max"],
  ["cloud_max", "cloud_max"],
  ["off_nadir_max", "off_nadir_max"],
] as const;

/** Query of the routes that take the filters of scenes; without the time if it is not wanted. */
export function filterQuery(filters: Filters, time = true): string {
  const query = new URLSearchParams();
  const span = time ? timeQuery(filters) : null;
  if (span) query.append("datetime", span);
  for (const [name, field] of LISTS) {
    if (field !== "statuses") for (const value of filters[field]) query.append(name, value);
  }
  for (const [name, field] of NUMBERS) {
    if (filters[field] !== null) query.append(name, String(filters[field]));
  }
  if (filters.tagged) query.append("tagged", filters.tagged);
  return query.toString();
}

/** "A/B" as the routes read it, where B counts too; null without a time. */
export function timeQuery({ begin, end }: Filters): string | null {
  if (begin === null && end === null) return null;
  const text = (ms: number | null): string => (ms === null ? ".." : new Date(ms).toISOString());
  return `${text(begin)}/${text(end === null ? null : end - 1)}`;
}

/** Write the filters into an address; `parseFilters` reads them again. */
export function writeFilters(filters: Filters, address: URLSearchParams): void {
  for (const [name] of [...LISTS, ...NUMBERS]) address.delete(name);
  for (const name of ["from", "to", "tagged"]) address.delete(name);
  if (filters.begin !== null) address.set("from", shortTime(filters.begin));
  if (filters.end !== null) address.set("to", shortTime(filters.end));
  for (const [name, field] of LISTS) for (const value of filters[field]) address.append(name, value);
  for (const [name, field] of NUMBERS) {
    if (filters[field] !== null) address.set(name, String(filters[field]));
  }
  if (filters.tagged) address.set("tagged", filters.tagged);
}

/** The filters in an address; what makes no sense is left out. */
export function parseFilters(address: URLSearchParams): Filters {
  const number = (name: string): number | null => {
    const given = address.get(name);
    const value = given ? Number(given) : Number.NaN;
    return Number.isFinite(value) && value >= 0 ? value : null;
  };
  const time = (name: string): number | null => {
    const value = Date.parse(address.get(name) ?? "");
    return Number.isNaN(value) ? null : value;
  };
  const tagged = address.get("tagged");
  return {
    begin: time("from"),
    end: time("to"),
    platforms: address.getAll("platform"),
    collections: address.getAll("collection"),
    gsd_max: number("gsd_max"),
    cloud_max: number("cloud_max"),
    off_nadir_max: number("off_nadir_max"),
    tagged: tagged === "yes" || tagged === "no" ? tagged : null,
    classes: address.getAll("class"),
    statuses: address.getAll("status"),
  };
}

/** "2022-06-08" for a midnight in UTC, else with its time. */
export function shortTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.replace(/(:00)?\.\d+Z$/, "Z");
}

/** One chip for each condition; taking it off leaves `without`. */
export function chipsOf(filters: Filters, className: (id: string) => string): Chip[] {
  const chips: Chip[] = [];
  if (filters.begin !== null || filters.end !== null) {
    const without = { ...filters, begin: null, end: null };
    chips.push({ key: "time", label: spanLabel(filters), without });
  }
  for (const [name, field] of LISTS) {
    for (const value of filters[field]) {
      const rest = filters[field].filter((v) => v !== value);
      const label = field === "classes" ? className(value) : value.replaceAll("_", " ");
      chips.push({ key: `${name} ${value}`, label, without: { ...filters, [field]: rest } });
    }
  }
  const limits = [
    ["gsd_max", "pixels ≤ ", " m"],
    ["cloud_max", "cloud ≤ ", " %"],
    ["off_nadir_max", "off-nadir ≤ ", "°"],
  ] as const;
  for (const [field, before, after] of limits) {
    if (filters[field] === null) continue;
    const label = `${before}${filters[field]}${after}`;
    chips.push({ key: field, label, without: { ...filters, [field]: null } });
  }
  if (filters.tagged) {
    const label = filters.tagged === "yes" ? "tagged" : "not tagged";
    chips.push({ key: "tagged", label, without: { ...filters, tagged: null } });
  }
  return chips;
}

function spanLabel({ begin, end }: Filters): string {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  if (begin === null) return `until ${day(end! - 1)}`;
  if (end === null) return `from ${day(begin)}`;
  const last = day(end - 1);
  return day(begin) === last ? last : `${day(begin)} to ${last}`;
}

/** True if an observation of this status is let through. */
export function showsStatus(filters: Filters, status: string): boolean {
  return !filters.statuses.length || filters.statuses.includes(status);
}

/** True if an observation's status and time are let through; unknown times never are, if asked. */
export function showsObservation(
  filters: Filters,
  own: { status: string; begin_ms: number | null; end_ms: number | null; when: string | null },
): boolean {
  if (!showsStatus(filters, own.status)) return false;
  if (filters.begin === null && filters.end === null) return true;
  if (own.when === null) return false;
  return meets(filters, own.begin_ms, own.end_ms);
}

/** True if a span meets the filters' time; null is open. */
export function meets(filters: Filters, begin: number | null, end: number | null): boolean {
  const { begin: from, end: to } = filters;
  if (to !== null && begin !== null && begin >= to) return false;
  return from === null || end === null || end > from || (end === begin && end === from);
}

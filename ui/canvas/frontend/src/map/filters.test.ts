import { describe, expect, it } from "vitest";
import {
  chipsOf,
  filterQuery,
  meets,
  NO_FILTERS,
  parseFilters,
  showsObservation,
  writeFilters,
  type Filters,
} from "./filters";

const DAY = 86_400_000;
const JUNE = Date.parse("2022-06-08");
const FULL: Filters = {
  begin: JUNE,
  end: JUNE + DAY + 3_600_000,
  platforms: ["a & b", "c"],
  collections: ["x/y"],
  gsd_max: 0.5,
  cloud_max: 0,
  off_nadir_max: 25,
  tagged: "no",
  classes: ["uav"],
  statuses: ["no_evidence"],
};

describe("the address", () => {
  it("holds every filter and gives it back", () => {
    const address = new URLSearchParams("scene=u&platform=old");
    writeFilters(FULL, address);
    expect(parseFilters(new URLSearchParams(address.toString()))).toEqual(FULL);
    expect(address.get("scene")).toBe("u");
    expect(address.get("from")).toBe("2022-06-08");
    writeFilters(NO_FILTERS, address);
    expect(address.toString()).toBe("scene=u");
  });

  it("drops what makes no sense", () => {
    const odd = new URLSearchParams("from=yesterday&cloud_max=-3&gsd_max=x&tagged=maybe&to=");
    expect(parseFilters(odd)).toEqual(NO_FILTERS);
  });
});

describe("the query", () => {
  it("says the last moment that counts, and leaves statuses out", () => {
    const query = new URLSearchParams(filterQuery(FULL));
    expect(query.get("datetime")).toBe("2022-06-08T00:00:00.000Z/2022-06-09T00:59:59.999Z");
    expect(query.getAll("platform")).toEqual(["a & b", "c"]);
    expect(query.get("cloud_max")).toBe("0");
    expect(query.has("status")).toBe(false);
    expect(filterQuery({ ...NO_FILTERS, begin: JUNE }, false)).toBe("");
  });
});

describe("chips", () => {
  it("take off one condition each", () => {
    const chips = chipsOf(FULL, () => "Aircraft / UAV");
    expect(chips.map((c) => c.label)).toEqual([
      "2022-06-08 to 2022-06-09", "a & b", "c", "x/y", "Aircraft / UAV", "no evidence",
      "pixels ≤ 0.5 m", "cloud ≤ 0 %", "off-nadir ≤ 25°", "not tagged",
    ]);
    for (const chip of chips) {
      expect(chipsOf(chip.without, String)).toHaveLength(chips.length - 1);
    }
    expect(chips[1]!.without.platforms).toEqual(["c"]);
  });
});

describe("observations", () => {
  const own = { status: "asserted", begin_ms: JUNE, end_ms: JUNE + DAY, when: "2022-06-08" };

  it("are shown by status and time", () => {
    expect(showsObservation(NO_FILTERS, own)).toBe(true);
    expect(showsObservation({ ...NO_FILTERS, statuses: ["negated"] }, own)).toBe(false);
    expect(showsObservation({ ...NO_FILTERS, begin: JUNE + DAY }, own)).toBe(false);
    expect(showsObservation({ ...NO_FILTERS, end: JUNE + 1 }, own)).toBe(true);
    expect(showsObservation({ ...NO_FILTERS, end: JUNE }, own)).toBe(false);
  });

  it("without a time are left out once a time is asked for", () => {
    const undated = { ...own, when: null, begin_ms: null, end_ms: null };
    expect(showsObservation({ ...NO_FILTERS, end: JUNE }, undated)).toBe(false);
    expect(showsObservation(NO_FILTERS, undated)).toBe(true);
  });

  it("may be open, or a moment", () => {
    expect(meets({ ...NO_FILTERS, begin: JUNE }, null, null)).toBe(true);
    expect(meets({ ...NO_FILTERS, begin: JUNE }, JUNE, JUNE)).toBe(true);
    expect(meets({ ...NO_FILTERS, begin: JUNE }, JUNE - 1, JUNE - 1)).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { lonLatText, metresText, momentText, scaleBar, spanText, worstOffText } from "./format";

describe("places", () => {
  it.each([
    [51.2, 35.12345678, 0.5, "35.123457° N, 51.200000° E"],
    [-70.5, -12.25, 1000, "12.250° S, 70.500° W"],
    [190, 0, 20000, "0.00° N, 170.00° W"],
  ])("%d %d at %d m per pixel", (lon, lat, pixel, text) => {
    expect(lonLatText(lon, lat, pixel)).toBe(text);
  });
});

describe("lengths", () => {
  it.each([
    [0.5, "0.5 m"],
    [16, "16 m"],
    [999, "999 m"],
    [1234, "1.23 km"],
    [45_678, "45.7 km"],
    [2_000_000, "2,000 km"],
  ])("%d m", (metres, text) => {
    expect(metresText(metres)).toBe(text);
  });
});

describe("moments", () => {
  it("are UTC, with seconds only where there are some", () => {
    expect(momentText("2022-06-08T07:31:00Z")).toBe("2022-06-08 07:31 UTC");
    expect(momentText("2022-06-08T10:31:05+03:00")).toBe("2022-06-08 07:31:05 UTC");
    expect(momentText(0)).toBe("1970-01-01 00:00 UTC");
  });

  it("that are unknown stay unknown", () => {
    for (const value of [null, undefined, "", "soon"]) expect(momentText(value)).toBeNull();
    expect(spanText(null, null)).toBeNull();
  });

  it("as spans are short where they can be", () => {
    expect(spanText("2022-06-08T07:31:00Z", "2022-06-08T07:31:00Z")).toBe("2022-06-08 07:31 UTC");
    expect(spanText("2022-06-08T00:00:00Z", "2022-06-09T00:00:00Z")).toBe("2022-06-08 (day, UTC)");
    expect(spanText("2022-06-08T07:00:00Z", "2022-06-08T09:30:00Z")).toBe(
      "2022-06-08 07:00 to 2022-06-08 09:30 UTC",
    );
  });
});

describe("scale bar", () => {
  it.each([0.013, 1, 7.7, 152.9, 39135])("is round and fits at %d per pixel", (unit) => {
    const { length, px } = scaleBar(unit);
    expect(px).toBeLessThanOrEqual(130);
    expect(px).toBeGreaterThan(130 / 2.6);
    expect(px * unit).toBeCloseTo(length, 6);
    expect([1, 2, 5]).toContain(Math.round(length / 10 ** Math.floor(Math.log10(length) + 1e-9)));
  });
});

it("of two pictures placed by hand the worse one counts, and unknown is worse than any", () => {
  const by = (position_error: number | null) => ({ placing: {}, position_error });
  expect(worstOffText({ placing: null }, {})).toBeNull();
  expect(worstOffText({}, by(12))).toBe("± 12 m");
  expect(worstOffText(by(12), by(30))).toBe("± 30 m");
  expect(worstOffText(by(30), by(null))).toBe("± unknown");
});

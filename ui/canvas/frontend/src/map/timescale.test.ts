import { describe, expect, it } from "vitest";
import { dragged, snapped, stepped, ticks } from "./timescale";

const span = { begin: 0, end: 1000 };
const brush = { begin: 200, end: 400 };

describe("the brush", () => {
  it("is drawn anew in either direction, but not by a click", () => {
    expect(dragged("new", null, 700, 300, span, 10)).toEqual({ begin: 300, end: 700 });
    expect(dragged("new", brush, 700, 705, span, 10)).toBe(brush);
    expect(dragged("new", null, 700, 705, span, 10)).toBeNull();
  });

  it("moves as a whole and stops at the ends", () => {
    expect(dragged("move", brush, 300, 350, span, 10)).toEqual({ begin: 250, end: 450 });
    expect(dragged("move", brush, 300, 5000, span, 10)).toEqual({ begin: 800, end: 1000 });
    expect(stepped("move", brush, "Home", false, span, 10)).toEqual({ begin: 0, end: 200 });
  });

  it("never turns over", () => {
    expect(dragged("begin", brush, 200, 900, span, 10)).toEqual({ begin: 390, end: 400 });
    expect(dragged("end", brush, 400, 0, span, 10)).toEqual({ begin: 200, end: 210 });
  });

  it("goes by one bar, or by ten", () => {
    expect(stepped("end", brush, "ArrowRight", false, span, 10)!.end).toBe(410);
    expect(stepped("begin", brush, "ArrowLeft", true, span, 10)!.begin).toBe(100);
    expect(stepped("begin", brush, "x", false, span, 10)).toBeNull();
  });
});

describe("snapping", () => {
  it("is to days over months, and never to nothing", () => {
    const year = { begin: 0, end: 365 * 86_400_000 };
    expect(snapped({ begin: 40_000_000, end: 50_000_000 }, year)).toEqual({ begin: 0, end: 86_400_000 });
    expect(snapped({ begin: 86_400_001, end: 400_000_000 }, year)).toEqual({ begin: 86_400_000, end: 432_000_000 });
    expect(snapped({ begin: 3, end: 5 }, { begin: 0, end: 1000 })).toEqual({ begin: 3, end: 5 });
    const day = 86_400_000;
    expect(stepped("end", { begin: 0, end: day }, "ArrowRight", false, year, 10)!.end).toBe(2 * day);
  });
});

describe("ticks", () => {
  const of = (begin: string, end: string, most: number): string[] =>
    ticks({ begin: Date.parse(begin), end: Date.parse(end) }, most).map((t) => t.label);

  it.each([
    ["2015-03-04", "2020-01-02", 8, ["2016", "2017", "2018", "2019", "2020"]],
    ["2022-01-15", "2022-06-15", 6, ["2022-02", "2022-03", "2022-04", "2022-05", "2022-06"]],
    ["2022-01-01T12:00Z", "2022-01-04", 4, ["2022-01-02", "2022-01-03"]],
  ] as const)("from %s to %s, %i at most", (begin, end, most, expected) => {
    expect(of(begin, end, most)).toEqual(expected);
  });

  it("are never more than asked for", () => {
    for (const years of [1, 3, 11, 60]) {
      const end = Date.UTC(1970 + years, 0);
      expect(ticks({ begin: 0, end }, 7).length).toBeLessThanOrEqual(7);
    }
  });
});

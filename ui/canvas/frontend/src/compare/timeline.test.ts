import { describe, expect, it } from "vitest";
import { timeline, type StripScene } from "./timeline";

function scene(day: string): StripScene {
  return { uid: day, id: day, t_begin: `${day}T10:00:00Z`, t_end: null, platform: null, gsd: null, cloud: null, has_picture: true };
}

describe("the line of time", () => {
  it("draws gaps to scale", () => {
    const days = ["2022-06-01", "2022-06-11", "2022-07-11"];
    const [a, b, c] = timeline(days.map(scene), [], 900).marks.map((m) => m.x);
    expect((c! - b!) / (b! - a!)).toBeCloseTo(3, 6);
    expect(a).toBeGreaterThan(0);
    expect(c).toBeLessThan(900);
  });

  it("puts what is near on another lane", () => {
    const days = ["2022-06-08", "2022-06-08", "2022-06-08", "2023-06-08"];
    expect(timeline(days.map(scene), [], 500).marks.map((m) => m.lane)).toEqual([0, 1, 2, 0]);
  });

  it("shades what was reported, a moment too, and an open end to the edge", () => {
    const moment = { begin: "2022-06-05T00:00:00Z", end: "2022-06-05T00:00:00Z" };
    const open = { begin: "2022-06-06T00:00:00Z", end: null };
    const { windows } = timeline([scene("2022-06-01"), scene("2022-06-11")], [moment, open], 500);
    expect(windows[0]!.width).toBe(3);
    expect(windows[1]!.x + windows[1]!.width).toBeCloseTo(500);
  });

  it("has few round ticks however long it is", () => {
    for (const last of ["2022-06-03", "2022-08-01", "2023-06-01", "2035-01-01"]) {
      const { ticks } = timeline([scene("2022-06-01"), scene(last)], [], 800);
      expect(ticks.length).toBeLessThanOrEqual(12);
      expect(ticks.length).toBeGreaterThan(0);
    }
    expect(timeline([], [], 500)).toEqual({ marks: [], windows: [], ticks: [] });
  });
});

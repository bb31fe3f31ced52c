import { describe, expect, it } from "vitest";
import type { TrackScene } from "./api";
import { endsOf, scaleOf, spansOf } from "./scale";

const DAY = 86_400_000;
const day = (n: number): TrackScene => ({ uid: `s${n}`, id: `s${n}`, platform: null, gsd: null, cloud: null, begin_ms: n * DAY, end_ms: n * DAY });
const edtf = (n: number): string => `${new Date(n * DAY).toISOString().slice(0, 19)}Z`;

describe("a line of time", () => {
  it("is to scale: twice the days are twice as far", () => {
    const scale = scaleOf([day(10), day(20), day(40)], 1000);
    const [a, b, c] = [10, 20, 40].map((n) => scale.at(n * DAY));
    expect((c! - b!) / (b! - a!)).toBeCloseTo(2, 6);
    expect(a).toBeGreaterThan(0);
    expect(c).toBeLessThan(1000);
  });

  it("of one image has it in the middle, and none of no images", () => {
    expect(scaleOf([day(10)], 600).at(10 * DAY)).toBeCloseTo(300);
    expect(scaleOf([], 600).ticks).toEqual([]);
  });
});

describe("the spans of a track", () => {
  const scale = scaleOf([day(0), day(10), day(20), day(30)], 900);

  it("lie between the images that bound them", () => {
    const track = { edtf: { appeared: `${edtf(0)}/${edtf(10)}`, present: `${edtf(10)}/${edtf(20)}`, gone: `${edtf(20)}/${edtf(30)}` } };
    const [came, there, went] = spansOf(track, scale);
    expect(came!.x + came!.width).toBeCloseTo(there!.x);
    expect(there!.x + there!.width).toBeCloseTo(went!.x);
    expect([came, there, went].map((s) => s!.open)).toEqual([false, false, false]);
  });

  it("reach a little beyond where nobody knows", () => {
    const track = { edtf: { appeared: `../${edtf(10)}`, present: edtf(10), gone: `${edtf(10)}/..` } };
    const [came, there, went] = spansOf(track, scale, 20);
    expect(came).toMatchObject({ open: true, width: 20 });
    expect(there!.width).toBe(3);
    expect(went).toMatchObject({ open: true, width: 20 });
  });

  it("have ends in ms, null where open", () => {
    expect(endsOf("../1970-01-02T00:00:00Z")).toEqual([null, DAY]);
    expect(endsOf("1970-01-02T00:00:00Z")).toEqual([DAY, DAY]);
  });
});

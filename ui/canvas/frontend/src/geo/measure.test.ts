import { describe, expect, it } from "vitest";
import { polygonArea } from "./area";
import { direct, inverse } from "./geodesic";
import { areaOf, bearingOf, boxOf, cornerError, fitOf, lengthOf, shadowOf, type Viewing } from "./measure";
import { GROUND, pixelRuler } from "./ruler";
import { box, closed, type Point } from "./shapes";
import type { LonLat } from "./unwrap";

const VIEW: Viewing = { gsd: 0.5, off_nadir: 12, sun_azimuth: 140, sun_elevation: 45, placed: null };

// Expected values: PROJ's geodesics (Karney 2013) on WGS 84, computed with pyproj.Geod.
describe("on the ellipsoid", () => {
  it.each<[LonLat[], number, number]>([
    [[[51.20002652478357, 35.10005989260627], [51.20007287617119, 35.09997820085096], [51.19997347525524, 35.099940107387326], [51.199927123790005, 35.100021799105164]], 99.99998839199543, 1e-6],
    [[[-57.99777930650311, -11.993993397350916], [-57.9938985105267, -12.002186154230083], [-58.00222079183387, -12.006006582458799], [-58.006101391136326, -11.997813712439774]], 1000000.002038002, 1e-7],
    [[[151.2637867266055, 89.77481914817432], [55.00185467027315, 89.63689063319062], [-15.237368566603005, 89.58807079488352], [-91.59127101064867, 89.70243739261456]], 2500012717.28125, 1e-5],
    [[[12.441367083176974, 60.595647650381544], [13.182923566087982, 59.777596338948825], [11.574240237917438, 59.402875500603784], [10.801479346048021, 60.21166236097703]], 10000204163.08899, 1e-4],
    [[[-50.061725063290666, -89.99682522569385], [39.82972478437172, -89.9968380307006], [130.06209263575172, -89.99684401953532], [-139.8300923512123, -89.99683119032788]], 249999.96875, 1e-6],
  ])("the area of %j is PROJ's", (ring, area, share) => {
    expect(Math.abs(polygonArea([closed(ring) as LonLat[]]) / area - 1)).toBeLessThan(share);
  });

  it.each<[LonLat, LonLat, number, number]>([
    [[51.2, 35.1], [51.2003, 35.0998], 35.22104631349349, 129.04840622437638],
    [[179.999, -16], [-179.999, -16.001], 240.9783335643794, 117.3361588532092],
    [[10, 89.99], [-120, 89.995], 1536.6703325628266, 360 - 16.164880272936728],
  ])("%j to %j", (a, b, metres, azimuth) => {
    const found = inverse(a, b);
    expect(found.metres).toBeCloseTo(metres, 6);
    expect(found.azimuth).toBeCloseTo(azimuth, 5);
  });

  it("an area across 180 degrees is that of the same shape elsewhere", () => {
    const at = (lon: number): LonLat[] =>
      [20, 110, 200, 290].map((turn) => direct([lon, -16], turn, 141.4)) as LonLat[];
    expect(polygonArea([at(180)])).toBeCloseTo(polygonArea([at(7)]), 3);
  });

  it("a hole is not part of an area", () => {
    const square = (r: number): LonLat[] => [45, 135, 225, 315].map((t) => direct([5, 50], t, r));
    const whole = polygonArea([square(100)]);
    expect(polygonArea([square(100), square(50)])).toBeCloseTo(whole * 0.75, 2);
  });
});

describe("errors", () => {
  const line = (metres: number, azimuth = 130): Point[] => [[15, 45], direct([15, 45], azimuth, metres)];

  it("of a length are pointing, rounding and lean in squares", () => {
    const found = lengthOf(GROUND, line(16), VIEW);
    const pointing = 2 * 0.5;
    const rounding = (1.96 / Math.sqrt(12)) * Math.SQRT2 * 0.5;
    const lean = 1.6 * Math.tan((12 * Math.PI) / 180);
    expect(found.value).toBeCloseTo(16, 6);
    expect(found.error).toBeCloseTo(Math.hypot(pointing, rounding, lean), 9);
    expect(found.unknown).toEqual(["georeferencing"]);
  });

  it("of a placed picture grow with the length", () => {
    const placed = { error: 3, over: 1000 };
    const near = lengthOf(GROUND, line(100), { ...VIEW, placed });
    const far = lengthOf(GROUND, line(1000), { ...VIEW, placed });
    expect(near.unknown).toEqual([]);
    expect(far.error!).toBeGreaterThan(3 * Math.SQRT2);
    expect(near.error!).toBeLessThan(2);
  });

  it("are unknown without a pixel size, and what is unknown is named", () => {
    const found = lengthOf(GROUND, line(16), { ...VIEW, gsd: null });
    expect(found).toMatchObject({ error: null, unknown: ["pixel size"] });
    expect(lengthOf(GROUND, line(16), { ...VIEW, off_nadir: null }).unknown).toEqual(["off-nadir angle", "georeferencing"]);
  });

  it("of a point in the middle of a straight line do not count", () => {
    const through = [line(8)[0]!, line(8)[1]!, line(16)[1]!];
    expect(lengthOf(GROUND, through, VIEW).error).toBeCloseTo(lengthOf(GROUND, line(16), VIEW).error!, 3);
  });

  it("of an area are those of corners that move alone", () => {
    const square = closed(box([0, 0], [40, 40]));
    const found = areaOf(pixelRuler(null), [square], VIEW);
    // Four corners, each across a diagonal of 40 * sqrt(2).
    const corner = cornerError(pixelRuler(null), VIEW)!;
    expect(found.value).toBe(1600);
    expect(found.error).toBeCloseTo(corner * 0.5 * Math.sqrt(4) * 40 * Math.SQRT2, 9);
  });

  it("hold for 95 of 100 lines whose ends are off at random", () => {
    // Ends off by the pointing error (95 %) and anywhere in their pixel.
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const ruler = pixelRuler(null);
    const sigma = 2 / Math.SQRT2 / 1.96;
    let inside = 0;
    for (let n = 0; n < 4000; n++) {
      const end = (x: number, y: number): Point => [x + sigma * normal() + random() - 0.5, y + sigma * normal() + random() - 0.5];
      const { value, error } = lengthOf(ruler, [end(0, 0), end(60, 30)], VIEW);
      if (Math.abs(value - Math.hypot(60, 30)) <= error!) inside++;
    }
    expect(inside / 4000).toBeGreaterThan(0.93);
    expect(inside / 4000).toBeLessThan(0.97);
  });
});

describe("a box", () => {
  it("has a longer and a shorter side and an axis", () => {
    const a: LonLat = [15, 45];
    const b = direct(a, 60, 16);
    const c = direct(b, 150, 8);
    const d = direct(a, 150, 8);
    const { long, short, axis } = boxOf(GROUND, closed([a, b, c, d]), VIEW);
    expect(long.value).toBeCloseTo(16, 4);
    expect(short.value).toBeCloseTo(8, 4);
    expect(bearingOf(GROUND, axis, VIEW)!.value).toBeCloseTo(60, 4);
  });
});

describe("a shadow", () => {
  const to = (azimuth: number, metres: number): Point[] => [[15, 45], direct([15, 45], azimuth, metres)];

  it("is as long as its object is high at 45 degrees, away from the sun", () => {
    const found = shadowOf(GROUND, to(320, 12), VIEW)!;
    expect(found.height.value).toBeCloseTo(12, 5);
    expect(found.off).toBeCloseTo(0, 4);
    expect(found.fits).toBe(true);
  });

  it("may be drawn from its tip", () => {
    expect(shadowOf(GROUND, to(140, 12), VIEW)!.fits).toBe(true);
  });

  it("that points elsewhere is none", () => {
    const found = shadowOf(GROUND, to(50, 40), VIEW)!;
    expect(found.off).toBeCloseTo(90, 3);
    expect(found.fits).toBe(false);
  });

  it("needs a sun and metres", () => {
    expect(shadowOf(GROUND, to(320, 12), { ...VIEW, sun_elevation: null })).toBeNull();
    expect(shadowOf(GROUND, to(320, 12), { ...VIEW, sun_elevation: -3 })).toBeNull();
    expect(shadowOf(pixelRuler(null), [[0, 0], [3, 4]], VIEW)).toBeNull();
    expect(shadowOf(GROUND, to(320, 12), { ...VIEW, sun_azimuth: null })!.fits).toBeNull();
  });
});

describe("a typical size", () => {
  const male = { length_m: 16, width_m: 8 };
  const of = (value: number, error: number | null): ReturnType<typeof fitOf> => fitOf({ value, error, unknown: [] }, male);

  it("is compared with the side that is nearer", () => {
    expect(of(15.8, 0.6)).toMatchObject({ what: "length", typical: 16, fits: true });
    expect(of(8.5, 0.6)).toMatchObject({ what: "width", fits: true });
    expect(of(25, 0.6)).toMatchObject({ what: "length", fits: false });
  });

  it("is neither met nor missed where the error is unknown", () => {
    expect(of(15.8, null)!.fits).toBeNull();
    expect(fitOf({ value: 3, error: 1, unknown: [] }, { length_m: null, width_m: null })).toBeNull();
  });
});

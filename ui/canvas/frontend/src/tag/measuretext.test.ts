import { expect, it } from "vitest";
import { direct } from "../geo/geodesic";
import { measuresOf, plusMinus } from "./measuretext";

const SCENE = { gsd: 0.5, off_nadir: 12, sun_azimuth: 140, sun_elevation: 45 };
const MALE = { path: "Aircraft/UAV/MALE", length_m: 16, width_m: 8 };
const line = (azimuth: number, metres: number): { kind: string; geometry: unknown; pixels: null } => ({
  kind: "line",
  geometry: { type: "LineString", coordinates: [[15, 45], direct([15, 45], azimuth, metres)] },
  pixels: null,
});

it.each([
  [15.8123, 0.52, "m", "15.8 ± 0.5 m"],
  [1234.4, 3.2, "m", "1,234 ± 3 m"],
  [15.8, null, "m", "15.8 m (error unknown)"],
  [1_250_000, 12_000, "m²", "1.250 ± 0.012 km²"],
  [37.26, 1.8, "°", "37.3 ± 1.8°"],
  [12_345.6, 40, "m", "12.35 ± 0.04 km"],
])("%d ± %d %s", (value, error, unit, text) => {
  expect(plusMinus(value, error, unit)).toBe(text);
});

it("a drawn span is compared with its class", () => {
  const { rows, note } = measuresOf(line(40, 15.8), SCENE, MALE)!;
  expect(rows).toContainEqual({ name: "Typical", text: "MALE length 16 m: fits", mark: "fits" });
  expect(rows[0]).toEqual({ name: "Length", text: "15.8 ± 1.1 m" });
  expect(note).toBe("Not in the error, as unknown: georeferencing.");
  const long = measuresOf(line(40, 30), SCENE, MALE)!.rows;
  expect(long).toContainEqual({ name: "Typical", text: "MALE length 16 m: 87 % longer", mark: "differs" });
});

it("a line the way shadows fall tells a height; another one does not", () => {
  const names = (azimuth: number): string[] => measuresOf(line(azimuth, 60), SCENE, MALE)!.rows.map((r) => r.name);
  expect(names(320)).toContain("If a shadow");
  expect(names(230)).not.toContain("If a shadow");
  const shadow = { path: "Shadow", length_m: null, width_m: null };
  const wrong = measuresOf(line(230, 60), SCENE, shadow)!.rows;
  expect(wrong).toContainEqual({ name: "Direction", text: "90° off the sun: not its shadow", mark: "differs" });
  const dark = measuresOf(line(230, 60), { ...SCENE, sun_elevation: null }, shadow)!.rows;
  expect(dark).toContainEqual({ name: "Height", text: "not known: the sun's elevation is unknown" });
});

it("a picture without place or pixel size is measured in pixels, and says so", () => {
  const pixels = [[[0, 0], [40, 0], [40, 20], [0, 20], [0, 0]]];
  const bare = measuresOf({ kind: "obox", geometry: null, pixels }, { ...SCENE, gsd: null }, MALE)!;
  expect(bare.rows[0]!.text).toBe("40 ± 2 px");
  expect(bare.note).toContain("In pixels");
  expect(bare.rows.some((r) => r.name === "Typical")).toBe(false);
  const sized = measuresOf({ kind: "obox", geometry: null, pixels }, SCENE, MALE)!;
  expect(sized.rows[0]!.text).toBe("20.0 ± 1.2 m");
  expect(sized.note).toContain("no place");
});

it("a point and a tile have no measures", () => {
  expect(measuresOf({ kind: "point", geometry: { type: "Point", coordinates: [1, 2] }, pixels: null }, SCENE, null)).toBeNull();
});

it("what is drawn on a picture placed by hand is as far off as the picture", () => {
  const placing = { points: [{ lon: 15, lat: 45 }, { lon: 15.01, lat: 45 }, { lon: 15, lat: 45.01 }] } as never;
  const point = { kind: "point", geometry: { type: "Point", coordinates: [15, 45] }, pixels: null };
  expect(measuresOf(point, { ...SCENE, placing, position_error: 12.4 }, null)!.rows).toEqual([{ name: "Place", text: "± 12 m" }]);
  const long = measuresOf(line(40, 30), { ...SCENE, placing, position_error: null }, MALE)!;
  expect(long.rows.at(-1)).toEqual({ name: "Place", text: "± unknown" });
  expect(measuresOf({ ...point, geometry: null }, { ...SCENE, placing, position_error: 12 }, null)).toBeNull();
});

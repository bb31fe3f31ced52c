import { expect, it } from "vitest";
import { frameOf } from "../geo/grids";
import { northAngle } from "./compass";
import { valuesText } from "./probe";

it("values are short, and what is not valid is a dash", () => {
  const values = [
    { name: "red", label: "", value: 210 },
    { name: "nir", label: "", value: 0.123456 },
    { name: "x", label: "", value: null },
  ];
  expect(valuesText({ mgrs: "33TWN0023599758", values })).toBe(
    "33TWN 00235 99758 · red 210 · nir 0.1235 · x –",
  );
  const many = Array.from({ length: 9 }, (_, n) => ({ name: `b${n}`, label: "", value: n }));
  expect(valuesText({ mgrs: null, values: many })).toMatch(/b5 5 · \+3$/);
});

it("north is up in Mercator and turns round the pole", () => {
  const mercator = frameOf("WebMercatorQuad", [1, 1]);
  expect(northAngle(mercator, mercator.toView([15, 45]))).toBeCloseTo(0, 5);
  const arctic = frameOf("UPSArcticWGS84Quad", [1, 1]);
  for (const [lon, angle] of [[0, 0], [90, 90], [-90, -90]] as const) {
    const found = northAngle(arctic, arctic.toView([lon, 85]))!;
    // At longitude 0, below the pole on the map, north is up.
    expect(Math.abs(found)).toBeCloseTo(Math.abs(angle), 3);
  }
  expect(northAngle(frameOf("pixels", [10, 10]), [1, -1])).toBeNull();
});

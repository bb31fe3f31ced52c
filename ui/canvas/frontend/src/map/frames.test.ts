import { expect, it } from "vitest";
import { fromLonLat } from "ol/proj";
import { frame, isFrameName } from "./frames";

// By PROJ, in metres.
it.each([
  ["arctic", [-45, 70], [0, -2187927.6]],
  ["arctic", [30, 80], [1048918.5, -281056.9]],
  ["antarctic", [90, -75], [1638783.2, 0]],
] as const)("%s places %s as PROJ does", (name, place, expected) => {
  const [x, y] = frame(name).toView(place);
  expect(Math.hypot(x - expected[0], y - expected[1])).toBeLessThan(2);
  const back = frame(name).fromView([x, y]);
  expect(back[1]).toBeCloseTo(place[1], 6);
});

it.each([[0, 0], [-179.5, 84.9], [12.25, -33.3], [190, 60]])("mercator places %s, %s as OpenLayers does", (lon, lat) => {
  const [x, y] = frame("mercator").toView([lon, lat]);
  const [a, b] = fromLonLat([lon, lat]) as [number, number];
  expect(Math.hypot(x - a, y - b)).toBeLessThan(1e-6);
});

it("knows its names and what it can draw", () => {
  expect(isFrameName("arctic")).toBe(true);
  expect(isFrameName("globe")).toBe(false);
  expect(frame("arctic").holds(-10)).toBe(false);
  expect(frame("antarctic").holds(-10)).toBe(true);
});

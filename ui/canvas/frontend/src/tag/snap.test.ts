import Feature from "ol/Feature";
import type OlMap from "ol/Map";
import { fromExtent } from "ol/geom/Polygon";
import VectorSource from "ol/source/Vector";
import { expect, it } from "vitest";
import { Snap } from "./snap";

const map = { getView: () => ({ getResolution: () => 1 }) } as unknown as OlMap;

it("corners win over sides, far things and the shape itself do not count", () => {
  const feature = new Feature(fromExtent([0, 0, 100, 100]));
  feature.setId("a");
  const snap = new Snap(map, new VectorSource({ features: [feature] }));
  expect(snap.to([2, 3])).toEqual([2, 3]);
  snap.on = true;
  expect(snap.to([2, 3])).toEqual([0, 0]);
  expect(snap.to([50, -4])).toEqual([50, 0]);
  expect(snap.to([50, 40])).toEqual([50, 40]);
  expect(snap.to([2, 3], "a")).toEqual([2, 3]);
});

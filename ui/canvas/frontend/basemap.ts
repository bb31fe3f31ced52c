/** Build step: Natural Earth countries (world-atlas, 1:50m) as compact, planar rings. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import { encodeRing, unwrapPolygon } from "./src/geo/unwrap.ts";

type Topology = Parameters<typeof feature>[0];

/** Source text of the module "virtual:basemap": [name, polygons of delta-coded rings] rows. */
export function basemapModule(): string {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const topology = JSON.parse(readFileSync(path, "utf8")) as Topology;
  const countries = feature(topology, topology.objects["countries"]!);
  const list = countries.type === "FeatureCollection" ? countries.features : [countries];
  const rows = list.map((country) => [
    String(country.properties?.["name"] ?? ""),
    polygonsOf(country.geometry as Polygon | MultiPolygon).map((rings) =>
      unwrapPolygon(rings).map(encodeRing),
    ),
  ]);
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(rows))});`;
}

function polygonsOf(geometry: Polygon | MultiPolygon): Position[][][] {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

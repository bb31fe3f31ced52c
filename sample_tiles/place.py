"""From the local plane and other map grids to longitude and latitude (WGS 84, degrees)."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from pyproj import Transformer
from shapely.affinity import translate
from shapely.geometry import Polygon, box, mapping
from shapely.ops import unary_union

from sample_tiles.story import EPSG, ORIGIN


@cache
def _transformer(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, 4326, always_xy=True)


def lon_lat(x: float, y: float, epsg: int = EPSG) -> tuple[float, float]:
    """Of local metres, or of (x, y) in another grid."""
    if epsg == EPSG:
        x, y = x + ORIGIN[0], y + ORIGIN[1]
    lon, lat = _transformer(epsg).transform(x, y)
    return float(lon), float(lat)


def _convergence() -> float:
    """Grid north minus true north over the airfield: (lon - meridian) x sin(lat)."""
    lon, lat = lon_lat(0, 0)
    return (lon + 159.0) * math.sin(math.radians(lat))


CONVERGENCE_DEG = _convergence()


def footprint(ring: list[tuple[float, float]], epsg: int = EPSG) -> dict[str, Any]:
    """GeoJSON of a polygon in map metres: edges in eighths, split at 180 degrees."""
    points = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        points += [lon_lat(x0 + (x1 - x0) * i / 8, y0 + (y1 - y0) * i / 8, epsg) for i in range(8)]
    if max(p[0] for p in points) - min(p[0] for p in points) < 180:
        return _rounded(mapping(Polygon(points)))
    around = Polygon([(lon % 360, lat) for lon, lat in points])
    parts = [around & box(0, -90, 180, 90), translate(around & box(180, -90, 360, 90), -360)]
    return _rounded(mapping(unary_union(parts)))


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def walk(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 7)
        return [walk(v) for v in value]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def bbox(geometry: dict[str, Any]) -> list[float]:
    """West, south, east, north; west > east where it is split at 180 degrees (RFC 7946)."""
    rings = geometry["coordinates"]
    parts = [rings] if geometry["type"] == "Polygon" else rings
    boxes = []
    for part in parts:
        lons, lats = [p[0] for p in part[0]], [p[1] for p in part[0]]
        boxes.append((min(lons), min(lats), max(lons), max(lats)))
    if len(boxes) == 1:
        return list(boxes[0])
    east_side = min(boxes, key=lambda b: b[0])  # touches -180
    west_side = max(boxes, key=lambda b: b[0])  # touches +180
    lats = [b[1] for b in boxes] + [b[3] for b in boxes]
    return [west_side[0], min(lats), east_side[2], max(lats)]

"""Metres and square metres of geometries whose edges are straight in longitude and latitude."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.affinity import translate
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from catalogue.errors import InvalidGeometry

Coords = NDArray[np.float64]

GEOD = Geod(ellps="WGS84")
A_M = float(GEOD.a)
B_M = float(GEOD.b)
_E2 = float(GEOD.es)
_E = math.sqrt(_E2)
# Gauss-Legendre: with 16 nodes per <= 30 degrees of latitude the integral is exact to rounding.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def area_m2(geometry: BaseGeometry) -> float:
    """Area in m² on the ellipsoid, of the polygons in `geometry` (0 without any).

    Exact for edges straight in lon/lat: the integral of F(lat) d lon round each ring, where F
    is the area from the equator to a latitude, a²/2 times Snyder's q (Map Projections: A
    Working Manual, USGS PP 1395, equation 3-12), along every edge by Gauss-Legendre.
    """
    total = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection":
            total += area_m2(part)
        elif part.geom_type == "Polygon" and not part.is_empty:
            total += _ring_area(shapely.get_coordinates(part.exterior))
            total -= sum(_ring_area(shapely.get_coordinates(ring)) for ring in part.interiors)
    return total


def _ring_area(ring: Coords) -> float:
    pieces = int(np.ceil(np.abs(np.diff(ring[:, 1])).max() / 30.0))
    if pieces > 1:
        ring = _split_evenly(ring, pieces)
    lon = np.radians(ring[:, 0])
    lat = np.radians(ring[:, 1])
    middle = (lat[1:] + lat[:-1]) / 2
    half = (lat[1:] - lat[:-1]) / 2
    # Measured from one latitude of the ring, so that small rings keep their digits.
    below = area_below(middle[:, None] + half[:, None] * _NODES) - area_below(lat[:1])
    mean = (below * _WEIGHTS).sum(axis=1) / 2
    return abs(float((mean * np.diff(lon)).sum()))


def area_below(lat: Coords) -> Coords:
    """m² per radian of longitude between the equator and `lat` (radians)."""
    sin = np.sin(lat)
    q = sin / (1 - _E2 * sin**2) + np.arctanh(_E * sin) / _E
    return np.asarray(A_M**2 * (1 - _E2) / 2 * q, dtype=np.float64)


def _split_evenly(path: Coords, pieces: int) -> Coords:
    share = np.arange(pieces) / pieces
    start, step = path[:-1], np.diff(path, axis=0)
    inner = start[:, None, :] + step[:, None, :] * share[None, :, None]
    return np.vstack([inner.reshape(-1, 2), path[-1:]])


def densify(path: Coords, counts: NDArray[np.int64]) -> Coords:
    """The path with edge i cut into counts[i] equal pieces, straight in lon/lat."""
    edge = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(edge)) - first) / counts[edge]
    inner = path[edge] + (path[edge + 1] - path[edge]) * share[:, None]
    return np.vstack([inner, path[-1:]])


def by_degrees(path: Coords, step_deg: float) -> Coords:
    """The path with no edge longer than `step_deg` in longitude or latitude."""
    longest = np.abs(np.diff(path, axis=0)).max(axis=1)
    return densify(path, np.maximum(1, np.ceil(longest / step_deg)).astype(np.int64))


def length_m(geometry: BaseGeometry) -> float:
    """Length in metres of the lines in `geometry`, whose edges are straight in lon/lat.

    Edges are cut to 0.1 degrees and measured as geodesics: short by less than 2e-6 below 85
    degrees of latitude.
    """
    total = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection":
            total += length_m(part)
        elif part.geom_type in ("LineString", "LinearRing"):
            path = by_degrees(shapely.get_coordinates(part), 0.1)
            total += float(GEOD.line_length(path[:, 0], path[:, 1]))
    return total


def distance_m(footprint: BaseGeometry, lon: float, lat: float) -> float:
    """Geodesic metres from a position to the nearest point of `footprint`; 0 inside it.

    Exact to about 1 m: every edge is cut to a quarter of a degree, and the nearest pieces are
    cut again, each time 16-fold, until they are shorter than that.
    """
    if contains_point(footprint, lon, lat):
        return 0.0
    starts, ends = _segments(footprint)
    best = math.inf
    for _ in range(5):
        reach = _from(lon, lat, np.vstack([starts, ends]))
        near_a, near_b = np.split(reach, 2)
        best = min(best, float(reach.min()))
        length = np.asarray(GEOD.inv(*starts.T, *ends.T)[2], dtype=np.float64)
        # An edge straight in lon/lat bends away from the geodesic by less than its length.
        possible = np.minimum(near_a, near_b) - length <= best
        order = np.argsort(np.minimum(near_a, near_b) - length / 2)
        keep = order[possible[order]][:4096]
        if float(length[keep].max(initial=0.0)) < 1.0:
            break
        starts, ends = _cut(starts[keep], ends[keep], 16)
    return best


def gap_m(footprint: BaseGeometry, geometry: BaseGeometry) -> float:
    """Metres between a footprint and a place, 0 where they meet.

    From the place's nearest point in degrees, on either side of 180, so for a line or an area a
    little too much; exact for a point.
    """
    if geometry.geom_type == "Point":
        return distance_m(footprint, float(geometry.x), float(geometry.y))
    nearest = []
    for turn in (-360.0, 0.0, 360.0):
        _, point = nearest_points(translate(footprint, xoff=turn), geometry)
        nearest.append(distance_m(footprint, float(point.x), float(point.y)))
    return min(nearest)


def _segments(geometry: BaseGeometry) -> tuple[Coords, Coords]:
    starts, ends = [], []
    for path in paths(geometry):
        fine = by_degrees(path, 0.25) if len(path) > 1 else np.vstack([path, path])
        starts.append(fine[:-1])
        ends.append(fine[1:])
    if not starts:
        raise InvalidGeometry("there is no distance to an empty geometry; give it a footprint.")
    return np.vstack(starts), np.vstack(ends)


def _cut(starts: Coords, ends: Coords, pieces: int) -> tuple[Coords, Coords]:
    share = np.arange(pieces + 1)[None, :, None] / pieces
    points = starts[:, None, :] + (ends - starts)[:, None, :] * share
    return points[:, :-1].reshape(-1, 2), points[:, 1:].reshape(-1, 2)


def _from(lon: float, lat: float, points: Coords) -> Coords:
    n = len(points)
    return np.asarray(
        GEOD.inv(np.full(n, lon), np.full(n, lat), points[:, 0], points[:, 1])[2],
        dtype=np.float64,
    )


def paths(geometry: BaseGeometry) -> list[Coords]:
    """The coordinates of every ring, line and point of a geometry."""
    found: list[Coords] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            found += [shapely.get_coordinates(part.exterior)]
            found += [shapely.get_coordinates(ring) for ring in part.interiors]
        elif part.geom_type == "GeometryCollection":
            found += paths(part)
        else:
            found.append(shapely.get_coordinates(part))
    return [path for path in found if len(path)]


def contains_point(geometry: BaseGeometry, lon: float, lat: float) -> bool:
    """True when the position lies in or on the geometry, on either side of 180 degrees.

    A pole has every longitude.
    """
    if abs(lat) == 90.0:
        _, south, _, north = geometry.bounds
        return bool(north == 90.0 if lat > 0 else south == -90.0)
    if geometry.intersects(Point(lon, lat)):
        return True
    return abs(lon) == 180.0 and bool(geometry.intersects(Point(-lon, lat)))


def representative_point(geometry: BaseGeometry) -> tuple[float, float]:
    """(lon, lat) of a point that surely lies in or on the geometry: in its largest part."""
    if geometry.is_empty:
        raise InvalidGeometry("an empty geometry has no point; give it a place.")
    parts = shapely.get_parts(geometry)
    largest = max(parts, key=lambda part: (part.area, part.length))
    point = largest.representative_point()
    return float(point.x), float(point.y)

"""An area or a line, grown by a distance in metres."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.boxes import FARTHEST_M, WORLD
from catalogue.space.measure import A_M, GEOD, by_degrees, densify, paths
from catalogue.space.normal import normal_polygon
from catalogue.space.rings import Pole, valid

Coords = NDArray[np.float64]

# Within this far of its centre, a map keeps distances to 0.005 %.
_CHUNK_M = 100_000.0
# Round a corner of the outline, at most 0.03 % too far.
_QUARTER_CORNERS = 32
# What an edge may move by when it is drawn straight on the other map: a share of the distance.
_CHORD_TOLERANCE = 2e-4
_LEAST_CHORD_M = 0.5


def grown(geometry: BaseGeometry, distance_m: float) -> BaseGeometry:
    """All that lies within `distance_m` metres of a geometry in normal form, in normal form.

    The outline is cut into stretches of some 100 km; each is grown in azimuthal equidistant
    coordinates about its own middle. So it is right at poles, across 180 degrees and for areas
    of any size, to 0.1 % of the distance (1 m at least).

    Raises InvalidGeometry for a distance of 0 or less.
    """
    if not distance_m > 0:
        raise InvalidGeometry(f"a geometry cannot be grown by {distance_m} m; give more than 0.")
    return _grown(shapely.to_wkb(geometry), distance_m)


@lru_cache(maxsize=64)
def _grown(wkb: bytes, distance_m: float) -> BaseGeometry:
    # One place is held against many scenes: worth keeping.
    geometry = shapely.from_wkb(wkb)
    if distance_m >= FARTHEST_M / 2:
        return shapely.box(*WORLD)
    found = [_stretch_grown(stretch, distance_m) for stretch in _stretches(geometry, distance_m)]
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        found.append(geometry)
    merged: BaseGeometry = shapely.orient_polygons(valid(shapely.union_all(found)))
    return merged


def _stretches(geometry: BaseGeometry, distance_m: float) -> Iterator[Coords]:
    """The outline in pieces, each within about _CHUNK_M of its middle."""
    for path in paths(geometry):
        fine = _straight(by_degrees(path, 0.25), distance_m) if len(path) > 1 else path
        if len(fine) == 1:
            yield fine
            continue
        steps = GEOD.inv(*fine[:-1].T, *fine[1:].T)[2]
        chunk = (np.cumsum(steps) // (1.8 * _CHUNK_M)).astype(np.int64)
        for first in np.unique(chunk):
            edges = np.flatnonzero(chunk == first)
            yield fine[edges[0] : edges[-1] + 2]


def _straight(path: Coords, distance_m: float) -> Coords:
    """Cut so that each edge, straight in lon/lat, is straight on a map round it too.

    Of `x` radians of longitude and `y` of latitude, it bends by R sin(lat) (x² cos(lat) / 8
    + x y / 4): aslant at 74 degrees, 12 km by 7 m.
    """
    x, y = np.abs(np.radians(np.diff(path, axis=0))).T
    lat = np.abs(np.radians(path[:, 1]))
    high, low = np.maximum(lat[1:], lat[:-1]), np.minimum(lat[1:], lat[:-1])
    bend = A_M * np.sin(high) * (x * x * np.cos(low) / 8 + x * y / 4)
    pieces = np.ceil(np.sqrt(bend / max(_CHORD_TOLERANCE * distance_m, _LEAST_CHORD_M)))
    return densify(path, np.maximum(1, pieces).astype(np.int64))


def _stretch_grown(path: Coords, distance_m: float) -> BaseGeometry:
    lon, lat = (float(v) for v in path[len(path) // 2])
    n = len(path)
    azimuth, _, reach = GEOD.inv(np.full(n, lon), np.full(n, lat), path[:, 0], path[:, 1])
    angle = np.radians(azimuth)
    local = np.column_stack([reach * np.sin(angle), reach * np.cos(angle)])
    line = LineString(local) if n > 1 else shapely.Point(local[0])
    outside = distance_m / math.cos(math.pi / (4 * _QUARTER_CORNERS))
    buffer = line.buffer(outside, quad_segs=_QUARTER_CORNERS)
    # All of one line is one piece; beside it GEOS may leave dust, where the line is far shorter
    # than the distance.
    around = max(shapely.get_parts(buffer), key=shapely.area)
    to_pole = float(GEOD.inv(lon, lat, lon, math.copysign(90.0, lat))[2])
    pole: Pole = "north" if lat >= 0 else "south"
    at_pole = np.array([0.0, to_pole if pole == "north" else -to_pole])
    rings = [
        _to_globe(_fine(shapely.get_coordinates(ring), at_pole, distance_m), lon, lat)
        for ring in (around.exterior, *around.interiors)
    ]
    return normal_polygon(Polygon(rings[0], rings[1:]), short_edges=True, pole=pole)


def _fine(ring: Coords, pole: Coords, distance_m: float) -> Coords:
    """Edges halved until, drawn straight in lon/lat, they move by less than 0.02 % of the distance.

    Near a pole that takes short ones: an edge of s metres, p metres from it, bends by s² / 8p.
    """
    for _ in range(30):
        a, b = ring[:-1], ring[1:]
        length = np.hypot(*(b - a).T)
        clear = np.minimum(np.hypot(*(a - pole).T), np.hypot(*(b - pole).T)) - length / 2
        most = np.sqrt(8 * _CHORD_TOLERANCE * distance_m * np.clip(clear, distance_m / 4, A_M))
        long = np.flatnonzero(length > most)
        if not len(long):
            break
        ring = np.insert(ring, long + 1, (a[long] + b[long]) / 2, axis=0)
    return ring


def _to_globe(local: Coords, lon: float, lat: float) -> Coords:
    azimuth = np.degrees(np.arctan2(local[:, 0], local[:, 1]))
    n = len(local)
    x, y, _ = GEOD.fwd(
        np.full(n, lon), np.full(n, lat), azimuth, np.hypot(local[:, 0], local[:, 1])
    )
    globe = np.column_stack([x, y])
    globe[-1] = globe[0]
    return globe

"""Lon/lat boxes that surely contain a geometry or a geodesic disc, and the disc as a polygon."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.measure import A_M, B_M, GEOD
from catalogue.space.normal import normal_polygon
from catalogue.space.rings import Pole

Box = tuple[float, float, float, float]
"""(west, south, east, north) in degrees, west <= east: never across 180."""

MAX_BOXES = 4
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)
# Half a meridian: the farthest that two points can be apart, pole to pole.
FARTHEST_M = 20_003_931.46
_PAD_DEG = 1e-9


def boxes(geometry: BaseGeometry) -> tuple[Box, ...]:
    """At most four boxes, sorted, that together contain the geometry in normal form.

    One for each part (so one on each side of 180 degrees); parts are taken together across the
    narrowest gaps in longitude where there are more. A part that reaches a pole, which has
    every longitude, gets the full width.
    """
    parts = sorted(_widened(part.bounds) for part in shapely.get_parts(geometry))
    if len(parts) <= MAX_BOXES:
        return tuple(dict.fromkeys(parts))
    groups: list[Box] = []
    for box in parts:
        if groups and box[0] <= groups[-1][2]:
            groups[-1] = _around(groups[-1], box)
        else:
            groups.append(box)
    while len(groups) > MAX_BOXES:
        gaps = [groups[i + 1][0] - groups[i][2] for i in range(len(groups) - 1)]
        i = int(np.argmin(gaps))
        groups[i : i + 2] = [_around(groups[i], groups[i + 1])]
    return tuple(groups)


def grown_boxes(geometry: BaseGeometry, by_m: float) -> tuple[Box, ...]:
    """Boxes that surely contain all within `by_m` metres of a geometry in normal form, sorted.

    Of 0 metres too: what lies on 180 degrees or on a pole is held on both sides, at every
    longitude, as it is one place. Boxes that others contain are left out.
    """
    found: set[Box] = set()
    for box in boxes(geometry):
        found.update(_grown_box(box, by_m))
    kept = [b for b in found if not any(_around(a, b) == a for a in found if a != b)]
    return tuple(sorted(kept))


def _grown_box(box: Box, by_m: float) -> tuple[Box, ...]:
    """A degree of longitude is shortest where the box is farthest from the equator."""
    west, south, east, north = box
    if by_m >= FARTHEST_M / 2:
        return (WORLD,)
    south = min(b[1] for b in disc_boxes(0.0, south, by_m))
    north = max(b[3] for b in disc_boxes(0.0, north, by_m))
    if south <= -90.0 or north >= 90.0:
        return ((-180.0, max(south, -90.0), 180.0, min(north, 90.0)),)
    farthest = max(abs(box[1]), abs(box[3]))
    half = max(b[2] for b in disc_boxes(0.0, farthest, by_m))
    return split_box(west - half, south, east + half, north)


def _widened(bounds: Box) -> Box:
    west, south, east, north = (float(v) for v in bounds)
    if north >= 90.0 or south <= -90.0:
        return (-180.0, south, 180.0, north)
    return (west, south, east, north)


def _around(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def check_disc(lon: float, lat: float, radius_m: float) -> None:
    """Raise InvalidGeometry unless this is a disc on the globe."""
    for name, value, limit in (("longitude", lon, 180.0), ("latitude", lat, 90.0)):
        if not math.isfinite(value) or abs(value) > limit:
            raise InvalidGeometry(f"{name} {value} of the disc lies beyond ±{limit:g} degrees.")
    if not math.isfinite(radius_m) or radius_m < 0:
        raise InvalidGeometry(f"radius {radius_m} m of the disc must be a number of at least 0.")


def disc_boxes(lon: float, lat: float, radius_m: float) -> tuple[Box, ...]:
    """One or two boxes that surely contain the geodesic disc (degrees; metres).

    Geodesics are great circles on the auxiliary sphere of reduced latitudes, where an arc is at
    most radius / b long and a difference of longitude at least the true one (Karney, Algorithms
    for geodesics, 2013): so the box of that great-circle cap is never too small.
    """
    check_disc(lon, lat, radius_m)
    arc = radius_m / B_M
    if arc >= math.pi:
        return (WORLD,)
    reduced = math.atan2(B_M * math.sin(math.radians(lat)), A_M * math.cos(math.radians(lat)))
    south, north = _geodetic(reduced - arc) - _PAD_DEG, _geodetic(reduced + arc) + _PAD_DEG
    if south <= -90.0 or north >= 90.0:
        return ((-180.0, max(south, -90.0), 180.0, min(north, 90.0)),)
    half = math.degrees(math.asin(min(1.0, math.sin(arc) / math.cos(reduced)))) + _PAD_DEG
    return split_box(lon - half, south, lon + half, north)


def split_box(west: float, south: float, east: float, north: float) -> tuple[Box, ...]:
    """A box whose longitudes may run beyond ±180, as boxes within it."""
    if east - west >= 360.0:
        return ((-180.0, south, 180.0, north),)
    if west < -180.0:
        return ((-180.0, south, east, north), (west + 360.0, south, 180.0, north))
    if east > 180.0:
        return ((-180.0, south, east - 360.0, north), (west, south, 180.0, north))
    return ((west, south, east, north),)


def _geodetic(reduced: float) -> float:
    """Geodetic latitude in degrees of a reduced one in radians; beyond a pole: ±90."""
    if abs(reduced) >= math.pi / 2:
        return math.copysign(90.0, reduced)
    return math.degrees(math.atan(math.tan(reduced) * A_M / B_M))


def disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """The geodesic disc as (Multi)Polygon in normal form, for maps and files.

    A circumscribed 128-gon (512 where a pole is near, so that edges straight in lon/lat stay
    outside the disc): it holds the disc and at most 0.1 % of the radius more. A disc of more
    than a quarter of the globe is the world without the one round the other side.
    """
    check_disc(lon, lat, radius_m)
    if radius_m == 0:
        raise InvalidGeometry("a disc of radius 0 m has no area; use the point.")
    if radius_m >= FARTHEST_M:
        return shapely.box(*WORLD)
    if radius_m > FARTHEST_M / 2:
        opposite = disc(
            lon - 180.0 if lon > 0 else lon + 180.0, -lat, (FARTHEST_M - radius_m) * 0.999
        )
        rest: BaseGeometry = shapely.orient_polygons(shapely.box(*WORLD).difference(opposite))
        return rest
    to_pole = float(GEOD.inv(lon, lat, lon, math.copysign(90.0, lat))[2])
    # Parallels bend by 1 / (distance to the pole): nearer than 12 radii an edge of a 128th of the
    # ring would leave the slack of 0.01 % below.
    corners = 512 if to_pole < 12 * radius_m else 128
    # A little more, as an edge straight in lon/lat bends towards the centre.
    reach = radius_m / math.cos(math.pi / corners) * (1.0001 if corners == 128 else 1.0004)
    if radius_m * 0.999 < to_pole < reach * 1.001:
        # A ring through the pole itself has no longitude there: go round it.
        reach = to_pole * 1.002
    pole: Pole | None = None
    if to_pole < reach:
        pole = "north" if lat >= 0 else "south"
    azimuth = np.arange(corners) * (360.0 / corners)
    if corners > 128:
        # Close to a pole the longitude turns fast: more corners towards it.
        fine = np.geomspace(0.01, 3.0, 60)
        azimuth = np.r_[azimuth, np.r_[fine, -fine] + (0.0 if lat >= 0 else 180.0)] % 360.0
    azimuth = np.unique(azimuth)[::-1]
    n = len(azimuth)
    x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuth, np.full(n, reach))
    ring = np.column_stack([np.asarray(x), np.asarray(y)])
    closed = Polygon(np.vstack([ring, ring[:1]]))
    return normal_polygon(closed, short_edges=True, pole=pole)

"""How much of a place lies inside a footprint, decided on the ground.

A disc is compared in azimuthal equidistant coordinates around its centre, where it is a circle;
the footprint is clipped to the disc's surroundings first and its edges, straight in lon/lat, are
followed by many short ones. Areas are compared in lon/lat, where both have straight edges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from catalogue.space.boxes import disc_boxes
from catalogue.space.measure import GEOD, area_m2, local_xy, representative_point

_CIRCLE = 512
# A chord of the 512-gon leaves the circle by r * 2e-5; what is within it counts as meeting.
_TOLERANCE = 2e-5


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of a place inside a footprint (0 to 1), whether they meet, whether all is inside."""

    share: float
    meets: bool
    whole: bool


NOTHING = Coverage(0.0, meets=False, whole=False)


def covered(footprint: BaseGeometry, geometry: BaseGeometry, r95_m: float | None) -> Coverage:
    """How a place lies in a footprint; both normalised lon/lat.

    A point with r95_m is a geodesic disc; without (None) or with 0 it is the point itself, and
    `whole` is False for None because its surroundings are unknown. A line is compared by length,
    an area by area on the ground; with r95_m both are grown by it first.
    """
    if geometry.geom_type == "Point":
        if not r95_m:
            inside = bool(footprint.intersects(geometry))
            return Coverage(float(inside), meets=inside, whole=inside and r95_m == 0)
        return _disc_covered(footprint, geometry.x, geometry.y, r95_m)
    area = grown(geometry, r95_m) if r95_m else geometry
    if not footprint.intersects(area):
        return NOTHING
    if footprint.covers(area):
        return Coverage(1.0, meets=True, whole=True)
    shared = footprint.intersection(area)
    if shapely.get_dimensions(area) == 2:
        share = area_m2(shared) / area_m2(area)
    else:
        share = shared.length / area.length if area.length else 1.0
    return Coverage(min(1.0, share), meets=True, whole=False)


def _disc_covered(footprint: BaseGeometry, lon: float, lat: float, radius_m: float) -> Coverage:
    near = _around(footprint, lon, lat, radius_m)
    if near is None:
        return NOTHING
    circle = Point(0, 0).buffer(radius_m, quad_segs=_CIRCLE // 4)
    meets = near.distance(Point(0, 0)) <= radius_m * (1 + _TOLERANCE)
    if not meets:
        return NOTHING
    share = near.intersection(circle).area / circle.area
    whole = near.covers(Point(0, 0)) and _margin(near) >= radius_m * (1 - _TOLERANCE)
    return Coverage(1.0 if whole else min(1.0, share), meets=True, whole=whole)


def _margin(area: BaseGeometry) -> float:
    return float(area.boundary.distance(Point(0, 0)))


def _around(
    footprint: BaseGeometry, lon: float, lat: float, radius_m: float
) -> BaseGeometry | None:
    """The footprint near a point, in local metres; None when nothing of it is near."""
    pieces = []
    reach = radius_m * 1.5 + 10
    for west, south, east, north in disc_boxes(lon, lat, reach):
        # Sectors keep each piece well away from the far side of the projection.
        edges = np.linspace(west, east, 1 + max(1, math.ceil((east - west) / 60)))
        for left, right in pairwise(edges):
            part = shapely.intersection(footprint, shapely.box(left, south, right, north))
            if not part.is_empty and shapely.get_dimensions(part) == 2:
                pieces.append(_local(part, lon, lat, radius_m))
    if not pieces:
        return None
    # Closing seams: sectors and the two sides of 180 share edges that round apart by nanometres.
    seam = radius_m * 1e-7 + 1e-6
    joined = shapely.unary_union(pieces)
    return joined if len(pieces) == 1 else joined.buffer(seam).buffer(-seam)


def _local(part: BaseGeometry, lon: float, lat: float, radius_m: float) -> BaseGeometry:
    step = _step_degrees(part, radius_m)
    dense = shapely.segmentize(part, max_segment_length=step)
    local = shapely.transform(
        dense, lambda xy: np.column_stack(local_xy(lon, lat, xy[:, 0], xy[:, 1]))
    )
    return local if local.is_valid else shapely.make_valid(local)


def _step_degrees(part: BaseGeometry, radius_m: float) -> float:
    """Short enough that the chord leaves the lon/lat edge by less than radius / 10,000 or 1 m."""
    _, south, _, north = part.bounds
    bend = math.tan(math.radians(min(89.9, max(abs(south), abs(north)))))
    allowed = max(radius_m * 1e-4, 1.0)
    metres = math.sqrt(8 * allowed * GEOD.a / max(bend, 0.01))
    west, _, east, _ = part.bounds
    span = max(east - west, north - south)
    return max(metres / 111_320, span / 4096)


def grown(geometry: BaseGeometry, by_m: float) -> BaseGeometry:
    """A line or area grown by `by_m` metres around its middle, in lon/lat."""
    from catalogue.space.normal import normalise

    lon, lat = representative_point(geometry)
    local = _local(geometry, lon, lat, by_m).buffer(by_m)

    def back(xy: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        azimuth = np.degrees(np.arctan2(xy[:, 0], xy[:, 1]))
        distance = np.hypot(xy[:, 0], xy[:, 1])
        lons, lats, _ = GEOD.fwd(np.full(len(xy), lon), np.full(len(xy), lat), azimuth, distance)
        return np.column_stack([lons, lats])

    return normalise(shapely.transform(local, back))


def distance_m(footprint: BaseGeometry, lon: float, lat: float) -> float:
    """Metres from (lon, lat) to the nearest part of a footprint; 0 inside.

    The nearest vertex of the densified outline, refined along its edge; good to 0.1 % of the
    distance.
    """
    point = Point(lon, lat)
    if footprint.intersects(point):
        return 0.0
    west, south, east, north = footprint.bounds
    step = max(east - west, north - south, 1e-6) / 512
    xy = shapely.get_coordinates(shapely.segmentize(footprint, max_segment_length=step))
    far = np.hypot(*local_xy(lon, lat, xy[:, 0], xy[:, 1]))
    nearest = xy[int(far.argmin())]
    window = Point(nearest).buffer(step * 1.01)
    fine = shapely.get_coordinates(
        shapely.segmentize(footprint.boundary.intersection(window), max_segment_length=step / 256)
    )
    if len(fine):
        far = np.minimum(far.min(), np.hypot(*local_xy(lon, lat, fine[:, 0], fine[:, 1])))
    return float(np.min(far))

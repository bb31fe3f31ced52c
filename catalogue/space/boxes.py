"""Boxes that surely hold a geometry, for indexes: one a part, never across 180 degrees."""

from __future__ import annotations

import math

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.space.measure import GEOD

Box = tuple[float, float, float, float]

# Metres per degree along a meridian is smallest at the equator; rounding errors are far below.
_M_PER_DEGREE = 110_574.0
_SLACK = 1e-9


def boxes(geometry: BaseGeometry) -> tuple[Box, ...]:
    """(west, south, east, north) of each part of a normalised geometry, in degrees."""
    found = [tuple(float(v) for v in part.bounds) for part in shapely.get_parts(geometry)]
    return tuple(dict.fromkeys(found))  # type: ignore[arg-type]


def disc_boxes(lon: float, lat: float, radius_m: float) -> tuple[Box, ...]:
    """One or two boxes that surely hold all points within `radius_m` metres of (lon, lat).

    A disc that holds a pole gets the full width of longitudes.
    """
    dlat = radius_m / _M_PER_DEGREE + _SLACK
    south, north = lat - dlat, lat + dlat
    if north >= 90 or south <= -90:
        return ((-180.0, max(south, -90.0), 180.0, min(north, 90.0)),)
    # Spherical bound on the widest meridian (Bronstein), on the smallest sphere: never too narrow.
    angle = radius_m / (GEOD.b * 0.99)
    ratio = math.sin(min(angle, math.pi / 2)) / math.cos(math.radians(lat))
    if ratio >= 1:
        return ((-180.0, south, 180.0, north),)
    dlon = math.degrees(math.asin(ratio)) + _SLACK
    west, east = lon - dlon, lon + dlon
    if west < -180:
        return ((-180.0, south, east, north), (west + 360, south, 180.0, north))
    if east > 180:
        return ((west, south, 180.0, north), (-180.0, south, east - 360, north))
    return ((west, south, east, north),)

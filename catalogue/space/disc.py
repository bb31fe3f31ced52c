"""Geodesic discs as lon/lat polygons."""

from __future__ import annotations

import math

import numpy as np
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.measure import GEOD
from catalogue.space.normal import normalise

CORNERS = 128
# Circumscribed: no part of the disc lies outside, at most 0.03 % of the radius too much.
_GROW = 1 / math.cos(math.pi / CORNERS)
MIN_RADIUS_M = 0.01


def disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """All points within `radius_m` metres of (lon, lat), circumscribed by 128 corners.

    Split at 180 degrees; a disc that holds a pole reaches it. For drawing and for boxes; whether
    something lies inside a disc is decided by `covered`. Raises InvalidGeometry for a radius
    beyond a quarter of the meridian (10,000 km).
    """
    if not 0 <= radius_m <= 1e7:
        raise InvalidGeometry(f"radius {radius_m:g} m lies outside 0 to 10,000 km.")
    reach = max(radius_m, MIN_RADIUS_M) * _GROW
    azimuths = np.linspace(360, 0, CORNERS, endpoint=False)
    lons, lats, _ = GEOD.fwd(
        np.full(CORNERS, lon), np.full(CORNERS, lat), azimuths, np.full(CORNERS, reach)
    )
    return normalise(Polygon(np.column_stack([lons, lats])))

"""How far a place reaches: of an area from its towns, of a town from its people."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_EARTH_M = 6_371_008.8
# A place of few towns is not as small as the distance between them.
_LEAST_M = {"country": 5_000.0, "admin1": 5_000.0, "admin2": 3_000.0}
Floats = NDArray[np.float64]


def town_radius_m(population: int | None) -> float:
    """An assumption: 12 m times the root of the people, at least 1 km (a million: 12 km)."""
    return max(1_000.0, 12.0 * math.sqrt(population or 0))


def centre_and_radius(
    lons: Sequence[float], lats: Sequence[float], kind: str
) -> tuple[float, float, float]:
    """(lon, lat, metres): the mean of the towns on the sphere and the distance of 95 % of them.

    With n towns the radius is raised by 1 + 1/√n: few towns show less than the whole area.
    """
    points = unit_vectors(np.asarray(lons), np.asarray(lats))
    middle = points.mean(axis=0)
    length = float(np.linalg.norm(middle))
    middle = points[0] if length < 1e-9 else middle / length
    lon = math.degrees(math.atan2(middle[1], middle[0]))
    lat = math.degrees(math.asin(max(-1.0, min(1.0, middle[2]))))
    away = np.arccos(np.clip(points @ middle, -1, 1)) * _EARTH_M
    radius = float(np.quantile(away, 0.95)) * (1 + 1 / math.sqrt(len(away)))
    return lon, lat, max(radius, _LEAST_M.get(kind, 1_000.0))


def unit_vectors(lons: Floats, lats: Floats) -> Floats:
    """(n, 3) points on the unit sphere."""
    lon, lat = np.radians(lons), np.radians(lats)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

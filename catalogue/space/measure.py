"""Metres and square metres on the WGS 84 ellipsoid (Karney 2013, through pyproj.Geod)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
Floats = npt.NDArray[np.float64]

_A = GEOD.a
_E2 = GEOD.es
_E = float(np.sqrt(_E2))


def geodesic_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Length in metres of the shortest line on the ellipsoid between two points."""
    return float(GEOD.inv(lon1, lat1, lon2, lat2)[2])


def local_xy(lon0: float, lat0: float, lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
    """Azimuthal equidistant x (east), y (north) in metres around (lon0, lat0).

    Distances and azimuths from the centre are exact on the ellipsoid, so a geodesic disc around
    it is a circle.
    """
    azimuth, _, distance = GEOD.inv(np.full_like(lons, lon0), np.full_like(lats, lat0), lons, lats)
    radians = np.radians(azimuth)
    return distance * np.sin(radians), distance * np.cos(radians)


def _authalic(lat: Floats) -> Floats:
    """Q of Snyder (1987, 3-12) times a^2/2: equal-area height of a parallel, in m^2 per radian."""
    s = np.sin(np.radians(lat))
    q = (1 - _E2) * (s / (1 - _E2 * s * s) - np.log((1 - _E * s) / (1 + _E * s)) / (2 * _E))
    return np.asarray(_A * _A * q / 2, dtype=np.float64)


def area_m2(geometry: BaseGeometry) -> float:
    """Area in square metres of polygons whose edges are straight in lon/lat; 0 for others.

    Exact on the ellipsoid: a cylindrical equal-area map of the densified outline.
    """
    if geometry.is_empty or shapely.get_dimensions(geometry) < 2:
        return 0.0
    dense = shapely.segmentize(geometry, max_segment_length=0.05 + _extent(geometry) / 256)
    flat = shapely.transform(
        dense, lambda xy: np.column_stack([np.radians(xy[:, 0]), _authalic(xy[:, 1])])
    )
    return float(shapely.area(flat))


def _extent(geometry: BaseGeometry) -> float:
    west, south, east, north = geometry.bounds
    return max(east - west, north - south)


def representative_point(geometry: BaseGeometry) -> tuple[float, float]:
    """A (lon, lat) inside the geometry; the point itself for a point."""
    point = geometry.representative_point()
    return float(point.x), float(point.y)

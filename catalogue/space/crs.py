"""From a raster's own coordinate system to the globe."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.measure import A_M, GEOD, densify
from catalogue.space.normal import normal_polygon
from catalogue.space.polar import poles_of, turned_at, with_vertex_at

MAX_STEP_M = 25_000.0
PIECES_PER_EDGE = 64
# Vertices that move an edge by less than this (or 1e-5 of the size) are left out again: 2 m.
SIMPLIFY_DEG = 2e-5


def footprint_from_crs(polygon: BaseGeometry, crs: str) -> BaseGeometry:
    """A polygon in the coordinates of `crs` (any text pyproj reads) as lon/lat, in normal form.

    x is the easting or longitude, y the northing or latitude, whatever axis order the CRS
    declares. Every edge is cut into at least 64 pieces of at most 25 km before the transform
    (edges are straight in the CRS, not on the globe). Poles and 180 degrees are handled.

    Raises InvalidGeometry when the CRS cannot be read, is not of the Earth, a vertex cannot be
    transformed, or the polygon is empty.
    """
    transformer, step_m = _to_globe(crs)
    if polygon.is_empty or polygon.geom_type not in ("Polygon", "MultiPolygon"):
        raise InvalidGeometry(
            f"a footprint in {crs[:60]} must be a polygon with area, not "
            f"{'an empty ' if polygon.is_empty else ''}{polygon.geom_type}."
        )
    if not np.isfinite(shapely.get_coordinates(polygon)).all():
        raise InvalidGeometry(f"the footprint in {crs[:60]} has a coordinate that is not finite.")
    parts = [
        Polygon(
            _ring_to_globe(part.exterior, transformer, step_m, crs),
            [_ring_to_globe(ring, transformer, step_m, crs) for ring in part.interiors],
        )
        for part in shapely.get_parts(polygon)
    ]
    enclosed = [p.name for p in poles_of(transformer) if polygon.contains(Point(p.x, p.y))]
    pole = enclosed[0] if enclosed else None
    result = normal_polygon(MultiPolygon(parts), short_edges=True, pole=pole)
    return _thinned(result)


@lru_cache(maxsize=64)
def _to_globe(crs: str) -> tuple[Transformer, float]:
    """The transformer to lon/lat and the longest step, in the unit of the CRS's first axis."""
    try:
        source = CRS.from_user_input(crs)
        ellipsoid = source.ellipsoid
        if ellipsoid is None:
            raise InvalidGeometry(
                f"{source.name} is not tied to the Earth; give the raster a CRS that is."
            )
        if abs(ellipsoid.semi_major_metre / A_M - 1) > 0.01:
            raise InvalidGeometry(
                f"{source.name} is of a body with a radius of "
                f"{ellipsoid.semi_major_metre / 1000:.0f} km, not of the Earth."
            )
        transformer = Transformer.from_crs(source, "OGC:CRS84", always_xy=True)
    except (ProjError, ValueError) as error:
        raise InvalidGeometry(
            f"the coordinate system {crs[:80]!r} cannot be used: {str(error)[:160]}"
        ) from error
    axes = source.axis_info
    metres = axes[0].unit_conversion_factor if axes and not source.is_geographic else 0.0
    return transformer, MAX_STEP_M / metres if metres > 0 else np.inf


def _ring_to_globe(
    ring: BaseGeometry, transformer: Transformer, step: float, crs: str
) -> NDArray[np.float64]:
    path = shapely.get_coordinates(ring)
    longest = np.hypot(*np.diff(path, axis=0).T)
    counts = np.maximum(PIECES_PER_EDGE, np.ceil(longest / step)).astype(np.int64)
    if len(path) > 4 * PIECES_PER_EDGE:
        # A traced outline has short edges already: 1/64 of the whole extent is fine enough.
        extent = float(np.ptp(path, axis=0).max())
        short = np.ceil(longest / min(step, extent / PIECES_PER_EDGE))
        counts = np.maximum(1, short).astype(np.int64)
    fine = densify(path, counts)
    poles = poles_of(transformer)
    for pole in poles:
        fine = with_vertex_at(fine, pole)
    lon, lat = transformer.transform(fine[:, 0], fine[:, 1])
    lonlat = np.column_stack([np.asarray(lon), np.asarray(lat)])
    bad = ~np.isfinite(lonlat).all(axis=1) | (np.abs(lonlat[:, 1]) > 90.0 + 1e-9)
    if bad.any():
        x, y = fine[np.argmax(bad)]
        raise InvalidGeometry(
            f"the corner ({x:g}, {y:g}) of the footprint has no place on the globe in "
            f"{crs[:60]}; check the CRS and the transform."
        )
    lonlat[:, 1] = np.clip(lonlat[:, 1], -90.0, 90.0)
    lonlat[-1] = lonlat[0]
    for pole in poles:
        lonlat = turned_at(fine, lonlat, pole, transformer)
    return lonlat


def _thinned(footprint: BaseGeometry) -> BaseGeometry:
    west, south, east, north = footprint.bounds
    tolerance = min(1e-5 * float(np.hypot(east - west, north - south)), SIMPLIFY_DEG)
    thin = footprint.simplify(tolerance, preserve_topology=True)
    if not thin.is_valid or thin.is_empty:
        return footprint
    oriented: BaseGeometry = shapely.orient_polygons(thin)
    return oriented


def gsd_m(
    transform: tuple[float, float, float, float, float, float],
    crs: str,
    shape: tuple[int, int],
) -> float | None:
    """Metres per pixel on the ground at the centre of a raster; None if there is no answer.

    `transform` is the affine (a, b, c, d, e, f): x = a·col + b·row + c, y = d·col + e·row + f;
    `shape` is (rows, columns). The geometric mean of the geodesic lengths of one step of a
    column and one of a row.
    """
    a, b, c, d, e, f = transform
    rows, cols = shape
    try:
        transformer, _ = _to_globe(crs)
    except InvalidGeometry:
        return None
    offsets = np.array([(-0.5, 0.0), (0.5, 0.0), (0.0, -0.5), (0.0, 0.5)])
    col, row = (np.array([cols / 2, rows / 2]) + offsets).T
    lon, lat = transformer.transform(a * col + b * row + c, d * col + e * row + f)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    if np.abs(lat).max() > 90.0:
        return None
    steps = GEOD.inv(lon[[0, 2]], lat[[0, 2]], lon[[1, 3]], lat[[1, 3]])[2]
    size = float(np.sqrt(steps[0] * steps[1]))
    return size if np.isfinite(size) and size > 0 else None

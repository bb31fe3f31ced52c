"""From a raster's own coordinate system to lon/lat, and its pixel size in metres."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.measure import geodesic_m
from catalogue.space.normal import normalise

MAX_STEP_M = 25_000.0
STEPS_PER_EDGE = 64
EARTH_RADIUS_M = 6_378_137.0


@lru_cache(maxsize=64)
def _to_lonlat(crs: str) -> tuple[CRS, Transformer]:
    try:
        source = CRS.from_user_input(crs)
    except CRSError as error:
        raise InvalidGeometry(f"coordinate system {crs[:80]!r} is not known: {error}") from None
    radius = source.ellipsoid.semi_major_metre if source.ellipsoid else None
    if radius is not None and abs(radius / EARTH_RADIUS_M - 1) > 0.01:
        raise InvalidGeometry(
            f"coordinate system {source.name!r} is of a body with a radius of {radius:.0f} m, "
            "not of the Earth; a scene of it has no place here."
        )
    try:
        return source, Transformer.from_crs(source, "OGC:CRS84", always_xy=True)
    except ProjError as error:
        raise InvalidGeometry(f"{source.name!r} cannot be turned into lon/lat: {error}") from None


def footprint_from_crs(polygon: BaseGeometry, crs: str) -> BaseGeometry:
    """An outline in `crs` (any pyproj text) as normalised lon/lat.

    Its edges are straight in `crs`, so they are followed by short steps (1/64 of the edge, at
    most 25 km) before they are transformed. An outline around a pole reaches the pole. Raises
    InvalidGeometry, naming the system, where a corner has no lon/lat.
    """
    source, transformer = _to_lonlat(crs)
    parts = [_ring_steps(p, source) for p in shapely.get_parts(polygon)]
    lonlat: list[BaseGeometry] = []
    for part in parts:
        moved = shapely.transform(
            part, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
        )
        if not np.isfinite(shapely.get_coordinates(moved)).all():
            raise InvalidGeometry(
                f"the outline in {source.name!r} has corners without a longitude and latitude "
                "(outside the projection); cut it to where it is valid."
            )
        lonlat.append(_with_pole(part, moved, crs))
    return normalise(shapely.unary_union([normalise(g) for g in lonlat]))


def _ring_steps(polygon: Any, source: CRS) -> Polygon:
    unit = source.axis_info[0].unit_conversion_factor if source.axis_info else 1.0
    longest = MAX_STEP_M / 111_320 if source.is_geographic else MAX_STEP_M / (unit or 1.0)

    def steps(ring: Any) -> np.ndarray[Any, Any]:
        xy = np.array(ring.coords)
        out = [xy[:1]]
        for a, b in pairwise(xy):
            length = float(np.hypot(*(b - a)))
            n = 1 if source.is_geographic else STEPS_PER_EDGE
            n = min(4096, max(n, math.ceil(length / longest)))
            out.append(a + (b - a) * np.linspace(0, 1, n + 1)[1:, None])
        return np.vstack(out)

    return Polygon(steps(polygon.exterior), [steps(r) for r in polygon.interiors])


def _with_pole(part: Polygon, moved: BaseGeometry, crs: str) -> BaseGeometry:
    """Cut a polar outline along the meridians of ±180 and 0 so that each half is plain lon/lat."""
    for pole in (90.0, -90.0):
        centre = _from_lonlat(crs, 0.0, pole)
        if centre is None or not part.buffer(0).contains(Point(centre)):
            continue
        halves = []
        for low, high in ((-180.0, -60.0), (-60.0, 60.0), (60.0, 180.0)):
            halves.append(_sector(moved, pole, low, high))
        return shapely.unary_union(halves)
    return moved


def _sector(moved: BaseGeometry, pole: float, low: float, high: float) -> BaseGeometry:
    """The part of a ring around a pole between two meridians, closed over the pole."""
    xy = shapely.get_coordinates(shapely.Polygon(moved.exterior))
    lons = np.unwrap(xy[:, 0], period=360)
    ring = np.column_stack([lons, xy[:, 1]])
    if ring[-1, 0] < ring[0, 0]:
        ring = ring[::-1]
    three = np.vstack([ring + np.array([360.0 * k, 0.0]) for k in (-2, -1, 0, 1, 2)])
    cap = Polygon([*three, (three[-1, 0], pole), (three[0, 0], pole)])
    cap = cap if cap.is_valid else shapely.make_valid(cap)
    window = shapely.box(low, -90, high, 90)
    return cap.intersection(window)


@lru_cache(maxsize=64)
def _from_lonlat(crs: str, lon: float, lat: float) -> tuple[float, float] | None:
    source, _ = _to_lonlat(crs)
    try:
        x, y = Transformer.from_crs("OGC:CRS84", source, always_xy=True).transform(lon, lat)
    except ProjError:
        return None
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None


def gsd_m(
    transform: tuple[float, float, float, float, float, float],
    crs: str,
    shape: tuple[int, int],
) -> float | None:
    """Metres on the ground per pixel at the centre; None where that cannot be said.

    `transform` is affine (a, b, c, d, e, f), `shape` (rows, columns). The geometric mean of one
    step along a row and one along a column.
    """
    a, b, c, d, e, f = transform
    row, column = shape[0] / 2, shape[1] / 2
    corners = [(column, row), (column + 1, row), (column, row + 1)]
    xs = [a * i + b * j + c for i, j in corners]
    ys = [d * i + e * j + f for i, j in corners]
    try:
        lons, lats = _to_lonlat(crs)[1].transform(xs, ys)
    except (InvalidGeometry, ProjError):
        return None
    if not np.isfinite([*lons, *lats]).all() or max(map(abs, lats)) > 90:
        return None
    across = geodesic_m(lons[0], lats[0], lons[1], lats[1])
    along = geodesic_m(lons[0], lats[0], lons[2], lats[2])
    return math.sqrt(across * along) or None

"""Placing a picture by control points: pixels to metres on a map about the points' middle.

The map is azimuthal equidistant, so a placing is right at the poles and across 180 degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.space.crs import footprint_from_crs
from catalogue.space.warp import Matrix, applied, fitted, jacobian, parameters

Coords = NDArray[np.float64]
Method = Literal["affine", "projective"]

LEAST = {"affine": 3, "projective": 4}
# Farther from the middle a flat map is no map: a picture that large is no picture of a place.
FARTHEST_M = 1_000_000.0
# Points this near to one line (share of their extent) say nothing across it.
_LINE = 1e-3
# The horizon: where the divisor falls below this share of its largest, ground runs to infinity.
_HORIZON = 0.05
# Nobody points better than to half a pixel.
_POINTING_PX = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the pixels of a picture lie, and how well the points agree; see `model.Placing`.

    `pixel_m` is the side of the middle pixel. `error_m` holds for the worst corner.
    """

    crs: str
    matrix: Matrix
    residuals_m: tuple[float, ...]
    left_out_m: tuple[float | None, ...]
    rms_m: float
    error_m: float | None
    pixel_m: float


def fit(
    pixels: Sequence[tuple[float, float]],
    places: Sequence[tuple[float, float]],
    method: Method,
    shape: tuple[int, int],
) -> Fit:
    """Place a picture of `shape` (rows, columns) by (column, row) and (lon, lat) of its points.

    Least squares in metres. `error_m` is the radius of the 95 % prediction ellipse at the corner
    known worst: sqrt(2 F(2, d) l), with l the larger variance of a new point there and d the
    degrees of freedom. Raises InvalidValue, naming the point.
    """
    source, lonlat = _checked(pixels, places, method)
    crs, ground = _on_a_map(lonlat)
    _check_spread(source, "picture", method)
    _check_spread(ground, "ground", method)
    matrix = fitted(source, ground, method)
    corners = corners_of(shape)
    _check_shown(matrix, np.vstack([corners, source]))
    off = np.hypot(*(applied(matrix, source) - ground).T)
    pixel_m = _pixel_m(matrix, shape)
    return Fit(
        crs,
        tuple(matrix.ravel().tolist()),
        tuple(off.tolist()),
        tuple(_left_out(source, ground, method, n) for n in range(len(source))),
        float(np.sqrt(np.mean(off**2))),
        _error(matrix, source, corners, off, method, pixel_m),
        pixel_m,
    )


def corners_of(shape: tuple[int, int]) -> Coords:
    """(column, row) of the corners of a picture, clockwise from the upper left."""
    rows, columns = shape
    return np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float64)


def _checked(
    pixels: Sequence[tuple[float, float]], places: Sequence[tuple[float, float]], method: Method
) -> tuple[Coords, Coords]:
    if method not in LEAST:
        raise InvalidValue(f"method {method!r} is neither affine nor projective.")
    if len(pixels) != len(places) or len(pixels) < LEAST[method]:
        raise InvalidValue(
            f"{method} needs {LEAST[method]} control points or more, {len(pixels)} are given."
        )
    source = np.array(pixels, dtype=np.float64).reshape(-1, 2)
    lonlat = np.array(places, dtype=np.float64).reshape(-1, 2)
    for n, row in enumerate(np.hstack([source, lonlat]), 1):
        if not np.isfinite(row).all() or abs(row[3]) > 90 or abs(row[2]) > 540:
            raise InvalidValue(
                f"control point {n} is at column {row[0]:g}, row {row[1]:g}, longitude "
                f"{row[2]:g}, latitude {row[3]:g}; give pixels, and degrees on the globe."
            )
    return source, lonlat


def _on_a_map(lonlat: Coords) -> tuple[str, Coords]:
    lon, lat = np.radians(lonlat).T
    x, y, z = (
        float(np.mean(v))
        for v in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
    )
    if math.sqrt(x * x + y * y + z * z) < 0.9:
        raise InvalidValue(f"the control points lie more than {FARTHEST_M / 1000:g} km apart.")
    lat_0 = round(math.degrees(math.atan2(z, math.hypot(x, y))), 7)
    lon_0 = round(math.degrees(math.atan2(y, x)), 7)
    crs = f"+proj=aeqd +lat_0={lat_0} +lon_0={lon_0} +datum=WGS84 +units=m +no_defs"
    ground = np.column_stack(to_map(crs).transform(*lonlat.T))
    far = np.hypot(*ground.T)
    if far.max() > FARTHEST_M:
        raise InvalidValue(
            f"control point {int(far.argmax()) + 1} lies {far.max() / 1000:.0f} km from the middle "
            f"of the points; a picture is placed within {FARTHEST_M / 1000:g} km."
        )
    return crs, ground


@lru_cache(maxsize=64)
def to_map(crs: str) -> Transformer:
    """From lon/lat to the map of a placing."""
    return Transformer.from_crs("OGC:CRS84", crs, always_xy=True)


def _check_spread(points: Coords, where: str, method: Method) -> None:
    extent = float(np.ptp(points, axis=0).max())
    for n in range(len(points)):
        near = np.hypot(*(points[:n] - points[n]).T) <= 1e-6 * max(extent, 1e-9)
        if near.any():
            raise InvalidValue(
                f"control points {int(near.argmax()) + 1} and {n + 1} are the same spot on the "
                f"{where}; move or delete one."
            )
    if _thinness(points) < _LINE:
        raise InvalidValue(
            f"the control points lie on one line on the {where}; add one to the side of it."
        )
    if method == "projective" and not _has_four(points):
        raise InvalidValue(
            f"all control points but one lie on one line on the {where}; projective needs two "
            "beside it. Add one, or choose affine."
        )


def _thinness(points: Coords) -> float:
    """The extent across the line that fits best, as a share of that along it."""
    values = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return float(values[1] / values[0]) if values[0] > 0 else 0.0


def _has_four(points: Coords) -> bool:
    """True unless leaving some one point out puts all others on one line."""
    rest = (np.delete(points, n, axis=0) for n in range(len(points)))
    return all(_thinness(others) >= _LINE for others in rest)


def _check_shown(matrix: Coords, points: Coords) -> None:
    w = np.column_stack([points, np.ones(len(points))]) @ matrix[2]
    if w.min() < _HORIZON * w.max():
        raise InvalidValue(
            "these points put the horizon into the picture or near it; crop the picture to the "
            "ground, check the points, or choose affine."
        )
    turns = np.linalg.det(jacobian(matrix, points))
    if (turns > 0).any():
        raise InvalidValue(
            "these points would show the ground mirrored; two of them may be mixed up."
        )


def _left_out(source: Coords, ground: Coords, method: Method, n: int) -> float | None:
    others = np.delete(source, n, axis=0), np.delete(ground, n, axis=0)
    if len(source) <= LEAST[method] or min(map(_thinness, others)) < _LINE:
        return None
    if method == "projective" and not all(map(_has_four, others)):
        return None
    missed = applied(fitted(*others, method), source[n : n + 1]) - ground[n]
    return float(np.hypot(*missed[0]))


def _pixel_m(matrix: Coords, shape: tuple[int, int]) -> float:
    middle = np.array([[shape[1] / 2, shape[0] / 2]])
    return float(np.sqrt(abs(np.linalg.det(jacobian(matrix, middle)[0]))))


def _error(
    matrix: Coords, source: Coords, corners: Coords, off: Coords, method: Method, pixel_m: float
) -> float | None:
    size = float(np.abs(corners).max())
    design = parameters(matrix, source, method, size)
    free = design.shape[0] - design.shape[1]
    if free <= 0:
        return None
    variance = float((off**2).sum()) / free
    spread = np.linalg.pinv(design.T @ design)
    at = parameters(matrix, corners, method, size).reshape(len(corners), 2, -1)
    grown = np.eye(2) + at @ spread @ at.transpose(0, 2, 1)
    worst = float(np.linalg.eigvalsh(grown).max())
    # The 95 % quantile of F(2, d) has a closed form.
    quantile = free / 2 * (0.05 ** (-2 / free) - 1)
    return max(math.sqrt(2 * quantile * variance * worst), _POINTING_PX * pixel_m)


def outline(crs: str, matrix: Matrix, shape: tuple[int, int]) -> BaseGeometry:
    """What a placed picture covers, in lon/lat and normal form. Raises InvalidGeometry."""
    flat = applied(np.reshape(matrix, (3, 3)), corners_of(shape))
    return footprint_from_crs(Polygon(flat), crs)

"""Where a raster has valid pixels, as a polygon in pixel coordinates (column, row; y down).

The mask is read decimated. The polygon never misses a valid pixel that the mask shows: whatever
is simplified is first grown by more than the simplification can take away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from rasterio.features import shapes
from rasterio.transform import Affine
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

MAX_SIDE = 1024
MAX_VERTICES = 400
# Specks of nodata inside the picture (dark pixels, gaps between detectors) are no holes in it.
_SMALLEST_HOLE_SHARE = 0.001
_MAX_BANDS_FOR_NAN = 8


@dataclass(frozen=True, slots=True)
class Valid:
    """A decimated mask (True is valid), and full-size pixels for one pixel of it (x, y)."""

    mask: np.ndarray[Any, np.dtype[np.bool_]]
    step: tuple[float, float]
    size: tuple[int, int]

    @property
    def whole(self) -> bool:
        """True if every pixel is valid."""
        return bool(self.mask.all())

    @property
    def empty(self) -> bool:
        """True if no pixel is valid."""
        return not self.mask.any()


def decimated_shape(rows: int, columns: int, most: int = MAX_SIDE) -> tuple[int, int]:
    """(rows, columns) shrunk to at most `most` a side, at least 1."""
    factor = max(rows, columns) / most
    if factor <= 1:
        return rows, columns
    return max(1, math.ceil(rows / factor)), max(1, math.ceil(columns / factor))


def read_valid(source: Any) -> Valid:
    """The valid pixels of an open raster: nodata, its own mask or alpha, and NaN count as invalid.

    A pixel is valid if any band is.
    """
    out = decimated_shape(source.height, source.width)
    mask = source.dataset_mask(out_shape=out) > 0
    if np.dtype(source.dtypes[0]).kind in "fc":
        finite = np.zeros(out, dtype=bool)
        for band in range(1, min(source.count, _MAX_BANDS_FOR_NAN) + 1):
            finite |= np.isfinite(source.read(band, out_shape=out))
        mask &= finite
    step = (source.width / out[1], source.height / out[0])
    return Valid(mask, step, (source.width, source.height))


def outline(valid: Valid) -> BaseGeometry | None:
    """The polygon of the valid pixels in full-size pixel coordinates; None if there are none."""
    if valid.empty:
        return None
    width, height = valid.size
    whole = box(0, 0, width, height)
    if valid.whole:
        return whole
    grown = _dilated(valid.mask) if max(valid.step) > 1 else valid.mask
    scale = Affine.scale(*valid.step)
    parts = [
        shape(geometry)
        for geometry, value in shapes(grown.astype(np.uint8), mask=grown, transform=scale)
        if value
    ]
    polygon = _without_small_holes(shapely.union_all(parts))
    return _simple(polygon, max(*valid.step, 1.0)).intersection(whole)


def _dilated(mask: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Grown by one pixel: a decimated read may have stepped over a neighbour that is valid."""
    padded = np.pad(mask, 1)
    rows, columns = mask.shape
    grown = np.zeros_like(mask)
    for dy in range(3):
        for dx in range(3):
            grown |= padded[dy : dy + rows, dx : dx + columns]
    return grown


def _without_small_holes(polygon: BaseGeometry) -> BaseGeometry:
    smallest = _SMALLEST_HOLE_SHARE * polygon.area
    parts = []
    for part in shapely.get_parts(polygon):
        rings = [r for r in part.interiors if shapely.Polygon(r).area >= smallest]
        parts.append(shapely.Polygon(part.exterior, rings))
    return shapely.union_all(parts)


def _simple(polygon: BaseGeometry, pixel: float) -> BaseGeometry:
    """At most MAX_VERTICES, containing the input: grown by t, then simplified by at most t / 2."""
    grow = pixel
    while shapely.get_num_coordinates(polygon) > MAX_VERTICES:
        candidate = polygon.buffer(grow, join_style="mitre", mitre_limit=2.0)
        candidate = _without_small_holes(candidate).simplify(grow / 2)
        if shapely.get_num_coordinates(candidate) <= MAX_VERTICES:
            return candidate
        grow *= 2
        if grow > 64 * pixel:
            return polygon.convex_hull
    return polygon

"""Ground -> pixels of one raster: (column, row), origin at the upper left corner of the image.

A pixel's centre is at (column + 0.5, row + 0.5). Only vertices are projected: what was drawn with
straight edges stays so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pyproj
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.model import Annotation, Asset, RasterInfo

Parts = tuple[tuple[tuple[float, float], ...], ...]
TILE_PX = 256


def to_pixels(annotation: Annotation, asset: Asset) -> Parts:
    """The annotation in (column, row) of the asset, a list of points per part; rings are open.

    Pixels that came with the annotation are given back as they are. Of a polygon with holes the
    outline is given. Empty where the ground cannot be placed in the image: no geometry, no affine
    transform, no CRS, or a place outside the domain of the CRS.
    """
    if annotation.pixels:
        return annotation.pixels
    raster = asset.raster
    if raster is None:
        return ()
    if annotation.geometry is None:
        return pixel_tile(annotation.tile, raster.shape)
    inverse = _inverse(raster)
    if inverse is None or raster.crs is None or raster.transform is None:
        return ()
    transformer, period = _transformer(raster.crs)
    centre = _centre_x(raster.transform, raster.shape)
    parts = []
    for points in _outlines(annotation.geometry):
        x, y = map(np.asarray, transformer.transform(points[:, 0], points[:, 1]))
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return ()
        if period:
            # An image that crosses 180 degrees goes on to 181, or begins at -181: follow it.
            x = x + period * np.round((centre - x) / period)
        columns = inverse[0] * x + inverse[1] * y + inverse[2]
        rows = inverse[3] * x + inverse[4] * y + inverse[5]
        parts.append(tuple(zip(columns.tolist(), rows.tolist(), strict=True)))
    return tuple(parts)


def pixel_tile(key: str | None, shape: tuple[int, int]) -> Parts:
    """The outline of tile "pixels/z/x/y" of an image of (rows, columns), clipped to the image.

    At the highest zoom, ceil(log2(longer side / 256)), a tile is 256 pixels; one level up, 512.
    Empty for another grid or a tile beside the image.
    """
    words = (key or "").split("/")
    if len(words) != 4 or words[0] != "pixels" or not all(w.isdecimal() for w in words[1:]):
        return ()
    z, x, y = map(int, words[1:])
    rows, columns = shape
    top = max(0, math.ceil(math.log2(max(rows, columns) / TILE_PX)))
    if z > top:
        return ()
    side = TILE_PX << (top - z)
    west, north = x * side, y * side
    east, south = min(west + side, columns), min(north + side, rows)
    if west >= east or north >= south:
        return ()
    corners = ((west, north), (east, north), (east, south), (west, south))
    return (tuple((float(c), float(r)) for c, r in corners),)


def _outlines(geometry: BaseGeometry) -> Iterator[NDArray[np.float64]]:
    for part in getattr(geometry, "geoms", (geometry,)):
        if hasattr(part, "geoms"):
            yield from _outlines(part)
        elif isinstance(part, Polygon):
            yield np.asarray(part.exterior.coords)[:-1, :2]
        else:
            yield np.asarray(part.coords)[:, :2]


def _inverse(raster: RasterInfo) -> tuple[float, ...] | None:
    if raster.transform is None or raster.georeference != "affine":
        return None
    a, b, c, d, e, f = raster.transform
    det = a * e - b * d
    if det == 0:
        return None
    return (e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det)


def _centre_x(transform: tuple[float, ...], shape: tuple[int, int]) -> float:
    rows, columns = shape
    return transform[0] * columns / 2 + transform[1] * rows / 2 + transform[2]


@lru_cache(maxsize=64)
def _transformer(crs: str) -> tuple[pyproj.Transformer, float]:
    target = pyproj.CRS.from_user_input(crs)
    transformer = pyproj.Transformer.from_crs("OGC:CRS84", target, always_xy=True)
    return transformer, _period(target)


def _period(crs: pyproj.CRS) -> float:
    """How far x is from itself once around the Earth, in units of the CRS; 0 where it is not."""
    if crs.is_geographic:
        return 2 * math.pi / float(crs.axis_info[0].unit_conversion_factor)
    operation = crs.coordinate_operation
    ellipsoid = crs.ellipsoid
    if operation is None or ellipsoid is None or "Mercator" not in operation.method_name:
        return 0.0
    if "Transverse" in operation.method_name or "Oblique" in operation.method_name:
        return 0.0
    scale = next((p.value for p in operation.params if p.name.startswith("Scale factor")), 1.0)
    return 2 * math.pi * ellipsoid.semi_major_metre * float(scale)

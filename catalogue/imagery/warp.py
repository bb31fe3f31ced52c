"""One tile of a raster that lies on a projected grid: only the bands that are drawn, warped once.

A view of the whole raster warped by GDAL would cost each tile the making of the view, and every
band of the file. What is special (degrees, control points, other types) is left to that view.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.transform import from_bounds
from rasterio.warp import reproject, transform_bounds
from rasterio.windows import Window
from rasterio.windows import from_bounds as window_of

# What GDAL's warper takes for fully opaque, by type of the raster.
_OPAQUE = {"uint8": 255, "uint16": 65535, "int16": 32767}
_PAD = 2  # pixels around, so that the edge of a tile has its neighbours

Warped = tuple[NDArray[Any], NDArray[np.bool_]]


def suits(source: Any, bands: Sequence[int]) -> bool:
    """True for a raster that `warped` can read."""
    kinds = {source.dtypes[band - 1] for band in bands}
    straight = not source.transform.b and not source.transform.d and source.transform.e < 0
    placed = source.crs is not None and source.crs.is_projected and not source.gcps[0]
    return bool(placed and straight and len(kinds) == 1 and kinds <= set(_OPAQUE))


def warped(
    source: Any, bands: Sequence[int], crs: Any, box: tuple[float, ...], size: int, repeat: bool
) -> Warped | None:
    """(bands, size, size) values in a box of `crs`, and where any of them is valid.

    A box that is coarser than the raster is averaged from its overviews to the size of its own
    pixels first, unless `repeat`; then each pixel is taken from the nearest. None outside.
    """
    try:
        there = transform_bounds(crs, source.crs, *box)
    except RasterioError:
        return None
    if not all(map(math.isfinite, there)):
        return None
    asked = window_of(*there, source.transform)
    every = 1.0 if repeat else max(1.0, max(asked.width, asked.height) / size)
    window = _whole(asked, _PAD * every, source.width, source.height)
    if window is None:
        return None
    rows, columns = math.ceil(window.height / every), math.ceil(window.width / every)
    kind = source.dtypes[bands[0] - 1]
    planes = np.zeros((len(bands) + 1, rows, columns), kind)
    how = Resampling.nearest if every == 1 else Resampling.bilinear
    source.read(list(bands), window=window, out=planes[:-1], resampling=how)
    masks = source.read_masks(list(bands), window=window, out_shape=(len(bands), rows, columns))
    planes[-1] = np.where(masks.any(axis=0), _OPAQUE[kind], 0)
    out = np.zeros((len(planes), size, size), kind)
    scale = Affine.scale(window.width / columns, window.height / rows)
    moved = Affine.translation(window.col_off, window.row_off)
    reproject(
        planes, out,
        src_transform=source.transform * moved * scale, src_crs=source.crs,
        dst_transform=from_bounds(*box, size, size), dst_crs=crs,
        src_alpha=len(planes), dst_alpha=len(planes),
        resampling=Resampling.nearest,
    )  # fmt: skip
    return out[:-1], out[-1] > 0


def _whole(asked: Window, pad: float, width: int, height: int) -> Window | None:
    """The window with `pad` pixels around, in whole pixels, within the raster."""
    left = max(0, math.floor(asked.col_off - pad))
    top = max(0, math.floor(asked.row_off - pad))
    right = min(width, math.ceil(asked.col_off + asked.width + pad))
    bottom = min(height, math.ceil(asked.row_off + asked.height + pad))
    if right <= left or bottom <= top:
        return None
    return Window(left, top, right - left, bottom - top)

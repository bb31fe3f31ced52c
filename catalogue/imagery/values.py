"""Numbers from working copies: the values of one pixel, and the range of what a look shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.control import GroundControlPoint
from rasterio.enums import Resampling
from rasterio.transform import AffineTransformer, GCPTransformer
from rasterio.warp import transform
from rasterio.windows import Window

from catalogue.errors import NotFound
from catalogue.imagery.look import Look, values
from catalogue.imagery.placed import opened
from catalogue.imagery.render import Layer

# Pixels a side that the range of a look is taken from: what a screen shows of a whole scene.
_SAMPLE = 512


@dataclass(frozen=True, slots=True)
class Pixel:
    """Column and row from the upper left, and the values there; None where it is not valid."""

    col: int
    row: int
    values: tuple[float | None, ...]


def pixel_at(layers: tuple[Layer, ...], x: float, y: float, *, on_ground: bool) -> Pixel:
    """The pixel of the first layer at lon, lat (`on_ground`) or column, row; values of all.

    Layers of other pixel sizes are read at the same ground. Raises NotFound beside the raster,
    FileNotFoundError for a working copy that is gone.
    """
    found: list[float | None] = []
    first: tuple[int, int] | None = None
    shape = (1, 1)
    for layer in layers:
        if not Path(layer.path).exists():
            raise FileNotFoundError(layer.path)
        with opened(layer.path, layer.crs, layer.transform) as source:
            row, col = _row_col(source, x, y) if on_ground else (math.floor(y), math.floor(x))
            if first is None:
                first, shape = (col, row), source.shape
            elif not on_ground:  # the same share of a file with other pixels
                row = math.floor((y / shape[0]) * source.height)
                col = math.floor((x / shape[1]) * source.width)
            if not (0 <= row < source.height and 0 <= col < source.width):
                raise NotFound("that position lies beside the image.")
            found += _values(source, layer, Window(col, row, 1, 1))
    assert first is not None  # noqa: S101 - there is always a layer
    return Pixel(*first, tuple(found))


def _values(source: Any, layer: Layer, window: Window) -> list[float | None]:
    data = source.read(layer.bands, window=window)[:, 0, 0]
    valid = bool(source.dataset_mask(window=window)[0, 0])
    return [float(v) if valid and np.isfinite(v) else None for v in np.real(data)]


def _row_col(source: Any, lon: float, lat: float) -> tuple[int, int]:
    points, crs = source.gcps
    (x,), (y,) = transform("OGC:CRS84", crs if points else source.crs, [lon], [lat])
    to_pixels = _by_points(points) if points else AffineTransformer(source.transform)
    with to_pixels:
        row, col = to_pixels.rowcol(x, y, op=float)
    return math.floor(row), math.floor(col)


def _by_points(points: list[GroundControlPoint]) -> GCPTransformer:
    return GCPTransformer(points)


def range_of(layers: tuple[Layer, ...], look: Look) -> list[tuple[float, float]]:
    """p2 to p98 of each channel of a look over the whole image, from a sample of its pixels.

    Raises NotFound if nothing of it has a value.
    """
    planes = []
    for layer in layers:
        with opened(layer.path, layer.crs, layer.transform) as source:
            scale = max(1.0, max(source.shape) / _SAMPLE)
            shape = (_SAMPLE, _SAMPLE) if len(layers) > 1 else tuple(
                max(1, round(n / scale)) for n in source.shape
            )  # fmt: skip
            data = source.read(
                layer.bands, out_shape=(len(layer.bands), *shape), resampling=Resampling.nearest
            ).astype(np.float32)
            data[:, source.dataset_mask(out_shape=shape) == 0] = np.nan
            planes.append(data)
    shown = values(replace(look, gamma=1.0), np.concatenate(planes))
    return [_percentiles(channel) for channel in shown]


def _percentiles(channel: np.ndarray[Any, Any]) -> tuple[float, float]:
    known = channel[np.isfinite(channel)]
    if known.size == 0:
        raise NotFound("no pixel of it has a value.")
    low, high = (float(v) for v in np.percentile(known, (2, 98)))
    return (low, high) if high > low else (low, low + 1.0)

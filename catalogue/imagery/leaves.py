"""The finest tiles of a scene: files that stay open, and one window read for each tile."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, Resampling
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from catalogue.imagery.placed import opened
from catalogue.imagery.render import (
    PIXELS,
    Layer,
    Raw,
    TileRequest,
    check_bands,
    draw,
    palette_of,
    picture_of,
    tms_of,
)

Bytes = NDArray[np.uint8]
Box = tuple[float, float, float, float]
Picture = tuple[Bytes, Bytes]
"""(3, size, size) channels and (size, size) alpha."""
_WARP_MB = 64


@dataclass(frozen=True, slots=True)
class PyramidRequest:
    """What to draw: as `TileRequest`, for all tiles from `maxzoom` up to `minzoom`.

    `boxes` are (left, bottom, right, top) in the grid's metres, one on each side of 180 degrees;
    none for pixels, which are drawn whole.
    """

    layers: tuple[Layer, ...]
    grid: str
    minzoom: int
    maxzoom: int
    tilesize: int
    boxes: tuple[Box, ...] = ()
    quality: int = 82


@dataclass(frozen=True, slots=True)
class Range:
    """Tiles of one zoom, both ends included."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, x0: int, y0: int, x1: int, y1: int) -> bool:
        """True if it has a tile in columns x0 to x1 and rows y0 to y1."""
        return x0 <= self.right and x1 >= self.left and y0 <= self.bottom and y1 >= self.top

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)


class Leaves(Protocol):
    """The finest tiles of one range."""

    range: Range

    @property
    def has_classes(self) -> bool:
        """True if a value is the number of a class with a colour of its own."""

    def read(self, x: int, y: int) -> Picture | None:
        """One tile; None if nothing of it is valid."""


def leaves_of(stack: ExitStack, request: PyramidRequest) -> list[Leaves]:
    """One for each box of the request; the files stay open as long as `stack`."""
    if request.grid == PIXELS:
        return [_PixelLeaves(stack, request)]
    return [_MapLeaves(stack, request, box) for box in request.boxes]


class _MapLeaves:
    """Warped into the grid once; pixels as measured, so the nearest."""

    def __init__(self, stack: ExitStack, request: PyramidRequest, box: Box) -> None:
        tms = tms_of(request.grid)
        self.range = _range(tms, box, request.maxzoom)
        self._size = request.tilesize
        self._layers = [
            (layer, _warped(stack, layer, tms, request, self.range)) for layer in request.layers
        ]

    @property
    def has_classes(self) -> bool:
        return any(len(la.bands) == 1 and palette_of(src) is not None for la, src in self._layers)

    def read(self, x: int, y: int) -> Picture | None:
        size = self._size
        window = Window((x - self.range.left) * size, (y - self.range.top) * size, size, size)
        raws = []
        for layer, source in self._layers:
            valid = source.read(source.count, window=window)
            if not valid.any():
                return None
            palette = palette_of(source) if len(layer.bands) == 1 else None
            alpha = np.where(valid > 0, 255, 0).astype(np.uint8)
            raws.append(Raw(source.read(layer.bands, window=window), alpha, palette))
        channels, alpha = picture_of(raws, [layer for layer, _ in self._layers], None)
        if not alpha.any():
            return None
        return np.stack(channels * 3 if len(channels) == 1 else channels), alpha


class _PixelLeaves:
    """The raster's own pixels, where there is no place on the ground."""

    def __init__(self, stack: ExitStack, request: PyramidRequest) -> None:
        first = request.layers[0]
        source = stack.enter_context(opened(first.path, first.crs, first.transform))
        side = request.tilesize
        across, down = math.ceil(source.width / side), math.ceil(source.height / side)
        self.range = Range(0, 0, across - 1, down - 1)
        self.has_classes = len(first.bands) == 1 and palette_of(source) is not None
        self._request = request

    def read(self, x: int, y: int) -> Picture | None:
        r = self._request
        tile = TileRequest(r.layers, r.grid, r.maxzoom, x, y, r.tilesize, r.maxzoom)
        picture = draw(tile)
        return None if picture is None else (np.stack(picture[0]), picture[1])


def _range(tms: Any, box: Box, z: int) -> Range:
    left, bottom, right, top = box
    west, _, east, north = tms.xy_bounds(0, 0, 0)
    side = (east - west) / 2**z
    last = 2**z - 1
    x0, x1 = ((v - west) / side for v in (left, right))
    y0, y1 = ((north - v) / side for v in (top, bottom))
    return Range(*(min(last, max(0, math.floor(v))) for v in (x0, y0, x1, y1)))


def _warped(
    stack: ExitStack, layer: Layer, tms: Any, request: PyramidRequest, tiles: Range
) -> WarpedVRT:
    """The file in the grid at the finest zoom; its last band is the alpha."""
    source = stack.enter_context(opened(layer.path, layer.crs, layer.transform))
    check_bands(layer, source.count)
    west, _, east, north = tms.xy_bounds(0, 0, 0)
    side = (east - west) / 2**request.maxzoom
    step = side / request.tilesize
    left, top = west + tiles.left * side, north - tiles.top * side
    points, crs = source.gcps
    options: dict[str, Any] = {
        "crs": tms.rasterio_crs,
        "transform": Affine(step, 0, left, 0, -step, top),
        "width": (tiles.right - tiles.left + 1) * request.tilesize,
        "height": (tiles.bottom - tiles.top + 1) * request.tilesize,
        "resampling": Resampling.nearest,
        "add_alpha": ColorInterp.alpha not in source.colorinterp,
        "warp_mem_limit": _WARP_MB,
    }
    turn = 0 if points else _turn(source, left < (west + east) / 2)
    if points:
        options["src_crs"] = crs
    elif turn:
        options["src_crs"] = source.crs
        options["src_transform"] = Affine.translation(turn, 0) @ source.transform
    return stack.enter_context(WarpedVRT(source, **options))


def _turn(source: Any, western: bool) -> int:
    """Degrees by which a raster that goes on beyond 180 is moved for its other side."""
    if source.crs is None or not source.crs.is_geographic:
        return 0
    if western and source.bounds.right > 180:
        return -360
    return 360 if not western and source.bounds.left < -180 else 0

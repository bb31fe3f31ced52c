"""Opening our own working copies so that rio-tiler finds every pixel at its place."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.enums import ColorInterp
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_bounds
from rasterio.vrt import WarpedVRT
from rio_tiler.errors import NoOverviewWarning

Transform = tuple[float, ...]
_SIDE = 1024  # pixels of a view on one tile: no fewer than a tile has


@contextmanager
def opened(path: str, crs: str | None = None, transform: Transform | None = None) -> Iterator[Any]:
    """A GeoTIFF; `crs` and `transform` place it if it does not place itself.

    Quietly, since one without a place or overviews is nothing to warn of here.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        warnings.simplefilter("ignore", NoOverviewWarning)
        with rasterio.open(path, driver="GTiff") as source:
            if source.crs is None and not source.gcps[0] and crs and transform:
                with _given_place(source, crs, transform) as given:
                    yield given
            else:
                yield source


@contextmanager
def _given_place(source: Any, crs: str, transform: Transform) -> Iterator[Any]:
    """The file with a given place: a view in memory, the file stays as it is."""
    view = f"/vsimem/{uuid.uuid4().hex}.vrt"
    rasterio.shutil.copy(source, view, driver="VRT")
    try:
        with rasterio.open(view, "r+", driver="VRT") as given:
            given.crs, given.transform = crs, Affine(*transform)
        with rasterio.open(view, driver="VRT") as given:
            yield given
    finally:
        rasterio.shutil.delete(view, driver="VRT")


def placed(source: Any, tms: Any, tile: tuple[int, int, int]) -> Any:
    """The dataset for tile (x, y, z), warped by GDAL itself where control points place it.

    rio-tiler would fit one affine to the points; GDAL's polynomial follows them. A raster in
    degrees that goes on beyond 180 is moved round the globe for tiles on the other side.
    """
    points, crs = source.gcps
    alpha = source.nodata is None and ColorInterp.alpha not in source.colorinterp
    to = {"crs": tms.rasterio_crs, "add_alpha": alpha}
    if not points and source.crs is not None and source.crs.is_geographic:
        left, _, right, _ = source.bounds
        box = tms.bounds(*tile)
        turn = -360 if right > 180 and box.left < 0 else 360 if left < -180 < 0 < box.right else 0
        if turn and not (left < box.right and right > box.left):
            moved = Affine.translation(turn, 0) @ source.transform
            # GDAL's own guess at the extent of what crosses the line would be the whole world.
            place = from_bounds(*tms.xy_bounds(*tile), _SIDE, _SIDE)
            to |= {"transform": place, "width": _SIDE, "height": _SIDE}
            return WarpedVRT(source, src_crs=source.crs, src_transform=moved, **to)
    if points:
        return WarpedVRT(source, src_crs=crs, **to)
    return source

"""A cut-out of a scene round a place, north up and to scale; from working copies only.

The ground is drawn in an azimuthal equidistant projection about the place, so that a metre is as
long in every direction and the scale bar holds all over the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.enums import ColorInterp, Resampling
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.imagery.look import Look
from catalogue.imagery.placed import opened
from catalogue.imagery.render import Bytes, Layer, Raw, check_bands, palette_of, picture_of

MOST_PX = 4096


@dataclass(frozen=True, slots=True)
class ChipRequest:
    """What to cut out: a square of `side_m` metres about (lon, lat), drawn with `px` pixels."""

    layers: tuple[Layer, ...]
    lon: float
    lat: float
    side_m: float
    px: int
    look: Look | None = None

    @property
    def metres_per_pixel(self) -> float:
        """How much ground one pixel of the picture shows, metres."""
        return self.side_m / self.px


def cut_chip(request: ChipRequest) -> tuple[Bytes, Bytes] | None:
    """(rows, columns, 3) of RGB and (rows, columns) of alpha; None if no pixel is valid.

    Pixels of the scene are repeated, never smoothed, where the picture is finer than the scene.
    Raises InvalidValue for a side or a size that makes no picture.
    """
    if not (0 < request.side_m < 1e6 and 1 <= request.px <= MOST_PX):
        raise InvalidValue(
            f"a picture of {request.side_m:g} m with {request.px} pixels cannot be made; take up "
            f"to 1,000 km and {MOST_PX} pixels."
        )
    raws = [_read(layer, request) for layer in request.layers]
    channels, alpha = picture_of(raws, request.layers, request.look)
    if not alpha.any():
        return None
    return np.dstack(channels * 3 if len(channels) == 1 else channels), alpha


def on_chip(request: ChipRequest, geometry: BaseGeometry) -> BaseGeometry:
    """A geometry in lon/lat as (column, row) of the picture, from its upper left corner."""
    to_metres = Transformer.from_crs("OGC:CRS84", _local(request), always_xy=True)
    half, each = request.side_m / 2, request.metres_per_pixel

    def place(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = to_metres.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack(((x + half) / each, (half - y) / each))

    return shapely.transform(geometry, place)


def side_for(gsd_m: float | None, radius_m: float | None, px: int) -> float:
    """A good side in metres: the place with room about it, and no fewer than 40 scene pixels.

    Unknown sizes leave 1 km.
    """
    around = 2.6 * radius_m if radius_m else 1000.0
    least = 40 * gsd_m if gsd_m else 0.0
    most = px * gsd_m * 4 if gsd_m else math.inf
    return max(least, min(around, max(most, least)))


def _local(request: ChipRequest) -> CRS:
    return CRS.from_proj4(
        f"+proj=aeqd +lat_0={request.lat!r} +lon_0={request.lon!r} +datum=WGS84 +units=m"
    )


def _read(layer: Layer, request: ChipRequest) -> Raw:
    half, each = request.side_m / 2, request.metres_per_pixel
    with opened(layer.path, layer.crs, layer.transform) as source:
        check_bands(layer, source.count)
        points, crs = source.gcps
        finer = _pixel_m(source) >= each
        palette = palette_of(source) if len(layer.bands) == 1 else None
        how = Resampling.nearest if finer or palette is not None else Resampling.average
        own_alpha = source.nodata is None and ColorInterp.alpha not in source.colorinterp
        with WarpedVRT(
            source,
            src_crs=crs if points else source.crs,
            crs=_local(request).to_wkt(),
            transform=from_origin(-half, half, each, each),
            width=request.px,
            height=request.px,
            resampling=how,
            add_alpha=own_alpha,
        ) as view:
            data = view.read(layer.bands)
            valid = view.dataset_mask()
    return Raw(data, np.where(valid > 0, 255, 0).astype(np.uint8), palette)


def _pixel_m(source: Any) -> float:
    """About how long a pixel of the raster is on the ground, metres; infinite if nobody knows."""
    crs, transform = source.crs, source.transform
    if crs is None:
        return math.inf
    length = math.hypot(transform.a, transform.d)
    return length * 111_320.0 if crs.is_geographic else float(length * crs.linear_units_factor[1])

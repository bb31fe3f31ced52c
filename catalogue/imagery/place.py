"""From the outline in pixels to a footprint in lon/lat, by affine transform or control points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError
from rasterio.transform import Affine, GCPTransformer, from_gcps
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from catalogue.errors import CatalogueError, UnreadableFile
from catalogue.imagery.valid import Valid, outline
from catalogue.space import footprint_from_crs, gsd_m

# Ellipsoids of the Earth lie within this many metres; Mars is 3.4e6, the Moon 1.7e6.
_EARTH_AXIS_M = (6.3e6, 6.4e6)
_M_PER_DEGREE = 111_320.0
_GCP_STEPS = 32  # points along each edge where the placing is not straight


@dataclass
class Placed:
    """What is known of the place; `footprint` is lon/lat."""

    georeference: str = "none"
    crs: str | None = None
    transform: tuple[float, ...] | None = None
    footprint: BaseGeometry | None = None
    gsd_m: float | None = None
    warnings: list[str] = field(default_factory=list)


def place(source: Any, valid: Valid) -> Placed:
    """Place the valid pixels of an open raster. What cannot be known is None, with a warning.

    Raises UnreadableFile for a georeference that puts all pixels on one point or line.
    """
    placed = Placed()
    gcps, gcp_crs = source.gcps
    affine = source.transform
    if gcps and affine.is_identity:
        placed.georeference, crs = "gcps", gcp_crs
        affine = from_gcps(gcps)
    elif not affine.is_identity:
        placed.georeference, crs = "affine", source.crs
        placed.transform = tuple(affine)[:6]
    else:
        crs = source.crs
    if not crs:
        placed.warnings.append("has no coordinate reference system, so its place is unknown.")
        return placed
    placed.crs = _name(crs)
    if placed.georeference == "none":
        placed.warnings.append("has no georeference, so its place is unknown.")
        return placed
    if _covers_nothing(affine, source.width, source.height):
        raise UnreadableFile("covers no ground: its transform puts all pixels on a point or line.")
    refusal = _refusal(crs, affine)
    if refusal:
        placed.warnings.append(refusal)
        return placed
    _put_on_globe(placed, valid, affine, gcps if placed.georeference == "gcps" else ())
    return placed


def _name(crs: Any) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.to_wkt())


def _covers_nothing(affine: Affine, width: int, height: int) -> bool:
    if not all(np.isfinite(tuple(affine)[:6])):
        return False
    corners = [affine @ corner for corner in ((0, 0), (width, 0), (0, height), (width, height))]
    xs, ys = zip(*corners, strict=True)
    return bool(affine.is_degenerate) or min(xs) == max(xs) or min(ys) == max(ys)


def _refusal(crs: Any, affine: Affine) -> str | None:
    if not all(np.isfinite(tuple(affine)[:6])):
        return "has a transform with numbers that are none, so its place is unknown."
    try:
        known = pyproj.CRS.from_user_input(_name(crs))
    except ProjError:
        return "has a coordinate reference system that cannot be read, so its place is unknown."
    body = known.ellipsoid
    if body is None:
        return "has a coordinate reference system without an Earth ellipsoid: place unknown."
    if not _EARTH_AXIS_M[0] <= body.semi_major_metre <= _EARTH_AXIS_M[1]:
        return f"is not of the Earth (ellipsoid {body.name}); it is never linked."
    return None


def _put_on_globe(placed: Placed, valid: Valid, affine: Affine, gcps: Any) -> None:
    crs = str(placed.crs)
    pixels = outline(valid)
    if pixels is None:
        placed.warnings.append("has no valid pixel at all, so it has no footprint.")
    else:
        try:
            placed.footprint = footprint_from_crs(_to_crs(pixels, affine, gcps), crs)
        except (CatalogueError, ProjError, ValueError):
            placed.footprint = _visible_footprint(valid, affine, gcps, crs)
            if placed.footprint is None:
                placed.warnings.append(
                    f"its corners cannot be expressed in longitude and latitude ({crs[:60]}), "
                    "so its place is unknown."
                )
            else:
                placed.warnings.append("reaches beyond the globe; the footprint ends at its edge.")
    width, height = valid.size
    try:
        placed.gsd_m = gsd_m(tuple(affine)[:6], crs, (height, width))
    except (CatalogueError, ProjError, ValueError):
        placed.gsd_m = None
    if placed.footprint is not None and placed.gsd_m is not None:
        placed.footprint = _thinned(placed.footprint, placed.gsd_m * max(valid.step))
    if placed.gsd_m is None:
        placed.warnings.append("its pixel size in metres is unknown.")


def _thinned(footprint: BaseGeometry, pixel_m: float) -> BaseGeometry:
    """Without points that a quarter of a decimated pixel would not notice (bends are kept)."""
    degrees = pixel_m / 4 / _M_PER_DEGREE
    thin = shapely.simplify(footprint, min(degrees, 0.01))
    return thin if thin.is_valid and not thin.is_empty else footprint


def _to_crs(pixels: BaseGeometry, affine: Affine, gcps: Any) -> BaseGeometry:
    if not gcps:
        a, b, c, d, e, f = tuple(affine)[:6]
        return affine_transform(pixels, (a, b, d, e, c, f))
    west, north, east, south = pixels.bounds
    dense = shapely.segmentize(pixels, max(east - west, south - north) / _GCP_STEPS)
    with GCPTransformer(gcps) as transformer:

        def forward(points: Any) -> Any:
            # rasterio counts from pixel centres with the offset "ul" = the corner itself
            xs, ys = transformer.xy(points[:, 1], points[:, 0], offset="ul")
            return np.column_stack([xs, ys])

        return shapely.transform(dense, forward)


def _visible_footprint(valid: Valid, affine: Affine, gcps: Any, crs: str) -> BaseGeometry | None:
    """The part whose pixels do lie on the globe, one decimated pixel in from the limb."""
    if gcps:
        return None
    rows, columns = valid.mask.shape
    col, row = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    xs, ys = affine @ (col * valid.step[0], row * valid.step[1])
    forward = pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    lon, lat = forward.transform(xs, ys)
    on_globe = np.isfinite(lon) & np.isfinite(lat) & valid.mask
    inner = np.pad(on_globe, 2)
    for _ in range(2):
        inner[1:-1, 1:-1] &= inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:]
    pixels = outline(Valid(inner[2:-2, 2:-2], valid.step, valid.size))
    if pixels is None:
        return None
    # The outline grows by a pixel or two where it simplifies: step back in from the limb.
    pixels = pixels.buffer(-2 * max(valid.step)).simplify(max(valid.step) / 2)
    try:
        return footprint_from_crs(_to_crs(pixels, affine, ()), crs)
    except (CatalogueError, ProjError, ValueError):
        return None

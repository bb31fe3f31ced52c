"""Rings on the globe: made continuous in longitude, closed over a pole, cut at 180 degrees."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Coords = NDArray[np.float64]
Pole = Literal["north", "south"]

# 0.01 mm on the ground: what is thinner is rounding, not land.
THIN_DEG = 1e-10
_ROUNDING_DEG = 1e-11


def unwrap(coords: Coords, *, short_edges: bool = False) -> Coords:
    """Longitudes made continuous along the path: no edge longer than 180 degrees.

    An edge that spans 360 degrees exactly is kept (it is how a box of the whole world is
    written) unless `short_edges` says that no edge of this path can be that long.
    """
    step = np.diff(coords[:, 0])
    wrapped = step - 360.0 * np.round(step / 360.0)
    keep = np.abs(step) <= 180.0
    if not short_edges:
        keep |= np.abs(np.abs(step) - 360.0) < 1e-9
    step = np.where(keep, step, wrapped)
    result = coords[:, :2].astype(np.float64, copy=True)
    result[1:, 0] = coords[0, 0] + np.cumsum(step)
    # Cumulated rounding must not move vertices: keep the digits that were given.
    turns = np.round((result[:, 0] - coords[:, 0]) / 360.0)
    result[:, 0] = np.where(turns == 0, coords[:, 0], coords[:, 0] + 360.0 * turns)
    return result


def ring_region(
    ring: Coords, *, short_edges: bool = False, pole: Pole | None = None
) -> BaseGeometry:
    """The polygonal region that a closed ring bounds, within ±180 degrees; may be empty.

    A ring that goes once round the globe bounds the cap of `pole`; without one, that of the
    pole nearer to its mean latitude, however the ring is wound.
    """
    path = unwrap(ring, short_edges=short_edges)
    if abs(path[-1, 0] - path[0, 0]) > 180.0:
        path = _over_pole(path, pole)
    flat: BaseGeometry = Polygon(path)
    if not flat.is_valid:
        flat = valid(flat)
    return fold(flat)


def _over_pole(path: Coords, pole: Pole | None) -> Coords:
    if pole is None:
        width = np.diff(path[:, 0])
        middle = (path[1:, 1] + path[:-1, 1]) / 2
        mean = float((width * middle).sum() / (path[-1, 0] - path[0, 0]))
        pole = "north" if mean >= 0 else "south"
    lat = 90.0 if pole == "north" else -90.0
    closing = [[path[-1, 0], lat], [path[0, 0], lat], path[0]]
    return np.vstack([path, closing])


def valid(geometry: BaseGeometry) -> BaseGeometry:
    """Valid, overlaps merged, the polygonal part only."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    return polygonal([geometry])


def polygonal(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """The polygons among the parts of `geometries`, without those thinner than rounding."""
    parts = shapely.get_parts(shapely.get_parts(list(geometries)))
    kept = [p for p in parts if p.geom_type == "Polygon" and _has_extent(p)]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def joined(parts: MultiPolygon) -> BaseGeometry:
    """Parts that only rounding holds apart as one, else the same, digit by digit.

    Such is the seam of a cap that begins and ends at one meridian, 360 degrees apart.
    """
    one: BaseGeometry = shapely.union_all(shapely.get_parts(parts), grid_size=_ROUNDING_DEG)
    fewer = shapely.get_num_geometries(one) < shapely.get_num_geometries(parts)
    return valid(one) if fewer else parts


def _has_extent(polygon: Polygon) -> bool:
    west, south, east, north = polygon.bounds
    return bool(polygon.area > 0 and min(east - west, north - south) > THIN_DEG)


def fold(geometry: BaseGeometry) -> BaseGeometry:
    """Cut a planar geometry at every odd multiple of 180 degrees and move the pieces to ±180."""
    west, _, east, _ = geometry.bounds if not geometry.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west >= -180.0 and east <= 180.0:
        return geometry
    first = math.floor((west + 180.0) / 360.0)
    last = max(first, math.ceil((east - 180.0) / 360.0))
    pieces: list[BaseGeometry] = []
    for turn in range(first, last + 1):
        window = shapely.box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0)
        piece = geometry.intersection(window)
        if not piece.is_empty:
            pieces.append(translate(piece, xoff=-360.0 * turn))
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return valid(shapely.union_all([polygonal([p]) for p in pieces]))
    return shapely.union_all(pieces)

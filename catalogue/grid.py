"""Tiles of a scene: the unit of tagging. The same key names the same ground on every date.

Grids are those of OGC's TileMatrixSets through morecantile: WebMercatorQuad up to 85 degrees of
latitude, UPSArcticWGS84Quad and UPSAntarcticWGS84Quad for what reaches beyond, "pixels" where
there is no georeference. A key is "grid/z/x/y"; y counts from the top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import morecantile
import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import InvalidValue

MERCATOR = "WebMercatorQuad"
ARCTIC = "UPSArcticWGS84Quad"
ANTARCTIC = "UPSAntarcticWGS84Quad"
PIXELS = "pixels"
GRIDS = (MERCATOR, ARCTIC, ANTARCTIC, PIXELS)

MERCATOR_LATITUDE = 85.051128
# Edges straight in lon/lat are cut this fine: on a parallel, 0.3 m from its arc at 84 degrees.
_EDGE_DEG = 0.1
# A tile that a footprint enters by less only touches it.
_TOUCH_M = 1.0
MAX_ZOOM = 24
MOST_TILES = 4096
# A slanted strip fills little of its box: this many times more tiles are looked at.
SEARCH_FACTOR = 64
# A tagging tile is 320 to 640 native pixels wide: enough around a small object, few keystrokes.
PIXELS_PER_TILE = math.sqrt(320 * 640)


@dataclass(frozen=True, slots=True)
class Key:
    """A tile: which grid, zoom, column from the west, row from the top."""

    grid: str
    z: int
    x: int
    y: int

    def __str__(self) -> str:
        return f"{self.grid}/{self.z}/{self.x}/{self.y}"


def parse_key(text: str) -> Key:
    """The tile named 'grid/z/x/y'. Raises InvalidValue."""
    parts = text.split("/")
    if len(parts) != 4 or parts[0] not in GRIDS or not all(p.isdecimal() for p in parts[1:]):
        raise InvalidValue(
            f"tile {text!r} cannot be read; write grid/z/x/y with one of {', '.join(GRIDS)}."
        )
    key = Key(parts[0], *(int(p) for p in parts[1:]))
    if key.z > MAX_ZOOM or (key.grid != PIXELS and max(key.x, key.y) >= 2**key.z):
        raise InvalidValue(f"tile {text!r} lies outside its grid at zoom {key.z}.")
    return key


def grid_for(footprint: BaseGeometry | None) -> str:
    """The grid for a footprint in lon/lat; "pixels" without one.

    A polar one where Mercator ends within the footprint or less than a degree from it. A
    footprint on both sides of the equator stays in Mercator, which leaves out its polar ends.
    """
    if footprint is None:
        return PIXELS
    _, south, _, north = footprint.bounds
    if (north > MERCATOR_LATITUDE and south >= 0) or south > MERCATOR_LATITUDE - 1:
        return ARCTIC
    if (south < -MERCATOR_LATITUDE and north <= 0) or north < 1 - MERCATOR_LATITUDE:
        return ANTARCTIC
    return MERCATOR


@lru_cache(maxsize=8)
def _tms(name: str) -> Any:
    return morecantile.tms.get(name)


@lru_cache(maxsize=8)
def _crs(name: str) -> str:
    return f"EPSG:{_tms(name).crs.to_epsg()}"


@lru_cache(maxsize=8)
def _from_lonlat(name: str) -> Transformer:
    return Transformer.from_crs("OGC:CRS84", _crs(name), always_xy=True)


def side_m(name: str) -> float:
    """The side of the one tile at zoom 0, in the grid's own metres."""
    left, _, right, _ = _tms(name).xy_bounds(0, 0, 0)
    return float(right - left)


def _ground_m(name: str, latitude: float) -> float:
    """Metres on the ground of the side of the one tile at zoom 0."""
    stretch = math.cos(math.radians(latitude)) if name == MERCATOR else 1.0
    return side_m(name) * stretch


def tile_zoom(gsd_m: float | None, footprint: BaseGeometry) -> int:
    """The zoom to tag at: one tile is 320 to 640 pixels of `gsd_m` metres wide.

    Without a pixel size, about 16 tiles lie across the footprint. Coarser where there would be
    more than MOST_TILES, so that `tiles_of` at this zoom never refuses.
    """
    name = grid_for(footprint)
    _, latitude = space.representative_point(footprint)
    wanted = gsd_m * PIXELS_PER_TILE if gsd_m else math.sqrt(space.area_m2(footprint)) / 16
    zoom = round(math.log2(_ground_m(name, latitude) / max(wanted, 1.0)))
    zoom = max(0, min(MAX_ZOOM, zoom))
    flat = projected(footprint, name)
    while zoom and _at_most(flat, name, zoom) > MOST_TILES:
        zoom -= 1
    return zoom


def _at_most(flat: BaseGeometry, name: str, z: int) -> float:
    """No fewer than the tiles that a footprint in the grid's metres meets.

    The tiles inside are no more than its area, those on the outline no more than two for each
    tile's side of its length and four for each part.
    """
    left, _, right, _ = _tms(name).xy_bounds(0, 0, z)
    side = float(right - left)
    found = flat.area / side**2 + 2 * flat.length / side + 4 * len(shapely.get_parts(flat))
    boxes = shapely.bounds(shapely.get_parts(flat)) / side
    searched = ((boxes[:, 2] - boxes[:, 0] + 2) * (boxes[:, 3] - boxes[:, 1] + 2)).max()
    return float(max(found, searched / SEARCH_FACTOR))


def tile_polygon(grid: str, z: int, x: int, y: int) -> BaseGeometry:
    """Outline of a tile in lon/lat, normalised."""
    left, bottom, right, top = _tms(grid).xy_bounds(x, y, z)
    if grid == MERCATOR:
        (west, east), (south, north) = _mercator_lonlat((left, right), (bottom, top))
        return box(max(west, -180.0), south, min(east, 180.0), north)
    return space.footprint_from_crs(box(left, bottom, right, top), _crs(grid))


def _mercator_lonlat(
    xs: tuple[float, float], ys: tuple[float, float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    lons, lats = _from_lonlat(MERCATOR).transform(xs, ys, direction="INVERSE")
    return tuple(lons), tuple(lats)


def tiles_of(
    footprint: BaseGeometry, grid: str, z: int, limit: int = MOST_TILES
) -> list[tuple[int, int]]:
    """(x, y) of the tiles that a footprint in lon/lat shares ground with, in reading order.

    North to south, west to east, across 180 degrees too. Raises InvalidValue, naming a zoom that
    fits, when there would be more than `limit`.
    """
    if grid not in (MERCATOR, ARCTIC, ANTARCTIC):
        raise InvalidValue(f"grid {grid!r} has no tiles on the ground; use {MERCATOR} or a polar.")
    flat = projected(footprint, grid)
    size = float(_tms(grid).xy_bounds(0, 0, z)[2] - _tms(grid).xy_bounds(0, 0, z)[0])
    left, _, _, top = _tms(grid).xy_bounds(0, 0, 0)
    found: set[tuple[int, int]] = set()
    for part in shapely.get_parts(flat):
        found.update(_tiles_of_part(part, z, size, left, top, limit))
    if len(found) > limit:
        raise _too_many(len(found), z, limit)
    return _in_reading_order(found, z, crossing=_crosses(footprint, grid))


def _tiles_of_part(
    part: BaseGeometry, z: int, size: float, left: float, top: float, limit: int
) -> set[tuple[int, int]]:
    west, south, east, north = part.bounds
    last = 2**z - 1
    x0, x1 = (min(last, max(0, math.floor((v - left) / size))) for v in (west, east))
    y0, y1 = (min(last, max(0, math.floor((top - v) / size))) for v in (north, south))
    if (x1 - x0 + 1) * (y1 - y0 + 1) > limit * SEARCH_FACTOR:
        raise _too_many((x1 - x0 + 1) * (y1 - y0 + 1), z, limit)
    xs, ys = (a.ravel() for a in np.meshgrid(np.arange(x0, x1 + 1), np.arange(y0, y1 + 1)))
    inset = min(size * 1e-6, _TOUCH_M)  # tiles that only touch are not shared
    boxes = shapely.box(
        left + xs * size + inset,
        top - (ys + 1) * size + inset,
        left + (xs + 1) * size - inset,
        top - ys * size - inset,
    )
    shapely.prepare(part)
    hit = shapely.intersects(part, boxes)
    return {(int(x), int(y)) for x, y in zip(xs[hit], ys[hit], strict=True)}


def _too_many(count: int, z: int, limit: int) -> InvalidValue:
    fits = max(0, z - math.ceil(math.log(count / limit, 4)))
    return InvalidValue(f"zoom {z} gives more than {limit} tiles; use zoom {fits} or less.")


def projected(footprint: BaseGeometry, grid: str) -> BaseGeometry:
    """The footprint in the grid's own metres; edges straight in lon/lat are followed."""
    if grid == MERCATOR:
        footprint = footprint.intersection(box(-180, -MERCATOR_LATITUDE, 180, MERCATOR_LATITUDE))
    west, south, east, north = footprint.bounds
    step = min(_EDGE_DEG, max(east - west, north - south, 1e-9) / 256)
    dense = shapely.segmentize(footprint, step)
    to_grid = _from_lonlat(grid)
    flat = shapely.transform(
        dense, lambda xy: np.column_stack(to_grid.transform(xy[:, 0], xy[:, 1]))
    )
    if flat.is_valid:
        return flat
    # A cap has a cut from its edge to the pole and back, which is no line on the ground.
    return shapely.make_valid(flat, method="structure", keep_collapsed=False)


def _crosses(footprint: BaseGeometry, grid: str) -> bool:
    west, _, east, _ = footprint.bounds
    parts = shapely.get_parts(footprint)
    return grid == MERCATOR and len(parts) > 1 and west <= -179.999 and east >= 179.999


def _in_reading_order(tiles: set[tuple[int, int]], z: int, crossing: bool) -> list[tuple[int, int]]:
    half = 2**z / 2

    def key(tile: tuple[int, int]) -> tuple[int, float]:
        x, y = tile
        return (y, x + 2**z if crossing and x < half else x)

    return sorted(tiles, key=key)

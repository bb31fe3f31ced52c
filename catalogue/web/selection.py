"""The footprints that the map's filters let through: as a tile, and under a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from catalogue.interval import MAX_US, MIN_US
from catalogue.web.grids import Box, Mercator, Tile, TileGrid
from catalogue.web.index import BITS, Index, cell_xy
from catalogue.web.mvt import EXTENT, numbers, points_layer, polygons_layer, texts
from catalogue.web.parts import Floats, Mask
from catalogue.web.query import FootprintQuery
from catalogue.web.ragged import Ints, Rings, clipped, finer, on_grid

MOST = 2500
LEVELS = 5  # a tile of counts has 4 ** LEVELS cells
_BUFFER = 64  # tile units drawn beyond the edge, so that outlines do not show it


@dataclass(frozen=True, slots=True)
class Selection:
    """An index and what is asked of it; `tagged` marks the rows whose annotations fit, if asked."""

    index: Index
    query: FootprintQuery
    tagged: Mask | None = None

    def mask(self, rows: Ints | slice) -> Mask:
        """Which of the rows are let through."""
        mask = self.index.matching(self.query, rows)
        return mask if self.tagged is None else mask & self.tagged[rows]

    def within(self, boxes: list[Box]) -> Ints:
        """Rows that are let through and whose bounds meet one of the boxes, in order."""
        found = [self._within(box) for box in boxes]
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

    def _within(self, box: Box) -> Ints:
        rows = self.index.near(box)
        if isinstance(rows, slice):  # runs of memory are looked through faster than rows
            rows = np.flatnonzero(self.mask(rows))
            return rows[self.index.meeting(box, rows)]
        rows = rows[self.index.meeting(box, rows)]
        return rows[self.mask(rows)]

    def under(self, lon: float, lat: float) -> Ints:
        """Rows let through whose footprint has the point in it or on its edge, smallest first."""
        rows = self.within([(lon, lat, lon, lat)])
        rows = rows[self._holds(rows, lon, lat)]
        return rows[np.argsort(self.index.area[rows], kind="stable")]

    def meeting(self, area: BaseGeometry) -> Ints:
        """Main rows of the scenes let through whose footprint meets an area in normal form."""
        rows = self.within([part.bounds for part in shapely.get_parts(area)])
        shapely.prepare(area)
        rows = rows[
            shapely.intersects(_geometries(self.index.parts.shapes(rows, self.index.starts)), area)
        ]
        own = self.index.parts
        met = np.isin(own.key, own.key[rows[~own.main[rows]]])  # by a part across 180 degrees
        return np.union1d(rows[own.main[rows]], np.flatnonzero(met & own.main))

    def _holds(self, rows: Ints, lon: float, lat: float) -> Mask:
        """By the number of edges that a ray to the east crosses; on an edge counts too."""
        inside = np.zeros(len(rows), bool)
        if not len(rows):
            return inside
        shapes = self.index.parts.shapes(rows, self.index.starts)
        a = shapes.xy - (lon, lat)
        b = a[shapes.after()]
        cross = a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]
        straddles = (a[:, 1] > 0) != (b[:, 1] > 0)
        crossed = straddles & ((cross > 0) == (b[:, 1] > a[:, 1]))
        on_edge = (cross == 0) & ((a * b) <= 0).all(axis=1)
        owner = np.repeat(shapes.owner, shapes.sizes)
        inside |= np.bincount(owner[crossed], minlength=len(rows)) % 2 == 1
        inside[owner[on_edge]] = True
        return inside


def encode_tile(chosen: Selection, grid: TileGrid, tile: Tile) -> bytes:
    """Footprints of the scenes that meet a tile, or counts where too many lie in it; maybe b"".

    Layer "scenes": polygons with `uid`, `t` (begin in ms since 1970) and `end`. Layer "counts":
    points with `n`. Where too many reach into a tile but few have their middle there (a stack,
    seen from near), the smallest are drawn and one count says how many `more` there are.
    """
    counts = _counts(chosen, grid, tile)
    if counts is not None:
        return counts
    rows = chosen.within(grid.boxes(tile, _BUFFER / EXTENT))
    more = b""
    if len(rows) > MOST:
        scenes = int(np.count_nonzero(chosen.index.parts.main[rows]))
        rows = rows[np.argpartition(chosen.index.area[rows], MOST - 1)[:MOST]]
        left = float(max(scenes - MOST, 1))
        middle = np.array([(EXTENT // 2, EXTENT // 2)])
        more = points_layer("counts", middle, {"more": numbers(np.array([left]))})
    return _polygons(chosen.index, rows, grid, tile) + more


def _counts(chosen: Selection, grid: TileGrid, tile: Tile) -> bytes | None:
    """Counts by cell if more than MOST scenes have their middle in the tile."""
    z = tile[0]
    levels = min(LEVELS, BITS - z)
    if isinstance(grid, Mercator):
        begin, end = chosen.index.span(tile)
        if end - begin <= MOST:
            return None
        mask = chosen.mask(slice(begin, end)) & chosen.index.parts.main[begin:end]
        sums = np.concatenate(((0,), np.cumsum(mask, dtype=np.int64)))
        if sums[-1] <= MOST:
            return None
        per_cell = np.diff(sums[chosen.index.cells(tile, levels) - begin])
        cells = cell_xy(levels)
    else:
        rows = chosen.within(grid.boxes(tile, 0))
        rows = rows[chosen.index.parts.main[rows]]
        if len(rows) <= MOST:
            return None
        at = grid.to_tile(chosen.index.centres(rows), tile) / (EXTENT >> levels)
        cells = np.floor(at).astype(np.int64)
        cells = cells[((cells >= 0) & (cells < 2**levels)).all(axis=1)]
        if len(cells) <= MOST:
            return None
        cells, per_cell = np.unique(cells, axis=0, return_counts=True)
    filled = per_cell > 0
    side = EXTENT >> levels
    xy = cells[filled] * side + side // 2
    return points_layer("counts", xy, {"n": numbers(per_cell[filled].astype(np.float64))})


def _polygons(index: Index, rows: Ints, grid: TileGrid, tile: Tile) -> bytes:
    if not len(rows):
        return b""
    shapes = finer(index.parts.shapes(rows, index.starts), grid.longest_edge_deg)
    placed = shapes.with_vertices(grid.to_tile(shapes.xy, tile), shapes.sizes)
    drawn = on_grid(clipped(placed, -_BUFFER, EXTENT + _BUFFER))
    if not len(drawn.sizes):
        return b""
    owner = rows[drawn.owner[drawn.outer]]
    own = index.parts
    properties = {
        "uid": texts(own.uid[owner].tolist()),
        "t": numbers(_ms(own.begin[owner])),
        "end": numbers(_ms(own.end[owner])),
    }
    return polygons_layer("scenes", drawn, properties)


def _ms(microseconds: Ints) -> Floats:
    """Milliseconds; NaN where it is open or unknown."""
    known = (microseconds != MIN_US) & (microseconds != MAX_US)
    return np.where(known, microseconds // 1000, np.nan)


def _geometries(shapes: Rings) -> NDArray[np.object_]:
    """Polygons of rings, one for each owner."""
    if not len(shapes.sizes):
        return np.zeros(0, object)
    number = np.repeat(np.arange(len(shapes.sizes)), shapes.sizes)
    rings = shapely.linearrings(shapes.xy, indices=number)
    return np.asarray(shapely.polygons(rings, indices=shapes.owner))

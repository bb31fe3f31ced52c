"""All footprints in memory, for the map: what is in this box, under this point?

Rows stand in the order of a curve that fills web mercator (Morton's), so that every tile of the
map holds one run of centres, and rows that stand together lie together: blocks of them have
small boxes, and a search looks at few blocks. Nothing here is ever changed once it is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from catalogue.interval import Interval
from catalogue.web.grids import Box, Tile, world
from catalogue.web.parts import Floats, Mask, Names, Parts
from catalogue.web.query import FootprintQuery
from catalogue.web.ragged import Ints, runs

BLOCK = 128
Sides = tuple[Floats, Floats, Floats, Floats]
# Bits of each axis of the curve: cells of 0.6 m at the equator.
BITS = 26
_RADIUS_KM = 6371.0072  # of the sphere with the earth's area


@dataclass(frozen=True, slots=True)
class Index:
    """`place` is each row's number on the curve, ascending; `bounds` and `blocks` are the columns
    west, south, east, north of rows and of blocks of rows. `area` is in km², a row's own.
    """

    parts: Parts
    names: Names
    place: Ints
    bounds: Sides
    blocks: Sides
    starts: tuple[Ints, Ints]
    area: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def scenes(self) -> int:
        """How many scenes have a footprint."""
        return int(np.count_nonzero(self.parts.main))

    @classmethod
    def of(cls, parts: Parts, names: Names) -> Self:
        """The index of rows in any order."""
        place = _place(np.column_stack(_centres(*_bounds(parts))))
        order = np.argsort(place, kind="stable")
        parts = parts.take(order)
        bounds = _bounds(parts)
        blocks = _around(bounds)
        return cls(parts, names, place[order], bounds, blocks, parts.starts(), _area(parts))

    def changed(self, gone: Iterable[str], more: Parts) -> Self:
        """The index without the rows of some scenes and with others, without sorting all anew."""
        kept = self._without(self.of_scenes(gone))
        if not len(kept) or not len(more):
            return self.of(more, self.names) if not len(kept) else kept
        new = self.of(more, self.names)
        at = np.searchsorted(kept.place, new.place, side="right")
        sides = zip(kept.bounds, new.bounds, strict=True)
        west, south, east, north = (np.insert(own, at, side) for own, side in sides)
        bounds = (west, south, east, north)
        parts = kept.parts.with_rows(at, new.parts)
        place, area = np.insert(kept.place, at, new.place), np.insert(kept.area, at, new.area)
        return type(self)(parts, self.names, place, bounds, _around(bounds), parts.starts(), area)

    def _without(self, gone: Mask) -> Self:
        if not gone.any():
            return self
        west, south, east, north = (side[~gone] for side in self.bounds)
        bounds = (west, south, east, north)
        parts = self.parts.without(gone)
        place, area = self.place[~gone], self.area[~gone]
        return type(self)(parts, self.names, place, bounds, _around(bounds), parts.starts(), area)

    def of_scenes(self, uids: Iterable[str]) -> Mask:
        """The rows of these scenes."""
        wanted = list(uids)
        found = np.isin(self.parts.key, np.array([hash(uid) for uid in wanted], np.int64))
        hit = np.flatnonzero(found)
        # Two scenes may have one hash.
        found[hit] = np.isin(self.parts.uid[hit], np.array([u.encode() for u in wanted], np.bytes_))
        return found

    def near(self, box: Box) -> Ints | slice:
        """Rows among which all are whose bounds meet the box; all of them if they are many."""
        block = np.flatnonzero(_meet(self.blocks, box))
        if 2 * len(block) > len(self.blocks[0]):
            return slice(None)
        first = block * BLOCK
        return runs(first, np.minimum(first + BLOCK, len(self)) - first)

    def meeting(self, box: Box, rows: Ints) -> Mask:
        """Which of the rows have bounds that meet the box; degrees, west <= east."""
        return _meet(tuple(side[rows] for side in self.bounds), box)

    def span(self, tile: Tile) -> tuple[int, int]:
        """The run of rows whose centres lie in a tile of web mercator: begin and end."""
        begin, end = np.searchsorted(self.place, _places(tile, 0)[[0, -1]])
        return int(begin), int(end)

    def cells(self, tile: Tile, levels: int) -> Ints:
        """Where the cells of a tile begin among the rows, in the curve's order, and the last ends.

        There are 4 ** `levels` of them; see `cell_xy`.
        """
        return np.asarray(np.searchsorted(self.place, _places(tile, levels)))

    def centres(self, rows: Ints) -> Floats:
        """The middle of each row's bounds in degrees, (n, 2)."""
        return np.column_stack(_centres(*(side[rows] for side in self.bounds)))

    def matching(self, query: FootprintQuery, rows: Ints | slice) -> Mask:
        """Which of the rows fulfil the query's conditions on time, sensor and quality.

        With a condition, a row whose value is unknown does not match.
        """
        own = self.parts
        mask = np.ones(len(own.uid[rows]), bool)
        if query.when is not None:
            mask &= own.timed[rows] & _during(own.begin[rows], own.end[rows], query.when)
        for numbers, wanted in (
            (own.collection, query.collections),
            (own.platform, query.platforms),
        ):
            if wanted:
                mask &= _among(numbers[rows], self.names.of(wanted))
        for values, most in (
            (own.gsd, query.gsd_max_m),
            (own.cloud, query.cloud_max_pct),
            (own.off_nadir, query.off_nadir_max_deg),
        ):
            if most is not None:
                mask &= values[rows] <= most
        return mask


def _among(numbers: NDArray[np.int32], wanted: Ints) -> Mask:
    mask = np.zeros(len(numbers), bool)
    for number in wanted:
        mask |= numbers == number
    return mask


def _during(begin: Ints, end: Ints, when: Interval) -> Mask:
    """`Interval.meets` for arrays."""
    first, last = when.begin_us, when.end_us
    if when.is_instant:
        return np.asarray((begin <= first) & ((first < end) | (begin == end) & (begin == first)))
    # An instant at `first` lies in [first, last), so there the end is compared as closed.
    return np.asarray((begin < last) & ((end > first) | (begin == end) & (begin == first)))


def _meet(bounds: tuple[Floats, ...], box: Box) -> Mask:
    west, south, east, north = bounds
    meets = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
    return np.asarray(meets)


def _bounds(parts: Parts) -> Sides:
    if not len(parts):
        return (np.zeros(0),) * 4
    first_ring, first_vertex = parts.starts()
    first = first_vertex[first_ring]
    low, high = (f.reduceat(parts.lonlat, first, axis=0) for f in (np.minimum, np.maximum))
    west, south, east, north = np.ascontiguousarray(np.column_stack((low, high)).T)
    return west, south, east, north


def _around(bounds: Sides) -> Sides:
    """The bounds of each block of rows."""
    west, south, east, north = bounds
    first = np.arange(0, len(west), BLOCK)
    if not len(first):
        return bounds
    low, high = np.minimum.reduceat, np.maximum.reduceat
    return low(west, first), low(south, first), high(east, first), high(north, first)


def _centres(west: Floats, south: Floats, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    return (west + east) / 2, (south + north) / 2


def _area(parts: Parts) -> NDArray[np.float32]:
    """On the sphere, as if edges were straight in longitude and the sine of latitude."""
    if not len(parts):
        return np.zeros(0, np.float32)
    first_ring, first_vertex = parts.starts()
    following = np.arange(1, len(parts.lonlat) + 1)
    following[first_vertex + parts.vertices - 1] = first_vertex
    lon, height = np.radians(parts.lonlat[:, 0]), np.sin(np.radians(parts.lonlat[:, 1]))
    strips = (lon[following] - lon) * (height[following] + height) / 2
    # Holes run the other way round, so they count against the rest.
    total = np.add.reduceat(strips, first_vertex[first_ring])
    return np.asarray(np.abs(total) * _RADIUS_KM**2, np.float32)


def _place(lonlat: Floats) -> Ints:
    cells = np.clip((world(lonlat) * 2.0**BITS).astype(np.int64), 0, 2**BITS - 1)
    return _spread(cells[:, 0]) | _spread(cells[:, 1]) << 1


def _places(tile: Tile, levels: int) -> Ints:
    """Where on the curve the cells of a tile begin, and the last ends."""
    z, x, y = tile
    shift = 2 * (BITS - z)
    first = int(_spread(np.array([x]))[0] | _spread(np.array([y]))[0] << 1) << shift
    return first + np.arange(4**levels + 1) * (1 << (shift - 2 * levels))


def _spread(values: Ints) -> Ints:
    """A zero bit between each two bits of 26-bit numbers."""
    out = values.astype(np.int64)
    for shift, keep in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        out = (out | out << shift) & keep
    return out


def cell_xy(levels: int) -> Ints:
    """Column and row of each cell of a tile, in the curve's order, (4 ** levels, 2)."""
    number = np.arange(4**levels)
    bits = range(levels)
    x = sum((number >> (2 * bit) & 1) << bit for bit in bits)
    y = sum((number >> (2 * bit + 1) & 1) << bit for bit in bits)
    return np.column_stack((x, y))

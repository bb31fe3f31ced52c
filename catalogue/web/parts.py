"""Footprints as flat arrays: one row for each polygon, with what the map filters by.

A scene that crosses 180 degrees has two rows. A million scenes take some 200 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue.interval import MIN_US
from catalogue.model import SceneRow
from catalogue.web.ragged import Ints, Rings, runs

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Names:
    """Texts by number and numbers by text; only grows, so a number keeps its meaning."""

    def __init__(self) -> None:
        self._numbers: dict[str | None, int] = {None: 0}

    def number(self, text: str | None) -> int:
        """The number of a text, a new one if it has none; None is 0."""
        return self._numbers.setdefault(text, len(self._numbers))

    def of(self, texts: Iterable[str | None]) -> Ints:
        """The numbers of texts that may be known; what is not known is left out."""
        found = [self._numbers[text] for text in texts if text in self._numbers]
        return np.array(found, np.int64)

    def texts(self) -> list[str | None]:
        """All texts, each at the place of its number."""
        return list(self._numbers)


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows in any order. Polygon n has `rings[n]` rings, ring m has `vertices[m]` vertices.

    `lonlat` holds all vertices in degrees; outer rings run clockwise, the first ring of each
    polygon is the outer one. `uid` and `key` (a hash of it) name the scene, `main` marks one row
    for each. `begin` and `end` are microseconds since 1970, meaningless where `timed` is False;
    numbers that are not known are NaN; `collection` and `platform` are numbers of `Names`.
    """

    lonlat: Floats
    vertices: Ints
    rings: Ints
    uid: NDArray[np.bytes_]
    key: Ints
    main: Mask
    timed: Mask
    begin: Ints
    end: Ints
    gsd: Floats
    cloud: Floats
    off_nadir: Floats
    collection: NDArray[np.int32]
    platform: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.uid)

    def starts(self) -> tuple[Ints, Ints]:
        """The first ring of each polygon, and the first vertex of each ring."""
        return np.cumsum(self.rings) - self.rings, np.cumsum(self.vertices) - self.vertices

    def shapes(self, rows: Ints, starts: tuple[Ints, Ints]) -> Rings:
        """The rings of some rows in degrees; `owner` is the place in `rows`."""
        counts = self.rings[rows]
        ring = runs(starts[0][rows], counts)
        sizes = self.vertices[ring]
        outer = np.zeros(len(ring), bool)
        outer[np.cumsum(counts) - counts] = True
        owner = np.repeat(np.arange(len(rows)), counts)
        return Rings(self.lonlat[runs(starts[1][ring], sizes)], sizes, owner, outer)

    def take(self, rows: Ints) -> Self:
        """Some rows in the order given."""
        shapes = self.shapes(rows, self.starts())
        plain = {f.name: getattr(self, f.name)[rows] for f in fields(self)[2:]}
        return type(self)(shapes.xy, shapes.sizes, **plain)

    def without(self, gone: Mask) -> Self:
        """The rows that are not marked, in order."""
        ring = np.repeat(~gone, self.rings)
        shapes = (self.lonlat[np.repeat(ring, self.vertices)], self.vertices[ring])
        return type(self)(
            *shapes, **{f.name: getattr(self, f.name)[~gone] for f in fields(self)[2:]}
        )

    def with_rows(self, at: Ints, more: Parts) -> Self:
        """These rows and others, each of those before the row numbered in `at`; `at` ascends."""
        first_ring, first_vertex = (
            np.append(s, s[-1:] + n[-1:])
            for s, n in zip(self.starts(), (self.rings, self.vertices), strict=True)
        )
        ring = np.repeat(first_ring[at], more.rings)
        vertex = np.repeat(first_vertex[ring], more.vertices)
        places = {"lonlat": vertex, "vertices": ring}
        columns = []
        for name in (f.name for f in fields(self)):
            own, new = getattr(self, name), getattr(more, name)
            wide = own.astype(np.result_type(own, new), copy=False)
            columns.append(np.insert(wide, places.get(name, at), new, axis=0))
        return type(self)(*columns)

    @classmethod
    def joined(cls, pieces: Sequence[Parts]) -> Self:
        """All rows of several."""
        own = [[getattr(piece, f.name) for piece in pieces] for f in fields(cls)]
        return cls(*(np.concatenate(arrays) for arrays in own))


def parts_of(rows: Sequence[SceneRow], names: Names) -> Parts:
    """The polygons of the scenes; what is not a polygon is its bounding box."""
    uid, wkb, begin, end, collection, platform, gsd, cloud, off_nadir = (
        zip(*rows, strict=True) if rows else [()] * 9
    )
    shapes, owner = _polygons(wkb)
    rings, of_shape = shapely.get_rings(shapes, return_index=True)
    lonlat, of_ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(of_ring, append=-1) != 0
    return Parts(
        lonlat=lonlat[~closing],
        vertices=np.bincount(of_ring, minlength=len(rings)) - 1,
        rings=np.bincount(of_shape, minlength=len(shapes)),
        uid=np.array([value.encode() for value in uid], np.bytes_)[owner],
        key=np.array([hash(value) for value in uid], np.int64)[owner],
        main=_largest(shapes, owner),
        timed=np.array([value is not None for value in begin], bool)[owner],
        begin=_times(begin)[owner],
        end=_times(end)[owner],
        gsd=np.array(gsd, np.float64)[owner],
        cloud=np.array(cloud, np.float64)[owner],
        off_nadir=np.array(off_nadir, np.float64)[owner],
        collection=np.array([names.number(value) for value in collection], np.int32)[owner],
        platform=np.array([names.number(value) for value in platform], np.int32)[owner],
    )


def _polygons(wkb: Sequence[bytes]) -> tuple[NDArray[np.object_], Ints]:
    """The polygons of geometries, outer rings clockwise, and which geometry each is of."""
    shapes, owner = shapely.get_parts(shapely.from_wkb(list(wkb)), return_index=True)
    filled = ~shapely.is_empty(shapes)
    shapes, owner = shapes[filled], owner[filled]
    other = shapely.get_type_id(shapes) != shapely.GeometryType.POLYGON
    shapes[other] = shapely.box(*shapely.bounds(shapes[other]).reshape(-1, 4).T)
    return shapely.orient_polygons(shapes, exterior_cw=True), owner


def _times(values: Sequence[int | None]) -> Ints:
    return np.array([MIN_US if value is None else value for value in values], np.int64)


def _largest(shapes: NDArray[np.object_], owner: Ints) -> Mask:
    """One part of each scene."""
    order = np.lexsort((-shapely.area(shapes), owner))
    main = np.zeros(len(shapes), bool)
    main[order[np.flatnonzero(np.diff(owner[order], prepend=-1))]] = True
    return main

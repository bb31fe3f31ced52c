"""Many (multi)polygons as flat arrays of coordinates, as GeoArrow has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue.space.edges import Floats, Ints, Objects, expand

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Shapes:
    """`coords[rings[i]:rings[i + 1]]` is the closed ring i, `rings` `parts[j]` to `parts[j + 1]`
    those of polygon j (its shell first), polygons `shapes[k]` to `shapes[k + 1]` those of shape k.

    Indexed by rows, it gives shapely geometries, made as they are asked for; a slice is cut out.
    """

    coords: Floats
    rings: Numbers
    parts: Numbers
    shapes: Numbers

    def __len__(self) -> int:
        return len(self.shapes) - 1

    @overload
    def __getitem__(self, rows: Ints) -> Objects: ...
    @overload
    def __getitem__(self, rows: slice) -> Shapes: ...
    def __getitem__(self, rows: Ints | slice) -> Objects | Shapes:
        if isinstance(rows, slice):
            return self._cut(*rows.indices(len(self))[:2])
        part, shapes = _ranges(self.shapes, rows)
        ring, parts = _ranges(self.parts, part)
        at, rings = _ranges(self.rings, ring)
        found = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON, self.coords[at], (rings, parts, shapes)
        )
        lone = np.flatnonzero(np.diff(shapes) == 1)
        found[lone] = shapely.get_geometry(found[lone], 0)
        return np.asarray(found, dtype=object)

    def _cut(self, start: int, stop: int) -> Shapes:
        shapes = self.shapes[start : max(start, stop) + 1]
        parts = self.parts[shapes[0] : shapes[-1] + 1]
        rings = self.rings[parts[0] : parts[-1] + 1]
        return Shapes(
            self.coords[rings[0] : rings[-1]], rings - rings[0], parts - parts[0],
            shapes - shapes[0],
        )  # fmt: skip


def _ranges(offsets: Numbers, rows: Ints) -> tuple[Ints, Ints]:
    """(all items of the rows, the offsets of each row's among them)."""
    counts = (offsets[rows + 1] - offsets[rows]).astype(np.int64)
    row, place = expand(counts)
    return offsets[rows][row] + place, np.r_[0, np.cumsum(counts)]


def shapes_of(polygons: Objects) -> Shapes:
    """The same (multi)polygons; what is none has no parts."""
    kind = shapely.get_type_id(polygons)
    other = ~np.isin(kind, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    if other.all():
        none = np.zeros(1, dtype=np.int32)
        return Shapes(np.zeros((0, 2)), none, none, np.zeros(len(polygons) + 1, dtype=np.int32))
    if other.any():
        polygons = polygons.copy()
        polygons[other] = shapely.MultiPolygon()
    _, coords, offsets = shapely.to_ragged_array(polygons, include_z=False)
    rings, parts = offsets[0], offsets[1]
    shapes = offsets[2] if len(offsets) == 3 else np.arange(len(polygons) + 1)
    return _oriented(
        np.ascontiguousarray(coords), *(o.astype(np.int32) for o in (rings, parts, shapes))
    )


def _oriented(coords: Floats, rings: Numbers, parts: Numbers, shapes: Numbers) -> Shapes:
    """Shells anticlockwise, holes clockwise: rings that run the other way are turned."""
    counts = np.diff(rings)
    ring, _ = expand(counts.astype(np.int64))
    here = coords - coords[rings[:-1]][ring]
    cross = here[:-1, 0] * here[1:, 1] - here[1:, 0] * here[:-1, 1]
    same = ring[1:] == ring[:-1]
    twice = np.bincount(ring[:-1][same], weights=cross[same], minlength=len(counts))
    shell = np.zeros(len(counts), dtype=np.bool_)
    shell[parts[:-1][np.diff(parts) > 0]] = True
    for n in np.flatnonzero((twice < 0) == shell):
        coords[rings[n] : rings[n + 1]] = coords[rings[n] : rings[n + 1]][::-1]
    return Shapes(coords, rings, parts, shapes)


def geometries(shapes: Objects | Shapes) -> Objects:
    """All of them as shapely geometries."""
    return shapes[np.arange(len(shapes))] if isinstance(shapes, Shapes) else shapes


def bounds_of(shapes: Objects | Shapes) -> Floats:
    """(west, south, east, north) of each; NaN of what is empty or None."""
    if not isinstance(shapes, Shapes):
        return np.asarray(shapely.bounds(shapes), dtype=np.float64)
    starts = shapes.rings[shapes.parts[shapes.shapes]].astype(np.int64)
    some = np.flatnonzero(np.diff(starts) > 0)
    bounds = np.full((len(shapes), 4), np.nan)
    if len(some):
        bounds[some, :2] = np.minimum.reduceat(shapes.coords, starts[some])
        bounds[some, 2:] = np.maximum.reduceat(shapes.coords, starts[some])
    return bounds

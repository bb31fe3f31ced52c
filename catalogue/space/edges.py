"""The edges of many footprints as columns, for work on many pairs at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Edges:
    """Edge i runs from `a[i]` to `b[i]` (lon, lat in degrees), the inside to its left.

    Those of footprint k are `offsets[k]` to `offsets[k + 1]`: all rings of all its polygons.
    """

    a: Floats
    b: Floats
    offsets: Ints


def edges_of(footprints: Sequence[BaseGeometry] | NDArray[np.object_]) -> Edges:
    """The edges of (multi)polygons in normal form; what is no polygon has none."""
    oriented = shapely.orient_polygons(np.asarray(footprints, dtype=object))
    parts, owner = shapely.get_parts(oriented, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(coords):
        nothing = np.zeros((0, 2))
        return Edges(nothing, nothing, np.zeros(len(oriented) + 1, dtype=np.int64))
    same = np.flatnonzero(ring[1:] == ring[:-1])
    of = owner[part[ring[same]]]
    offsets = np.r_[0, np.cumsum(np.bincount(of, minlength=len(oriented)))].astype(np.int64)
    return Edges(coords[same], coords[same + 1], offsets)


def expand(counts: Ints) -> tuple[Ints, Ints]:
    """(row, place within the row) of each of `counts[row]` items, row by row."""
    row = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return row, np.arange(len(row)) - first


def slices(counts: Ints, most: int) -> Iterator[slice]:
    """Rows in runs of at most `most` items together (or a single row with more)."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + most, side="right")))
        yield slice(start, stop)
        start = stop

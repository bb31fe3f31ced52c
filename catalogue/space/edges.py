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


def edges_of(footprints: Sequence[BaseGeometry] | Objects) -> Edges:
    """The edges of (multi)polygons in normal form; what is no polygon has none."""
    shapes = np.asarray(footprints, dtype=object)
    lone = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    lone &= shapely.get_num_interior_rings(shapes) == 0
    simple, other = np.flatnonzero(lone), np.flatnonzero(~lone)
    a, b, of = _of_rings(shapes[simple])
    of = simple[of]
    if len(other):
        more_a, more_b, more = _of_any(shapes[other])
        of = np.r_[of, other[more]]
        order = np.argsort(of, kind="stable")
        a, b, of = np.vstack([a, more_a])[order], np.vstack([b, more_b])[order], of[order]
    counts = np.bincount(of, minlength=len(shapes))
    return Edges(a, b, np.r_[0, np.cumsum(counts)].astype(np.int64))


def _of_rings(polygons: Objects) -> tuple[Floats, Floats, Ints]:
    """Edges of polygons without holes, and the row of each; turned where they run clockwise."""
    coords, row = shapely.get_coordinates(polygons, return_index=True)
    same = np.flatnonzero(row[1:] == row[:-1])
    a, b, of = coords[same], coords[same + 1], row[same]
    first = a[np.searchsorted(of, of)] if len(of) else a
    p, q = a - first, b - first
    twice = np.bincount(of, weights=p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0], minlength=len(polygons))
    turned = (twice < 0)[of, None]
    return np.where(turned, b, a), np.where(turned, a, b), of


def _of_any(shapes: Objects) -> tuple[Floats, Floats, Ints]:
    parts, owner = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    same = np.flatnonzero(ring[1:] == ring[:-1])
    of = owner[part[ring[same]]] if len(same) else np.zeros(0, dtype=np.int64)
    return coords[same], coords[same + 1], of


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

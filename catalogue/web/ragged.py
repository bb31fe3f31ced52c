"""Many rings in flat arrays: cut to a box, rounded to a grid and tidied, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[Any]

# Drawn in place of an outer ring that the grid is too coarse for.
_SQUARE = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1)))


def runs(starts: Ints, sizes: Ints) -> Ints:
    """The positions in runs of `sizes` elements, one run after the other."""
    ends = np.cumsum(sizes)
    if not len(ends):
        return np.zeros(0, np.int64)
    return np.asarray(np.arange(ends[-1]) + np.repeat(starts - (ends - sizes), sizes))


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings one after the other, none of them closed; the rings of one polygon stand together.

    `xy` is (vertices, 2), `sizes` counts the vertices of each ring (at least one), `owner` names
    its polygon, `outer` marks the ring around it; the others are its holes.
    """

    xy: Numbers
    sizes: Ints
    owner: Ints
    outer: NDArray[np.bool_]

    @property
    def starts(self) -> Ints:
        """Where each ring begins."""
        return np.cumsum(self.sizes) - self.sizes

    def after(self) -> Ints:
        """The position of the vertex that follows each one in its ring."""
        following = np.arange(1, len(self.xy) + 1)
        following[np.cumsum(self.sizes) - 1] = self.starts
        return following

    def only(self, wanted: NDArray[np.bool_]) -> Self:
        """Some of the rings."""
        if wanted.all():
            return self
        kept = np.repeat(wanted, self.sizes)
        rings = (self.sizes[wanted], self.owner[wanted], self.outer[wanted])
        return type(self)(self.xy[kept], *rings)

    def with_vertices(self, xy: Numbers, sizes: Ints) -> Self:
        """The same rings with other vertices; those left without any are dropped."""
        left = sizes > 0
        return type(self)(xy, sizes[left], self.owner[left], self.outer[left])

    def doubled_area(self) -> Numbers:
        """Twice the area of each ring, by the surveyor's formula; clockwise on screen is > 0."""
        x, y = self.xy.T
        following = self.after()
        cross = x * y[following] - x[following] * y
        return np.asarray(np.add.reduceat(cross, self.starts))


def clipped(rings: Rings, low: float, high: float) -> Rings:
    """What lies in the square from `low` to `high`, after Sutherland and Hodgman.

    A ring in several pieces stays one ring, joined along the edge of the square.
    """
    for axis in (0, 1):
        for limit, sign in ((low, -1), (high, 1)):
            if len(rings.sizes):
                rings = _cut(rings, axis, limit, sign)
    return rings


def _cut(rings: Rings, axis: int, limit: float, sign: int) -> Rings:
    beyond = sign * (rings.xy[:, axis] - limit)
    inside = beyond <= 0
    if inside.all():
        return rings
    following = rings.after()
    crossing = inside != inside[following]
    emitted = inside.astype(np.int64) + crossing
    at = np.cumsum(emitted) - emitted
    out = np.empty((int(emitted.sum()), 2))
    out[at[inside]] = rings.xy[inside]
    a, b = rings.xy[crossing], rings.xy[following[crossing]]
    share = beyond[crossing] / (beyond[crossing] - beyond[following[crossing]])
    cut = a + share[:, None] * (b - a)
    cut[:, axis] = limit
    out[(at + inside)[crossing]] = cut
    return rings.with_vertices(out, np.add.reduceat(emitted, rings.starts))


def finer(rings: Rings, longest: float) -> Rings:
    """The same rings with further vertices, so that no edge spans more of x than `longest`."""
    step = rings.xy[rings.after()] - rings.xy
    pieces = np.maximum(np.ceil(np.abs(step[:, 0]) / longest), 1).astype(np.int64)
    if (pieces == 1).all():
        return rings
    part = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (part / np.repeat(pieces, pieces))[:, None]
    xy = np.repeat(rings.xy, pieces, axis=0) + share * np.repeat(step, pieces, axis=0)
    return rings.with_vertices(xy, np.add.reduceat(pieces, rings.starts))


def on_grid(rings: Rings) -> Rings:
    """Rings rounded to whole numbers, without vertices that repeat the one before.

    A hole that shrank to nothing goes. An outer ring that did becomes a small square: a scene
    must never vanish from the map for being small.
    """
    if not len(rings.sizes):
        return rings
    xy = np.rint(rings.xy).astype(np.int64)
    following = rings.after()
    repeated = np.empty(len(xy), bool)
    repeated[following] = (xy[following] == xy).all(axis=1)
    starts = xy[rings.starts]
    sizes = np.add.reduceat(~repeated, rings.starts).astype(np.int64)
    whole = Rings(xy[~repeated], sizes, rings.owner, rings.outer)
    area = np.zeros(len(sizes), np.int64)
    if (sizes > 0).any():
        area[sizes > 0] = whole.with_vertices(whole.xy, sizes).doubled_area()
    # Not only what is flat: rounding can also turn a sliver over.
    flat = (sizes < 3) | (np.where(rings.outer, area, -area) <= 0)
    if not flat.any():
        return whole
    gone = np.isin(rings.owner, rings.owner[flat & rings.outer])
    kept = whole.only(~(flat | gone))
    lost = flat & rings.outer
    squares = (starts[lost][:, None] + _SQUARE).reshape(-1, 2)
    return Rings(
        np.concatenate((kept.xy, squares)),
        np.concatenate((kept.sizes, np.full(lost.sum(), len(_SQUARE)))),
        np.concatenate((kept.owner, rings.owner[lost])),
        np.concatenate((kept.outer, np.ones(lost.sum(), bool))),
    )

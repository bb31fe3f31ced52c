"""Areas as compiled functions take them, and what is a pure function of their outlines."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from catalogue.bulk.fast import compiled, fit
from catalogue.bulk.shapes import Numbers, Shapes, bounds_of
from catalogue.space.edges import Floats, Ints
from catalogue.space.measure import A_M, B_M

_E2 = 1 - (B_M / A_M) ** 2
# Coefficients of the area below a latitude (none for the 0th power), then the area of it all.
TERMS = 8
WIDTH = TERMS + 1
# Columns of what is around an area: a middle (degrees), how much shorter a degree of longitude is
# there, and the squared radii of circles in such degrees: none of it is beyond the one, all of
# the other is in it.
EAST, NORTH, STRETCH, OUTER, INNER = range(5)
# An area of more degrees of latitude than this is left to the exact path.
HIGHEST_DEG = 15.0
SAME = 1e-12
MOST = 256
BLOCK = 16
# Three Gauss-Legendre nodes.
_NODE = math.sqrt(0.6) / 2


class Areas(NamedTuple):
    """Areas as `area_cover` takes them: `bounds` and `k` have a row for each, NaN if it is empty.

    `ring_of` are the rings of each, `sums` what the edges of a ring add up to before each of its
    positions. Ring i has the blocks `block_of[i]` to `block_of[i + 1]` of at most 16 edges, each
    with the middle and half the size of its box. `around` has EAST, NORTH and so on as columns.
    """

    coords: Floats
    rings: Numbers
    ring_of: Numbers
    bounds: Floats
    k: Floats
    sums: Floats
    block_of: Ints
    blocks: Floats
    around: Floats


def areas_of(areas: Shapes) -> Areas:
    """Their constants."""
    bounds = bounds_of(areas)
    middle = bounds[:, 1] + (bounds[:, 3] - bounds[:, 1]) / 2
    half = np.maximum(np.radians(bounds[:, 3] - bounds[:, 1]) / 2, 1e-12)
    lat = np.radians(middle)[:, None] + half[:, None] * fit.nodes(TERMS)
    density = A_M**2 * (1 - _E2) * np.cos(lat) / (1 - _E2 * np.sin(lat) ** 2) ** 2
    power = np.arange(TERMS)
    k = np.full((len(areas), WIDTH), np.nan)
    scale = np.degrees(half)[:, None] ** power
    k[:, :TERMS] = fit.fitted(density) / scale / (power + 1) * math.radians(1) ** 2
    sums = np.zeros(len(areas.coords))
    ring_of = areas.parts[areas.shapes]
    _totals(areas.coords, areas.rings, ring_of, middle, k, sums)
    edges = np.maximum(np.diff(areas.rings).astype(np.int64) - 1, 0)
    block_of = np.r_[0, np.cumsum(-(-edges // BLOCK))]
    blocks = np.empty((block_of[-1], 4))
    _blocks(areas.coords, areas.rings, block_of, blocks)
    around = np.empty((len(areas), 5))
    around[:, EAST], around[:, NORTH] = bounds[:, 0] + (bounds[:, 2] - bounds[:, 0]) / 2, middle
    around[:, STRETCH] = np.cos(np.radians(middle))
    _circles(areas.coords, areas.rings, ring_of, around)
    return Areas(areas.coords, areas.rings, ring_of, bounds, k, sums, block_of, blocks, around)


@compiled
def _below(y, k):
    """Area in m² per degree of longitude from the middle latitude to `y` degrees above it."""
    return y * (
        k[0]
        + y * (k[1] + y * (k[2] + y * (k[3] + y * (k[4] + y * (k[5] + y * (k[6] + y * k[7]))))))
    )


@compiled
def left(ax, ay, bx, by, k):
    """What an edge adds to the area to its left."""
    middle, step = (ay + by) / 2, by - ay
    if step == 0:
        return (ax - bx) * _below(ay, k)
    mean = 8 * _below(middle, k)
    mean += 5 * (_below(middle - _NODE * step, k) + _below(middle + _NODE * step, k))
    return (ax - bx) * mean / 18


@compiled
def _totals(coords, rings, first, middle, k, sums):
    for row in range(len(first) - 1):
        total = 0.0
        for ring in range(first[row], first[row + 1]):
            x, y = coords[rings[ring], 0], middle[row]
            for n in range(rings[ring], rings[ring + 1] - 1):
                sums[n + 1] = sums[n] + left(
                    coords[n, 0] - x, coords[n, 1] - y, coords[n + 1, 0] - x, coords[n + 1, 1] - y,
                    k[row],
                )  # fmt: skip
            total += sums[rings[ring + 1] - 1]
        k[row, TERMS] = total


@compiled
def _circles(coords, rings, ring_of, around):
    for row in range(len(around)):
        x, y, stretch = around[row, EAST], around[row, NORTH], around[row, STRETCH]
        inside, nearest, furthest = False, math.inf, 0.0
        for ring in range(ring_of[row], ring_of[row + 1]):
            for n in range(rings[ring] + 1, rings[ring + 1]):
                ax, ay = (coords[n - 1, 0] - x) * stretch, coords[n - 1, 1] - y
                bx, by = (coords[n, 0] - x) * stretch, coords[n, 1] - y
                dx, dy = bx - ax, by - ay
                cross, square = ax * dy - ay * dx, dx * dx + dy * dy
                if (ay > 0) != (by > 0) and (cross > 0) == (by > ay):
                    inside = not inside
                t = 0.0
                if square > 0:
                    t = min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
                nearest = min(nearest, (ax + t * dx) ** 2 + (ay + t * dy) ** 2)
                furthest = max(furthest, ax * ax + ay * ay)
        # Room for rounding, and for what counts as touching.
        around[row, OUTER] = (math.sqrt(furthest) * (1 + 1e-9) + 2 * SAME) ** 2
        inner = math.sqrt(nearest) * (1 - 1e-9) - 2 * SAME
        around[row, INNER] = inner * inner if inside and inner > 0 else 0.0


@compiled
def _blocks(coords, rings, block_of, blocks):
    for ring in range(len(rings) - 1):
        for block in range(block_of[ring], block_of[ring + 1]):
            first = rings[ring] + BLOCK * (block - block_of[ring])
            west, south = coords[first]
            east, north = west, south
            for n in range(first + 1, min(first + BLOCK + 1, rings[ring + 1])):
                west, east = min(west, coords[n, 0]), max(east, coords[n, 0])
                south, north = min(south, coords[n, 1]), max(north, coords[n, 1])
            blocks[block, 0], blocks[block, 1] = (west + east) / 2, (south + north) / 2
            blocks[block, 2], blocks[block, 3] = (east - west) / 2, (north - south) / 2

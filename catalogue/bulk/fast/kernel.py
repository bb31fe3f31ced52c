"""Candidates, times and places of many observations in one pass; no object for any of them."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from catalogue.bulk.fast.area import MOST, area_cover, holds
from catalogue.bulk.fast.disc import MEETS, NOTHING, UNDECIDED, WHOLE, disc_cover
from catalogue.bulk.fast.grid import search

# As in `catalogue.bulk.columns` and `scoring`.
_DISC, _SPOT, _AREA = 0, 1, 2
BEFORE, DURING, AFTER = 0, 1, 3


@njit(cache=True, nogil=True)
def workspace(longest):
    """What `area_cover` needs to write to, for areas whose rings have so many positions."""
    return (
        np.empty(longest), np.empty(MOST), np.empty(MOST), np.empty(MOST), np.empty(MOST),
        np.empty(MOST, dtype=np.int64),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def time_of(begin, end, taken, until):
    """(role, signed gap in s, whether the role is certain) as `catalogue.bulk.timing` has them."""
    instant, moment = begin == end, taken == until
    if instant or moment:
        if instant and moment:
            during = begin == taken
        else:
            edge = begin != until if instant else end != taken
            during = max(begin, taken) <= min(end, until) and edge
    else:
        during = begin < until and taken < end
    if during:
        return DURING, 0.0, moment or (begin <= taken and until <= end)
    gap = max(max(taken - end, begin - until), 0) / 1e6
    if until <= begin:
        return BEFORE, -gap if gap > 0 else gap, True
    return AFTER, gap, True


@njit(cache=True, nogil=True)
def place_of(kind, footprint, shapes, places, row, o, work):
    """(code, share) of one observation's place in one footprint."""
    coords, rings, ring_of = shapes
    first, last = ring_of[footprint], ring_of[footprint + 1]
    if kind == _DISC:
        return disc_cover(coords, rings, first, last, o.lon[row], o.lat[row], places.disc[row])
    if kind == _SPOT:
        inside = holds(coords, rings, first, last, o.lon[row], o.lat[row])
        if inside < 0:
            return UNDECIDED, 0.0
        return (WHOLE, 1.0) if inside else (NOTHING, 0.0)
    return area_cover(
        coords, rings, first, last, places.coords, places.rings, places.ring_of[row],
        places.ring_of[row + 1], places.bounds[row], places.area[row], work,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def pairs_of(grid, sizes, shapes, places, o, order, margin_us, margin_s, out, starts, ends):
    """All pairs of the observations in `order`; how many, or -1 if they do not fit into `out`.

    Those of row i come to lie in `starts[i]` to `ends[i]`.
    """
    scenes, codes, shares, roles, gaps, exact = out
    cells_deg, widths, heights = sizes
    work = workspace(places.longest)
    begin, end = grid[1], grid[2]
    n = 0
    for row in order:
        starts[row] = n
        kind = o.kind[row]
        if kind <= _AREA and o.single[row]:
            w, s, e, t = o.box[row]
            found = search(
                grid, cells_deg, widths, heights, w, s, e, t,
                o.first_us[row] - margin_us, o.last_us[row] + margin_us, scenes, n,
            )  # fmt: skip
            if found == len(scenes):
                return -1
            for m in range(n, found):
                at = scenes[m]
                role, gap, sure = time_of(
                    o.begin_us[row], o.end_us[row], begin[at], end[at]
                )
                if abs(gap) > margin_s:
                    continue
                scene = grid[3][at]
                code, share = place_of(kind, scene, shapes, places, row, o, work)
                if code == NOTHING:
                    continue
                scenes[n], codes[n], shares[n] = scene, code, share
                roles[n], gaps[n], exact[n] = role, gap, sure
                n += 1
        ends[row] = n
    return n

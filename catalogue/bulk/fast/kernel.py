"""Candidates, times and places of many observations in one pass; no object for any of them."""

from __future__ import annotations

import numpy as np

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.area import area_covers, holds
from catalogue.bulk.fast.areas import MOST
from catalogue.bulk.fast.disc import NOTHING, UNDECIDED, WHOLE, disc_covers
from catalogue.bulk.fast.grid import search

# As in `catalogue.bulk.columns` and `scoring`.
_DISC, _SPOT, _AREA = 0, 1, 2
BEFORE, DURING, AFTER = 0, 1, 3


@compiled
def workspace():
    """What `area_cover` writes crossings to: where on the area, x, y, where on the edge, order."""
    return (
        np.empty(MOST), np.empty(MOST), np.empty(MOST), np.empty(MOST),
        np.empty(MOST, dtype=np.int64),
    )  # fmt: skip


@compiled
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


@compiled
def _spots(shapes, scenes, first, last, lon, lat, codes, shares):
    """(code, share) of a position and each of `scenes[first:last]`."""
    coords, rings, ring_of = shapes
    for i in range(first, last):
        inside = holds(coords, rings, ring_of[scenes[i]], ring_of[scenes[i] + 1], lon, lat)
        codes[i] = UNDECIDED if inside < 0 else WHOLE if inside else NOTHING
        shares[i] = 1.0 if inside == 1 else 0.0


@compiled
def _in_time(grid, first, last, begin, end, margin_s, out):
    """Of the rows of the grid in `scenes[first:last]`, keep the scenes within the margin."""
    scenes, _, _, roles, gaps, exact = out
    _, taken, until, scene = grid[:4]
    n = first
    for i in range(first, last):
        at = scenes[i]
        role, gap, sure = time_of(begin, end, taken[at], until[at])
        if abs(gap) <= margin_s:
            scenes[n], roles[n], gaps[n], exact[n] = scene[at], role, gap, sure
            n += 1
    return n


@compiled
def _that_meet(first, last, out):
    """Close the gaps that pairs leave which do not meet."""
    scenes, codes, shares, roles, gaps, exact = out
    n = first
    for i in range(first, last):
        if codes[i] != NOTHING:
            scenes[n], codes[n], shares[n] = scenes[i], codes[i], shares[i]
            roles[n], gaps[n], exact[n] = roles[i], gaps[i], exact[i]
            n += 1
    return n


@compiled
def pairs_of(grid, sizes, shapes, discs, areas, o, order, margin_us, margin_s, out, starts, ends):
    """All pairs of the observations in `order`; how many, or -1 if they do not fit into `out`.

    Those of row i come to lie in `starts[i]` to `ends[i]`.
    """
    scenes, codes, shares = out[:3]
    cells_deg, widths, heights = sizes
    work = workspace()
    n = 0
    for row in order:
        kind = o.kind[row]
        starts[row] = ends[row] = n
        if kind > _AREA or not o.single[row]:
            continue
        w, s, e, t = o.box[row]
        last = search(
            grid, cells_deg, widths, heights, w, s, e, t,
            o.first_us[row] - margin_us, o.last_us[row] + margin_us, scenes, n,
        )  # fmt: skip
        if last == len(scenes):
            return -1
        last = _in_time(grid, n, last, o.begin_us[row], o.end_us[row], margin_s, out)
        if kind == _DISC:
            disc_covers(shapes, scenes, n, last, o.lon[row], o.lat[row], discs[row], codes, shares)
        elif kind == _SPOT:
            _spots(shapes, scenes, n, last, o.lon[row], o.lat[row], codes, shares)
        else:
            area_covers(shapes, scenes, n, last, areas, row, work, codes, shares)
        n = ends[row] = _that_meet(n, last, out)
    return n

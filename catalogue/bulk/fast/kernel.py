"""Candidates, times and places of many observations in one pass; no object for any of them."""

from __future__ import annotations

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.cover import AREA, measure, workspace
from catalogue.bulk.fast.disc import NOTHING
from catalogue.bulk.fast.grid import search
from catalogue.bulk.fast.lazy import keep_best
from catalogue.bulk.fast.times import time_of


@compiled
def _in_time(grid, first, last, begin, end, margin_s, out):
    """Of the rows of the grid in `scenes[first:last]`, keep the scenes within the margin."""
    scenes, _, _, _, roles, gaps, exact = out
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
    scenes, codes, shares, masses, roles, gaps, exact = out
    n = first
    for i in range(first, last):
        if codes[i] != NOTHING:
            scenes[n], codes[n], shares[n], masses[n] = scenes[i], codes[i], shares[i], masses[i]
            roles[n], gaps[n], exact[n] = roles[i], gaps[i], exact[i]
            n += 1
    return n


@compiled
def pairs_of(grid, sizes, shapes, places, o, order, margin_us, margin_s, asked, out, starts, ends):
    """All pairs of the observations in `order`; how many, or -1 if they do not fit into `out`.

    Those of row i come to lie in `starts[i]` to `ends[i]`. If not all are `asked` for, only those
    that may be among the best.
    """
    scenes, codes, shares, masses = out[:4]
    cells_deg, widths, heights = sizes
    work = workspace()
    n = 0
    for row in order:
        starts[row] = ends[row] = n
        asked.counts[row] = 0
        if o.kind[row] > AREA or not o.single[row]:
            continue
        w, s, e, t = o.box[row]
        last = search(
            grid, cells_deg, widths, heights, w, s, e, t,
            o.first_us[row] - margin_us, o.last_us[row] + margin_us, scenes, n,
        )  # fmt: skip
        if last == len(scenes):
            return -1
        last = _in_time(grid, n, last, o.begin_us[row], o.end_us[row], margin_s, out)
        if last - n > asked.top or len(asked.held):
            keep_best(shapes, n, last, places, o, row, work, out, asked)
        else:
            measure(shapes, scenes, n, last, places, o, row, work, codes, shares, masses)
        n = ends[row] = _that_meet(n, last, out)
    return n

"""The share of an area that a footprint covers: own clipping, the edges straight in lon/lat.

By Green's theorem along the outline of what both have in common: the pieces of either outline
inside the other. Where outlines touch, or run along each other to rounding, it says UNDECIDED.
"""

from __future__ import annotations

import math

from catalogue.bulk.fast import compiled, inlined
from catalogue.bulk.fast.areas import EAST, INNER, NORTH, OUTER, SAME, STRETCH, TERMS, left
from catalogue.bulk.fast.disc import MEETS, NOTHING, UNDECIDED, UNMEASURED, WHOLE
from catalogue.bulk.fast.outline import all_crossings, area_holds, holds, passes, sort_by

# Where less than this is missing, the exact rules say whether it is the whole.
_ALMOST = 1 - 3e-9


@compiled
def area_glances(shapes, scenes, first, last, around, codes):
    """NOTHING, WHOLE or MEETS where the circles about and within an area tell it.

    Footprints that stay outside the one or reach into the other; else UNMEASURED.
    """
    coords, rings, ring_of = shapes
    x, y, stretch = around[EAST], around[NORTH], around[STRETCH]
    for i in range(first, last):
        scene = scenes[i]
        inside, nearest = False, math.inf
        for ring in range(ring_of[scene], ring_of[scene + 1]):
            start = rings[ring]
            bx, by = (coords[start, 0] - x) * stretch, coords[start, 1] - y
            for n in range(start + 1, rings[ring + 1]):
                ax, ay = bx, by
                bx, by = (coords[n, 0] - x) * stretch, coords[n, 1] - y
                dx, dy = bx - ax, by - ay
                cross, half = ax * dy - ay * dx, ax * dx + ay * dy
                if (ay > 0) != (by > 0) and (cross > 0) == (by > ay):
                    inside = not inside
                square = dx * dx + dy * dy
                if half >= 0:
                    nearest = min(nearest, ax * ax + ay * ay)
                elif half <= -square:
                    nearest = min(nearest, bx * bx + by * by)
                elif cross * cross < nearest * square:
                    nearest = cross * cross / square
        if nearest > around[OUTER]:
            codes[i] = WHOLE if inside else NOTHING
        else:
            codes[i] = MEETS if nearest < around[INNER] else UNMEASURED


@compiled
def area_covers(shapes, scenes, first, last, areas, row, work, codes, shares):
    """(code, share) of an area and each of `scenes[first:last]`.

    All of them in one call: handing arrays to a function costs more than most pairs do.
    """
    coords, rings, ring_of = shapes
    area_glances(shapes, scenes, first, last, areas.around[row], codes)
    for i in range(first, last):
        shares[i] = 1.0 if codes[i] == WHOLE else 0.0
        if codes[i] == MEETS or codes[i] == UNMEASURED:
            scene = scenes[i]
            codes[i], shares[i] = area_cover(
                coords, rings, ring_of[scene], ring_of[scene + 1], areas, row, work
            )


@inlined
def area_cover(coords, rings, first, last, areas, row, work):
    """(code, share) of an area and the polygons of rings `first` to `last`."""
    bounds = areas.bounds[row]
    x, y = bounds[0], bounds[1] + (bounds[3] - bounds[1]) / 2
    box = (bounds[2] - x, bounds[1] - y, bounds[3] - y)
    total, found, within = 0.0, 0, False
    for ring in range(first, last):
        found, some, inside = _ring_within(
            coords, rings[ring], rings[ring + 1], areas, row, x, y, box, work, found
        )
        if found < 0:
            return UNDECIDED, 0.0
        total, within = total + some, within or inside
    return _joined(coords, rings, first, last, areas, row, x, y, work, found, total, within)


@inlined
def _ring_within(coords, start, end, areas, row, x, y, box, work, found):
    """(crossings so far, -1 if undecided; what the pieces of a ring in an area add; if any)."""
    k = areas.k[row]
    _, px, py, along, order = work
    east, bottom, top = box
    total, status, within = 0.0, -1, False
    bx, by = coords[start, 0] - x, coords[start, 1] - y
    for n in range(start + 1, end):
        ax, ay = bx, by
        bx, by = coords[n, 0] - x, coords[n, 1] - y
        if passes(ax, ay, bx, by, 0.0, bottom, east, top):
            status = 0
            continue
        if status < 0:
            status = 0
            if -SAME <= ax <= east + SAME and bottom - SAME <= ay <= top + SAME:
                status = area_holds(areas, row, ax + x, ay + y)
                if status < 0:
                    return -1, 0.0, False
        start = found
        found = all_crossings(ax, ay, bx, by, areas, row, x, y, work, found)
        if found < 0:
            return -1, 0.0, False
        sort_by(along, order, start, found)
        ux, uy = ax, ay
        for m in range(start, found):
            vx, vy = px[order[m]], py[order[m]]
            if status:
                total += left(ux, uy, vx, vy, k)
            status = 1 - status
            ux, uy = vx, vy
        if status:
            within = True
            total += left(ux, uy, bx, by, k)
    return found, total, within


@inlined
def _joined(coords, rings, first, last, areas, row, x, y, work, found, total, within):
    """The rest of `area_cover`: the pieces of the area's outline inside the footprint."""
    at, px, py, _, order = work
    places, k, sums = areas.coords, areas.k[row], areas.sums
    sort_by(at, order, 0, found)
    m, inner, outer = 0, 0, 0
    start = areas.rings[areas.ring_of[row]]
    for ring in range(areas.ring_of[row], areas.ring_of[row + 1]):
        begin, end = areas.rings[ring], areas.rings[ring + 1] - 1
        status = holds(coords, rings, first, last, places[begin, 0], places[begin, 1])
        if status < 0:
            return UNDECIDED, 0.0
        inner, outer = inner + status, outer + 1 - status
        done = 0.0
        while m < found and at[order[m]] < end - start:
            c = order[m]
            n = start + int(at[c])
            here = sums[n] + left(places[n, 0] - x, places[n, 1] - y, px[c], py[c], k)
            if status:
                total += here - done
            done, status, m = here, 1 - status, m + 1
        if status:
            total += sums[end] - done
    if found == 0 and not within:
        if outer == 0:
            return WHOLE, 1.0
        if inner == 0:
            return NOTHING, 0.0
    share = total / k[TERMS]
    if share >= _ALMOST or share < -1e-9:
        return UNDECIDED, 0.0
    return MEETS, max(0.0, share)

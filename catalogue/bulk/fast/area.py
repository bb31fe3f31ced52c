"""The share of an area that a footprint covers: own clipping, the edges straight in lon/lat.

By Green's theorem along the outline of what both have in common: the pieces of either outline
inside the other. Where outlines touch, or run along each other to rounding, it says UNDECIDED.
"""

from __future__ import annotations

from catalogue.bulk.fast import compiled
from catalogue.bulk.fast.areas import BLOCK, MOST, SAME, TERMS, left
from catalogue.bulk.fast.disc import MEETS, NOTHING, UNDECIDED, WHOLE

# Where less than this is missing, the exact rules say whether it is the whole.
_ALMOST = 1 - 3e-9


@compiled
def _passed(coords, first, last, x, y):
    """How many edges lie on the same parallel to the east of a position, -1 if one lies on it."""
    passed = 0
    bx, by = coords[first, 0] - x, coords[first, 1] - y
    for n in range(first + 1, last):
        ax, ay = bx, by
        bx, by = coords[n, 0] - x, coords[n, 1] - y
        if (ay > SAME and by > SAME) or (ay < -SAME and by < -SAME):
            continue
        if ax < -SAME and bx < -SAME:
            continue
        cross = ax * by - ay * bx
        if abs(cross) <= SAME * (abs(bx - ax) + abs(by - ay)):
            if min(ax, bx) <= SAME:
                return -1
            if abs(by - ay) <= SAME:
                continue
        if (ay > 0) != (by > 0) and (cross > 0) == (by > ay):
            passed += 1
    return passed


@compiled
def holds(coords, rings, first, last, x, y):
    """1 if a position lies within the polygons of these rings, 0 if not, -1 on an edge."""
    passed = 0
    for ring in range(first, last):
        more = _passed(coords, rings[ring], rings[ring + 1], x, y)
        if more < 0:
            return -1
        passed += more
    return passed % 2


@compiled
def _area_holds(areas, row, x, y):
    """The same of an area."""
    passed = 0
    for ring in range(areas.ring_of[row], areas.ring_of[row + 1]):
        end, begin = areas.rings[ring + 1], areas.rings[ring]
        for block in range(areas.block_of[ring], areas.block_of[ring + 1]):
            first, begin = begin, begin + BLOCK
            cx, cy, hx, hy = areas.blocks[block]
            if abs(cy - y) > hy + SAME or cx + hx < x - SAME:
                continue
            more = _passed(areas.coords, first, min(first + BLOCK + 1, end), x, y)
            if more < 0:
                return -1
            passed += more
    return passed % 2


@compiled
def _all_crossings(ax, ay, bx, by, areas, row, x, y, work, found):
    """All crossings of the edge a-b with an area, added to `found` others; -1 if undecided."""
    dx, dy = bx - ax, by - ay
    start = areas.rings[areas.ring_of[row]]
    for ring in range(areas.ring_of[row], areas.ring_of[row + 1]):
        end, begin = areas.rings[ring + 1], areas.rings[ring]
        for block in range(areas.block_of[ring], areas.block_of[ring + 1]):
            first, begin = begin, begin + BLOCK
            cx, cy, hx, hy = areas.blocks[block]
            off = dx * (cy - y - ay) - dy * (cx - x - ax)
            # The block lies on one side of the edge's line.
            if abs(off) > abs(dx) * (hy + SAME) + abs(dy) * (hx + SAME):
                continue
            last = min(first + BLOCK + 1, end)
            found = _crossings(ax, ay, bx, by, areas.coords, start, first, last, x, y, work, found)
            if found < 0:
                return -1
    return found


@compiled
def _crossings(ax, ay, bx, by, coords, start, first, last, x, y, work, found):
    """Those with the edges between the positions `first` to `last` (not included).

    Where they are on the area counts from its position `start`.
    """
    at, px, py, along, _ = work
    dx, dy = bx - ax, by - ay
    same = SAME * (abs(dx) + abs(dy))
    c = dy * (ax + x) - dx * (ay + y)
    before = dx * coords[first, 1] - dy * coords[first, 0] + c
    for n in range(first + 1, last):
        now = dx * coords[n, 1] - dy * coords[n, 0] + c
        if (before > same and now > same) or (before < -same and now < -same):
            before = now
            continue
        ux, uy = coords[n - 1, 0] - x, coords[n - 1, 1] - y
        vx, vy = coords[n, 0] - x - ux, coords[n, 1] - y - uy
        p = vx * (ay - uy) - vy * (ax - ux)
        q = vx * (by - uy) - vy * (bx - ux)
        limit = SAME * (abs(vx) + abs(vy))
        if (p > limit and q > limit) or (p < -limit and q < -limit):
            before = now
            continue
        if abs(before) <= same or abs(now) <= same or abs(p) <= limit or abs(q) <= limit:
            if _apart(ax, ay, bx, by, ux, uy, ux + vx, uy + vy):
                before = now
                continue
            return -1
        if found == MOST:
            return -1
        t = p / (p - q)
        at[found] = n - 1 - start + before / (before - now)
        px[found], py[found], along[found] = ax + t * dx, ay + t * dy, t
        found += 1
        before = now
    return found


@compiled
def _apart(ax, ay, bx, by, ux, uy, vx, vy):
    """True if the boxes of two edges surely share nothing."""
    return (
        max(ax, bx) < min(ux, vx) - SAME
        or min(ax, bx) > max(ux, vx) + SAME
        or max(ay, by) < min(uy, vy) - SAME
        or min(ay, by) > max(uy, vy) + SAME
    )


@compiled
def _sorted(keys, order, first, last):
    """Put `order[first:last]` in order of `keys`: there are but a few."""
    for n in range(first, last):
        order[n] = n
        m = n
        while m > first and keys[order[m]] < keys[order[m - 1]]:
            order[m], order[m - 1] = order[m - 1], order[m]
            m -= 1


@compiled
def area_covers(shapes, scenes, first, last, areas, row, work, codes, shares):
    """(code, share) of an area and each of `scenes[first:last]`.

    All of them in one call: handing arrays to a function costs more than most pairs do.
    """
    coords, rings, ring_of = shapes
    west, south, east, north = areas.bounds[row]
    begin = areas.rings[areas.ring_of[row]]
    x, y = areas.coords[begin]
    for i in range(first, last):
        scene = scenes[i]
        near, inside = False, False
        for ring in range(ring_of[scene], ring_of[scene + 1]):
            start = rings[ring]
            bx, by = coords[start]
            for n in range(start + 1, rings[ring + 1]):
                ax, ay = bx, by
                bx, by = coords[n]
                if (ay > y) != (by > y) and ((ax - x) * (by - ay) > (ay - y) * (bx - ax)) == (
                    by > ay
                ):
                    inside = not inside
                near |= not _passes(ax, ay, bx, by, west, south, east, north)
        if near:
            codes[i], shares[i] = area_cover(
                coords, rings, ring_of[scene], ring_of[scene + 1], areas, row, work
            )
        elif inside:
            codes[i], shares[i] = WHOLE, 1.0
        else:
            codes[i], shares[i] = NOTHING, 0.0


@compiled
def _passes(ax, ay, bx, by, west, south, east, north):
    """True if an edge surely has nothing in common with a box."""
    if (
        max(ax, bx) < west - SAME or min(ax, bx) > east + SAME
        or max(ay, by) < south - SAME or min(ay, by) > north + SAME
    ):  # fmt: skip
        return True
    # Its line leaves all corners on one side.
    dx, dy = bx - ax, by - ay
    cx, cy = (west + east) / 2 - ax, (south + north) / 2 - ay
    reach = abs(dx) * ((north - south) / 2 + SAME) + abs(dy) * ((east - west) / 2 + SAME)
    return abs(dx * cy - dy * cx) > reach


@compiled
def area_cover(coords, rings, first, last, areas, row, work):
    """(code, share) of an area and the polygons of rings `first` to `last`."""
    bounds, k = areas.bounds[row], areas.k[row]
    _, px, py, along, order = work
    x, y = bounds[0], bounds[1] + (bounds[3] - bounds[1]) / 2
    east, top, bottom = bounds[2] - x, bounds[3] - y, bounds[1] - y
    total, found, within = 0.0, 0, False
    for ring in range(first, last):
        status = -1
        bx, by = coords[rings[ring], 0] - x, coords[rings[ring], 1] - y
        for n in range(rings[ring] + 1, rings[ring + 1]):
            ax, ay = bx, by
            bx, by = coords[n, 0] - x, coords[n, 1] - y
            if _passes(ax, ay, bx, by, 0.0, bottom, east, top):
                status = 0
                continue
            if status < 0:
                status = 0
                if -SAME <= ax <= east + SAME and bottom - SAME <= ay <= top + SAME:
                    status = _area_holds(areas, row, ax + x, ay + y)
                    if status < 0:
                        return UNDECIDED, 0.0
            start = found
            found = _all_crossings(ax, ay, bx, by, areas, row, x, y, work, found)
            if found < 0:
                return UNDECIDED, 0.0
            _sorted(along, order, start, found)
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
    return _joined(coords, rings, first, last, areas, row, x, y, work, found, total, within)


@compiled
def _joined(coords, rings, first, last, areas, row, x, y, work, found, total, within):
    """The rest of `area_cover`: the pieces of the area's outline inside the footprint."""
    at, px, py, _, order = work
    places, k, sums = areas.coords, areas.k[row], areas.sums
    _sorted(at, order, 0, found)
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

"""Where outlines lie and cross, the edges straight in lon/lat; -1 where rounding decides."""

from __future__ import annotations

from catalogue.bulk.fast import inlined
from catalogue.bulk.fast.areas import BLOCK, MOST, SAME


@inlined
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


@inlined
def holds(coords, rings, first, last, x, y):
    """1 if a position lies within the polygons of these rings, 0 if not, -1 on an edge."""
    passed = 0
    for ring in range(first, last):
        more = _passed(coords, rings[ring], rings[ring + 1], x, y)
        if more < 0:
            return -1
        passed += more
    return passed % 2


@inlined
def area_holds(areas, row, x, y):
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


@inlined
def all_crossings(ax, ay, bx, by, areas, row, x, y, work, found):
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


@inlined
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


@inlined
def _apart(ax, ay, bx, by, ux, uy, vx, vy):
    """True if the boxes of two edges surely share nothing."""
    return (
        max(ax, bx) < min(ux, vx) - SAME
        or min(ax, bx) > max(ux, vx) + SAME
        or max(ay, by) < min(uy, vy) - SAME
        or min(ay, by) > max(uy, vy) + SAME
    )


@inlined
def sort_by(keys, order, first, last):
    """Put `order[first:last]` in order of `keys`: there are but a few."""
    for n in range(first, last):
        order[n] = n
        m = n
        while m > first and keys[order[m]] < keys[order[m - 1]]:
            order[m], order[m - 1] = order[m - 1], order[m]
            m -= 1


@inlined
def passes(ax, ay, bx, by, west, south, east, north):
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

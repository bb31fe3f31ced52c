"""The share of an area that a footprint covers: own clipping, the edges straight in lon/lat.

By Green's theorem along the outline of what both have in common: the pieces of either outline
inside the other. Where outlines touch, or run along each other to rounding, it says UNDECIDED.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from catalogue.bulk.fast.disc import MEETS, NOTHING, UNDECIDED, WHOLE
from catalogue.bulk.shapes import Shapes, bounds_of
from catalogue.space.edges import Floats
from catalogue.space.measure import A_M, B_M

_E2 = 1 - (B_M / A_M) ** 2
# Coefficients of the area below a latitude (none for the 0th power), then the area of it all.
_TERMS = 8
WIDTH = _TERMS + 1
# An area of more degrees of latitude than this is left to the exact path.
HIGHEST_DEG = 15.0
_SAME = 1e-12
_ALMOST = 1 - 3e-9
MOST = 256
# Three Gauss-Legendre nodes.
_NODE = math.sqrt(0.6) / 2


def constants(areas: Shapes) -> tuple[Floats, Floats]:
    """(bounds, constants) of each area, a row for each; those of the empty are NaN."""
    bounds = bounds_of(areas)
    middle = bounds[:, 1] + (bounds[:, 3] - bounds[:, 1]) / 2
    half = np.maximum(np.radians(bounds[:, 3] - bounds[:, 1]) / 2, 1e-12)
    nodes = np.cos((np.arange(_TERMS) + 0.5) * math.pi / _TERMS)
    lat = np.radians(middle)[:, None] + half[:, None] * nodes
    density = A_M**2 * (1 - _E2) * np.cos(lat) / (1 - _E2 * np.sin(lat) ** 2) ** 2
    fitted = density @ np.linalg.inv(np.vander(nodes, _TERMS, increasing=True)).T
    power = np.arange(_TERMS)
    k = np.full((len(areas), WIDTH), np.nan)
    scale = np.degrees(half)[:, None] ** power
    k[:, :_TERMS] = fitted / scale / (power + 1) * math.radians(1) ** 2
    _totals(areas.coords, areas.rings, areas.parts[areas.shapes], middle, k)
    return bounds, k


@njit(cache=True, nogil=True, inline="always")
def _below(y, k):
    """Area in m² per degree of longitude from the middle latitude to `y` degrees above it."""
    return y * (
        k[0] + y * (k[1] + y * (k[2] + y * (k[3] + y * (k[4] + y * (k[5] + y * (k[6] + y * k[7]))))))
    )


@njit(cache=True, nogil=True)
def _left(ax, ay, bx, by, k):
    """What an edge adds to the area to its left."""
    middle, step = (ay + by) / 2, by - ay
    if step == 0:
        return (ax - bx) * _below(ay, k)
    mean = 8 * _below(middle, k)
    mean += 5 * (_below(middle - _NODE * step, k) + _below(middle + _NODE * step, k))
    return (ax - bx) * mean / 18


@njit(cache=True, nogil=True)
def _totals(coords, rings, first, middle, k):
    for row in range(len(first) - 1):
        total = 0.0
        for ring in range(first[row], first[row + 1]):
            x, y = coords[rings[ring], 0], middle[row]
            for n in range(rings[ring], rings[ring + 1] - 1):
                total += _left(
                    coords[n, 0] - x, coords[n, 1] - y, coords[n + 1, 0] - x, coords[n + 1, 1] - y,
                    k[row],
                )  # fmt: skip
        k[row, _TERMS] = total


@njit(cache=True, nogil=True)
def holds(coords, rings, first, last, x, y):
    """1 if a position lies within the polygons of these rings, 0 if not, -1 on an edge."""
    inside = 0
    for ring in range(first, last):
        bx, by = coords[rings[ring], 0] - x, coords[rings[ring], 1] - y
        for n in range(rings[ring] + 1, rings[ring + 1]):
            ax, ay = bx, by
            bx, by = coords[n, 0] - x, coords[n, 1] - y
            if (ay > _SAME and by > _SAME) or (ay < -_SAME and by < -_SAME):
                continue
            if ax < -_SAME and bx < -_SAME:
                continue
            cross = ax * by - ay * bx
            if abs(cross) <= _SAME * (abs(bx - ax) + abs(by - ay)):
                if min(ax, bx) <= _SAME:
                    return -1
                if abs(by - ay) <= _SAME:
                    continue
            if (ay > 0) != (by > 0) and (cross > 0) == (by > ay):
                inside = 1 - inside
    return inside


@njit(cache=True, nogil=True)
def _crossings(ax, ay, bx, by, coords, first, last, x, y, side, at, px, py, along, found):
    """All crossings of the edge a-b with a ring, added to `found` others; -1 if undecided."""
    dx, dy = bx - ax, by - ay
    same = _SAME * (abs(dx) + abs(dy))
    cx = dy * (ax + x) - dx * (ay + y)
    for n in range(first, last):
        side[n - first] = dx * coords[n, 1] - dy * coords[n, 0] + cx
    before = side[0]
    for n in range(first + 1, last):
        now = side[n - first]
        if (before > same and now > same) or (before < -same and now < -same):
            before = now
            continue
        ux, uy = coords[n - 1, 0] - x, coords[n - 1, 1] - y
        vx, vy = coords[n, 0] - x - ux, coords[n, 1] - y - uy
        p = vx * (ay - uy) - vy * (ax - ux)
        q = vx * (by - uy) - vy * (bx - ux)
        limit = _SAME * (abs(vx) + abs(vy))
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
        at[found] = n - 1 + before / (before - now)
        px[found], py[found], along[found] = ax + t * dx, ay + t * dy, t
        found += 1
        before = now
    return found


@njit(cache=True, nogil=True)
def _apart(ax, ay, bx, by, ux, uy, vx, vy):
    """True if the boxes of two edges surely share nothing."""
    return (
        max(ax, bx) < min(ux, vx) - _SAME
        or min(ax, bx) > max(ux, vx) + _SAME
        or max(ay, by) < min(uy, vy) - _SAME
        or min(ay, by) > max(uy, vy) + _SAME
    )


@njit(cache=True, nogil=True)
def _sorted(keys, order, first, last):
    """Put `order[first:last]` in order of `keys`: there are but a few."""
    for n in range(first, last):
        order[n] = n
        m = n
        while m > first and keys[order[m]] < keys[order[m - 1]]:
            order[m], order[m - 1] = order[m - 1], order[m]
            m -= 1


@njit(cache=True, nogil=True)
def area_cover(coords, rings, first, last, places, prings, pfirst, plast, bounds, k, work):
    """(code, share) of an area, the rings `pfirst` to `plast` of `places`, in a footprint."""
    side, at, px, py, along, order = work
    x, y = bounds[0], bounds[1] + (bounds[3] - bounds[1]) / 2
    east, top, bottom = bounds[2] - x + _SAME, bounds[3] - y + _SAME, bounds[1] - y - _SAME
    total, found, within = 0.0, 0, False
    for ring in range(first, last):
        status = -1
        bx, by = coords[rings[ring], 0] - x, coords[rings[ring], 1] - y
        for n in range(rings[ring] + 1, rings[ring + 1]):
            ax, ay = bx, by
            bx, by = coords[n, 0] - x, coords[n, 1] - y
            if (
                max(ax, bx) < -_SAME or min(ax, bx) > east
                or max(ay, by) < bottom or min(ay, by) > top
            ):  # fmt: skip
                status = 0
                continue
            # Most edges near the box pass it by: their line leaves all its corners on one side.
            dx, dy = bx - ax, by - ay
            c = dx * ay - dy * ax
            low = min(0.0, -dy * east) + min(dx * bottom, dx * top)
            high = max(0.0, -dy * east) + max(dx * bottom, dx * top)
            if low > c + _SAME or high < c - _SAME:
                status = 0
                continue
            if status < 0:
                status = 0
                if -_SAME <= ax <= east and bottom <= ay <= top:
                    status = holds(places, prings, pfirst, plast, ax + x, ay + y)
                    if status < 0:
                        return UNDECIDED, 0.0
            start = found
            for pring in range(pfirst, plast):
                found = _crossings(
                    ax, ay, bx, by, places, prings[pring], prings[pring + 1], x, y,
                    side, at, px, py, along, found,
                )  # fmt: skip
                if found < 0:
                    return UNDECIDED, 0.0
            _sorted(along, order, start, found)
            ux, uy = ax, ay
            for m in range(start, found):
                vx, vy = px[order[m]], py[order[m]]
                if status:
                    total += _left(ux, uy, vx, vy, k)
                status = 1 - status
                ux, uy = vx, vy
            if status:
                within = True
                total += _left(ux, uy, bx, by, k)
    return _joined(
        coords, rings, first, last, places, prings, pfirst, plast, x, y, k, work, found, total,
        within,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _joined(
    coords, rings, first, last, places, prings, pfirst, plast, x, y, k, work, found, total, within
):
    """The rest of `area_cover`: the pieces of the area's outline inside the footprint."""
    _, at, px, py, _, order = work
    _sorted(at, order, 0, found)
    m, inner, outer = 0, 0, 0
    for pring in range(pfirst, plast):
        begin, end = prings[pring], prings[pring + 1] - 1
        status = holds(coords, rings, first, last, places[begin, 0], places[begin, 1])
        if status < 0:
            return UNDECIDED, 0.0
        inner, outer = inner + status, outer + 1 - status
        if not status and not (m < found and at[order[m]] < end):
            continue
        ux, uy = places[begin, 0] - x, places[begin, 1] - y
        for n in range(begin, end):
            while m < found and at[order[m]] < n + 1:
                vx, vy = px[order[m]], py[order[m]]
                if status:
                    total += _left(ux, uy, vx, vy, k)
                status = 1 - status
                ux, uy = vx, vy
                m += 1
            vx, vy = places[n + 1, 0] - x, places[n + 1, 1] - y
            if status:
                total += _left(ux, uy, vx, vy, k)
            ux, uy = vx, vy
    if found == 0 and not within:
        if outer == 0:
            return WHOLE, 1.0
        if inner == 0:
            return NOTHING, 0.0
    share = total / k[_TERMS]
    if share >= _ALMOST or share < -1e-9:
        return UNDECIDED, 0.0
    return MEETS, max(0.0, share)


"""The shares of a geodesic disc and of its 2-D normal in a footprint: `catalogue.space.discs`.

Positions are mapped by Gauss's conformal sphere that fits the ellipsoid to third order at the
disc's centre, then by the azimuthal equal-area projection of that sphere: distances within 200 km
are right to 1e-7, within 420 km to 1e-6. The latitude on the sphere is a polynomial of the
latitude, so that is no slower than a root. An edge, straight in lon/lat, is drawn there as
parabolas through points of it.
"""

from __future__ import annotations

import math

import numpy as np

from catalogue.bulk.fast import compiled, fit
from catalogue.bulk.fast.arc import piece
from catalogue.bulk.fast.spread import missed
from catalogue.space.edges import Floats
from catalogue.space.measure import A_M, B_M
from catalogue.space.spread import REACH, SIGMAS

# UNDECIDED: too close to call here. UNMEASURED: the full rule is yet to be asked.
NOTHING, MEETS, WHOLE, UNDECIDED, UNMEASURED = range(5)
# Columns of the constants of a disc.
_EAST, _NORTH, _REACH, _WIDE, _RHO, _SIGMAS, _COS, _SIN, _ALPHA, _BEND, _BOW, _POLY = range(12)
_TERMS = 6
WIDTH = _POLY + _TERMS
_E2 = 1 - (B_M / A_M) ** 2
_E = math.sqrt(_E2)
# Squares of distances in shares of the radius. The first two hold what this and `space.discs`
# may differ by, the third what `space` still calls the whole (1e-6 missing).
_INNER, _OUTER = 1 - 4e-5, 1 + 4e-5
_WHOLE_INNER, _TOO_NEAR = 1 - 8e-4, 4e-6
_ALMOST = 1 - 3e-6
_PRECISION = 4e-6
# A bow of so many radii is still measured well along its chord, and a chord is so many times as
# near, squared, as what may enter the circle.
_FLAT, _BEYOND = 0.02, 1.07


def constants(lon: Floats, lat: Floats, radius_m: Floats) -> Floats:
    """What `disc_cover` needs of each plain disc, a row for each (degrees, metres)."""
    k = np.zeros((len(lon), WIDTH))
    phi = np.radians(lat)
    sin, cos = np.sin(phi), np.cos(phi)
    w = 1 - _E2 * sin**2
    meridian, normal = A_M * (1 - _E2) / w**1.5, A_M / np.sqrt(w)
    sphere = np.sqrt(meridian * normal)
    alpha = np.sqrt(1 + _E2 / (1 - _E2) * cos**4)
    on_sphere = np.arcsin(np.clip(sin / alpha, -1, 1))
    reach = (1.02 * REACH * radius_m + 0.1) / (B_M**2 / A_M)
    far = np.minimum(np.abs(phi) + reach, math.pi / 2)
    k[:, _EAST] = math.radians(A_M) * np.cos(far)
    k[:, _NORTH] = math.radians(B_M**2 / A_M)
    k[:, _REACH] = (1.001 * radius_m) ** 2
    k[:, _WIDE] = (1.001 * REACH * radius_m) ** 2
    k[:, _RHO] = 4 * np.sin(radius_m / (2 * sphere)) ** 2
    k[:, _SIGMAS] = SIGMAS / np.sqrt(k[:, _RHO])
    k[:, _COS], k[:, _SIN] = np.cos(on_sphere), np.sin(on_sphere)
    k[:, _ALPHA] = np.radians(alpha)
    # What parabolas miss of an edge of s metres, in radii: `_BEND` s³.
    k[:, _BEND] = (1 + 4 * np.tan(far) ** 2) / (125 * A_M**2 * np.maximum(radius_m, 1e-9))
    # How far an edge of s metres bends, in radii: `_BOW` s².
    k[:, _BOW] = (1 + np.tan(far)) / (8 * B_M * np.maximum(radius_m, 1e-9))
    k[:, _POLY:] = _latitudes(phi, alpha, on_sphere, reach)
    return k


def _latitudes(phi: Floats, alpha: Floats, on_sphere: Floats, reach: Floats) -> Floats:
    """Coefficients of the sphere's latitude (radians) less the centre's, by degrees of latitude.

    Fitted to its derivative at Chebyshev nodes: small steps keep their digits.
    """
    lat = phi[:, None] + reach[:, None] * fit.nodes(_TERMS)
    w = 1 - _E2 * np.sin(lat) ** 2
    isometric = np.arcsinh(np.tan(lat)) - _E * np.arctanh(_E * np.sin(lat))
    middle = np.arcsinh(np.tan(phi)) - _E * np.arctanh(_E * np.sin(phi))
    shift = np.arcsinh(np.tan(on_sphere)) - alpha * middle
    sphere = np.arctan(np.sinh(alpha[:, None] * isometric + shift[:, None]))
    slope = alpha[:, None] * np.cos(sphere) * (1 - _E2) / (w * np.cos(lat))
    power = np.arange(_TERMS)
    scale = np.degrees(reach)[:, None]
    return np.asarray(np.radians(fit.fitted(slope)) / scale**power / (power + 1), dtype=np.float64)


@compiled
def _local(x, y, k):
    """Equal-area east and north on the unit sphere of a position, in degrees from the centre."""
    p = _POLY
    d = y * (
        k[p] + y * (k[p + 1] + y * (k[p + 2] + y * (k[p + 3] + y * (k[p + 4] + y * k[p + 5]))))
    )
    d2 = d * d
    sin_d = d * (1 - d2 / 6 * (1 - d2 / 20 * (1 - d2 / 42)))
    less_d = d2 / 2 * (1 - d2 / 12 * (1 - d2 / 30 * (1 - d2 / 56)))
    t = x * k[_ALPHA] / 2
    t2 = t * t
    sin_t = t * (1 - t2 / 6 * (1 - t2 / 20 * (1 - t2 / 42 * (1 - t2 / 72))))
    cos_t = 1 - t2 / 2 * (1 - t2 / 12 * (1 - t2 / 30 * (1 - t2 / 56 * (1 - t2 / 90))))
    cos_phi = k[_COS] * (1 - less_d) - k[_SIN] * sin_d
    u = less_d / 2 + k[_COS] * cos_phi * sin_t * sin_t
    f = 1 / math.sqrt(1 - u)
    return 2 * sin_t * cos_t * cos_phi * f, (sin_d + 2 * k[_SIN] * cos_phi * sin_t * sin_t) * f


@compiled
def _edge(ax, ay, bx, by, k, length):
    """(the same, what it cuts off the normal) of an edge (degrees from the centre), in as many
    parabolas as it needs.
    """
    pieces = 1
    error, bow = k[_BEND] * length * length * length, k[_BOW] * length * length
    if error > _PRECISION:
        pieces = math.ceil((error / _PRECISION) ** (1 / 3))
    if bow > _FLAT:
        pieces = max(pieces, math.ceil(math.sqrt(bow / _FLAT)))
    total, nearest, cut, s = 0.0, math.inf, 0.0, k[_SIGMAS]
    px, py = _local(ax, ay, k)
    for n in range(pieces):
        t, half = (n + 1) / pieces, (n + 0.5) / pieces
        mx, my = _local(ax + half * (bx - ax), ay + half * (by - ay), k)
        qx, qy = _local(ax + t * (bx - ax), ay + t * (by - ay), k)
        cx, cy = 2 * (px - 2 * mx + qx), 2 * (py - 2 * my + qy)
        cross, square = px * qy - py * qx, (qx - px) ** 2 + (qy - py) ** 2
        if cross * cross > _BEYOND * k[_RHO] * square:
            some, near = 0.0, cross * cross / square
        else:
            some, near = piece(px, py, qx - px, qy - py, cx, cy, k[_RHO])
        total += some
        nearest = min(nearest, near)
        cut += missed(px * s, py * s, qx * s, qy * s, cx * s, cy * s)
        px, py = qx, qy
    return total, nearest, cut


@compiled
def disc_covers(shapes, scenes, first, last, lon, lat, k, codes, shares, masses):
    """(code, share, mass) of a disc of constants `k` and each of `scenes[first:last]`.

    All of them in one call: handing arrays to a function costs more than most pairs do.
    """
    coords, rings, ring_of = shapes
    east, north, reach, rho = k[_EAST], k[_NORTH], k[_WIDE], k[_RHO]
    metres = k[_COS] * 111_400.0 / east
    for i in range(first, last):
        scene = scenes[i]
        inside = False
        total, nearest, cut = 0.0, math.inf, 0.0
        for ring in range(ring_of[scene], ring_of[scene + 1]):
            start = rings[ring]
            bx, by = coords[start, 0] - lon, coords[start, 1] - lat
            for n in range(start + 1, rings[ring + 1]):
                ax, ay = bx, by
                bx, by = coords[n, 0] - lon, coords[n, 1] - lat
                if (ay > 0) != (by > 0) and (ax * (by - ay) > ay * (bx - ax)) == (by > ay):
                    inside = not inside
                px, py = ax * east, ay * north
                dx, dy = (bx - ax) * east, (by - ay) * north
                square = dx * dx + dy * dy
                cross = px * dy - py * dx
                # The edge's line stays beyond the reach, or (most often) only its ends matter.
                root = reach * square - cross * cross
                if root <= 0:
                    continue
                half, spread = px * dx + py * dy, math.sqrt(root)
                t, s = max(0.0, (-half - spread) / square), min(1.0, (-half + spread) / square)
                if t >= s:
                    continue
                some, near, lost = _edge(
                    ax + t * (bx - ax), ay + t * (by - ay), ax + s * (bx - ax),
                    ay + s * (by - ay), k, (s - t) * math.sqrt(square) * metres,
                )  # fmt: skip
                total += some
                nearest = min(nearest, near)
                cut += lost
        codes[i], shares[i] = _decided(inside, total, nearest / rho)
        mass = min(1.0, max(0.0, (1.0 if inside else 0.0) - cut))
        masses[i] = 0.0 if codes[i] == NOTHING else mass


@compiled
def disc_glances(shapes, scenes, first, last, lon, lat, k, codes):
    """NOTHING, WHOLE or MEETS where no edge is near a disc or one well within, else UNMEASURED.

    WHOLE only if no edge cuts anything off its normal.
    """
    coords, rings, ring_of = shapes
    east, north, reach, wide = k[_EAST], k[_NORTH], k[_REACH], k[_WIDE]
    for i in range(first, last):
        inside, cut, near, met = False, False, False, False
        for ring in range(ring_of[scenes[i]], ring_of[scenes[i] + 1]):
            start = rings[ring]
            bx, by = coords[start, 0] - lon, coords[start, 1] - lat
            for n in range(start + 1, rings[ring + 1]):
                ax, ay = bx, by
                bx, by = coords[n, 0] - lon, coords[n, 1] - lat
                if (ay > 0) != (by > 0) and (ax * (by - ay) > ay * (bx - ax)) == (by > ay):
                    inside = not inside
                px, py = ax * east, ay * north
                dx, dy = (bx - ax) * east, (by - ay) * north
                square, cross = dx * dx + dy * dy, px * dy - py * dx
                if met or wide * square - cross * cross <= 0:
                    continue
                t = min(1.0, max(0.0, -(px * dx + py * dy) / square))
                qx, qy = px + t * dx, py + t * dy
                distance = qx * qx + qy * qy
                cut = cut or distance < wide
                if distance < reach:
                    near = True
                    x, y = _local(ax + t * (bx - ax), ay + t * (by - ay), k)
                    met = x * x + y * y < k[_RHO] * _INNER
        if met or (inside and cut and not near):
            codes[i] = MEETS
        else:
            codes[i] = UNMEASURED if near else WHOLE if inside else NOTHING


@compiled
def _decided(inside, total, nearest):
    if nearest > _OUTER:
        return (WHOLE, 1.0) if inside else (NOTHING, 0.0)
    if nearest < _TOO_NEAR or nearest > (_WHOLE_INNER if inside else _INNER):
        return UNDECIDED, 0.0
    share = (1.0 if inside else 0.0) + total / (2 * math.pi)
    if share >= _ALMOST:
        return UNDECIDED, 0.0
    return MEETS, min(1.0, max(0.0, share))

"""What share of a geodesic disc a footprint covers, for many pairs at once.

All that lies outside the circle matters only by whether the centre is inside: so only the pieces
of edges that may enter it are measured on the ellipsoid, and the rest is arithmetic in degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from catalogue.space.edges import Edges, Flags, Floats, Ints, expand, slices
from catalogue.space.measure import A_M, B_M, GEOD
from catalogue.space.spread import REACH, SIGMAS, missed

# Edges are cut so finely that, drawn straight round the centre, they move by less than this
# share of the radius.
_CHORD_TOLERANCE = 5e-6
# A disc counts as wholly covered when less than this share of it is missing, and no edge comes
# nearer to its centre than the radius by more than that share: a spike has little area.
WHOLE_TOLERANCE = 1e-6
INSIDE_TOLERANCE = 2e-4
MEAN_RADIUS_M = 6_371_007.2  # of the sphere with the Earth's surface
# Plain discs: neither so large or near a pole that higher terms count, nor on the antimeridian,
# nor so small that the rounding of degrees does.
_SMALLEST_M, _LARGEST_M, _FARTHEST_LAT = 1.0, 200_000.0, 80.0
# Edges count as far as the normal of r95 does (`catalogue.space.spread`).
_REACH = 1.001 * REACH
_BAND, _BAND_M = 1.02, 0.1
_WIDE_BAND = _BAND * REACH
# Nearer to the centre than this share of the radius, an edge decides on which side it is.
_TOO_NEAR = 1e-3
# The shortest radius of curvature of a meridian (at the equator), metres.
_MERIDIAN_M = B_M**2 / A_M
_SLICE = 400_000


@dataclass(frozen=True, slots=True)
class Shares:
    """Columns of `catalogue.space.Coverage`; where `undecided`, the others say nothing."""

    share: Floats
    mass: Floats
    meets: Flags
    whole: Flags
    undecided: Flags


def are_plain(lon: Floats, lat: Floats, radius_m: Floats) -> Flags:
    """Which discs `disc_shares` may be asked about (degrees, metres; NaN is not plain)."""
    with np.errstate(invalid="ignore"):
        band, wide = disc_reach(lat, REACH * radius_m)
        fits = (radius_m >= _SMALLEST_M) & (radius_m <= _LARGEST_M)
        fits &= np.abs(lat) + band < _FARTHEST_LAT
        return np.asarray(fits & (np.abs(lon) + wide < 180.0), dtype=np.bool_)


def disc_boxes_of(lon: Floats, lat: Floats, radius_m: Floats) -> Floats:
    """(west, south, east, north) rows that surely hold plain discs."""
    band, wide = disc_reach(lat, radius_m)
    return np.column_stack([lon - wide, lat - band, lon + wide, lat + band])


def disc_reach(lat: Floats, radius_m: Floats) -> tuple[Floats, Floats]:
    """Degrees of latitude and of longitude that a plain disc surely stays within."""
    band = np.degrees((_BAND * radius_m + _BAND_M) / _MERIDIAN_M)
    far = np.minimum(np.abs(lat) + band, _FARTHEST_LAT)
    return band, band / np.cos(np.radians(far))


def disc_shares(edges: Edges, which: Ints, lon: Floats, lat: Floats, radius_m: Floats) -> Shares:
    """Pair i: footprint `which[i]` against the plain disc of `radius_m[i]` round a position.

    Exact as `catalogue.space.covered` is: 1e-5 of the radius. Undecided where an edge runs
    through the very centre.
    """
    n = len(which)
    found = Shares(np.zeros(n), np.zeros(n), *(np.zeros(n, dtype=np.bool_) for _ in range(3)))
    counts = edges.offsets[which + 1] - edges.offsets[which]
    for run in slices(counts, _SLICE):
        part = _shares(edges, which[run], counts[run], lon[run], lat[run], radius_m[run])
        found.share[run], found.mass[run], found.meets[run] = part.share, part.mass, part.meets
        found.whole[run], found.undecided[run] = part.whole, part.undecided
    return found


def _shares(
    edges: Edges, which: Ints, counts: Ints, lon: Floats, lat: Floats, radius_m: Floats
) -> Shares:
    pair, place = expand(counts)
    edge = edges.offsets[which][pair] + place
    origin = np.column_stack([lon, lat])
    a, b = edges.a[edge] - origin[pair], edges.b[edge] - origin[pair]
    inside = _holds_centre(a, b, pair, len(which))
    scale = _least_metres(lat, radius_m)
    enter, leave = _within(a * scale[pair], b * scale[pair], (_REACH * radius_m)[pair])
    near = np.flatnonzero(enter < leave)
    a, b, pair = a[near], b[near], pair[near]
    step = b - a
    a, b = a + step * enter[near, None], a + step * leave[near, None]
    area, cut_off, nearest = _measured(a, b, pair, lon, lat, radius_m)
    share = inside + area
    meets = inside | (nearest <= radius_m)
    share = np.where(meets, np.clip(share, 0.0, 1.0), 0.0)
    mass = np.where(meets, np.clip(inside - cut_off, 0.0, 1.0), 0.0)
    whole = (share >= 1 - WHOLE_TOLERANCE) & (nearest >= (1 - INSIDE_TOLERANCE) * radius_m)
    too_near = nearest < _TOO_NEAR * radius_m
    return Shares(np.where(whole, 1.0, share), mass, meets, whole, too_near)


def _holds_centre(a: Floats, b: Floats, pair: Ints, n: int) -> Flags:
    """Even-odd rule along the parallel to the east of the centre."""
    across = np.flatnonzero((a[:, 1] > 0) != (b[:, 1] > 0))
    p, q = a[across], b[across]
    east = p[:, 0] - p[:, 1] * (q[:, 0] - p[:, 0]) / (q[:, 1] - p[:, 1]) > 0
    return np.asarray(np.bincount(pair[across[east]], minlength=n) % 2 == 1, dtype=np.bool_)


def _least_metres(lat: Floats, radius_m: Floats) -> Floats:
    """Metres per degree (east, north) that are nowhere too many in the disc's band of latitude.

    So a distance in these metres is never more than the geodesic one, unless both are beyond
    the band, which is more than the radius. Edges straight in lon/lat stay straight.
    """
    far = np.abs(np.radians(lat)) + (_WIDE_BAND * radius_m + _BAND_M) / _MERIDIAN_M
    north = np.full(len(lat), math.radians(_MERIDIAN_M))
    return np.column_stack([math.radians(A_M) * np.cos(far), north])


def _within(a: Floats, b: Floats, radius: Floats) -> tuple[Floats, Floats]:
    """The stretch of each segment a-b, in shares of it, within a circle round the origin."""
    step = b - a
    square = (step**2).sum(axis=1)
    square = np.where(square > 0, square, 1.0)
    half = (a * step).sum(axis=1)
    root = half**2 - square * ((a**2).sum(axis=1) - radius**2)
    spread = np.sqrt(np.maximum(root, 0.0))
    enter = np.clip((-half - spread) / square, 0.0, 1.0)
    leave = np.clip((-half + spread) / square, 0.0, 1.0)
    return enter, leave


def _measured(
    a: Floats, b: Floats, pair: Ints, lon: Floats, lat: Floats, radius_m: Floats
) -> tuple[Floats, Floats, Floats]:
    """(what the edges add to the share of each disc, what they take from its normal, metres from
    its centre to the nearest).
    """
    n = len(lon)
    counts = _pieces(a, b, pair, lat, radius_m)
    edge, place = expand(counts + 1)
    of = pair[edge]
    path = a[edge] + (b - a)[edge] * (place / counts[edge])[:, None]
    local = _round_centre(path, lon[of], lat[of])
    first = np.flatnonzero(place < counts[edge])
    p, q, of = local[first], local[first + 1], of[first]
    nearest = np.full(n, np.inf)
    np.minimum.at(nearest, of, _distance(p, q))
    p, q = _equal_area(p), _equal_area(q)
    chord = 2 * MEAN_RADIUS_M * np.sin(radius_m / (2 * MEAN_RADIUS_M))
    sigma = (chord / SIGMAS)[of][:, None]
    cut_off = np.bincount(of, weights=missed(p / sigma, q / sigma), minlength=n).astype(np.float64)
    enter, leave = _within(p, q, chord[of])
    cut = np.flatnonzero(enter < leave)
    p, step, of = p[cut], (q - p)[cut], of[cut]
    p, q = p + step * enter[cut, None], p + step * leave[cut, None]
    cross = p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]
    angle = np.arctan2(cross, (p * q).sum(axis=1))
    total = np.bincount(of, weights=cross / chord[of] ** 2 - angle, minlength=n)
    return total / (2 * math.pi), cut_off, nearest


def _pieces(a: Floats, b: Floats, pair: Ints, lat: Floats, radius_m: Floats) -> Ints:
    """How often to cut each edge: what it bends by falls with the square of that.

    Of `x` radians of longitude and `y` of latitude, an edge bends by R sin(lat) (x² cos(lat) / 8
    + x y / 4) about; azimuthal equidistant coordinates add s² r / 8 R² to a length s.
    """
    x, y = np.abs(np.radians(b - a)).T
    band = (_WIDE_BAND * radius_m + _BAND_M) / _MERIDIAN_M
    sin = np.sin(np.abs(np.radians(lat)) + band)[pair]
    cos = np.cos(np.maximum(np.abs(np.radians(lat)) - band, 0.0))[pair]
    r = radius_m[pair]
    bend = A_M * sin * (x * x * cos / 8 + x * y / 4)
    bend += ((x * cos) ** 2 + y**2) * r / 8
    pieces = np.ceil(np.sqrt(bend / (_CHORD_TOLERANCE * r)))
    return np.asarray(np.maximum(1, pieces), dtype=np.int64)


def _round_centre(path: Floats, lon: Floats, lat: Floats) -> Floats:
    """Azimuthal equidistant (x east, y north, metres) about each point's own centre."""
    azimuth, _, distance = GEOD.inv(lon, lat, lon + path[:, 0], lat + path[:, 1])
    angle = np.radians(azimuth)
    return np.column_stack([distance * np.sin(angle), distance * np.cos(angle)])


def _equal_area(points: Floats) -> Floats:
    half = np.hypot(points[:, 0], points[:, 1]) / (2 * MEAN_RADIUS_M)
    return points * np.sinc(half / math.pi)[:, None]


def _distance(a: Floats, b: Floats) -> Floats:
    """From the origin to each segment a-b."""
    step = b - a
    square = (step**2).sum(axis=1)
    along = -(a * step).sum(axis=1) / np.where(square > 0, square, 1.0)
    foot = a + step * np.clip(along, 0.0, 1.0)[:, None]
    return np.asarray(np.hypot(foot[:, 0], foot[:, 1]), dtype=np.float64)

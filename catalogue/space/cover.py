"""How much of a place a footprint covers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidGeometry
from catalogue.space.boxes import FARTHEST_M, check_disc, disc, disc_boxes
from catalogue.space.discs import (
    INSIDE_TOLERANCE,
    MEAN_RADIUS_M,
    WHOLE_TOLERANCE,
    are_plain,
    disc_shares,
)
from catalogue.space.edges import edges_of
from catalogue.space.grow import grown
from catalogue.space.measure import (
    A_M,
    GEOD,
    area_m2,
    contains_point,
    densify,
    distance_m,
    length_m,
    paths,
)
from catalogue.space.rings import polygonal
from catalogue.space.spread import REACH, SIGMAS, missed

Coords = NDArray[np.float64]

# Edges are cut so finely that, drawn straight round the centre, they move by less than this.
CHORD_TOLERANCE = 1e-5
# Beyond this radius the disc is taken as a polygon in lon/lat (`boxes.disc`).
MAX_LOCAL_M = 3_000_000.0
_LONGEST_DEG = 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """`share` of the place inside the footprint (0 to 1, uniform over the place's area).

    `meets` when they have at least a point in common, `whole` when nothing of the place is
    known to lie outside. `mass` is the share of the place's probability: of a disc that of the 2-D
    normal with 95 % within its radius (`catalogue.space.spread`), 0 where the disc is not met; of
    all else, and of discs beyond 3,000 km, the share itself.
    """

    share: float
    meets: bool
    whole: bool
    mass: float


NOTHING = Coverage(0.0, False, False, 0.0)
ALL = Coverage(1.0, True, True, 1.0)


def _even(share: float, meets: bool, whole: bool) -> Coverage:
    """Of a place that is as likely everywhere."""
    return Coverage(share, meets, whole, share)


def covered(footprint: BaseGeometry, geometry: BaseGeometry, r95_m: float | None) -> Coverage:
    """What share of a place lies in `footprint` (both in normal form).

    A point with r95_m > 0 is a geodesic disc; it is met when its centre is no farther than
    r95_m from the footprint, exact to 2e-5 of the radius to 3,000 km (0.1 % beyond). A point
    without a radius is met when it lies in or on the footprint, and wholly covered only if its
    radius is known to be 0. Any other geometry is the area (or line: share of its length)
    itself, grown by r95_m if given. Several points: the mean share; whole only if all are.
    """
    kind = geometry.geom_type
    if footprint.is_empty or geometry.is_empty:
        raise InvalidGeometry("nothing can be covered by, or of, an empty geometry.")
    if kind == "Point":
        return _of_point(footprint, float(geometry.x), float(geometry.y), r95_m)
    if kind == "MultiPoint":
        each = [covered(footprint, point, r95_m) for point in shapely.get_parts(geometry)]
        share, mass = (
            sum(column) / len(each)
            for column in zip(*((c.share, c.mass) for c in each), strict=True)
        )
        return Coverage(share, any(c.meets for c in each), all(c.whole for c in each), mass)
    if r95_m:
        geometry = grown(geometry, r95_m)
    if geometry.geom_type in ("LineString", "MultiLineString"):
        return _of_line(footprint, geometry)
    return _of_area(footprint, geometry)


def _of_point(footprint: BaseGeometry, lon: float, lat: float, r95_m: float | None) -> Coverage:
    if not r95_m:
        inside = contains_point(footprint, lon, lat)
        return _even(1.0 if inside else 0.0, inside, inside and r95_m == 0)
    check_disc(lon, lat, r95_m)
    if r95_m >= FARTHEST_M:
        share = area_m2(footprint) / area_m2(shapely.box(-180, -90, 180, 90))
        return _even(min(1.0, share), True, share >= 1 - WHOLE_TOLERANCE)
    if r95_m > MAX_LOCAL_M:
        if distance_m(footprint, lon, lat) > r95_m:
            return NOTHING
        share = _of_area(footprint, disc(lon, lat, r95_m)).share
        whole = share >= 1 - WHOLE_TOLERANCE
        return _even(1.0 if whole else share, True, whole)
    return _of_plain_disc(footprint, lon, lat, r95_m) or _of_disc(footprint, lon, lat, r95_m)


def _of_plain_disc(
    footprint: BaseGeometry, lon: float, lat: float, r95_m: float
) -> Coverage | None:
    """As many pairs at once are measured; None where that cannot be."""
    x, y, radius = (np.array([v]) for v in (lon, lat, r95_m))
    if not are_plain(x, y, radius)[0]:
        return None
    found = disc_shares(edges_of([footprint]), np.zeros(1, dtype=np.int64), x, y, radius)
    if found.undecided[0]:
        return None
    return Coverage(
        *(column[0].item() for column in (found.share, found.meets, found.whole, found.mass))
    )


def _of_disc(footprint: BaseGeometry, lon: float, lat: float, r95_m: float) -> Coverage:
    rings = _rings_near(footprint, lon, lat, r95_m)
    if not rings:
        return NOTHING
    starts, ends, seams = [], [], []
    for ring in rings:
        fine = _fine(ring, r95_m)
        local = _round_centre(fine, lon, lat)
        starts.append(local[:-1])
        ends.append(local[1:])
        seams.append(_on_seam(fine))
    a, b = np.vstack(starts), np.vstack(ends)
    if not contains_point(footprint, lon, lat) and _nearest(a, b) > r95_m:
        return NOTHING
    edge = ~np.concatenate(seams)
    # Azimuthal equidistant to azimuthal equal-area: only the distance from the centre changes.
    a_area, b_area = _equal_area(a), _equal_area(b)
    inside = _circle_overlap(a_area, b_area, _chord(r95_m))
    share = min(1.0, max(0.0, inside / (math.pi * _chord(r95_m) ** 2)))
    sigma = _chord(r95_m) / SIGMAS
    held = _angle(a_area, b_area) / (2 * math.pi) - missed(a_area / sigma, b_area / sigma)
    clear = _nearest(a[edge], b[edge]) >= r95_m * (1 - INSIDE_TOLERANCE)
    whole = clear and share >= 1 - WHOLE_TOLERANCE
    return Coverage(1.0 if whole else share, True, whole, min(1.0, max(0.0, float(held.sum()))))


def _on_seam(path: Coords) -> NDArray[np.bool_]:
    """Which edges lie on 180 degrees or a pole, where a footprint only seems to end."""
    at = np.abs(path) == [180.0, 90.0]
    return np.asarray((at[1:] & at[:-1]).any(axis=1), dtype=np.bool_)


def _rings_near(footprint: BaseGeometry, lon: float, lat: float, r95_m: float) -> list[Coords]:
    """The rings of what lies near the disc; shells anticlockwise, holes clockwise."""
    west, south, east, north = footprint.bounds
    near: list[BaseGeometry] = []
    for box in disc_boxes(lon, lat, r95_m * 1.02 * REACH + 0.1):
        if box[0] > east or box[2] < west or box[1] > north or box[3] < south:
            continue
        if box[0] <= west and box[1] <= south and box[2] >= east and box[3] >= north:
            near.append(footprint)
        else:
            near.append(footprint.intersection(shapely.box(*box)))
    clipped = polygonal(near)
    return [] if clipped.is_empty else paths(shapely.orient_polygons(clipped))


def _fine(ring: Coords, r95_m: float) -> Coords:
    """Cut so that each piece, straight in lon/lat, is straight round the centre too.

    About a pole an edge is a spiral: of `x` radians of longitude and `y` of latitude, d metres
    from the pole, it bends by d x² / 8 + R x y / 4, elsewhere by less. Azimuthal equidistant
    coordinates add s² r / 8 R² to a length s.
    """
    x, y = np.abs(np.radians(np.diff(ring, axis=0))).T
    cos = np.cos(np.radians(ring[:, 1]))
    cos = np.maximum(cos[1:], cos[:-1])
    cos[ring[1:, 1] * ring[:-1, 1] < 0] = 1.0
    bend = A_M * (x * x * cos / 8 + x * y / 4) + ((x * cos) ** 2 + y**2) * r95_m / 8
    pieces = np.sqrt(bend / (CHORD_TOLERANCE * r95_m))
    longest = np.maximum(x, y) / math.radians(_LONGEST_DEG)
    return densify(ring, np.maximum(1, np.ceil(np.maximum(pieces, longest))).astype(np.int64))


def _round_centre(path: Coords, lon: float, lat: float) -> Coords:
    """Azimuthal equidistant (x east, y north, metres) about the centre, on the ellipsoid."""
    n = len(path)
    azimuth, _, distance = GEOD.inv(np.full(n, lon), np.full(n, lat), path[:, 0], path[:, 1])
    angle = np.radians(azimuth)
    return np.column_stack([distance * np.sin(angle), distance * np.cos(angle)])


def _chord(distance: float) -> float:
    return 2 * MEAN_RADIUS_M * math.sin(distance / (2 * MEAN_RADIUS_M))


def _equal_area(points: Coords) -> Coords:
    distance = np.hypot(points[:, 0], points[:, 1])
    half = np.minimum(distance / (2 * MEAN_RADIUS_M), math.pi / 2)
    return points * np.sinc(half / math.pi)[:, None]


def _nearest(a: Coords, b: Coords) -> float:
    """Distance from the origin to the nearest of the segments a-b."""
    step = b - a
    square = (step**2).sum(axis=1)
    along = -(a * step).sum(axis=1) / np.where(square > 0, square, 1.0)
    foot = a + step * np.clip(along, 0.0, 1.0)[:, None]
    return float(np.sqrt((foot**2).sum(axis=1).min(initial=math.inf)))


def _circle_overlap(a: Coords, b: Coords, radius: float) -> float:
    """Area common to the circle round the origin and the rings of segments a-b, signed.

    Each segment spans a triangle with the origin; within the circle that is a triangle, beyond
    it a sector. Exact, and indifferent to slits and to edges walked there and back.
    """
    step = b - a
    square = (step**2).sum(axis=1)
    square = np.where(square > 0, square, 1.0)
    half = (a * step).sum(axis=1)
    root = half**2 - square * ((a**2).sum(axis=1) - radius**2)
    spread = np.sqrt(np.maximum(root, 0.0))
    enter = np.clip((-half - spread) / square, 0.0, 1.0)[:, None]
    leave = np.clip((-half + spread) / square, 0.0, 1.0)[:, None]
    p, q = a + step * enter, a + step * leave
    sectors = _angle(a, p) + _angle(q, b)
    return float((radius**2 * sectors + _cross(p, q)).sum() / 2)


def _cross(u: Coords, v: Coords) -> Coords:
    return np.asarray(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0], dtype=np.float64)


def _angle(u: Coords, v: Coords) -> Coords:
    return np.asarray(np.arctan2(_cross(u, v), (u * v).sum(axis=1)), dtype=np.float64)


def _of_area(footprint: BaseGeometry, area: BaseGeometry) -> Coverage:
    if not _meet(footprint, area):
        return NOTHING
    if footprint.covers(area):
        return ALL
    share = area_m2(footprint.intersection(area)) / area_m2(area)
    whole = share >= 1 - 1e-9
    return _even(1.0 if whole else min(share, 1.0), True, whole)


def _meet(one: BaseGeometry, other: BaseGeometry) -> bool:
    """True when they share a point; 180 is -180, and a pole has every longitude."""
    if one.intersects(other):
        return True
    west, south, east, north = one.bounds
    owest, osouth, oeast, onorth = other.bounds
    if (north == onorth == 90.0) or (south == osouth == -90.0):
        return True
    if west == -180.0 and oeast == 180.0 and translate(one, xoff=360.0).intersects(other):
        return True
    return bool(east == 180.0 and owest == -180.0 and translate(one, xoff=-360.0).intersects(other))


def _of_line(footprint: BaseGeometry, line: BaseGeometry) -> Coverage:
    if not _meet(footprint, line):
        return NOTHING
    length = length_m(line)
    if length == 0:  # along a pole: one place
        return ALL
    share = length_m(footprint.intersection(line)) / length
    whole = share >= 1 - 1e-9
    return _even(1.0 if whole else min(share, 1.0), True, whole)

"""What is true of a pair, and how near to the boundary it lies: what links are judged by."""

import math
from dataclasses import dataclass

import numpy as np
import oracle_flat as flat
import oracle_globe as globe
import oracle_time
import shapely
from oracle_time import Happening, Span
from shapely.geometry.base import BaseGeometry

# A link may be wrong only this near to the boundary of the disc, or of the grown area.
SHARE_OF_RADIUS = 1e-3
LEAST_M = 5.0


def tolerance_m(radius_m):
    """Metres by which a boundary may be missed."""
    return max(LEAST_M, SHARE_OF_RADIUS * (radius_m or 0.0))


@dataclass(frozen=True)
class Spot:
    """One place where it may have happened, as it is meant and, if otherwise, as it was given."""

    plane: BaseGeometry
    r95_m: float | None = None
    p: float = 1.0
    given: BaseGeometry | None = None


@dataclass(frozen=True)
class Event:
    """An observation: where and when. `sharp`: the boundary is given exactly, no tolerance."""

    spots: tuple[Spot, ...]
    happenings: tuple[Happening, ...]
    reserve: float = 0.0
    sharp: bool = False


@dataclass(frozen=True)
class Image:
    """A scene: its footprint as it is meant and as it was published, and its time."""

    plane: BaseGeometry
    published: BaseGeometry
    taken: Span


@dataclass(frozen=True)
class Lie:
    """How a place lies: metres inside (+) or outside (-) of meeting it, and of being all in it."""

    meets: bool
    meets_by_m: float
    whole: bool
    whole_by_m: float
    share: float
    tolerance_m: float


@dataclass(frozen=True)
class Truth:
    """The link there must be. Where `open_*`, it lies too near to a boundary to insist."""

    linked: bool
    open_link: bool
    role: str = ""
    dt_s: float = 0.0
    certain: bool = False
    open_certainty: bool = False
    covered: float = 0.0
    meets_by_m: float = math.inf
    whole_by_m: float = math.inf
    tolerance_m: float = LEAST_M


def lie(plane, spot):
    """How one place lies in a footprint."""
    kind, radius = spot.plane.geom_type, spot.r95_m or 0.0
    allowed = tolerance_m(spot.r95_m)
    if kind == "MultiPoint":
        each = [lie(plane, Spot(p, spot.r95_m)) for p in shapely.get_parts(spot.plane)]
        return Lie(
            any(e.meets for e in each), max(e.meets_by_m for e in each),
            all(e.whole for e in each), min(e.whole_by_m for e in each),
            sum(e.share for e in each) / len(each), allowed,
        )  # fmt: skip
    if kind == "Point":
        return _point(plane, spot, radius, allowed)
    return _area(plane, spot, radius, allowed)


def _point(plane, spot, radius, allowed):
    lon, lat = spot.plane.x, spot.plane.y
    inside, edge = globe.holds(plane, lon, lat), globe.to_edges(plane, lon, lat)
    depth = edge if inside else -edge
    meets, whole = inside or edge <= radius, inside and edge >= radius
    if not meets:
        share = 0.0
    elif whole:
        share = 1.0
    else:
        share = flat.disc_share(plane, lon, lat, radius)
    known = spot.r95_m is not None
    return Lie(meets, depth + radius, whole and known, depth - radius, share, allowed)


def _area(plane, spot, radius, allowed):
    apart = globe.gap(plane, spot.plane, exact=radius > 0)
    if apart > radius:
        return Lie(False, radius - apart, False, -apart, 0.0, allowed)
    if radius:
        share = flat.grown_share(plane, spot.plane, radius)
        inside = globe.holds(plane, *shapely.get_coordinates(spot.plane)[0])
        to_edge = globe.gap(
            shapely.multilinestrings(np.stack(globe.edges(plane), axis=1)), spot.plane
        )
        margin = to_edge - radius if inside and to_edge else -math.inf
        deep = radius - apart if apart else math.inf
        return Lie(True, deep, margin >= 0, margin, share, allowed)
    inside = flat.common(plane, spot.plane)
    size = flat.length if "Line" in spot.plane.geom_type else flat.area
    share = size(inside) / size(spot.plane)
    # By what is missing, not by the share: edges cut in two, as at the seam of the whole globe,
    # are measured along other chords, and a place then has some 1e-8 more or less than itself.
    whole = size(flat.missing(plane, spot.plane)) <= 1e-9 * size(spot.plane)
    return Lie(True, _thickness(inside), whole, 0.0 if whole else -math.inf, share, allowed)


def _thickness(shape):
    """Metres across what two areas share, by its narrower side."""
    west, south, east, north = shape.bounds
    across = (east - west) * math.cos(math.radians((south + north) / 2))
    return (
        111e3 * max(across, north - south)
        if shape.area == 0
        else 111e3 * min(across, north - south)
    )


def truth(event, image, margin_days):
    """The link there must be of a pair."""
    times = oracle_time.when(event.happenings, image.taken, margin_days)
    if times is None:
        return Truth(False, False)
    lies = [lie(image.plane, spot) for spot in event.spots]
    slack = [0.0 if event.sharp else k.tolerance_m for k in lies]
    surely = any(k.meets_by_m >= t for k, t in zip(lies, slack, strict=True))
    maybe = any(k.meets_by_m > -t for k, t in zip(lies, slack, strict=True))
    surely_whole = all(k.whole_by_m >= t for k, t in zip(lies, slack, strict=True))
    maybe_whole = all(k.whole_by_m > -t for k, t in zip(lies, slack, strict=True))
    stated = [s.r95_m is not None or "Point" not in s.plane.geom_type for s in event.spots]
    can_be_certain = times.exact and all(stated) and event.reserve == 0
    return Truth(
        linked=any(k.meets for k in lies),
        open_link=maybe and not surely,
        role=times.role,
        dt_s=times.dt_s,
        certain=all(k.whole for k in lies) and can_be_certain,
        open_certainty=can_be_certain and maybe_whole and not surely_whole,
        covered=min(1.0, math.fsum(s.p * k.share for s, k in zip(event.spots, lies, strict=True))),
        meets_by_m=max(k.meets_by_m for k in lies),
        whole_by_m=min(k.whole_by_m for k in lies),
        tolerance_m=max(k.tolerance_m for k in lies),
    )

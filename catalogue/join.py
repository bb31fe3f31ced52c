"""Which scenes an observation is linked to, with the role of each; pure, one pair at a time.

A link exists iff the scene's valid footprint meets the 95 % disc or the area of a candidate, and
its time is within the margin. Certain iff the whole place is covered and nothing was widened: the
radius of every point is stated, every candidate lies wholly inside, wherever a picture placed by
hand truly lies, none is held in reserve, and all alternatives of the time, none of them inexact,
give the scene the same role.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, repeat

from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    Certainty,
    CloudAtPlace,
    Clouds,
    EventTime,
    Link,
    Observation,
    Occurrence,
    Place,
    Role,
    Scene,
)
from catalogue.score import DEFAULTS, Covered, Parameters, score

MARGIN_DAYS = 365.0

# More than the errors of `space.covered` and `space.disc`, so that boxes hold them too.
_BOX_FACTOR = 1.003
_BOX_MORE_M = 0.01

# Role per occurrence, signed gap in seconds to the nearest, whether both are exact.
Apart = tuple[tuple[Role, ...], float, bool]


@dataclass(frozen=True, slots=True)
class Met:
    """How a place lies in a footprint: all candidates together."""

    meets: bool
    whole: bool
    covered: Covered


def link(
    observation: Observation,
    scene: Scene,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    cloud: CloudAtPlace | None = None,
) -> Link | None:
    """The link of one pair; None if there is none or place or time is unknown on either side.

    `Link.covered` is the share of the place's probability inside the footprint; a point whose
    radius was not stated counts as it stands there, inside or outside. `cloud` is what the
    scene's mask says of the place.
    """
    found = link_pairs([(observation, scene)], margin_days, parameters, [cloud])
    return found[0] if found else None


def link_pairs(
    pairs: Iterable[tuple[Observation, Scene]],
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    clouds: Iterable[CloudAtPlace | None] = (),
) -> list[Link]:
    """The links of those pairs that have one, in the order given; places are measured together.

    `clouds` are those of each pair, none if there are fewer.
    """
    near = [
        (observation, scene, apart, cloud)
        for (observation, scene), cloud in zip(pairs, chain(clouds, repeat(None)), strict=False)
        if (apart := apart_in_time(observation, scene, margin_days)) is not None
    ]
    mets = met_pairs([(o.place, s.footprint) for o, s, _, _ in near], parameters)
    return [
        linked(observation, scene, apart, cover, parameters, cloud)
        for (observation, scene, apart, cloud), cover in zip(near, mets, strict=True)
        if cover is not None and cover.meets
    ]


def linked(
    observation: Observation, scene: Scene, apart: Apart, cover: Met, p: Parameters = DEFAULTS,
    cloud: CloudAtPlace | None = None,
) -> Link:  # fmt: skip
    """The link of a pair that meets in time and place."""
    roles, dt_s, exact = apart
    role = overall(roles)
    sure = cover.whole and exact and surely_whole(observation.place, scene.footprint, scene.doubt_m)
    certainty: Certainty = "certain" if sure else "possible"
    return Link(
        observation=observation.uid,
        scene=scene.uid,
        role=role,
        roles=roles,
        certainty=certainty,
        covered=cover.covered.stated,
        dt_s=dt_s,
        score=score(scene, observation, cover.covered, role, dt_s, p, cloud),
        cloud=cloud,
    )


def links(
    observation: Observation,
    scenes: Iterable[Scene],
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    clouds: Clouds | None = None,
) -> list[Link]:
    """All links of one observation, best first; equal ones by the scene's id and uid.

    `clouds` is what masks say of its place.
    """
    every = list(scenes)
    ids = {scene.uid: scene.id for scene in every}
    told = [clouds.get(scene.uid) for scene in every] if clouds else []
    found = link_pairs([(observation, scene) for scene in every], margin_days, parameters, told)
    return sorted(found, key=lambda k: (-k.score.value, -k.score.high, ids[k.scene], k.scene))


def search_boxes(place: Place) -> tuple[BBox, ...]:
    """Boxes that surely hold a place with its uncertainty: what to ask a store for.

    None crosses 180 degrees; what touches that meridian or a pole is held on both sides.
    """
    found: list[space.Box] = []
    for candidate in place.candidates:
        found.extend(_boxes(candidate))
    return tuple(BBox(*b) for b in dict.fromkeys(found))


def _boxes(candidate: Candidate) -> Sequence[space.Box]:
    geometry, radius = candidate.geometry, candidate.r95_m
    if radius:
        radius = radius * _BOX_FACTOR + _BOX_MORE_M
    if geometry.geom_type == "Point":
        return space.disc_boxes(geometry.x, geometry.y, radius or 0.0)
    return space.grown_boxes(geometry, radius or 0.0)


def search_interval(when: EventTime, margin_days: float = MARGIN_DAYS) -> Interval:
    """The span from the first occurrence to the last, widened by the margin."""
    intervals = [i for o in when.occurrences for i, _ in o.alternatives]
    begins, ends = [i.begin for i in intervals], [i.end for i in intervals]
    span = Interval(
        None if None in begins else min(b for b in begins if b),
        None if None in ends else max(e for e in ends if e),
    )
    # A microsecond more: the ends of the margin belong to it.
    margin = timedelta(days=margin_days, microseconds=1)
    return span.widened(margin, margin)


def met(place: Place, footprint: BaseGeometry, p: Parameters = DEFAULTS) -> Met:
    """All candidates of a place against a footprint.

    A candidate without a stated radius may lie anywhere: from nothing to all of its probability.
    One whose disc the footprint does not meet counts for nothing.
    """
    return _met(place, [space.covered(footprint, c.geometry, c.r95_m) for c in place.candidates], p)


def met_pairs(
    pairs: Sequence[tuple[Place | None, BaseGeometry | None]], p: Parameters = DEFAULTS
) -> list[Met | None]:
    """`met` of each pair, measured together; None where place or footprint is unknown."""
    known = [
        (shape, c.geometry, c.r95_m)
        for place, shape in pairs
        if place is not None and shape is not None
        for c in place.candidates
    ]
    covers = iter(space.covered_pairs(known))
    found: list[Met | None] = []
    # Most footprints hold one place whole, or miss it: that is said once.
    said: dict[tuple[int, tuple[space.Coverage, ...]], Met] = {}
    for place, shape in pairs:
        if place is None or shape is None:
            found.append(None)
            continue
        key = id(place), tuple(next(covers) for _ in place.candidates)
        if key not in said:
            said[key] = _met(place, key[1], p)
        found.append(said[key])
    return found


def surely_whole(place: Place | None, footprint: BaseGeometry | None, doubt_m: float) -> bool:
    """True if a place lies in a footprint wherever that truly is, for one that surely holds it.

    A footprint of doubtful place is grown by the doubt, so the place must be held with twice as
    much round it: once for the growing, once for the doubt.
    """
    if doubt_m == 0:
        return True
    if place is None or footprint is None or not math.isfinite(doubt_m):
        return False
    grown = [(c.geometry, (c.r95_m or 0.0) + 2 * doubt_m) for c in place.candidates]
    return all(space.covered(footprint, geometry, r95_m).whole for geometry, r95_m in grown)


def _met(place: Place, each: Sequence[space.Coverage], p: Parameters) -> Met:
    covers = list(zip(place.candidates, each, strict=True))
    sure = math.fsum(c.p * cover.mass for c, cover in covers if is_stated(c))
    vague = math.fsum(c.p * cover.mass for c, cover in covers if not is_stated(c))
    shares = math.fsum(c.p * cover.share for c, cover in covers)
    anywhere = math.fsum(c.p for c in place.candidates if not is_stated(c))
    known = all(is_stated(c) for c in place.candidates)
    share = Covered(
        low=min(1.0, sure),
        high=min(1.0, sure + anywhere + place.reserve),
        value=min(1.0, sure + p.prior * vague),
        stated=min(1.0, shares),
        known=known,
    )
    whole = known and place.reserve == 0 and all(cover.whole for _, cover in covers)
    return Met(any(cover.meets for _, cover in covers), whole, share)


def is_stated(candidate: Candidate) -> bool:
    """Points need a radius to be a known place; a line or an area is one as it stands."""
    if candidate.geometry.geom_type in ("Point", "MultiPoint"):
        return candidate.r95_m is not None
    return True


def apart_in_time(observation: Observation, scene: Scene, margin_days: float) -> Apart | None:
    """`timing` of a pair; None also where a time is unknown."""
    if observation.when is None or scene.when is None:
        return None
    return timing(observation.when, scene.when, margin_days)


def timing(when: EventTime, taken: Interval, margin_days: float) -> Apart | None:
    """(role per occurrence, signed gap in s to the nearest, exact); None beyond the margin."""
    found = [_occurrence(o, taken) for o in when.occurrences]
    nearest = min((gap for _, gap, _ in found), key=abs, default=None)
    if nearest is None or abs(nearest) > margin_days * 86_400:
        return None
    exact = all(is_exact for _, _, is_exact in found)
    return tuple(role for role, _, _ in found), nearest, exact


def _occurrence(occurrence: Occurrence, taken: Interval) -> tuple[Role, float, bool]:
    """The nearest alternative's role and gap; exact if every alternative says the same."""
    each = [_against(interval, taken) for interval, _ in occurrence.alternatives]
    role, gap = min(each, key=lambda e: abs(e[1]) if e[0] != "during" else -1.0)
    same = all(r == role for r, _ in each)
    inside = role != "during" or all(i.contains(taken) for i, _ in occurrence.alternatives)
    return role, gap, occurrence.exact and same and inside


def _against(event: Interval, taken: Interval) -> tuple[Role, float]:
    if event.meets(taken):
        return "during", 0.0
    gap = taken.gap_s(event)
    if taken.end_us <= event.begin_us:
        return "before", -gap if gap else 0.0
    return "after", gap


def overall(roles: tuple[Role, ...]) -> Role:
    """The role to show for one role per occurrence."""
    if "during" in roles:
        return "during"
    if "before" in roles and "after" in roles:
        return "between"
    return roles[0]


def why_not(
    observation: Observation, scene: Scene, margin_days: float = MARGIN_DAYS
) -> tuple[str, ...]:
    """Why there is no link, a reason for each axis; empty if there is one."""
    reasons = [
        text
        for missing, text in (
            (observation.place is None, "the place of the observation is unknown"),
            (observation.when is None, "the time of the observation is unknown"),
            (scene.footprint is None, "the place of the scene is unknown"),
            (scene.when is None, "the acquisition time of the scene is unknown"),
        )
        if missing
    ]
    place, footprint = observation.place, scene.footprint
    if place and footprint is not None and not met(place, footprint).meets:
        reasons.append(f"it misses the place by {_miss(place, footprint)}")
    if observation.when and scene.when and not timing(observation.when, scene.when, margin_days):
        reasons.append(f"it was taken more than {margin_days:g} days before or after")
    return tuple(reasons)


def _miss(place: Place, footprint: BaseGeometry) -> str:
    metres = min(
        max(0.0, space.gap_m(footprint, c.geometry) - (c.r95_m or 0.0)) for c in place.candidates
    )
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m"

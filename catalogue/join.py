"""Which scenes an observation is linked to, with the role of each; pure, one pair at a time.

A link exists iff the scene's valid footprint meets the 95 % disc or the area of a candidate, and
its time is within the margin. Certain iff the whole place is covered and nothing was widened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from catalogue import space
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    Certainty,
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


@dataclass(frozen=True, slots=True)
class Met:
    """How a place lies in a footprint: all candidates together."""

    meets: bool
    whole: bool
    share: Covered


def link(
    observation: Observation,
    scene: Scene,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
) -> Link | None:
    """The link of one pair; None if there is none or place or time is unknown on either side."""
    if observation.place is None or observation.when is None:
        return None
    if scene.footprint is None or scene.when is None:
        return None
    timing = _timing(observation.when, scene.when, margin_days)
    if timing is None:
        return None
    met = _met(observation.place, scene)
    if not met.meets:
        return None
    roles, dt_s, exact = timing
    role = _overall(roles)
    certainty: Certainty = "certain" if met.whole and exact else "possible"
    return Link(
        observation=observation.uid,
        scene=scene.uid,
        role=role,
        roles=roles,
        certainty=certainty,
        covered=met.share.value if met.share.known else 1.0,
        dt_s=dt_s,
        score=score(scene, observation, met.share, role, dt_s, parameters),
    )


def links(
    observation: Observation,
    scenes: Iterable[Scene],
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
) -> list[Link]:
    """All links of one observation, best first; equal ones by the scene's id and uid."""
    ids: dict[str, str] = {}
    found = []
    for scene in scenes:
        made = link(observation, scene, margin_days, parameters)
        if made is not None:
            ids[scene.uid] = scene.id
            found.append(made)
    return sorted(found, key=lambda k: (-k.score.value, -k.score.high, ids[k.scene], k.scene))


def search_boxes(place: Place) -> tuple[BBox, ...]:
    """Boxes that surely hold a place with its uncertainty: what to ask a store for."""
    found: list[tuple[float, float, float, float]] = []
    for candidate in place.candidates:
        found.extend(_boxes(candidate))
    return tuple(BBox(*b) for b in dict.fromkeys(found))


def _boxes(candidate: Candidate) -> Sequence[tuple[float, float, float, float]]:
    geometry, radius = candidate.geometry, candidate.r95_m or 0.0
    if geometry.geom_type == "Point":
        return space.disc_boxes(geometry.x, geometry.y, radius)
    return [_widened(box, radius) for box in space.boxes(geometry)]


def _widened(
    box: tuple[float, float, float, float], by_m: float
) -> tuple[float, float, float, float]:
    """A box grown by metres; the full width of longitudes where it would cross 180 degrees."""
    west, south, east, north = box
    if not by_m:
        return box
    farthest = max(abs(south), abs(north))
    around = space.disc_boxes(0.0, farthest, by_m)[0]
    dlat, dlon = farthest - around[1], (around[2] - around[0]) / 2
    low, high = max(-90.0, south - dlat), min(90.0, north + dlat)
    if west - dlon < -180 or east + dlon > 180 or high == 90 or low == -90:
        return (-180.0, low, 180.0, high)
    return (west - dlon, low, east + dlon, high)


def search_interval(when: EventTime, margin_days: float = MARGIN_DAYS) -> Interval:
    """The span from the first occurrence to the last, widened by the margin."""
    intervals = [i for o in when.occurrences for i, _ in o.alternatives]
    begins, ends = [i.begin for i in intervals], [i.end for i in intervals]
    span = Interval(
        None if None in begins else min(b for b in begins if b),
        None if None in ends else max(e for e in ends if e),
    )
    margin = timedelta(days=margin_days)
    # A microsecond more: the end of the margin belongs to it.
    return span.widened(margin, margin + timedelta(microseconds=1))


def _met(place: Place, scene: Scene) -> Met:
    covers = [(c, space.covered(scene.footprint, c.geometry, c.r95_m)) for c in place.candidates]
    known = all(_stated(c) for c, _ in covers)
    share = sum(c.p * cover.share for c, cover in covers)
    meets = any(cover.meets for _, cover in covers)
    whole = known and place.reserve == 0 and all(cover.whole for _, cover in covers)
    if not known:
        value = DEFAULTS.prior * share
        return Met(meets, whole, Covered(0.0, min(1.0, share + place.reserve), value, known=False))
    return Met(meets, whole, Covered(share, min(1.0, share + place.reserve), share))


def _stated(candidate: Candidate) -> bool:
    return candidate.geometry.geom_type != "Point" or candidate.r95_m is not None


def _timing(
    when: EventTime, taken: Interval, margin_days: float
) -> tuple[tuple[Role, ...], float, bool] | None:
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
        return "before", -gap
    return "after", gap


def _overall(roles: tuple[Role, ...]) -> Role:
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
    if (
        observation.place
        and scene.footprint is not None
        and not _met(observation.place, scene).meets
    ):
        reasons.append(f"it misses the place by {_miss(observation.place, scene)}")
    if observation.when and scene.when and not _timing(observation.when, scene.when, margin_days):
        reasons.append(f"it was taken more than {margin_days:g} days before or after")
    return tuple(reasons)


def _miss(place: Place, scene: Scene) -> str:
    gaps = []
    for c in place.candidates:
        lon, lat = space.representative_point(c.geometry)
        gaps.append(max(0.0, space.distance_m(scene.footprint, lon, lat) - (c.r95_m or 0.0)))
    metres = min(gaps)
    return f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m"

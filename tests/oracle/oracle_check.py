"""Holds the three ways of linking against the truth, pair by pair."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import oracle_globe as globe
import shapely
from oracle_cases import MARGIN_DAYS
from oracle_truth import truth

from catalogue import space
from catalogue.bulk import ROLES, link_pairs, scene_columns, scene_index
from catalogue.interval import Interval
from catalogue.join import link
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, Scene

# Shares may differ by this much: of a disc, and of a place that was grown.
SHARE, GROWN_SHARE = 1e-4, 4e-3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Tally:
    """What came out of many pairs."""

    cases: int = 0
    pairs: int = 0
    links: int = 0
    near: int = 0
    worst_share: float = 0.0
    worst_m: float = 0.0
    worst_of_tolerance: float = 0.0
    differences: list[str] = field(default_factory=list)

    def add(self, other):
        self.cases += other.cases
        self.pairs += other.pairs
        self.links += other.links
        self.near += other.near
        self.worst_share = max(self.worst_share, other.worst_share)
        self.worst_m = max(self.worst_m, other.worst_m)
        self.worst_of_tolerance = max(self.worst_of_tolerance, other.worst_of_tolerance)
        self.differences += other.differences

    def off_by(self, metres, tolerance_m):
        """Something was otherwise, this near to a boundary."""
        if math.isfinite(metres):
            self.worst_m = max(self.worst_m, abs(metres))
            self.worst_of_tolerance = max(self.worst_of_tolerance, abs(metres) / tolerance_m)


def _moment(us):
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def _interval(span):
    return Interval(_moment(span.begin), _moment(span.end))


def observation(uid, event):
    """The event as the catalogue is told of it."""
    places = tuple(
        Candidate(space.normalise(s.given or s.plane), s.r95_m, s.p) for s in event.spots
    )
    times = tuple(
        Occurrence(tuple((_interval(s), 1 / len(h.alternatives)) for s in h.alternatives), h.exact)
        for h in event.happenings
    )
    return Observation(
        uid=uid, id=uid, title=uid, place=Place(places, event.reserve), when=EventTime("x", times)
    )


def scene(uid, image):
    """The image as the catalogue is told of it."""
    return Scene(
        uid=uid, id=uid, footprint=space.normalise(image.published), when=_interval(image.taken)
    )


def single(observations, scenes):
    """{(observation, scene): (role, certainty, dt_s, covered)} by `catalogue.join.link`."""
    made = (link(o, s, MARGIN_DAYS) for o in observations for s in scenes)
    return {(k.observation, k.scene): _row(k) for k in made if k}


def bulk(observations, scenes):
    """The same by `catalogue.bulk.link_pairs`."""
    index = scene_index(scene_columns(scenes))
    found = {}
    for pairs in link_pairs(index, observations, MARGIN_DAYS):
        for n in range(len(pairs)):
            key = pairs.observations[pairs.observation[n]].uid, index.scenes.uid[pairs.scene[n]]
            certainty = "certain" if pairs.certain[n] else "possible"
            row = ROLES[pairs.role[n]], certainty, float(pairs.dt_s[n]), float(pairs.covered[n])
            assert key not in found, f"{key} came twice"
            found[key] = row
    return found


def stored(catalogue, observations, scenes):
    """The same by `Catalogue.links_for_observation`, through the catalogue's file."""
    with catalogue.store.transaction():
        catalogue.store.put_scenes(scenes)
        catalogue.store.put_observations(observations)
    found = [k for o in observations for k in catalogue.links_for_observation(o.uid)]
    return {(k.observation, k.scene): _row(k) for k in found}


def _row(made):
    return made.role, made.certainty, made.dt_s, made.covered


def judged(cases, ways):
    """The tally of all pairs of all cases' events and images; `ways` are the three above."""
    tally = Tally(cases=len(cases))
    events = {f"o{n:04}": event for n, (event, _) in enumerate(cases)}
    images = {f"s{n:04}-{m}": i for n, (_, some) in enumerate(cases) for m, i in enumerate(some)}
    observations = [observation(uid, e) for uid, e in events.items()]
    scenes = [scene(uid, i) for uid, i in images.items()]
    found = {name: way(observations, scenes) for name, way in ways.items()}
    round_events = {uid: [_round(s.plane) for s in e.spots] for uid, e in events.items()}
    round_images = {uid: _round(i.plane) for uid, i in images.items()}
    for o, event in events.items():
        for s, image in images.items():
            if _far(event, round_events[o], round_images[s]):
                for name, links in found.items():
                    if (o, s) in links:
                        tally.differences.append(f"{name}: a link from afar {event} {image}")
                continue
            expected = truth(event, image, MARGIN_DAYS)
            tally.pairs += 1
            tally.links += expected.linked
            _note_near(tally, expected)
            for name, links in found.items():
                what = _difference(tally, event, expected, links.get((o, s)))
                if what:
                    tally.differences.append(f"{name} {o} {s}: {what}\n  {event}\n  {image}")
    return tally


def _note_near(tally, expected):
    sides = (expected.meets_by_m, expected.whole_by_m)
    tally.near += any(abs(side) <= 10 * expected.tolerance_m for side in sides)


def _round(plane):
    """(lon, lat, metres) of a circle that surely holds a geometry."""
    west, south, east, north = plane.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    coords = shapely.get_coordinates(shapely.segmentize(plane, 1.0))
    reach = globe.metres(lon, lat, *coords.T)
    return lon, lat, float(np.max(reach)) + 120_000.0


def _far(event, places, image):
    """Whether all of it lies too far off to matter."""
    apart = (
        globe.GEOD.inv(p[0], p[1], image[0], image[1])[2] - p[2] - image[2] - 2 * (s.r95_m or 0)
        for p, s in zip(places, event.spots, strict=True)
    )
    return min(apart) > 0


def _difference(tally, event, expected, got):
    """What is wrong with a link, or with its absence; None if nothing."""
    if expected.open_link and (got is None) == expected.linked:
        tally.off_by(expected.meets_by_m, expected.tolerance_m)
        if got is None:
            return None
    elif (got is not None) != expected.linked:
        tally.off_by(expected.meets_by_m, expected.tolerance_m)
        return f"{'missed' if expected.linked else 'extra'}, by {expected.meets_by_m:.3f} m"
    if got is None:
        return None
    role, certainty, dt_s, covered = got
    if (role, dt_s, math.copysign(1, dt_s)) != (
        expected.role, expected.dt_s, math.copysign(1, expected.dt_s)
    ):  # fmt: skip
        return f"{role} {dt_s}, not {expected.role} {expected.dt_s}"
    if (certainty == "certain") != expected.certain:
        tally.off_by(expected.whole_by_m, expected.tolerance_m)
        if not expected.open_certainty:
            return f"{certainty}, whole by {expected.whole_by_m:.3f} m, {covered}"
    return _of_share(tally, event, expected, covered)


def _of_share(tally, event, expected, covered):
    off = abs(covered - expected.covered)
    in_or_out = any("Point" in s.plane.geom_type and not s.r95_m for s in event.spots)
    if in_or_out and abs(expected.whole_by_m) < expected.tolerance_m:
        return None  # within the tolerance either is right
    tally.worst_share = max(tally.worst_share, off)
    is_grown = any(s.r95_m and "Point" not in s.plane.geom_type for s in event.spots)
    allowed = GROWN_SHARE if is_grown else SHARE
    return f"covers {covered}, not {expected.covered}" if off > allowed else None

"""The best links of an observation without looking at every scene; pure.

A score is a product of terms of at most 1. Time, pixel size and cloud bound it from above before
a scene is read, so scenes are looked at from the best bound on, and what lies behind the bound
of the next one need not be. `catalogue.reported` does the same for a scene.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import shapely

from catalogue import space
from catalogue.bulk.bounds import best_sharpness, timing_bound
from catalogue.interval import Interval
from catalogue.join import MARGIN_DAYS, apart_in_time, link_pairs, linked, met_pairs
from catalogue.model import (
    Candidate,
    CloudAtPlace,
    EventTime,
    Link,
    Observation,
    Place,
    Scene,
    Sketches,
)
from catalogue.model.summary import Floats, Ints
from catalogue.score import (
    ANY_SENSOR,
    DEFAULTS,
    SECONDS_PER_DAY,
    SENSORS,
    Parameters,
    baseline,
    critical_m,
    fit_table,
    is_aircraft,
    kind_of,
    persistence,
    sensor_of,
)
from catalogue.score.classes import KINDS
from catalogue.space.spread import REACH, SIGMAS

# Records fetched at once, after as many as are asked for; each time twice as many.
BATCH = 16
ALL_AT_ONCE = 500
# Fetches scenes with their footprints by the keys of sketches; see `Store.sketched_scenes`.
Fetch = Callable[[Sequence[int]], Sequence[Scene]]
_Record = TypeVar("_Record", Scene, Observation)
# Ascending is best first: minus value, minus high, id (of scenes only), uid.
Key = tuple[float, float, str, str]
# More than the rounding of powers and products.
_SLACK = 1 + 1e-9
# Areas on a sphere of this radius differ from those on the ellipsoid by less than the factor.
_EARTH_M, _FLATTENING = 6_371_007.2, 1.02
# Of smaller and larger places the share is not bounded.
_LEAST_M, _MOST_M = 1.0, 3_000_000.0
# The normal of a disc is nowhere denser than so many times the even share.
_DENSEST = SIGMAS**2 / 2
_RADAR = SENSORS.index("radar")


@dataclass(frozen=True, slots=True)
class Pair:
    """A link with its place in the order."""

    key: Key
    link: Link

    @classmethod
    def of(cls, link: Link, id: str, uid: str) -> Pair:
        """A link with a record of this id and uid."""
        return cls((-link.score.value, -link.score.high, id, uid), link)


def best_links(
    observation: Observation,
    candidates: Sketches,
    fetch: Fetch,
    limit: int | None = None,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    clouded: Sequence[tuple[Scene, CloudAtPlace]] = (),
) -> list[Link]:
    """The first `limit` of `catalogue.join.links` (all with None) of the candidates.

    `clouded` are the scenes whose masks tell of the place: they come first, unbounded.
    """
    if observation.when is None or (limit is not None and limit <= 0):
        return []
    bound = bounds(observation, candidates, margin_days, parameters)
    bound *= place_bounds(observation.place, candidates.box)

    def weigh(scenes: Sequence[Scene], least: float) -> Iterator[Pair]:
        exact = bounds(
            observation, sketches_of(scenes, range(len(scenes))), margin_days, parameters
        )
        tried = [(observation, scene) for scene in scenes]
        for made, _, scene in worth(tried, exact, least, margin_days, parameters):
            yield Pair.of(made, scene.id, scene.uid)

    tried = [(observation, scene) for scene, _ in clouded]
    made = link_pairs(tried, margin_days, parameters, [cloud for _, cloud in clouded])
    ids = {scene.uid: scene.id for scene, _ in clouded}
    begun = [Pair.of(link, ids[link.scene], link.scene) for link in made]
    return first(bound, candidates.key, fetch, weigh, limit, begun, ids)


def first(
    bound: Floats,
    keys: Ints,
    fetch: Callable[[Sequence[int]], Sequence[_Record]],
    weigh: Callable[[Sequence[_Record], float], Iterable[Pair]],
    limit: int | None,
    begun: Iterable[Pair] = (),
    known: Iterable[str] = (),
) -> list[Link]:
    """The first links, fetching from the best bound on; a bound of -1 is for those without any.

    `weigh` gives the links of records whose scores may be so much or more. `begun` are the links
    of the records (uids) that are `known`.
    """
    queue = np.argsort(-bound, kind="stable")
    queue = queue[: np.count_nonzero(bound >= 0)]
    best = sorted(begun, key=lambda pair: pair.key)[:limit]
    seen = set(known)
    sizes = _sizes(limit)
    at, more = 0, next(sizes)
    while at < len(queue):
        full = limit is not None and len(best) >= limit
        if full and bound[queue[at]] < -best[-1].key[0]:
            break
        some = queue[at : at + more]
        at, more = at + more, next(sizes)
        # A record of several entries comes several times.
        records = [r for r in fetch(keys[some].tolist()) if r.uid not in seen]
        seen.update(r.uid for r in records)
        for pair in weigh(records, -best[-1].key[0] if full else 0.0):
            insort(best, pair, key=lambda pair: pair.key)
        if limit is not None:
            del best[limit:]
    return [pair.link for pair in best]


def _sizes(limit: int | None) -> Iterator[int]:
    """How many to fetch, time after time."""
    if limit is not None:
        yield max(limit, BATCH)
        more = BATCH
        while more < ALL_AT_ONCE:
            yield more
            more *= 2
    while True:
        yield ALL_AT_ONCE


def worth(
    tried: Sequence[tuple[Observation, Scene]],
    bound: Floats,
    least: float,
    margin_days: float,
    p: Parameters,
) -> Iterator[tuple[Link, Observation, Scene]]:
    """The links whose scores may be `least` or more. Scores are worded: the others have none."""
    mets = met_pairs([(o.place, s.footprint) for o, s in tried], p)
    for (observation, scene), met, most in zip(tried, mets, bound.tolist(), strict=True):
        if met is None or not met.meets or most * met.covered.value < least:
            continue
        apart = apart_in_time(observation, scene, margin_days)
        if apart is not None:
            yield linked(observation, scene, apart, met, p), observation, scene


def bounds(
    observation: Observation, candidates: Sketches, margin_days: float, p: Parameters
) -> Floats:
    """What no score of a candidate exceeds; -1 for those surely beyond the margin."""
    if observation.when is None:
        return np.full(len(candidates), -1.0)
    days, timing = _times(observation, candidates, p)
    critical, flies = critical_m(observation.objects), is_aircraft(observation.objects)
    sharp = _by_value(candidates.gsd_m, critical, flies, p)
    clear = np.where(np.isnan(candidates.cloud_pct), p.prior, 1 - candidates.cloud_pct / 100)
    sensor = candidates.sensor
    clear = np.where((sensor == _RADAR) | (sensor == ANY_SENSOR), 1.0, clear)
    kind = kind_of(observation)
    row = fit_table(p)[len(KINDS) if kind is None else KINDS.index(kind)]
    # The last stands for any sensor.
    fit = np.array([*(value for _, _, value in row), 1.0])[sensor]
    return timed(days, timing * sharp * clear * fit, margin_days)


def timed(days: Floats, most: Floats, margin_days: float) -> Floats:
    """A little more than `most`; -1 for what lies surely beyond the margin."""
    return np.where(days > margin_days * _SLACK, -1.0, most * _SLACK)


def place_bounds(place: Place | None, box: Floats) -> Floats:
    """What the term of place does not exceed, by the boxes of footprints; 1 where they are NaN."""
    total = np.zeros(len(box))
    for candidate in place.candidates if place else ():
        total += candidate.p * _shares(candidate, box)
    return np.minimum(1.0, np.where(np.isnan(box[:, 0]), 1.0, total))


def _shares(candidate: Candidate, box: Floats) -> Floats:
    """At most so much of the normal of a disc, or of an area, lies in each box."""
    geometry, radius = candidate.geometry, candidate.r95_m or 0.0
    if geometry.geom_type == "Point" and radius > _LEAST_M:
        around = space.disc_boxes(geometry.x, geometry.y, min(REACH * radius, _MOST_M))
        area = 2 * math.pi * _EARTH_M**2 * (1 - math.cos(radius / _EARTH_M)) / _DENSEST
    elif geometry.geom_type in ("Polygon", "MultiPolygon") and not radius:
        around, area = space.boxes(geometry), space.area_m2(geometry)
    else:
        return np.ones(len(box))
    if REACH * radius > _MOST_M or area < _LEAST_M**2:
        return np.ones(len(box))
    held = np.zeros(len(box))
    for west, south, east, north in around:
        low, high = np.maximum(box[:, 1], south), np.minimum(box[:, 3], north)
        wide = np.minimum(box[:, 2], east) - np.maximum(box[:, 0], west)
        nearest = np.where((low <= 0) & (high >= 0), 0.0, np.minimum(np.abs(low), np.abs(high)))
        metres = np.radians(np.maximum(wide, 0)) * np.cos(np.radians(nearest)) * _EARTH_M
        held += metres * np.radians(np.maximum(high - low, 0)) * _EARTH_M
    return np.asarray(np.minimum(1.0, _FLATTENING * held / area), dtype=np.float64)


def _times(observation: Observation, candidates: Sketches, p: Parameters) -> tuple[Floats, Floats]:
    """(days between each and the nearest alternative, what the term of timing does not exceed)."""
    days, most = np.full(len(candidates), np.inf), np.zeros(len(candidates))
    when = observation.when or EventTime("", ())
    tau, known = persistence(observation.event_class, p)
    compared = baseline(tau, known, when.kind == "state", p)
    state = np.full(1, float(when.kind == "state"))
    for interval in (i for o in when.occurrences for i, _ in o.alternatives):
        after = _days(candidates.begin_us - interval.end_us)
        before = _days(interval.begin_us - candidates.end_us)
        span = np.full(1, (interval.end_us - interval.begin_us) / 1e6 / SECONDS_PER_DAY)
        bound = timing_bound(before, after, tau, span, state, compared, p)
        if interval.begin is None:
            # Who knows when it began: the value is the prior's share of the best.
            left = p.prior * np.exp(-after / tau)
            bound = np.where(after > 0, np.maximum(left, bound * state), bound)
        days = np.minimum(days, np.maximum(before, after))
        most = np.maximum(most, bound)
    return days, most


def _days(gap_us: Ints) -> Floats:
    return np.maximum(gap_us, 0) / 1e6 / SECONDS_PER_DAY


def _by_value(gsd_m: Floats, critical: float | None, flies: bool, p: Parameters) -> Floats:
    """The term of sharpness at its best; few pixel sizes are different, and 0 stands for any."""
    values, which = np.unique(gsd_m, return_inverse=True)
    known = np.where(values > 0, values, 1e-9)
    known[np.isnan(values)] = np.nan
    wanted = np.full(len(values), np.nan if critical is None else critical)
    term = best_sharpness(known, wanted, np.full(len(values), flies), p)
    # Nothing is told: it may be as sharp as can be, or of unknown sharpness.
    return np.asarray(np.where(values == 0, 1.0, term)[which], dtype=np.float64)


def sketches_of(scenes: Sequence[Scene], keys: Sequence[int]) -> Sketches:
    """Exact sketches of whole scenes; those without a time may be of any."""
    spans = [s.when or Interval(None, None) for s in scenes]
    return Sketches(
        key=np.array(keys, dtype=np.int64),
        begin_us=np.array([i.begin_us for i in spans], dtype=np.int64),
        end_us=np.array([i.end_us for i in spans], dtype=np.int64),
        gsd_m=np.array([s.gsd_m for s in scenes], dtype=np.float64),
        cloud_pct=np.array([s.cloud_pct for s in scenes], dtype=np.float64),
        sensor=np.array(
            [_sensor(s.platform, s.collection, s.instruments) for s in scenes], dtype=np.int64
        ),
        box=_whole_boxes(scenes),
    )


@lru_cache(maxsize=4096)
def _sensor(platform: str | None, collection: str | None, instruments: tuple[str, ...]) -> int:
    """Sensors are few, and their names take long to look through."""
    scene = Scene("-", "-", collection, platform=platform, instruments=instruments)
    return SENSORS.index(sensor_of(scene))


def _whole_boxes(scenes: Sequence[Scene]) -> Floats:
    """The one box of each footprint, NaN where it has none or several."""
    shapes = np.array([s.footprint for s in scenes], dtype=object)
    found = np.asarray(shapely.bounds(shapes), dtype=np.float64).reshape(-1, 4)
    # One polygon that reaches no pole has the box of its bounds; the others are asked.
    lone = (shapely.get_num_geometries(shapes) == 1) & (np.abs(found[:, 1::2]) < 90).all(axis=1)
    for n in np.flatnonzero(~lone & ~np.isnan(found[:, 0])):
        boxes = space.boxes(shapes[n])
        found[n] = boxes[0] if len(boxes) == 1 else math.nan
    return found

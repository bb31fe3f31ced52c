"""The best links of an observation without looking at every scene; pure.

A score is a product of terms of at most 1. Time, pixel size and cloud bound it from above before
a scene is read, so scenes are looked at from the best bound on, and what lies behind the bound
of the next one need not be.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.bulk.scoring import sharpness
from catalogue.interval import Interval
from catalogue.join import MARGIN_DAYS, links
from catalogue.model import EventTime, Link, Observation, Scene, Sketches
from catalogue.model.summary import Floats
from catalogue.score import DEFAULTS, SECONDS_PER_DAY, Parameters, critical_m, is_radar

# Scenes fetched at once, after as many as are asked for; each time twice as many.
BATCH = 16
ALL_AT_ONCE = 500
# Fetches scenes with their footprints by the keys of sketches; see `Store.sketched_scenes`.
Fetch = Callable[[Sequence[int]], Sequence[Scene]]
# Ascending is best first: minus value, minus high, id, uid.
Key = tuple[float, float, str, str]
# More than the rounding of powers and products.
_SLACK = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """A link with its place in the order."""

    key: Key
    link: Link


def best_links(
    observation: Observation,
    candidates: Sketches,
    fetch: Fetch,
    limit: int | None = None,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
) -> list[Link]:
    """The first `limit` of `catalogue.join.links` (all with None) of the candidates."""
    if observation.when is None or (limit is not None and limit <= 0):
        return []
    bound = bounds(observation, candidates, margin_days, parameters)
    queue = np.argsort(-bound, kind="stable")
    queue = queue[: np.count_nonzero(bound >= 0)]
    best: list[Pair] = []
    seen: set[str] = set()
    sizes = _sizes(limit)
    at, more = 0, next(sizes)
    while at < len(queue):
        full = limit is not None and len(best) >= limit
        if full and bound[queue[at]] < -best[-1].key[0]:
            break
        # A scene of several entries comes several times.
        scenes = [
            s for s in fetch(candidates.key[queue[at : at + more]].tolist()) if s.uid not in seen
        ]
        seen.update(s.uid for s in scenes)
        at, more = at + more, next(sizes)
        ids = {s.uid: s.id for s in scenes}
        for made in links(observation, scenes, margin_days, parameters):
            key = -made.score.value, -made.score.high, ids[made.scene], made.scene
            insort(best, Pair(key, made), key=lambda pair: pair.key)
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


def bounds(
    observation: Observation, candidates: Sketches, margin_days: float, p: Parameters
) -> Floats:
    """What no score of a candidate exceeds; -1 for those surely beyond the margin."""
    if observation.when is None:
        return np.full(len(candidates), -1.0)
    days = _gap_us(observation.when, candidates) / 1e6 / SECONDS_PER_DAY
    timing = np.where(days > 0, p.beside_event * np.power(2.0, -days / p.half_life_days), 1.0)
    critical = critical_m(observation.objects)
    sharp = _by_value(candidates.gsd_m, critical, p)
    clear = np.where(np.isnan(candidates.cloud_pct), p.prior, 1 - candidates.cloud_pct / 100)
    clear = np.where(candidates.radar, 1.0, clear)
    return np.where(days > margin_days * _SLACK, -1.0, timing * sharp * clear * _SLACK)


def _gap_us(when: EventTime, candidates: Sketches) -> Floats:
    """Microseconds between each and the nearest alternative of the times, 0 where they meet."""
    gap = np.full(len(candidates), np.inf)
    for interval in (i for o in when.occurrences for i, _ in o.alternatives):
        after = candidates.begin_us - interval.end_us
        before = interval.begin_us - candidates.end_us
        gap = np.minimum(gap, np.maximum(np.maximum(after, before), 0))
    return gap


def _by_value(gsd_m: Floats, critical: float | None, p: Parameters) -> Floats:
    """The term of sharpness; few pixel sizes are different, and 0 stands for any."""
    values, which = np.unique(gsd_m, return_inverse=True)
    known = np.where(values > 0, values, 1e-9)
    known[np.isnan(values)] = np.nan
    wanted = np.full(len(values), np.nan if critical is None else critical)
    term = sharpness(known, wanted, p).value
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
        radar=np.array([is_radar(s) for s in scenes], dtype=np.bool_),
    )

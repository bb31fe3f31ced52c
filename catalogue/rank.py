"""The best links of an observation without looking at every footprint; pure.

A score is a product, and the term of place, the one that needs a footprint, is at most 1. So the
other terms bound the score from above, and what lies behind the bound of the next candidate need
not be looked at. Bounds and scores come from the same arithmetic, so that ties are exact too.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from shapely.geometry.base import BaseGeometry

from catalogue.interval import Interval
from catalogue.join import MARGIN_DAYS, best_case, link
from catalogue.model import EventTime, Link, Observation, Scene, SceneSummary, Score
from catalogue.score import DEFAULTS, SECONDS_PER_DAY, Parameters

# Footprints fetched at once, after as many as are asked for.
BATCH = 8
ALL_AT_ONCE = 500
# Fetches footprints by the uids of scenes.
Fetch = Callable[[Sequence[str]], Mapping[str, BaseGeometry]]
# Ascending is best first: minus value, minus high, id, uid.
Key = tuple[float, float, str, str]
# More than the rounding of a power of two and of a product.
_SLACK = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """A link with its place in the order."""

    key: Key
    link: Link


def best_links(
    observation: Observation,
    candidates: Iterable[SceneSummary],
    footprints: Fetch,
    limit: int | None = None,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
) -> list[Link]:
    """The first `limit` of `catalogue.join.links` (all with None) of the candidates."""
    if observation.when is None or (limit is not None and limit <= 0):
        return []
    queue = _Queue(observation, observation.when, candidates, margin_days, parameters)
    best: list[Pair] = []
    while True:
        worst = best[limit - 1].key if limit is not None and len(best) >= limit else None
        more = ALL_AT_ONCE if limit is None else max(limit - len(best), BATCH)
        batch = queue.take(more, worst)
        if not batch:
            return [pair.link for pair in best]
        shapes = footprints([scene.uid for scene in batch])
        for scene in batch:
            whole = _with(scene, shapes.get(scene.uid))
            made = link(observation, whole, margin_days, parameters)
            if made is not None:
                insort(best, Pair(_key(made.score, scene), made), key=lambda pair: pair.key)
        if limit is not None:
            del best[limit:]


class _Queue:
    """Candidates by descending bound. Those far off in time are not even bounded until needed."""

    def __init__(
        self,
        observation: Observation,
        when: EventTime,
        candidates: Iterable[SceneSummary],
        margin_days: float,
        parameters: Parameters,
    ) -> None:
        self._observation = observation
        self._margin_days, self._parameters = margin_days, parameters
        spans = [i for o in when.occurrences for i, _ in o.alternatives]
        gaps = [(_gap_us(c.span, spans), c) for c in candidates if c.span is not None]
        gaps.sort(key=lambda pair: pair[0], reverse=True)
        self._far = gaps  # nearest last
        self._heap: list[tuple[Key, Scene]] = []

    def take(self, count: int, worst: Key | None) -> list[Scene]:
        """Up to `count` more that may come before the key `worst`; empty when there are none."""
        found: list[Scene] = []
        while len(found) < count:
            self._refill(worst)
            if not self._heap or (worst is not None and self._heap[0][0] > worst):
                break
            found.append(heappop(self._heap)[1])
        return found

    def _refill(self, worst: Key | None) -> None:
        """Bound candidates until none that is left could come before the first of the heap."""
        while self._far:
            value = self._by_time(self._far[-1][0])
            if self._heap and value < -self._heap[0][0][0]:
                return
            if worst is not None and value < -worst[0]:
                return
            scene = self._far.pop()[1].scene()
            case = best_case(self._observation, scene, self._margin_days, self._parameters)
            if case is not None:
                heappush(self._heap, (_key(case, scene), scene))

    def _by_time(self, gap_us: int) -> float:
        """No score at this distance in time has a greater value."""
        if gap_us == 0:
            return _SLACK
        days = gap_us / 1e6 / SECONDS_PER_DAY
        p = self._parameters
        return p.beside_event * 2 ** (-days / p.half_life_days) * _SLACK


def _gap_us(span: tuple[int, int], intervals: Sequence[Interval]) -> int:
    begin, end = span
    return min((max(begin - i.end_us, i.begin_us - end, 0) for i in intervals), default=0)


def _key(score: Score, scene: Scene) -> Key:
    return -score.value, -score.high, scene.id, scene.uid


def _with(scene: Scene, footprint: BaseGeometry | None) -> Scene:
    return replace(scene, footprint=footprint)

"""Which searches for imagery count for a claim, and how much of it they asked for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue import space
from catalogue.evidence.occurrences import hull
from catalogue.interval import Interval
from catalogue.model import Candidate, Observation, Occurrence, Search

# Who is asked by a saved search that runs over the catalogue itself: no search elsewhere.
HERE = "this catalogue"
# What any interval is of a time without an end: next to nothing, but some of it.
_OF_ENDLESS = 1e-9
# Shares from here on are all of it: the rest is rounding.
ALL = 0.9995


@dataclass(frozen=True, slots=True)
class Counted:
    """A search that counts for a claim, or for one of its times.

    `named`: it was made for this claim. `place` is the share of the claim's place in the area
    asked for, `time` that of its times in the interval asked for (0 to 1); None is not stated.
    """

    search: Search
    named: bool
    place: float | None
    time: float | None

    @property
    def whole(self) -> bool:
        """True if all of where and when it may have been was asked for."""
        return all(share is not None and share >= ALL for share in (self.place, self.time))

    @property
    def sentence(self) -> str:
        """Who was asked when and what came of it: "searched X on DATE: 0 found"."""
        one = self.search
        how = " by hand" if one.by_hand else ""
        count = "how many were found was not noted" if one.found is None else f"{one.found} found"
        limits = [text for text in (*self._shares(), *_filters(one)) if text]
        aside = f" ({'; '.join(limits)})" if limits else ""
        return f"searched {one.provider}{how} on {one.searched[:10]}: {count}{aside}"

    def _shares(self) -> Iterable[str]:
        for share, what in ((self.place, "place"), (self.time, "time")):
            if share is None:
                yield f"which {'area' if what == 'place' else 'time'} was not noted"
            elif share < ALL:
                yield f"{_percent(share)} of the {what}"


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def _filters(search: Search) -> Iterable[str]:
    """What else was asked for: fewer scenes are found because of it."""
    if search.collections:
        yield "only " + ", ".join(search.collections)
    for name, value in search.filters.items():
        yield f"{name} {value}"


def counted(
    searches: Sequence[Search], observation: Observation, occurrence: Occurrence | None = None
) -> tuple[Counted, ...]:
    """The searches that count for a claim, oldest first; for one of its times if it is given.

    One counts if it names the claim, or if its area and interval meet the place and the time.
    Those that failed or were withdrawn, and those of this catalogue, do not count.
    """
    return counted_many(searches, [observation], occurrence)[0]


def counted_many(
    searches: Sequence[Search],
    observations: Sequence[Observation],
    occurrence: Occurrence | None = None,
) -> list[tuple[Counted, ...]]:
    """`counted` of each claim; places are measured together."""
    tried = [
        (n, search, named, time)
        for n, observation in enumerate(observations)
        for search, named, time in _timely(searches, observation, occurrence)
    ]
    shares = place_shares([(search, observations[n]) for n, search, _, _ in tried])
    found: list[list[Counted]] = [[] for _ in observations]
    for (n, search, named, time), place in zip(tried, shares, strict=True):
        if named or place:
            found[n].append(Counted(search, named, place, time))
    return [tuple(sorted(some, key=lambda c: c.search.searched)) for some in found]


def _timely(
    searches: Sequence[Search], observation: Observation, occurrence: Occurrence | None
) -> Iterator[tuple[Search, bool, float | None]]:
    """Those that may count, whether they name the claim, and the share of its times."""
    times = _times(observation, occurrence)
    for search in searches:
        if search.withdrawn or search.error is not None or search.provider == HERE:
            continue
        named = observation.uid in search.observations
        time = _share(search.when, times)
        if time != 0 and (named or time is not None):
            yield search, named, time


def place_shares(pairs: Sequence[tuple[Search, Observation]]) -> list[float | None]:
    """The share of each place's probability in the area asked for; None if one is unknown.

    Of the candidates that are listed: where else it may have been nobody can search.
    """
    each = [_candidates(search, observation) for search, observation in pairs]
    covers = iter(
        space.covered_pairs(
            [
                (search.area, c.geometry, c.r95_m)
                for (search, _), candidates in zip(pairs, each, strict=True)
                for c in candidates
                if search.area is not None
            ]
        )
    )
    return [
        math.fsum(c.p * next(covers).share for c in candidates) / math.fsum(c.p for c in candidates)
        if candidates
        else None
        for candidates in each
    ]


def _candidates(search: Search, observation: Observation) -> tuple[Candidate, ...]:
    """None if the search has no area, or the claim no place."""
    if search.area is None or search.area.geom_type not in ("Polygon", "MultiPolygon"):
        return ()
    return tuple(c for c in observation.place.candidates if c.p) if observation.place else ()


def time_share(
    asked: Interval | None, observation: Observation, occurrence: Occurrence | None = None
) -> float | None:
    """The share of the claim's times in the interval asked for, each of its times alike.

    None if one is unknown.
    """
    return _share(asked, _times(observation, occurrence))


def _times(observation: Observation, occurrence: Occurrence | None) -> list[Interval]:
    every = observation.when.occurrences if observation.when else ()
    return [hull(one) for one in ((occurrence,) if occurrence else every)]


def _share(asked: Interval | None, times: Sequence[Interval]) -> float | None:
    if asked is None or not times:
        return None
    return sum(_inside(one, asked) for one in times) / len(times)


def _inside(event: Interval, asked: Interval) -> float:
    if asked.contains(event):
        return 1.0
    if event.is_instant or not event.meets(asked):
        return 0.0
    begin, end = _latest(event.begin, asked.begin), _earliest(event.end, asked.end)
    if event.begin is None or event.end is None or begin is None or end is None:
        return _OF_ENDLESS
    return (end - begin) / (event.end - event.begin)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((side for side in (one, other) if side), default=None)


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((side for side in (one, other) if side), default=None)


def searches_sentence(found: Sequence[Counted]) -> str:
    """All of them in a row, or that there was none. What would read the same is said once."""
    times = Counter(one.sentence for one in found)
    said = (text if n == 1 else f"{text}, {n} times alike" for text, n in times.items())
    return "; ".join(said) if found else "never searched"

"""The images around each time of a claim, and the longest stretch that no usable image shows.

An image before all that a time may mean is before it, one after all of it is after; any other one
is inside, in what order to the event is unknown. Of an image that took a while only what lies
outside of it is a stretch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from catalogue.evidence.causes import Cause, causes
from catalogue.evidence.occurrences import hull, occurrence_names
from catalogue.evidence.searched import Counted, counted
from catalogue.interval import Interval
from catalogue.model import Link, Observation, Occurrence, Scene, Search

# How far from the event a gap is searched that no image limits. Assumption.
AROUND_DAYS = 30.0

Side = Literal["before", "inside", "after"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A scene linked to a claim."""

    scene: Scene
    link: Link

    @property
    def usable(self) -> bool:
        """True if the image itself is good enough for the claim."""
        return self.link.score.level != "unusable"


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time, [begin, end) in UTC, without a usable image; None where none limits it.

    `causes` are the images in it that are of no use and why, the most frequent first.
    """

    begin: datetime | None
    end: datetime | None
    causes: tuple[Cause, ...]

    @property
    def days(self) -> float | None:
        """How long, None where it is open."""
        if self.begin is None or self.end is None:
            return None
        return (self.end - self.begin).total_seconds() / 86_400

    @property
    def length(self) -> str | None:
        """In days, below two days in hours, below two hours in minutes; None where it is open."""
        if self.days is None:
            return None
        for unit, factor in (("days", 1.0), ("hours", 24.0)):
            if self.days * factor >= 2:
                return f"{self.days * factor:.3g} {unit}"
        return f"{self.days * 1440:.0f} minutes"


@dataclass(frozen=True, slots=True)
class Bracket:
    """One time of a claim among the images linked to it.

    `before` is the last usable image before it, `after` the first one after it, `inside` all of
    its time, usable or not, in order of time. `gap` is the longest stretch of which some may
    be the event's time; None where usable images leave none.
    """

    occurrence: int
    name: str
    when: Interval
    exact: bool
    before: Seen | None
    inside: tuple[Seen, ...]
    after: Seen | None
    gap: Gap | None
    searches: tuple[Counted, ...]

    @property
    def shown(self) -> bool:
        """True if a usable image was taken at its time."""
        return any(seen.usable for seen in self.inside)


def to_search(bracket: Bracket, days: float = AROUND_DAYS) -> Interval:
    """The interval in which imagery is missing: the gap, an open side ended `days` from the event.

    Without a gap the time of the event itself.
    """
    around = bracket.when.widened(timedelta(days=days), timedelta(days=days))
    if bracket.gap is None:
        return bracket.when
    return Interval(bracket.gap.begin or around.begin, bracket.gap.end or around.end)


def brackets(
    observation: Observation, seen: Sequence[Seen], searches: Sequence[Search] = ()
) -> tuple[Bracket, ...]:
    """One for each time of a claim; nothing for a claim without a time."""
    if observation.when is None:
        return ()
    names = occurrence_names(observation.when)
    dated = sorted(
        (s for s in seen if s.scene.when is not None), key=lambda s: (_of(s)[0], s.scene.id)
    )
    return tuple(
        _bracket(observation, n, names[n], occurrence, dated, searches)
        for n, occurrence in enumerate(observation.when.occurrences)
    )


def _bracket(
    observation: Observation,
    n: int,
    name: str,
    occurrence: Occurrence,
    seen: Sequence[Seen],
    searches: Sequence[Search],
) -> Bracket:
    when = hull(occurrence)
    sides: dict[Side, list[Seen]] = {"before": [], "inside": [], "after": []}
    for one in seen:
        sides[_side(when, one)].append(one)
    before = max((s for s in sides["before"] if s.usable), key=lambda s: _of(s)[1], default=None)
    after = next((s for s in sides["after"] if s.usable), None)
    return Bracket(
        occurrence=n,
        name=name,
        when=when,
        exact=occurrence.exact and len(occurrence.alternatives) == 1,
        before=before,
        inside=tuple(sides["inside"]),
        after=after,
        gap=_gap(when, before, [s for s in sides["inside"] if s.usable], after, seen),
        searches=counted(searches, observation, occurrence),
    )


def _of(seen: Seen) -> tuple[int, int]:
    """(begin, end) of a scene in microseconds, with the sentinels of `catalogue.interval`."""
    return _taken(seen).begin_us, _taken(seen).end_us


def _side(when: Interval, seen: Seen) -> Side:
    begin, end = _of(seen)
    if seen.scene.when is not None and when.meets(seen.scene.when):
        return "inside"
    return "before" if end <= when.begin_us else "after" if begin >= when.end_us else "inside"


def _gap(
    when: Interval,
    before: Seen | None,
    inside: Sequence[Seen],
    after: Seen | None,
    seen: Sequence[Seen],
) -> Gap | None:
    """The longest stretch between usable images, of those that hold some of the event's time.

    A moment of which there is a usable image leaves none.
    """
    if when.is_instant and inside:
        return None
    ends = [_taken(before).end if before else None, *(_taken(s).end for s in inside)]
    begins = [*(_taken(s).begin for s in inside), _taken(after).begin if after else None]
    stretches = [
        (begin, end)
        for begin, end in zip(_latest_so_far(ends), begins, strict=True)
        if _length(begin, end) > 0 and Interval(begin, end).meets(when)
    ]
    if not stretches:
        return None
    longest = max(stretches, key=lambda stretch: _length(*stretch))
    useless = [s for s in seen if not s.usable and _lies_in(s, *longest)]
    return Gap(*longest, causes([(s.scene, s.link.score, s.link.cloud) for s in useless]))


def _taken(seen: Seen) -> Interval:
    return seen.scene.when or Interval(None, None)


def _latest_so_far(ends: Sequence[datetime | None]) -> Iterator[datetime | None]:
    """An image may begin within a longer one and end before it does."""
    latest = None
    for end in ends:
        latest = end if latest is None or (end is not None and end > latest) else latest
        yield latest


def _length(begin: datetime | None, end: datetime | None) -> float:
    if begin is None or end is None:
        return math.inf
    return (end - begin).total_seconds()


def _lies_in(seen: Seen, begin: datetime | None, end: datetime | None) -> bool:
    first, last = _of(seen)
    span = Interval(begin, end)
    return first >= span.begin_us and last <= span.end_us

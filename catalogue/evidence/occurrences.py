"""The times of a claim one by one: what each is called, and on which side of it scenes lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.bulk import ROLES
from catalogue.interval import Interval, format_utc
from catalogue.model import EventTime, Observation, Occurrence, ReportedObject
from catalogue.space.edges import Flags, Ints
from catalogue.when import describe

_BEFORE, _DURING, _AFTER = (ROLES.index(role) for role in ("before", "during", "after"))


@dataclass(frozen=True, slots=True)
class Part:
    """One time and one object of a claim ("2 dates x 2 types" has four), None where it has none.

    Both count from 0 as in `catalogue.model.Assessment`.
    """

    occurrence: int | None
    object: int | None
    label: str


def parts(observation: Observation) -> tuple[Part, ...]:
    """The sub-rows of a claim; a claim of one time and one object has itself alone."""
    times: list[tuple[int | None, str]] = [*enumerate(occurrence_names(observation.when))]
    things: list[tuple[int | None, str]] = [*_things(observation.objects)]
    return tuple(
        Part(at, of, " · ".join(name for name in (when, what) if name) or observation.title)
        for at, when in times or [(None, "")]
        for of, what in things or [(None, "")]
    )


def _things(objects: Sequence[ReportedObject]) -> Iterator[tuple[int, str]]:
    """Without a general word beside types of the same class: "drones" beside "Shahed-191"."""
    types = {thing.cls for thing in objects if thing.length_m and thing.cls}
    for n, thing in enumerate(objects):
        if thing.length_m or thing.cls not in types:
            yield n, thing.name


def occurrence_names(when: EventTime | None) -> list[str]:
    """Short texts, one for each time: in the words of the EDTF where these are as many."""
    if when is None:
        return []
    words = describe(when).partition(" (local")[0]
    if len(when.occurrences) == 1:
        return [words]
    single = words.replace(" and ", ", ").split(", ")
    if len(single) == len(when.occurrences):
        return single
    return [interval_words(hull(occurrence)) for occurrence in when.occurrences]


def hull(occurrence: Occurrence) -> Interval:
    """From the earliest begin of its alternatives to the latest end; None where open."""
    if len(occurrence.alternatives) == 1:
        return occurrence.alternatives[0][0]
    each = [interval for interval, _ in occurrence.alternatives]
    begins, ends = [i.begin for i in each], [i.end for i in each]
    return Interval(
        None if None in begins else min(b for b in begins if b),
        None if None in ends else max(e for e in ends if e),
    )


def interval_words(when: Interval) -> str:
    """ISO 8601 UTC; "a to b" for an interval."""
    begin = format_utc(when.begin) if when.begin else "any time"
    if when.is_instant:
        return begin
    return f"{begin} to {format_utc(when.end) if when.end else 'any time'}"


def roles_of(occurrences: Sequence[Occurrence], begin_us: Ints, end_us: Ints) -> Ints:
    """The role (counts in ROLES) of each scene for each time; `catalogue.join.timing` for many.

    A row for each occurrence, a column for each scene.
    """
    found = np.empty((len(occurrences), len(begin_us)), dtype=np.int64)
    for row, occurrence in enumerate(occurrences):
        nearest = np.full(len(begin_us), np.inf)
        for interval, _ in occurrence.alternatives:
            role, gap = _against(interval, begin_us, end_us)
            closer = gap < nearest
            found[row, closer] = role[closer]
            nearest = np.where(closer, gap, nearest)
    return found


def _against(event: Interval, begin_us: Ints, end_us: Ints) -> tuple[Ints, np.ndarray]:
    """The role and the gap to one interval; what lies in it is nearer than what touches it."""
    first, last = event.begin_us, event.end_us
    during = _meets(first, last, begin_us, end_us)
    before = end_us <= first
    role = np.where(during, _DURING, np.where(before, _BEFORE, _AFTER))
    gap = np.maximum(np.maximum(begin_us - last, first - end_us), 0).astype(np.float64)
    return role, np.where(during, -1.0, gap)


def _meets(begin: int, end: int, other: Ints, until: Ints) -> Flags:
    """`Interval.meets` of one with many."""
    moments = other == until
    if begin == end:
        inside = (other <= begin) & (begin < until)
        return np.asarray(np.where(moments, other == begin, inside), dtype=np.bool_)
    inside = (begin <= other) & (other < end)
    return np.asarray(np.where(moments, inside, (begin < until) & (other < end)), dtype=np.bool_)

"""Acquisition times and search windows: UTC throughout."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from catalogue.errors import InvalidTime
from catalogue.interval import Interval
from catalogue.when.atom import Atom
from catalogue.when.event import first_of, last_of, split

_UTC = ("UTC",)
_JUST_AFTER = timedelta(microseconds=1)


def parse_scene_time(text: str) -> Interval:
    """The UTC interval of an ISO 8601 / RFC 3339 moment, date or range.

    A date (or month, or year) is the whole of it in UTC, on both sides of a range; a moment
    without an offset is UTC. `..` or nothing leaves a side of a range open. Raises InvalidTime.
    """
    parsed = split(text)
    part = parsed.parts[0]
    if parsed.braced:
        raise InvalidTime(f"time {text!r} is a set; a scene has one time, a search one range.")
    if isinstance(part, Atom):
        return Interval(first_of(part, _UTC), last_of(part, _UTC))
    begin = None if part.begin is None else first_of(part.begin, _UTC)
    end = None if part.end is None else last_of(part.end, _UTC)
    if begin is not None and end is not None and end < begin:
        raise InvalidTime(f"time {text!r} ends before it begins; swap the two.")
    return Interval(begin, end)


def parse_search_time(text: str) -> Interval | None:
    """The interval of a search: as `parse_scene_time`, but a moment that ends a range is in it.

    STAC has it so: "A/B" finds what was taken at B. None if the text puts no condition ("..",
    "../..", "/", nothing). Raises InvalidTime.
    """
    if not text.strip(" ./"):
        return None
    found = parse_scene_time(text)
    if found.end is None or found.is_instant or not _ends_in_a_moment(text):
        return found
    return replace(found, end=found.widened(timedelta(0), _JUST_AFTER).end)


def _ends_in_a_moment(text: str) -> bool:
    _, slash, end = text.partition("/")
    return bool(slash) and parse_scene_time(end).is_instant

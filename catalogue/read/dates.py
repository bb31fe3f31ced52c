"""When was it taken? Texts of dates and tags as UTC intervals, each with where it came from.

A bare date is the whole UTC day [day, day + 1), never midnight; a bare month or year likewise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from catalogue.errors import InvalidTime
from catalogue.interval import Interval

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """A time, where it came from, and what is doubtful about it."""

    when: Interval
    source: str
    warning: str | None = None


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TIME = re.compile(
    r"(\d{4})[-:/]?(\d\d)[-:/]?(\d\d)[T_ ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,12}))?)?"
    r" ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?"
)


def parse_interval(text: str) -> Interval:
    """A date, month, year, date-time or `begin/end` of these in ISO 8601; `..` is open.

    Without a zone it is UTC. Raises InvalidTime, naming the text.
    """
    text = text.strip()
    if "/" in text and not re.match(r"\d{4}/\d\d/\d\d", text):
        first, last = (side.strip() for side in text.split("/", 1))
        begin = None if first in ("", "..") else parse_moment(first).begin
        end = None if last in ("", "..") else parse_moment(last).end
        if begin is None and end is None:
            raise InvalidTime(f"{text!r} has no date on either side; give one.")
        return Interval(begin, end)
    return parse_moment(text)


def parse_moment(text: str) -> Interval:
    """One date (a day, month or year) or one moment. Raises InvalidTime, naming the text."""
    text = text.strip()
    try:
        if found := _DATE.fullmatch(text):
            return _span(*found.groups())
        if found := re.fullmatch(r"(\d{4})[:/]?(\d\d)[:/]?(\d\d)", text):
            return _span(*found.groups())
        if found := _TIME.fullmatch(text):
            return Interval.instant(_moment(found))
    except (ValueError, OverflowError) as error:
        raise InvalidTime(f"{text!r} is no date: {error}.") from None
    raise InvalidTime(f"{text[:60]!r} is no date; write 2022-06-08 or 2022-06-08T07:30:00Z.")


def _span(year: str, month: str | None, day: str | None) -> Interval:
    begin = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
    if day:
        return Interval(begin, begin + DAY)
    if month:
        return Interval(begin, (begin + 32 * DAY).replace(day=1))
    return Interval(begin, begin.replace(year=begin.year + 1))


def _moment(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    micro = int(((fraction or "0") + "000000")[:6])
    leap = second == "60"  # a leap second is the last one of its minute here
    seconds = 59 if leap else int(second or 0)
    hours = 0 if hour == "24" else int(hour)
    base = datetime(int(year), int(month), int(day), hours, int(minute), seconds, micro, UTC)
    return base + (DAY if hour == "24" else timedelta(0)) - _offset(zone)


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone in ("Z", "z", "UTC"):
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return size if zone[0] == "+" else -size


def has_zone(text: str) -> bool:
    """True if a date-time text says its zone."""
    found = _TIME.fullmatch(text.strip())
    return found is not None and found.group(8) is not None


# Tags that providers write for the moment of acquisition, in order of trust.
_ACQUISITION_TAGS = (
    "ACQUISITION_DATETIME", "ACQUISITIONDATETIME", "ACQUISITION_TIME_UTC", "DATETIME_ACQUIRED",
    "SENSING_TIME", "SENSING_START", "PRODUCT_START_TIME", "ACQUISITIONDATE", "ACQUISITION_DATE",
    "DATE_ACQUIRED", "ACQUIRED", "STARTTIME", "FIRST_LINE_TIME", "SCENE_DATE", "DATE",
)  # fmt: skip
_TIME_TAGS = ("SCENE_CENTER_TIME", "ACQUISITION_TIME", "ACQUISITIONTIME")


def from_tags(tags: Mapping[str, str]) -> Found | None:
    """The acquisition time in a raster's tags; None if none of them holds a readable one."""
    upper = {key.upper(): value.strip() for key, value in tags.items()}
    for name in _ACQUISITION_TAGS:
        if name not in upper:
            continue
        text = upper[name]
        try:
            when = parse_interval(text)
        except InvalidTime:
            continue
        return _refined(name, text, when, upper)
    return None


def _refined(name: str, text: str, when: Interval, upper: Mapping[str, str]) -> Found:
    """A date in one tag and the time of day in another belong together."""
    if _DATE.fullmatch(text):
        for other in _TIME_TAGS:
            try:
                exact = parse_moment(f"{text}T{upper.get(other, '')}")
            except InvalidTime:
                continue
            return Found(exact, name)
        doubt = "tag DATE may not be the day of acquisition." if name == "DATE" else None
        return Found(when, name, doubt)
    if when.is_instant and not has_zone(text):
        return Found(when, name, f"tag {name} {text!r} states no time zone; read as UTC.")
    return Found(when, name)


def from_tiff_datetime(tags: Mapping[str, str]) -> Found | None:
    """TIFFTAG_DATETIME, with the warning that it is often the time of processing."""
    text = tags.get("TIFFTAG_DATETIME", "").strip()
    if not text:
        return None
    try:
        when = parse_moment(text)
    except InvalidTime:
        return None
    return Found(
        when,
        "TIFFTAG_DATETIME",
        f"time {text!r} is from TIFFTAG_DATETIME, which is often the time of processing and "
        "states no time zone; give the true one with --datetime.",
    )

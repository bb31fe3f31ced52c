"""When the sun would fit what was stated or drawn: times of a day, days of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from catalogue.evidence.sun import Sun, minutes_of, sun_at


def times_that_fit(
    moment: datetime, lon: float, lat: float, matches: Callable[[Sun], bool]
) -> tuple[str, ...]:
    """Within half a day of a moment, to the minute (UTC)."""
    start = moment.astimezone(UTC).replace(second=0, microsecond=0) - timedelta(hours=12)
    steps = [start + timedelta(minutes=m) for m in range(24 * 60)]
    hits = [matches(sun_at(step, lon, lat)) for step in steps]
    return tuple(
        f"{steps[a]:%H:%M} to {steps[b]:%H:%M} UTC" if a != b else f"{steps[a]:%H:%M} UTC"
        for a, b in _runs(hits)
    )


def dates_that_fit(
    moment: datetime, lon: float, lat: float, matches: Callable[[Sun], bool]
) -> tuple[str, ...]:
    """The days of that year on which it fits at the same time of day."""
    days = _days(moment)
    return _day_ranges(days, [matches(sun_at(day, lon, lat)) for day in days])


def moments_that_fit(
    stated: Sun, moment: datetime, lon: float, lat: float, limit_deg: float
) -> tuple[str, ...]:
    """The days of that year on which it fits at some time, with about that time (UTC)."""
    found = []
    for day in _days(moment):
        minutes = minutes_of(stated, day, lon, lat)
        start = day.replace(hour=0, minute=0, second=0, microsecond=0)
        found.append(start + timedelta(minutes=minutes))
    hits = [stated.apart_deg(sun_at(at, lon, lat)) <= limit_deg for at in found]
    return _day_ranges(found, hits, clock=True)


def _days(moment: datetime) -> list[datetime]:
    utc = moment.astimezone(UTC)
    first = utc.replace(month=1, day=1)
    count = (first.replace(year=first.year + 1) - first).days if first.year < 9999 else 365
    return [first + timedelta(days=n) for n in range(count)]


def _day_ranges(
    days: Sequence[datetime], hits: Iterable[bool], *, clock: bool = False
) -> tuple[str, ...]:
    found = []
    for a, b in _runs(hits):
        text = f"{days[a]:%Y-%m-%d}" if a == b else f"{days[a]:%Y-%m-%d} to {days[b]:%Y-%m-%d}"
        found.append(f"{text} about {days[(a + b) // 2]:%H:%M} UTC" if clock else text)
    return tuple(found)


def _runs(hits: Iterable[bool]) -> list[tuple[int, int]]:
    """(first, last) of each run of True."""
    runs: list[tuple[int, int]] = []
    for n, hit in enumerate(hits):
        if not hit:
            continue
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs

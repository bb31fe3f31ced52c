"""Whole days, months, seasons and years as naive local spans [begin, end). Pure arithmetic.

The last moment that can be held is 9999-12-31T23:59:59.999999, which stands for the end of
the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import product

Span = tuple[datetime, datetime]
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# EDTF level 2 codes: (first month, how many months). 21-24 are seasons anywhere on the globe,
# 25-28 northern, 29-32 southern, 33-36 quarters, 37-39 thirds, 40-41 halves of the year.
# Seasons are the meteorological ones, of whole months.
_NORTH = {0: (3, 3), 1: (6, 3), 2: (9, 3), 3: (12, 3)}
_SOUTH = {0: (9, 3), 1: (12, 3), 2: (3, 3), 3: (6, 3)}
_PARTS = {33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)} | {
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6)
}  # fmt: skip

# More runs than this are not listed one by one: their hull is taken instead.
MOST_COMBINATIONS = 4000


def month_start(year: int, month: int) -> datetime:
    """Midnight of the 1st; `month` may lie outside 1 to 12. Clamped to years 1 to 9999."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if year < 1:
        return datetime.min
    if year > 9999:
        return datetime.max
    return datetime(year, month, 1)


def shifted(moment: datetime, unit: str, count: int) -> datetime:
    """`moment` moved by `count` days, months or years, clamped to years 1 to 9999."""
    try:
        if unit == "day":
            return moment + timedelta(days=count)
    except OverflowError:
        return datetime.min if count < 0 else datetime.max
    if moment == datetime.max:  # it stands for the first moment of the year 10000
        return month_start(10000, 1 + count * (12 if unit == "year" else 1))
    first = month_start(moment.year, moment.month + count * (12 if unit == "year" else 1))
    if first in (datetime.min, datetime.max):
        return first
    last = shifted(month_start(first.year, first.month + 1), "day", -1).day
    return datetime.combine(first.replace(day=min(moment.day, last)), moment.time())


def day(year: int, month: int, number: int) -> Span | None:
    """One day; None if there is no such date."""
    try:
        begin = datetime(year, month, number)
    except ValueError:
        return None
    return begin, shifted(begin, "day", 1)


def season(year: int, code: int, latitude: float | None) -> tuple[Span, ...]:
    """The spans that a season code of `year` may mean.

    21 to 24 depend on the hemisphere: without a `latitude` (degrees) both are possible. A season
    that runs over the new year may be counted to either year: both are possible.
    """
    if code >= 33:
        starts = [_PARTS[code]]
    elif code >= 29:
        starts = [_SOUTH[code - 29]]
    elif code >= 25:
        starts = [_NORTH[code - 25]]
    elif latitude is None:
        starts = [_NORTH[code - 21], _SOUTH[code - 21]]
    else:
        starts = [(_NORTH if latitude >= 0 else _SOUTH)[code - 21]]
    return tuple(
        sorted(
            (month_start(base, first), month_start(base, first + count))
            for first, count in starts
            for base in ((year - 1, year) if first + count > 13 else (year,))
        )
    )


def matching(pattern: str, low: int, high: int) -> list[int]:
    """Numbers in [low, high] that fit digits with X for any digit."""
    width = len(pattern)
    if pattern.isdigit():
        return [int(pattern)] if low <= int(pattern) <= high else []
    return [
        n
        for n in range(low, high + 1)
        if all(p in ("X", d) for p, d in zip(pattern, f"{n:0{width}d}", strict=True))
    ]


def unspecified(year: str, month: str | None, number: str | None) -> tuple[tuple[Span, ...], bool]:
    """Runs of days that fit digits with X, merged where they touch; and whether they are exact.

    Where there are too many runs to list, one hull over all years, not exact.
    """
    years = matching(year, 1, 9999)
    months = [0] if month is None else matching(month, 1, 12)
    days = [0] if number is None else matching(number, 1, 31)
    if not (years and months and days):
        return (), True
    if len(years) * len(months) * len(days) > MOST_COMBINATIONS and month is not None:
        return ((month_start(years[0], 1), month_start(years[-1] + 1, 1)),), False
    return _merged(_one(*parts) for parts in product(years, months, days)), True


def _one(year: int, month: int, number: int) -> Span | None:
    if not month:
        return month_start(year, 1), month_start(year + 1, 1)
    if not number:
        return month_start(year, month), month_start(year, month + 1)
    return day(year, month, number)


def _merged(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    runs: list[Span] = []
    for span in spans:
        if span is None:
            continue
        if runs and runs[-1][1] == span[0]:
            runs[-1] = (runs[-1][0], span[1])
        else:
            runs.append(span)
    return tuple(runs)

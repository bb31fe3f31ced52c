"""One reading of a time phrase: days on the calendar, and how they are written in EDTF."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """`begin` and `end` (the day after) bound it, None where it is open or not known."""

    edtf: str
    begin: date | None
    end: date | None
    weight: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a phrase is relative to: the first and last day of publication, and the day spoken of.

    All None where nobody said when the text was published.
    """

    first: date | None
    last: date | None
    spoken: date | None = None
    future: bool = False

    @property
    def day(self) -> date | None:
        """The day of publication; its last where it is not one day."""
        return self.last


def day(when: date, why: str = "", weight: float = 1.0, about: bool = False) -> Reading:
    """A single day."""
    return Reading(f"{when.isoformat()}{'~' if about else ''}", when, plus(when, 1), weight, why)


def days(first: date, last: date, why: str = "", about: bool = False) -> Reading:
    """From a day to another, both included."""
    mark = "~" if about else ""
    text = f"{first.isoformat()}{mark}/{last.isoformat()}{mark}"
    return Reading(text, first, plus(last, 1), 1.0, why)


def month(year: int, number: int, why: str = "") -> Reading:
    """A calendar month."""
    return Reading(
        f"{year:04d}-{number:02d}", date(year, number, 1), month_end(year, number), 1, why
    )


def year(number: int, why: str = "", about: bool = False) -> Reading:
    """A calendar year."""
    end = date(number + 1, 1, 1) if number < 9999 else date(9999, 12, 31)
    return Reading(f"{number:04d}{'~' if about else ''}", date(number, 1, 1), end, 1, why)


def years(first: int, last: int, why: str = "") -> Reading:
    """From a year to another, both included."""
    return Reading(f"{first:04d}/{last:04d}", date(first, 1, 1), date(last + 1, 1, 1), 1, why)


def season(number: int, code: int, why: str = "") -> Reading:
    """EDTF season 21 to 24 (northern months for the bounds) or quarter 33 to 36."""
    if code >= 33:
        begin = date(number, 3 * (code - 33) + 1, 1)
        return Reading(f"{number:04d}-{code}", begin, add_months(begin, 3), 1, why)
    begin = date(number, (3, 6, 9, 12)[code - 21], 1)
    return Reading(f"{number:04d}-{code}", begin, add_months(begin, 3), 1, why)


def unknown(why: str) -> Reading:
    """A time of which only the words are known."""
    return Reading("../..", None, None, 1.0, why)


def month_end(year_: int, number: int) -> date:
    """The first day of the month after."""
    return date(year_, number, calendar.monthrange(year_, number)[1]) + ONE_DAY


def plus(when: date, count: int) -> date:
    """So many days later, within what the calendar holds."""
    try:
        return when + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min


def add_months(when: date, count: int) -> date:
    """So many months later, on the last day where the month is shorter."""
    total = when.year * 12 + when.month - 1 + count
    number, index = divmod(total, 12)
    if not 1 <= number <= 9999:
        return date.max if count > 0 else date.min
    return date(number, index + 1, min(when.day, calendar.monthrange(number, index + 1)[1]))


def real_day(year_: int, number: int, day_: int) -> date | None:
    """The date, None if there is no such day."""
    try:
        return date(year_, number, day_)
    except ValueError:
        return None


def monday(when: date) -> date:
    """The Monday of its week."""
    return plus(when, -when.weekday())

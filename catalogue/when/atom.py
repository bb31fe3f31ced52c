"""One date or date-time, as EDTF or ISO writes it, read into naive spans.

What counts as one: `2022`, `2022-06`, `2022-06-08`, `20220608`, `199X`, `2022-06-XX`, seasons
`2022-21`, qualified by `~ ? %`; `2022-06-08T10:30:00Z`, with an offset, or without one (local).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from catalogue.errors import InvalidTime
from catalogue.when.calendar import MONTHS, Span, season, shifted, unspecified

FORMS = (
    "Write a date such as 2022-06-08, 2022-06 or 2022, a time such as 2022-06-08T10:30Z, "
    "or an interval such as 2022-06-08/2022-06-10."
)
_Q = "[~?%]?"
_DATE = re.compile(
    rf"(?P<yq>{_Q})(?P<y>[0-9X]{{4}})(?P<Y>{_Q})"
    rf"(?:-(?P<mq>{_Q})(?P<m>[0-9X]{{2}})(?P<M>{_Q})"
    rf"(?:-(?P<dq>{_Q})(?P<d>[0-9X]{{2}})(?P<D>{_Q}))?)?"
)
_PLAIN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ZONE = r"\s?(?P<zone>[Zz]|UTC|[+\-\u2212]\d{2}(?::?\d{2})?)?"
_MOMENTS = (
    re.compile(
        r"(\d{4})-(\d{2})-(\d{2})(?:[Tt]|\s)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?" + _ZONE
    ),
    re.compile(r"(\d{4})(\d{2})(\d{2})[Tt](\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?" + _ZONE),
)
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[\sT].*)?")
_BEYOND = re.compile(r"-\d+.*|Y-?\d+.*|\d{5,}(-.*)?|0000.*")
_LONGEST_OFFSET = timedelta(hours=18)


@dataclass(frozen=True, slots=True)
class Atom:
    """A date or moment. `spans` are naive alternatives [begin, end); a moment has begin == end.

    `offset` from UTC is None for local time. `text` is the EDTF form. `exact` is False where a
    span was widened for "~" or is uncertain.
    """

    text: str
    spans: tuple[Span, ...]
    offset: timedelta | None
    exact: bool
    moment: bool

    @property
    def weights(self) -> tuple[float, ...]:
        """A share for each span, by its length."""
        lengths = [max((end - begin).total_seconds(), 1.0) for begin, end in self.spans]
        return tuple(length / sum(lengths) for length in lengths)


@lru_cache(maxsize=4096)
def parse_atom(text: str, latitude: float | None = None) -> Atom:
    """Read one date or date-time. `latitude` decides the hemisphere of a season.

    "~" and "%" widen by one of the unit they stand at on both sides (a day, a month, a year; a
    season by 3 months, a decade by 10 years); "?" and "%" keep the bounds; both are not exact.
    Raises InvalidTime with the text and the accepted forms.
    """
    given = text.strip()
    for pattern in _MOMENTS:
        if match := pattern.fullmatch(given):
            return _moment(given, match)
    if match := _BASIC.fullmatch(given):
        given = "-".join(match.groups())
    if match := _DATE.fullmatch(given):
        return _date(given, match, latitude)
    raise InvalidTime(_why_not(given))


def _why_not(text: str) -> str:
    if match := _SLASHED.fullmatch(text):
        return _both_readings(text, *(int(part) for part in match.groups()))
    if _BEYOND.fullmatch(text):
        return f"time {text!r} lies outside the years 1 to 9999, which is all this can hold."
    if re.search(r"T?\d:\d\d(:\d\d)?Z?[~?%]", text):
        return f"time {text!r}: ~ ? % qualify dates; for a vague time of day write an interval."
    return f"time {text!r} cannot be read. {FORMS}"


def _both_readings(text: str, a: int, b: int, year: int) -> str:
    readings = [(d, m) for d, m in dict.fromkeys([(a, b), (b, a)]) if 1 <= m <= 12 and 1 <= d <= 31]
    if not readings:
        return f"time {text!r} is no date. {FORMS}"
    words = " or ".join(f"{d} {MONTHS[m - 1]} {year}" for d, m in readings)
    iso = " or ".join(f"{year:04d}-{m:02d}-{d:02d}" for d, m in readings)
    return (
        f"time {text!r} does not say which number is the day ({words}); write {iso}, or give "
        'the order of a whole file as time_format, such as "%d/%m/%Y" or "%m/%d/%Y".'
    )


def _moment(text: str, match: re.Match[str]) -> Atom:
    year, month, number, hour, minute = (int(match[i]) for i in range(1, 6))
    second, fraction = int(match[6] or 0), match[7]
    offset, zone = _offset(text, match["zone"])
    if year == 0:
        raise InvalidTime(_why_not("0000"))
    midnight = hour == 24 and minute == second == 0 and not (fraction or "").strip("0")
    if (hour > 23 and not midnight) or minute > 59 or second > 60:
        raise InvalidTime(f"time {text!r} has no such time of day; hours go from 00 to 24:00.")
    try:
        moment = datetime(year, month, number)
    except ValueError:
        raise InvalidTime(f"time {text!r} names a day that does not exist. {FORMS}") from None
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    after = timedelta(hours=hour, minutes=minute, seconds=second)
    # a leap second has no place of its own in POSIX time: it is the second that follows
    after += timedelta(0) if second == 60 else timedelta(microseconds=micro)
    try:
        moment += after
    except OverflowError:
        moment = datetime.max
    written = f"{year:04d}-{month:02d}-{number:02d}T{hour:02d}:{minute:02d}:{second:02d}"
    written += (f".{fraction}" if fraction else "") + zone
    return Atom(written, ((moment, moment),), offset, exact=True, moment=True)


def _offset(text: str, zone: str | None) -> tuple[timedelta | None, str]:
    if zone is None:
        return None, ""
    if zone.upper() in ("Z", "UTC"):
        return timedelta(0), "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if size > _LONGEST_OFFSET or int(digits[2:]) > 59:
        raise InvalidTime(f"time {text!r} has an offset from UTC that no place uses: {zone}.")
    sign = "+" if zone[0] == "+" else "-"
    return (size if sign == "+" else -size), f"{sign}{digits[:2]}:{digits[2:]}"


def _date(text: str, match: re.Match[str], latitude: float | None) -> Atom:
    _validate(text)
    parts = match.groupdict()
    year, month, number = parts["y"], parts["m"], parts["d"]
    exact = True
    if month is not None and month.isdigit() and int(month) > 12:
        spans, unit = season(int(year), int(month), latitude), ("month", 3)
        exact = len(spans) == 1
    else:
        spans, exact = unspecified(year, month, number)
        unit = _unit(year, month, number)
    if not spans:
        raise InvalidTime(f"time {text!r} names a day that does not exist. {FORMS}")
    widen = _widening(parts, unit)
    if widen is not None:
        spans = tuple((shifted(b, widen[0], -widen[1]), shifted(e, *widen)) for b, e in spans)
        exact = False
    return Atom(text, spans, None, exact and "?" not in text, moment=False)


def _unit(year: str, month: str | None, number: str | None) -> tuple[str, int]:
    """The last unit that is given in full: ("year", 10) for a decade, ("month", 1)..."""
    if number is not None and "X" not in number:
        return "day", 1
    if month is not None and "X" not in month:
        return "month", 1
    return "year", 10 ** (len(year) - len(year.rstrip("X")))


def _widening(parts: dict[str, str | None], unit: tuple[str, int]) -> tuple[str, int] | None:
    """By how much "~" or "%" widens: one of the unit that it stands at, the coarsest of several."""
    last = "d" if parts["d"] is not None else "m" if parts["m"] is not None else "y"
    for key, name in (("y", "year"), ("m", "month"), ("d", "day")):
        marks = (parts[key + "q"] or "") + (parts[key.upper()] or "")
        if "~" in marks or "%" in marks:
            return unit if key == last else (name, 1)
    return None


def _validate(text: str) -> None:
    """Hold anything but a plain date to the library's grammar of EDTF. Raises InvalidTime."""
    if text.startswith("0000"):
        raise InvalidTime(_why_not(text))
    if _PLAIN.fullmatch(text) and int(text[5:7] or 1) <= 12:
        return  # the calendar itself decides, and a thousand times faster
    from edtf import EDTFParseException, parse_edtf

    try:
        parse_edtf(text)
    except EDTFParseException:
        raise InvalidTime(f"time {text!r} is not EDTF. {FORMS}") from None

"""Phrases with a month, a year or a date in them."""

from __future__ import annotations

import re
from datetime import date

from catalogue.extract.times import reading as r
from catalogue.extract.times.reading import Reading, Reference
from catalogue.extract.times.rule import Rule, rule
from catalogue.extract.times.words import (
    DAY,
    MONTH,
    ORDINAL_DAY,
    PART,
    QUARTERS,
    SEASON,
    SEASONS,
    WEEKDAY,
    YEAR,
    month_of,
    weekday_of,
)

# How much farther off a coming date may not be than a past one, where nothing speaks of the future.
_PAST_FIRST = 2.5
_LEAD = rf"(?:(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?)?"
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "middle": (11, 20), "late": (21, 31)}
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "middle": (5, 8), "late": (9, 12)}


def _date(match: re.Match[str], ref: Reference) -> list[Reading]:
    parts = match.groupdict()
    number, day_ = month_of(parts["month"]), int(re.sub(r"\D", "", parts["day"]))
    if parts.get("year"):
        found = r.real_day(int(parts["year"]), number, day_)
        return [r.day(found, _weekday_check(parts, found))] if found else []
    return _without_year(number, day_, parts, ref)


def _without_year(
    number: int, day_: int, parts: dict[str, str | None], ref: Reference
) -> list[Reading]:
    near = ref.day
    if near is None:
        return [Reading(f"XXXX-{number:02d}-{day_:02d}", None, None, 1, "the year is not stated")]
    options = [r.real_day(y, number, day_) for y in (near.year - 1, near.year, near.year + 1)]
    known = [o for o in options if o is not None]
    if parts.get("weekday"):
        fits = [o for o in known if o.weekday() == weekday_of(str(parts["weekday"]))]
        known = fits or known
    if not known:
        return []
    best = min(known, key=lambda o: _distance(o, near, ref.future))
    why = f"the year next to publication; {_weekday_check(parts, best)}".rstrip("; ")
    return [r.day(best, why)]


def _distance(when: date, near: date, future: bool) -> float:
    gap = (when - near).days
    if gap >= 0:
        return gap * (1.0 if future else _PAST_FIRST)
    return -gap * (1.5 if future else 1.0)


def _weekday_check(parts: dict[str, str | None], when: date) -> str:
    named = parts.get("weekday")
    if not named or when.weekday() == weekday_of(named):
        return ""
    return f"{when.isoformat()} is a {when:%A}, the text says {named}"


def _day_range(match: re.Match[str], ref: Reference) -> list[Reading]:
    parts = match.groupdict()
    number, number2 = month_of(parts["month"]), month_of(parts.get("month2") or parts["month"])
    given = parts.get("year")
    day_, day2 = (int(re.sub(r"\D", "", parts[k])) for k in ("day", "day2"))
    if given is None and ref.day is None:
        text = f"XXXX-{number:02d}-{day_:02d}/XXXX-{number2:02d}-{day2:02d}"
        return [Reading(text, None, None, 1, "the year is not stated")]
    year = int(given) if given else _without_year(number, day_, {}, ref)[0].begin
    base = year if isinstance(year, int) else year.year if year else 0
    first = r.real_day(base, number, day_)
    last = r.real_day(base + (number2 < number), number2, day2)
    return [r.days(first, last)] if first and last and first < last else []


def _month(match: re.Match[str], ref: Reference) -> list[Reading]:
    parts = match.groupdict()
    number = month_of(parts["month"])
    given = parts.get("year")
    if given is None and ref.day is None:
        return [Reading(f"XXXX-{number:02d}", None, None, 1, "the year is not stated")]
    base = int(given) if given else _month_year(number, ref)
    which = _part(parts)
    if which is None:
        return [r.month(base, number, "" if given else "the year next to publication")]
    first, last = _PARTS_OF_MONTH[which]
    end = r.plus(r.month_end(base, number), -1)
    last_day = min(end, date(base, number, min(last, end.day)))
    return [r.days(date(base, number, first), last_day, f"{which} in the month", about=True)]


def _month_year(number: int, ref: Reference) -> int:
    near = ref.day
    assert near is not None  # noqa: S101 - asked before
    return min(
        (near.year - 1, near.year, near.year + 1),
        key=lambda y: _distance(date(y, number, 15), near, ref.future),
    )


def _part(parts: dict[str, str | None]) -> str | None:
    text = (parts.get("part") or parts.get("edge") or "").lower()
    for words, name in (
        (("early", "beginning", "start"), "early"),
        (("mid", "middle"), "mid"),
        (("late", "end"), "late"),
    ):
        if text.startswith(words):
            return name
    return None


def _year(match: re.Match[str], _: Reference) -> list[Reading]:
    parts = match.groupdict()
    number = int(parts["year"])
    which = _part(parts)
    if which is None:
        return [r.year(number)]
    first, last = _PARTS_OF_YEAR[which]
    text = f"{number:04d}-{first:02d}~/{number:04d}-{last:02d}~"
    end = r.month_end(number, last)
    return [Reading(text, date(number, first, 1), end, 1, f"{which} in the year")]


def _year_range(match: re.Match[str], _: Reference) -> list[Reading]:
    first = int(match["year"])
    tail = match["year2"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return [r.years(first, last)] if first < last <= first + 400 else []


def _decade(match: re.Match[str], _: Reference) -> list[Reading]:
    text = match["decade"]
    base = int(text) if len(text) == 4 else 1900 + int(text)
    return [Reading(f"{base // 10}X", date(base, 1, 1), date(base + 10, 1, 1))]


def _iso(match: re.Match[str], _: Reference) -> list[Reading]:
    found = r.real_day(*(int(match[k]) for k in ("year", "month", "day")))
    return [r.day(found)] if found else []


def _numeric(match: re.Match[str], _: Reference) -> list[Reading]:
    """Both orders of day and month where both are dates."""
    a, b, number = (int(match[k]) for k in ("a", "b", "year"))
    first, second = r.real_day(number, b, a), r.real_day(number, a, b)
    if first and second and first != second:
        return [
            r.day(first, "read as day/month", 0.5),
            r.day(second, "read as month/day", 0.5),
        ]
    return [r.day(first or second)] if (first or second) else []  # type: ignore[arg-type]


def _season(match: re.Match[str], _: Reference) -> list[Reading]:
    return [r.season(int(match["year"]), SEASONS[match["season"].lower()])]


def _quarter(match: re.Match[str], _: Reference) -> list[Reading]:
    which = (match["quarter"] or match["q"]).lower()
    return [r.season(int(match["year"]), QUARTERS[which])]


_YEAR_AFTER = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR})(?![\d-]))?"
_TO = r"\s*(?:-|–|—|to|until|till|through|and)\s*"
_DASH = r"\s*(?:-|–|—|to|until|till|through)\s*"
_EDGE = r"(?:(?:the\s+)?(?P<edge>beginning|start|end|middle)\s+of\s+(?:the\s+)?)"

# What is numbered and not dated: each is a look-behind, so of one length.
_NO_NUMBERED = "".join(
    rf"(?<!\b{word}\s)"
    for word in (
        "Flight",
        "Route",
        "Highway",
        "Resolution",
        "Unit",
        "Order",
        "No",
        r"No\.",
        "Number",
    )
)

RULES: tuple[Rule, ...] = (
    rule(rf"(?P<year>{YEAR})[-/.](?P<month>0[1-9]|1[0-2])[-/.](?P<day>{DAY})(?!\d)", _iso),
    rule(rf"(?P<a>{DAY})[/.](?P<b>{DAY})[/.](?P<year>{YEAR})(?!\d)", _numeric),
    rule(
        rf"{_LEAD}(?P<month>{MONTH})\s+(?P<day>{ORDINAL_DAY}){_DASH}"
        rf"(?:(?P<month2>{MONTH})\s+)?(?P<day2>{ORDINAL_DAY})(?![\d:%]){_YEAR_AFTER}", _day_range,
    ),
    rule(
        rf"(?:between\s+|from\s+)(?P<month>{MONTH})\s+(?P<day>{ORDINAL_DAY}){_TO}"
        rf"(?:(?P<month2>{MONTH})\s+)?(?P<day2>{ORDINAL_DAY})(?![\d:%]){_YEAR_AFTER}", _day_range,
    ),
    rule(
        rf"{_LEAD}(?P<day>{ORDINAL_DAY}){_DASH}(?P<day2>{ORDINAL_DAY})\s+"
        rf"(?:of\s+)?(?P<month>{MONTH}){_YEAR_AFTER}", _day_range,
    ),
    rule(rf"{_LEAD}(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{ORDINAL_DAY})(?![\d:%]|\.\d){_YEAR_AFTER}", _date),
    rule(rf"{_LEAD}(?:the\s+)?(?P<day>{ORDINAL_DAY})[\s-]+(?:of\s+)?(?P<month>{MONTH})(?:,?[\s-]+(?P<year>{YEAR})(?!\d))?", _date),
    rule(rf"(?:(?P<part>{PART})[\s-]+(?:in\s+|of\s+)?|{_EDGE})?(?P<month>{MONTH})(?=\W|$){_YEAR_AFTER}", _month),
    rule(rf"(?:the\s+)?(?P<quarter>first|second|third|fourth|last)\s+quarter\s+(?:of\s+)?(?P<year>{YEAR})(?P<q>)", _quarter),
    rule(rf"Q(?P<q>[1-4])\s+(?:of\s+)?(?P<year>{YEAR})(?P<quarter>)", _quarter),
    rule(rf"(?:the\s+)?(?P<season>{SEASON})\s+(?:of\s+)?(?P<year>{YEAR})", _season),
    rule(rf"(?:the\s+)?(?P<decade>{YEAR[:-4]}\d0|[2-9]0)['’]?s(?!\w)", _decade),
    rule(rf"(?:from\s+|between\s+)?(?P<year>{YEAR}){_DASH}(?P<year2>{YEAR}|\d\d)(?![\d-])", _year_range),
    rule(rf"(?:(?P<part>{PART})[\s-]+(?:in\s+|of\s+)?|{_EDGE})(?P<year>{YEAR})(?![\d-])", _year),
    # A bare number is a year only where a word of time leads to it, or nothing follows that counts.
    rule(
        rf"{_NO_NUMBERED}(?<![\d$€£#.,/-])(?P<year>{YEAR})(?![\d%/-]|,\d|\.\d|\s*(?:people|men|women|soldiers|"
        r"troops|killed|dead|km|kilomet|m\b|met(?:re|er)s|miles|feet|tons?|tonnes|dollars|homes|"
        r"houses|vehicles|hectares|acres|residents|families|refugees|workers|employees|cases|"
        r"drones|missiles|rockets|aircraft|tanks|rounds|MW|units))", _year,
    ),
)  # fmt: skip

"""Phrases that count from the day of publication, or from the day just spoken of."""

from __future__ import annotations

import re
from datetime import date

from catalogue.extract.times import reading as r
from catalogue.extract.times.reading import Reading, Reference
from catalogue.extract.times.rule import Rule, rule
from catalogue.extract.times.words import (
    NUMBER,
    PART_OF_DAY,
    PARTS_OF_DAY,
    QUARTERS,
    SEASON,
    SEASONS,
    UNIT,
    UNITS,
    WEEKDAY,
    count_of,
    is_vague,
    weekday_of,
)

NOT_KNOWN = "when the text was published is not known"
_STEPS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def _near(step: int) -> Rule:
    words = {-1: r"yesterday", 0: r"today", 1: r"tomorrow"}[step]

    def read(match: re.Match[str], ref: Reference) -> list[Reading]:
        if ref.first is None or ref.last is None:
            return [r.unknown(NOT_KNOWN)]
        first, last = r.plus(ref.first, step), r.plus(ref.last, step)
        part = match.groupdict().get("hours")
        if part and first == last:
            return [of_day(first, part)]
        return [_span(first, last)]

    return rule(rf"{words}(?:\s+(?P<hours>{PART_OF_DAY}))?", read)


def _span(first: date, last: date, why: str = "") -> Reading:
    return r.day(first, why) if first == last else r.days(first, last, why)


def of_day(when: date, part: str) -> Reading:
    """A part of a day, in local hours."""
    low, high = PARTS_OF_DAY[part.lower()]
    begin = f"{r.plus(when, low // 24).isoformat()}T{low % 24:02d}:00:00"
    end = f"{r.plus(when, high // 24).isoformat()}T{high % 24:02d}:00:00"
    return Reading(
        f"{begin}/{end}", when, r.plus(when, 1 + high // 25), 1, f"in the {part.lower()}"
    )


def _tonight(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    when = r.plus(ref.day, -1) if match[0].lower().startswith("last") else ref.day
    part = match.groupdict().get("hours") or "night"
    return [of_day(when, part)]


def _period(match: re.Match[str], ref: Reference) -> list[Reading]:
    """This, last or next week, month, year ... and its earlier or later part."""
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    step = _STEPS[match["which"].lower()]
    side = (match.groupdict().get("side") or "").lower()
    whole = _unit(match["unit"].lower(), step, ref.day)
    if whole is None or whole.begin is None or whole.end is None:
        return []
    last = r.plus(whole.end, -1)
    if side.startswith(("later", "end", "late")) and step == 0:
        return [_span(min(ref.day, last), last, "what is left of it")]
    if side.startswith(("earlier", "beginning", "start", "early")) and step == 0:
        return [_span(whole.begin, max(ref.day, whole.begin), "what has passed of it")]
    return [whole]


def _unit(unit: str, step: int, near: date) -> Reading | None:
    if unit == "day":
        return r.day(r.plus(near, step))
    if unit == "week":
        first = r.plus(r.monday(near), 7 * step)
        return r.days(first, r.plus(first, 6), "Monday to Sunday")
    if unit == "weekend":
        saturday = r.plus(r.monday(near), 5 + 7 * step)
        return r.days(saturday, r.plus(saturday, 1))
    if unit == "month":
        then = r.add_months(near.replace(day=1), step)
        return r.month(then.year, then.month)
    if unit == "quarter":
        then = r.add_months(date(near.year, 3 * ((near.month - 1) // 3) + 1, 1), 3 * step)
        return r.season(then.year, 33 + (then.month - 1) // 3)
    if unit == "year":
        return r.year(near.year + step)
    if unit == "decade":
        base = near.year // 10 * 10 + 10 * step
        if step < 0:  # "the last decade" are the ten years up to now
            return Reading(f"{near.year - 10:04d}/{near.year:04d}", r.add_months(near, -120),
                           r.plus(near, 1), 1, "ten years up to publication")  # fmt: skip
        return r.years(base, base + 9)
    if unit == "century":
        base = near.year // 100 * 100 + 100 * step
        return r.years(base, base + 99)
    return None


def _season(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    step = _STEPS[match["which"].lower()]
    code = SEASONS[match["season"].lower()]
    number = ref.day.year + step
    this = r.season(ref.day.year, code)
    if step < 0 and this.end and this.end <= ref.day:
        number = ref.day.year  # last summer, said in autumn, is this year's
    return [r.season(number, code)]


def _weekday(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None or ref.first is None:
        return [r.unknown(NOT_KNOWN)]
    wanted = weekday_of(match["weekday"])
    which = (match["which"] or "").lower()
    found = _weekday_readings(wanted, which, ref)
    part = match["hours"]
    return [of_day(f.begin, part) for f in found[:1] if f.begin] if part else found


def _weekday_readings(wanted: int, which: str, ref: Reference) -> list[Reading]:
    near = ref.day
    assert near is not None  # noqa: S101 - asked before
    back = (near.weekday() - wanted) % 7
    before = r.plus(near, -back if back else -7)
    after = r.plus(before, 7)
    monday = r.monday(near)
    if which in ("last", "past", "previous"):
        week_before = r.plus(monday, wanted - 7)
        return _both(before, week_before, "the one before publication", "the one of last week")
    if which == "next":
        after = after if after > near else r.plus(after, 7)
        week_after = r.plus(monday, wanted + 7)
        return _both(after, week_after, "the one after publication", "the one of next week")
    if which in ("this", "coming"):
        return [r.day(r.plus(monday, wanted) if which == "this" else after)]
    if ref.future:
        return [r.day(near if not back else r.plus(before, 7), "the text speaks of the future")]
    return [r.day(near if not back else before, "the latest one")]


def _both(one: date, other: date, why: str, other_why: str) -> list[Reading]:
    if one == other:
        return [r.day(one, f"{why}, and {other_why}")]
    return [r.day(one, why, 0.5), r.day(other, other_why, 0.5)]


def _ago(match: re.Match[str], ref: Reference) -> list[Reading]:
    """So many days, weeks, months, years ago, before, later, or from now."""
    direction = match["direction"].lower()
    before = direction in ("ago", "earlier", "before", "previously", "prior")
    anchor = ref.spoken if direction in ("earlier", "later", "before", "after", "prior") else None
    return _counted(match, (anchor or ref.day), -1 if before else 1)


def _in(match: re.Match[str], ref: Reference) -> list[Reading]:
    return _counted(match, ref.day, 1)


def _counted(match: re.Match[str], near: date | None, sign: int) -> list[Reading]:
    if near is None:
        return [r.unknown(NOT_KNOWN)]
    count, unit = count_of(match["count"]), match["unit"].lower()
    about = is_vague(match["count"]) or bool(match.groupdict().get("about"))
    n = int(count) * sign
    if unit in ("hour", "minute"):
        return [r.day(near, "that day")]
    if unit in ("day", "weekend"):
        return [r.day(r.plus(near, n), about=about)]
    if unit == "week":
        return [r.day(r.plus(near, 7 * n), "so many weeks", about=True)]
    if unit in ("month", "quarter"):
        then = r.add_months(near, n * (3 if unit == "quarter" else 1))
        return [r.month(then.year, then.month)]
    then_year = near.year + n * {"year": 1, "decade": 10, "century": 100}[unit]
    if not 1 <= then_year < 9999:
        return []
    return [r.year(then_year, about=about or unit != "year")]


def _stretch(match: re.Match[str], ref: Reference) -> list[Reading]:
    """The last or next so many days, weeks ... up to or from publication."""
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    count = int(count_of(match["count"])) if match["count"] else 1
    unit, back = match["unit"].lower(), _STEPS[match["which"].lower()] < 0
    sign = -1 if back else 1
    lengths = {"day": 1, "week": 7, "weekend": 7}
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
    if unit in lengths:
        other = r.plus(ref.day, sign * count * lengths[unit])
    elif unit in months:
        other = r.add_months(ref.day, sign * count * months[unit])
    else:
        other = ref.day
    first, last = (other, ref.day) if back else (ref.day, other)
    return [_span(first, last, "counted from publication")]


def _spoken(match: re.Match[str], ref: Reference) -> list[Reading]:
    """The same, the next or the previous day, of the day just spoken of."""
    near = ref.spoken or ref.day
    if near is None:
        return [r.unknown(NOT_KNOWN)]
    word = match["which"].lower()
    step = 1 if word in ("next", "following") else -1 if word in ("previous", "preceding") else 0
    return [r.day(r.plus(near, step), "counted from the date before it")]


def _quarter(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    return [r.season(ref.day.year, QUARTERS[match["quarter"].lower()])]


def _vague(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    word = match[0].lower()
    if word.startswith(("recent", "lately", "previously")):
        return [
            Reading(f"../{ref.day.isoformat()}", None, r.plus(ref.day, 1), 1, "no date is given")
        ]
    return [_span(ref.first or ref.day, ref.day, "at publication")]


_HOLIDAYS = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
             "new year's day": (1, 1), "new year's eve": (12, 31)}  # fmt: skip


def _holiday(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    month, day = _HOLIDAYS[match["feast"].lower().replace("’", "'")]
    step = _STEPS.get((match["which"] or "").lower())
    options = [date(ref.day.year + n, month, day) for n in (-1, 0, 1)]
    if step is not None and step < 0:
        options = [o for o in options if o < ref.day]
        return [r.day(options[-1])]
    return [r.day(min(options, key=lambda o: abs((o - ref.day).days)))]  # type: ignore[operator]


_UNITS = rf"(?P<unit>{UNIT})s?"
_COUNT = rf"(?P<about>(?:about|around|roughly|nearly|almost|more\s+than|over|some)\s+)?(?P<count>{NUMBER})"

RULES: tuple[Rule, ...] = (
    _near(-1), _near(0), _near(1),
    rule(rf"(?:tonight|last\s+night|this\s+(?P<hours>{PART_OF_DAY}))", _tonight),
    rule(
        r"(?:(?P<side>earlier|later|the\s+beginning\s+of|the\s+start\s+of|the\s+end\s+of|early|late(?:r)?)\s+)?"
        rf"(?:the\s+)?(?P<which>this|last|next|previous|past|coming|current)\s+(?!day){_UNITS[:-2]}", _period,
    ),
    rule(r"(?P<side>later|earlier)\s+in\s+the\s+(?P<unit>week|month|year)(?P<which>)", lambda m, ref: _in_the(m, ref)),
    rule(rf"(?:the\s+)?(?P<which>last|next|past|previous|coming)\s+(?P<count>{NUMBER})\s+{_UNITS}", _stretch),
    rule(rf"(?P<which>this|last|next|past)\s+(?P<season>{SEASON})", _season),
    rule(
        rf"(?:(?P<which>this|last|next|past|previous|coming)\s+)?(?P<weekday>{WEEKDAY})"
        rf"(?:\s+(?P<hours>{PART_OF_DAY}))?", _weekday, exact_case=False,
    ),
    rule(
        rf"{_COUNT}\s+{_UNITS}\s+(?P<direction>ago|earlier|later|before|previously|from\s+now|prior)"
        r"(?!\s+than)", _ago,
    ),
    rule(rf"in\s+{_COUNT}\s+{_UNITS}(?:['’]\s+time)?", _in),
    rule(r"(?:the|that)\s+(?P<which>same|next|following|previous|preceding|very)\s+day", _spoken),
    rule(r"that\s+(?P<which>)day", _spoken),
    rule(r"(?:the\s+)?(?P<quarter>first|second|third|fourth)\s+quarter", _quarter),
    rule(r"(?:recently|lately|currently|at\s+present|nowadays)", _vague),
    rule(
        r"(?:(?P<which>this|last|next)\s+)?(?P<feast>Christmas(?:\s+(?:Day|Eve))?|New\s+Year['’]s\s+(?:Day|Eve))",
        _holiday,
    ),
)  # fmt: skip


def _in_the(match: re.Match[str], ref: Reference) -> list[Reading]:
    if ref.day is None:
        return [r.unknown(NOT_KNOWN)]
    whole = _unit(match["unit"].lower(), 0, ref.day)
    assert whole is not None and whole.begin and whole.end  # noqa: S101, PT018 - of a known unit
    if match["side"].lower() == "later":
        return [_span(ref.day, r.plus(whole.end, -1), "what is left of it")]
    return [_span(whole.begin, ref.day, "what has passed of it")]


def duration(match: re.Match[str], _: Reference) -> list[Reading]:
    """A length of time as ISO 8601 ("P3D"): it is no date and bounds nothing."""
    unit = UNITS[match["unit"].lower()]
    count = match["count"]
    number = "X" if is_vague(count) else str(int(count_of(count)))
    if unit[:-1].isdecimal():
        number, unit = (str(int(unit[:-1]) * int(number)) if number != "X" else "X"), unit[-1]
    time = "T" if unit in ("H", "m") else ""
    return [Reading(f"P{time}{number}{unit.upper()}", None, None, 1, "a length of time, no date")]


DURATIONS: tuple[Rule, ...] = (
    rule(rf"(?P<count>{NUMBER})[\s-]+(?P<unit>{UNIT})s?(?:-long)?(?!\s+(?:old|ago))", duration),
)

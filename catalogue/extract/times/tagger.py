"""Find the times of a text: the longest phrase at each place, its readings, its bounds in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from catalogue.errors import InvalidTime
from catalogue.extract.times import absolute, relative
from catalogue.extract.times.clock import Clock, clocks
from catalogue.extract.times.reading import Reading, Reference
from catalogue.extract.times.rule import Rule
from catalogue.extract.values import Sentences, TimeAlternative, TimeFound
from catalogue.interval import from_us
from catalogue.when import parse_edtf

_RULES = (*absolute.RULES, *relative.RULES)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|'ll|scheduled|planned|plans?|planning|expected|expects?|upcoming|"
    r"due to|set to|is to|are to|to be|going to|intends?|hopes?|prepar\w+|next|tomorrow)\b",
    re.IGNORECASE,
)
# How far in front of a date, or behind it, a time of the clock belongs to it.
_CLOCK_REACH = 30
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    rule: Rule
    match: re.Match[str]


def find_times(text: str, published: str | None, sentences: Sentences) -> list[TimeFound]:
    """The times of a text in order. `published` is EDTF; None: what is relative is not bounded.

    Raises InvalidTime for a date of publication that cannot be read.
    """
    first, last = reference_days(published)
    found: list[TimeFound] = []
    spoken: date | None = None
    for start, end in sentences:
        sentence = text[start:end]
        times = clocks(sentence)
        for hit in _chosen(sentence):
            ref = Reference(first, last, spoken, _speaks_of_future(sentence, hit))
            readings = hit.rule.read(hit.match, ref)
            if not readings:
                continue
            made = _made(sentence, hit, readings, times, start)
            found.append(made)
            if readings[0].begin is not None and hit.rule not in relative.DURATIONS:
                spoken = readings[0].begin
    return _preferring(found)


def reference_days(published: str | None) -> tuple[date | None, date | None]:
    """The first and last day of publication; None where it is not known. Raises InvalidTime."""
    if not published:
        return None, None
    occurrences = parse_edtf(published, "UTC")
    intervals = [i for o in occurrences for i, _ in o.alternatives]
    begins, ends = [i.begin for i in intervals], [i.end for i in intervals]
    if None in begins or None in ends:
        raise InvalidTime(f"published {published!r} has an open end; give a day, month or year.")
    first, last = min(b for b in begins if b), max(e for e in ends if e)
    return first.date(), max(first, last - timedelta(microseconds=1)).date()


def _chosen(sentence: str) -> Iterator[_Hit]:
    """The phrases of a sentence, in order: of those that overlap the first, then the longest."""
    hits = [
        _Hit(m.start(), m.end(), rule, m)
        for rule in (*_RULES, *relative.DURATIONS)
        for m in rule.pattern.finditer(sentence)
        if not _is_word(m)
    ]
    hits.sort(key=lambda h: (h.start, -h.end))
    reached = 0
    for hit in hits:
        if hit.start >= reached:
            yield hit
            reached = hit.end


def _is_word(match: re.Match[str]) -> bool:
    """True for the verb "may", the adjective "august", the verb "march", and the like."""
    found = match[0]
    bare = found.lower() in ("may", "march", "august", "mar", "dec", "sun", "sat", "jan", "oct")
    return bare and (not found[0].isupper() or _begins_sentence_as_verb(match))


def _begins_sentence_as_verb(match: re.Match[str]) -> bool:
    found, string = match[0].lower(), match.string
    if found != "may":
        return False
    before = string[: match.start()].rstrip().lower()
    return not before.endswith(("in", "of", "since", "by", "until", "from", "last", "next", "this",
                                "during", "early", "late", "mid", "and", "to", ","))  # fmt: skip


def _speaks_of_future(sentence: str, hit: _Hit) -> bool:
    around = sentence[max(0, hit.start - _WINDOW) : hit.end + _WINDOW // 2]
    return _FUTURE.search(around) is not None


def _made(
    sentence: str, hit: _Hit, readings: Sequence[Reading], times: Sequence[Clock], offset: int
) -> TimeFound:
    start, end = hit.start, hit.end
    clock = _clock_of(sentence, hit, times) if len(readings) == 1 else None
    if clock is not None and _is_day(readings[0]):
        readings = [replace(readings[0], edtf=readings[0].edtf + clock.text())]
        start, end = min(start, clock.start), max(end, clock.end)
    # A leading "at" or "on" is no part of the phrase.
    lead = re.match(r"(?:at|in|on|around|about)\s+", sentence[start:end], re.IGNORECASE)
    if lead and clock is not None and start == clock.start:
        start += lead.end()
    best = readings[0]
    begin, until = bounds(best)
    several = len(readings) > 1
    return TimeFound(
        start=offset + start,
        end=offset + end,
        text=sentence[start:end],
        edtf=best.edtf,
        begin_utc=begin,
        end_utc=until,
        alternatives=tuple(TimeAlternative(one.edtf, one.weight, one.why) for one in readings)
        if several
        else (),
        why=tuple(dict.fromkeys(one.why for one in readings if one.why)),
    )


def _is_day(reading: Reading) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", reading.edtf) is not None


def _clock_of(sentence: str, hit: _Hit, times: Sequence[Clock]) -> Clock | None:
    """The time of the clock beside a date, with nothing between but a few small words."""
    for clock in times:
        gap = (
            sentence[clock.end : hit.start]
            if clock.end <= hit.start
            else sentence[hit.end : clock.start]
            if clock.start >= hit.end
            else None
        )
        if gap is None or len(gap) > _CLOCK_REACH:
            continue
        if re.fullmatch(r"[\s,]*(?:(?:on|at|around|about|of|local|time|the)[\s,]*)*", gap, re.I):
            return clock
    return None


def bounds(reading: Reading) -> tuple[datetime | None, datetime | None]:
    """[begin, end) in UTC; of a local date the day as if it were in UTC."""
    if "T" in reading.edtf and not reading.edtf.startswith("P"):
        try:
            (occurrence,) = parse_edtf(reading.edtf, "UTC")
        except InvalidTime:
            pass
        else:
            interval = occurrence.alternatives[0][0]
            return from_us(interval.begin_us), from_us(interval.end_us)
    return _midnight(reading.begin), _midnight(reading.end)


def _midnight(when: date | None) -> datetime | None:
    return None if when is None else datetime.combine(when, time(), UTC)


def _preferring(found: Sequence[TimeFound]) -> list[TimeFound]:
    """Of two readings, the one that lies within another time of the text comes first."""
    bounded = [t for t in found if not t.alternatives and t.begin_utc and t.end_utc]
    certain = list({(t.begin_utc, t.end_utc): t for t in reversed(bounded)}.values())[::-1]
    return [_sorted(one, certain) if one.alternatives else one for one in found]


def _sorted(one: TimeFound, certain: Sequence[TimeFound]) -> TimeFound:
    for alternative in one.alternatives:
        try:
            day = date.fromisoformat(alternative.edtf)
        except ValueError:
            continue
        begin = datetime.combine(day, time(), UTC)
        end = begin + timedelta(days=1)
        for other in certain:
            if other.begin_utc is None or other.end_utc is None:
                continue
            wider = timedelta(days=1) < other.end_utc - other.begin_utc <= timedelta(days=7)
            if wider and other.begin_utc <= begin and end <= other.end_utc:
                first = replace(alternative, weight=0.8, why=f"{alternative.why}; it lies in "
                                f"“{other.text}”")  # fmt: skip
                rest = [a for a in one.alternatives if a.edtf != alternative.edtf]
                left = tuple(replace(a, weight=0.2 / len(rest)) for a in rest)
                return replace(one, edtf=first.edtf, begin_utc=begin, end_utc=end,
                               alternatives=(first, *left))  # fmt: skip
    return one

"""EDTF text to occurrences of UTC intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from catalogue.errors import InvalidTime
from catalogue.interval import Interval
from catalogue.model import EventTime, Occurrence
from catalogue.when.atom import FORMS, Atom, parse_atom
from catalogue.when.zones import first_utc, fixed_utc, last_utc

Kind = Literal["onset", "state"]
_MOST_MEMBERS = 1000


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another; a side is None where it is open or unknown."""

    begin: Atom | None
    end: Atom | None
    known: bool = True


Part = Atom | Range


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of one EDTF text: alternatives of one occurrence, or one occurrence each."""

    parts: tuple[Part, ...]
    alternatives: bool

    @property
    def text(self) -> str:
        """The same in EDTF, blanks and spellings settled."""
        inner = ",".join(_written(p, self.braced) for p in self.parts)
        if not self.braced:
            return inner
        return f"[{inner}]" if self.alternatives else f"{{{inner}}}"

    @property
    def braced(self) -> bool:
        """True for a set."""
        return self.alternatives or len(self.parts) > 1

    @property
    def is_local(self) -> bool:
        """True if any date in it needs a time zone."""
        return any(a.offset is None for part in self.parts for a in atoms_of(part))


def parse_edtf(text: str, zone: str | None = None) -> tuple[Occurrence, ...]:
    """The occurrences that a text means, dates being local in `zone` (IANA name).

    Without a zone, a date is the day of every zone on Earth, from 14 h before to 12 h after the
    UTC day, and not exact. Raises InvalidTime.
    """
    return event_time(text, zones=() if zone is None else (zone,)).occurrences


def event_time(
    text: str,
    *,
    zones: Sequence[str] = (),
    kind: Kind = "onset",
    latitude: float | None = None,
) -> EventTime:
    """Read EDTF (or plain ISO) text as the time of an event.

    `zones` are the IANA zones that the place touches: one is exact; several give the union of
    their days, none the days of every zone, neither exact. `latitude` (degrees) decides which
    months a season is; without it both hemispheres' are alternatives. `{a,b}` happened at
    each, `[a,b]` at one of them, with equal weights. Raises InvalidTime.
    """
    return _event(split(text, latitude), tuple(zones), kind)


def event_time_from_columns(
    begin: str | None,
    end: str | None,
    zones: Sequence[str] = (),
    *,
    kind: Kind = "onset",
    latitude: float | None = None,
) -> EventTime:
    """Read two dates or date-times; an end that is a date is included to its last moment.

    A missing side is unknown, not open. Raises InvalidTime if both are missing, one is itself
    an interval or set, or the end lies before the begin.
    """
    sides = [None if s is None or not s.strip() else s.strip() for s in (begin, end)]
    if sides == [None, None]:
        raise InvalidTime("begin and end are both empty; give one, or leave the time out.")
    for name, side in zip(("begin", "end"), sides, strict=True):
        if side is not None and (side[0] in "[{" or ".." in side):
            raise InvalidTime(f"{name} {side!r} is more than one date; put it in the column time.")
    first, last = (None if s is None else parse_atom(s, latitude) for s in sides)
    part: Part = Range(first, last, known=first is not None and last is not None)
    if first is not None and first == last:
        part = first
    return _event(Parsed((part,), alternatives=False), tuple(zones), kind)


def _event(parsed: Parsed, zones: tuple[str, ...], kind: Kind) -> EventTime:
    if kind not in ("onset", "state"):
        raise InvalidTime(f"kind {kind!r} of a time must be onset or state.")
    occurrences = [occurrence(part, zones) for part in parsed.parts]
    if parsed.alternatives:
        share = 1 / len(occurrences)
        spans = tuple((i, p * share) for o in occurrences for i, p in o.alternatives)
        occurrences = [Occurrence(spans, exact=all(o.exact for o in occurrences))]
    ordered = sorted(dict.fromkeys(occurrences), key=lambda o: o.alternatives[0][0].begin_us)
    zone = zones[0] if len(zones) == 1 and parsed.is_local else None
    return EventTime(parsed.text, tuple(ordered), kind, zone)


def split(text: str, latitude: float | None = None) -> Parsed:
    """The structure of an EDTF text. Raises InvalidTime."""
    given = text.strip()
    if not given:
        raise InvalidTime(f"the time is empty. {FORMS}")
    if "\x00" in given:
        raise InvalidTime(f"time {given!r} holds a NUL byte; remove it.")
    for opening, closing in ("{}", "[]"):
        if given[0] != opening:
            continue
        if given[-1] != closing or not given[1:-1].strip():
            raise InvalidTime(f"time {text!r} is a set without an end or members. {FORMS}")
        members = given[1:-1].split(",")
        if len(members) > _MOST_MEMBERS:
            raise InvalidTime(f"the time is a set of {len(members)}; {_MOST_MEMBERS} is the most.")
        parts = tuple(_member(m.strip(), text, latitude) for m in members)
        return Parsed(parts, alternatives=opening == "[")
    if "/" in given and not _looks_slashed(given):
        return Parsed((_range(given, latitude),), alternatives=False)
    return Parsed((parse_atom(given, latitude),), alternatives=False)


def _looks_slashed(text: str) -> bool:
    """8/1/2008: parse_atom explains what is wrong with it."""
    return text.count("/") == 2 and len(text.split("/")[0]) <= 2


def _member(text: str, whole: str, latitude: float | None) -> Part:
    if ".." not in text:
        return parse_atom(text, latitude)
    first, _, last = text.partition("..")
    if not (first or last):
        raise InvalidTime(f"time {whole!r} has a member that is open on both sides. {FORMS}")
    sides = [parse_atom(side, latitude) if side else None for side in (first, last)]
    part = Range(sides[0], sides[1])
    _check_order(part)
    return part


def _range(text: str, latitude: float | None) -> Range:
    sides = [side.strip() for side in text.split("/")]
    if len(sides) != 2:
        raise InvalidTime(f"time {text!r} has {len(sides) - 1} slashes. {FORMS}")
    if all(side in ("", "..") for side in sides):
        raise InvalidTime(f"time {text!r} says nothing; leave it empty if it is unknown.")
    atoms = [None if side in ("", "..") else parse_atom(side, latitude) for side in sides]
    part = Range(atoms[0], atoms[1], known="" not in sides)
    _check_order(part)
    return part


def _check_order(part: Range) -> None:
    """Raise InvalidTime where the end lies before the begin, whatever the zone."""
    if part.begin is None or part.end is None:
        return
    begin, end = part.begin.spans[0][0], part.end.spans[-1][1]
    offsets = part.begin.offset, part.end.offset
    if (offsets[0] is None) != (offsets[1] is None):
        return  # only the zone can tell; `occurrence` looks again when it is known
    if offsets[0] is not None and offsets[1] is not None:
        begin, end = fixed_utc(begin, offsets[0]), fixed_utc(end, offsets[1])
    if end < begin or (end == begin and not part.end.moment):
        raise _backwards(part.begin, part.end)


def _backwards(begin: Atom, end: Atom) -> InvalidTime:
    return InvalidTime(
        f"end {end.text!r} lies before begin {begin.text!r}; swap them or correct one."
    )


def occurrence(part: Part, zones: tuple[str, ...]) -> Occurrence:
    """The UTC intervals of one date, moment or range."""
    sure = len(zones) == 1
    exact = all(atom.exact and (sure or atom.offset is not None) for atom in atoms_of(part))
    if isinstance(part, Atom):
        intervals = [_interval(part, begin, end, zones) for begin, end in part.spans]
        if not part.moment and any(i.is_instant for i in intervals):
            # the zone skipped this day (Samoa, 30 December 2011): the reporter counted otherwise
            return occurrence(part, ())
        return Occurrence(tuple(zip(intervals, part.weights, strict=True)), exact)
    _check_order(part)
    begin = None if part.begin is None else first_of(part.begin, zones)
    end = None if part.end is None else last_of(part.end, zones)
    if begin is not None and end is not None and end < begin and part.begin and part.end:
        raise _backwards(part.begin, part.end)
    return Occurrence(((Interval(begin, end), 1.0),), exact and part.known)


def first_of(atom: Atom, zones: tuple[str, ...]) -> datetime:
    """The first UTC moment that an atom may mean."""
    begin = atom.spans[0][0]
    return first_utc(begin, zones) if atom.offset is None else fixed_utc(begin, atom.offset)


def last_of(atom: Atom, zones: tuple[str, ...]) -> datetime:
    """The UTC moment at which what an atom may mean is over."""
    end = atom.spans[-1][1]
    return last_utc(end, zones) if atom.offset is None else fixed_utc(end, atom.offset)


def _interval(atom: Atom, begin: datetime, end: datetime, zones: tuple[str, ...]) -> Interval:
    if atom.offset is not None:
        return Interval(fixed_utc(begin, atom.offset), fixed_utc(end, atom.offset))
    return Interval(first_utc(begin, zones), last_utc(end, zones))


def atoms_of(part: Part) -> tuple[Atom, ...]:
    """The dates of which a part is made."""
    if isinstance(part, Atom):
        return (part,)
    return tuple(atom for atom in (part.begin, part.end) if atom is not None)


def _written(part: Part, in_set: bool) -> str:
    if isinstance(part, Atom):
        return part.text
    missing = "" if in_set else ".." if part.known else ""
    sides = (missing if atom is None else atom.text for atom in (part.begin, part.end))
    return (".." if in_set else "/").join(sides)

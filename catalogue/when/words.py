"""Times in short English words, for people."""

from __future__ import annotations

import re

from catalogue.errors import InvalidTime
from catalogue.model import EventTime
from catalogue.when.atom import Atom
from catalogue.when.calendar import MONTHS
from catalogue.when.event import Part, atoms_of, split

_SEASONS = ("spring", "summer", "autumn", "winter")
_PARTS = {
    33: "first quarter of", 34: "second quarter of", 35: "third quarter of",
    36: "last quarter of", 37: "first third of", 38: "second third of", 39: "last third of",
    40: "first half of", 41: "second half of",
}  # fmt: skip
_UNIT = {10: "day", 7: "month", 4: "year"}


def describe(when: EventTime) -> str:
    """Short text such as "8 June 2022 (local day, Asia/Tehran)" or "about June 2022".

    Says where a local time's zone is not known. A text that cannot be read is shown as it is.
    """
    try:
        parsed = split(when.edtf)
    except InvalidTime:
        return when.edtf
    words = [_part(part) for part in parsed.parts]
    joined = _joined(words, "or" if parsed.alternatives else "and")
    if not parsed.is_local:
        return joined
    units = {_unit(a) for part in parsed.parts for a in atoms_of(part) if a.offset is None}
    unit = units.pop() if len(units) == 1 else "time"
    return f"{joined} (local {unit}, {when.zone or 'time zone not certain'})"


def _joined(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _unit(atom: Atom) -> str:
    if atom.moment:
        return "time"
    digits = re.sub(r"[~?%]", "", atom.text)
    if "X" in digits or digits[5:7] > "12":
        return "time"
    return _UNIT.get(len(digits), "time")


def _part(part: Part) -> str:
    if isinstance(part, Atom):
        return describe_atom(part)
    if part.begin is None and part.end is not None:
        return f"{describe_atom(part.end)} or before"
    if part.end is None and part.begin is not None:
        tail = "or later" if part.known else "until an unknown end"
        return f"{describe_atom(part.begin)} {tail}"
    return " to ".join(describe_atom(atom) for atom in atoms_of(part))


def describe_atom(atom: Atom) -> str:
    """One date or moment: "8 June 2022", "about 2022", "8 June 2022, 07:12 UTC"."""
    if atom.moment:
        return _moment(atom.text)
    text = re.sub(r"[~?%]", "", atom.text)
    about = "about " if re.search(r"[~%]", atom.text) else ""
    unsure = " (uncertain)" if re.search(r"[?%]", atom.text) else ""
    return f"{about}{_date(text)}{unsure}"


def _moment(text: str) -> str:
    date, _, time = text.partition("T")
    clock, zone = (re.fullmatch(r"([\d:.]+)(.*)", time) or re.fullmatch(r"(.*)()", time)).groups()  # type: ignore[union-attr]
    clock = clock.removesuffix(":00") if clock.count(":") == 2 else clock
    zone = {"": "", "Z": " UTC"}.get(zone, f" UTC{zone}")
    return f"{_date(date)}, {clock}{zone}"


def _date(text: str) -> str:
    year, month, day = (*text.split("-"), "", "")[:3]
    if "X" in year:
        return _years(year) if not month else text
    if "X" in month:
        return text if day and "X" not in day else f"a time in {int(year)}"
    if not month:
        return str(int(year))
    if int(month) > 32:
        return f"{_PARTS[int(month)]} {int(year)}"
    if int(month) > 12:
        return f"{_SEASONS[(int(month) - 21) % 4]} {int(year)}"
    named = f"{MONTHS[int(month) - 1]} {int(year)}"
    if not day:
        return named
    return f"a day in {named}" if day == "XX" else text if "X" in day else f"{int(day)} {named}"


def _years(year: str) -> str:
    fixed = year.rstrip("X")
    if len(fixed) == 3 and "X" not in fixed:
        return f"the {fixed}0s"
    if len(fixed) == 2 and "X" not in fixed:
        return f"the {fixed}00s"
    return year

"""Places by their distance and direction from a named one: "45 nm south of Brass"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.extract.places.mention import Mention, Scan

_NUMBERS = {
    "half a": 0.5, "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0,
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0,
    "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
}  # fmt: skip
_UNITS = {"nm": 1852.0, "nmi": 1852.0, "nautical mile": 1852.0, "km": 1000.0, "kilometre": 1000.0,
          "kilometer": 1000.0, "mile": 1609.344, "mi": 1609.344, "m": 1.0, "metre": 1.0,
          "meter": 1.0, "yard": 0.9144, "foot": 0.3048, "feet": 0.3048, "ft": 0.3048,
          "sea mile": 1852.0, "kms": 1000.0}  # fmt: skip
_POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
           "NW", "NNW")  # fmt: skip
_BEARINGS = {point: 22.5 * i for i, point in enumerate(_POINTS)}
_NUM = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNIT = (
    r"nautical[\s\-]miles?|sea miles?|nmi?|kms|km|kilomet(?:re|er)s?|miles?|mi|met(?:re|er)s?|m|"
    r"yards?|feet|foot|ft"
)
_DIR = (
    r"(?:north|south)[\s\-]?(?:north|south)?[\s\-]?(?:east|west)|north|south|east|west|"
    r"NNE|ENE|ESE|SSE|SSW|WSW|WNW|NNW|NE|SE|SW|NW|N|S|E|W"
)
_OFFSET = re.compile(
    r"(?i:\b(?P<about>within|under|less than|around|about|some|approximately|approx\.?|roughly|"
    rf"nearly|almost|over|more than)\s+)?(?<![\w.])(?P<n>(?i:{_NUM}))"
    rf"(?:\s*(?:-|–|to|and)\s*(?P<m>\d+(?:\.\d+)?))?[\s\-]*(?P<unit>(?i:{_UNIT}))\b\.?"
    r"(?:\s*\((?:about\s+)?[\d.,]+\s*[a-z]+\))?"
    r"(?:\s+(?:away|inland|offshore|up|down|due|(?:to\s+)?the))*"
    rf"(?:\s*(?P<dir>(?i:{_DIR})|[NSEW]{{1,3}})(?:ern|erly|wards?)?)?"
    r"\s+(?:(?i:of|off|from|outside|away from|north of|beyond)\b(?:\s+of)?)\s*"
)
_DIRECTION = re.compile(
    r"(?i)\b(?:just\s+|due\s+|to the\s+)?(?P<dir>(?:north|south)[\s\-]?(?:east|west)|north|south|"
    r"east|west|NE|SE|SW|NW)\s+of\s+"
)
_OFF = re.compile(
    r"(?i)\b(?:off(?!\s+(?:from|to|and))(?:\s+the\s+(?:\w+\s+)?coast(?:line)?\s+of|"
    r"\s+the\s+shores?\s+of)?|offshore(?:\s+of)?)\s+"
)
# Words that may stand between "of" and the name.
_TO_ANCHOR = re.compile(
    r"(?i)(?:the\s+)?(?:(?:capital|town|city|village|port|coast|island|border|centre|center|"
    r"capital city|downtown|northern|southern|eastern|western|[a-z]+ern tip|state|national|"
    r"provincial|regional)[\s,]*(?:city\s+|capital\s+|town\s+|coast\s+)?(?:of\s+)?(?:the\s+)?){0,3}"
)
# How far off the true direction may lie, in radians, by how finely it is given.
_SPREAD = {1: 0.40, 2: 0.30, 3: 0.22}
OFF_M = 30_000.0


@dataclass(frozen=True, slots=True)
class Relation:
    """`distance_m` from the mention `anchor` at `bearing_deg` (None: in any direction).

    `spread` is the error of the direction in radians, `text` the words from `start` on.
    """

    start: int
    anchor: Mention
    distance_m: float | None
    bearing_deg: float | None
    spread: float
    words: str
    within: bool = False


def relations(scan: Scan, mentions: Sequence[Mention]) -> list[Relation]:
    """All distances and directions of a text that lead to a mention."""
    found: list[Relation] = []
    for pattern, make in ((_OFFSET, _offset), (_DIRECTION, _direction), (_OFF, _off)):
        for match in pattern.finditer(scan.text):
            anchor = _anchor(scan, mentions, match.end())
            taken = any(
                r.anchor is anchor or r.start <= match.start() < r.anchor.start for r in found
            )
            if anchor is not None and not taken:
                found.append(make(match, anchor))
    return found


def _anchor(scan: Scan, mentions: Sequence[Mention], at: int) -> Mention | None:
    for mention in mentions:
        if mention.start >= at:
            gap = scan.text[at : mention.start]
            return mention if len(gap) <= 40 and _TO_ANCHOR.fullmatch(gap) else None
    return None


def _offset(match: re.Match[str], anchor: Mention) -> Relation:
    low = _number(match["n"])
    high = _number(match["m"]) if match["m"] else low
    unit = _UNITS[_singular(match["unit"])]
    point = _point(match["dir"])
    within = (match["about"] or "").lower() in ("within", "under", "less than")
    return Relation(
        match.start(),
        anchor,
        (low + high) / 2 * unit,
        None if point is None else _BEARINGS[point],
        0.0 if point is None else _SPREAD[len(point)],
        " ".join(match[0].split()),
        within,
    )


def _direction(match: re.Match[str], anchor: Mention) -> Relation:
    point = _point(match["dir"]) or "N"
    words = " ".join(match[0].split())
    return Relation(match.start(), anchor, None, _BEARINGS[point], _SPREAD[len(point)], words)


def _off(match: re.Match[str], anchor: Mention) -> Relation:
    return Relation(match.start(), anchor, None, None, 0.0, " ".join(match[0].split()), True)


def _number(text: str) -> float:
    low = text.lower()
    return _NUMBERS[low] if low in _NUMBERS else float(low.replace(",", ""))


def _singular(unit: str) -> str:
    plain = " ".join(unit.lower().replace("-", " ").split())
    return plain if plain in _UNITS else plain.removesuffix("s")


def _point(text: str | None) -> str | None:
    """The point of the compass: "south-southwest" is "SSW"."""
    if not text:
        return None
    if text.upper() in _BEARINGS:
        return text.upper()
    parts = re.findall(r"north|south|east|west", text.lower())
    made = "".join(part[0].upper() for part in parts)
    return made if made in _BEARINGS else None

"""Things in text, with how many there are said to be."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from catalogue.extract.lexicon.things import GENERIC, TYPES, Thing
from catalogue.extract.values import ObjectFound
from catalogue.model import TaxonomyClass

_TYPES = [(t, re.compile(rf"(?<![\w-])(?:{t.pattern})(?![\w-])")) for t in TYPES]
_GENERIC = [(t, re.compile(rf"(?<![\w-])(?:{t.pattern})(?!\w)", re.IGNORECASE)) for t in GENERIC]
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "dozen": 12, "hundred": 100,
}  # fmt: skip
_WORD_NUMBER = "|".join(_NUMBERS)
# The number of a type, as in "Shahed-129", is no count.
_COUNT = re.compile(
    r"(?<!\w)(?<![A-Za-z]-)"
    r"(?:(?P<limit>up\s+to|more\s+than|over|at\s+least|at\s+most|fewer\s+than|less\s+than|nearly|almost|"
    r"about|around|some|roughly)\s+)?"
    rf"(?:(?P<several>several|dozens|hundreds|scores|many|few)\s*(?:of\s+)?(?P<unit>hundred|dozen|thousand)?"
    rf"|(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{_WORD_NUMBER}))(?:\s+of\s+the)?"
    r"(?:\s+(?!(?:to|of|in|on|at|and|or|that|which|who|had|has|have|been|was|were|is|are|by|for|from|with)\b)"
    r"[A-Za-z][\w.-]*){0,3}?\s*$",
    re.IGNORECASE,
)
_VAGUE = {"several": (3, None), "few": (2, None), "dozens": (24, None), "scores": (40, None),
          "hundreds": (200, None), "many": (2, None)}  # fmt: skip
_UNITS = {"hundred": 100, "dozen": 12, "thousand": 1000}
_LOOK_BACK = 60


def find_objects(text: str, taxonomy: Sequence[TaxonomyClass]) -> list[ObjectFound]:
    """Things in the order of the text; named types first where both match the same words.

    A size the taxonomy states for a class is used where the type has none of its own.
    """
    sizes = {c.id: (c.length_m, c.width_m) for c in taxonomy}
    found: list[ObjectFound] = []
    taken: list[tuple[int, int]] = []  # in order, none overlaps another
    for thing, pattern in (*_TYPES, *_GENERIC):
        for match in pattern.finditer(text):
            at = bisect(taken, match.span())
            near = taken[max(0, at - 1) : at + 1]
            if any(match.start() < end and match.end() > start for start, end in near):
                continue
            if thing not in TYPES and _is_part_of_name(text, match):
                continue
            taken.insert(at, match.span())
            found.append(_object(text, match, thing, sizes))
    return sorted(found, key=lambda o: o.start)


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """True for the house of "White House": a capital within a sentence, after another."""
    before = re.search(r"([A-Z])[\w’'-]*\s+$", text[max(0, match.start() - 30) : match.start()])
    return match[0][0].isupper() and not match[0].isupper() and before is not None


def _object(
    text: str,
    match: re.Match[str],
    thing: Thing,
    sizes: dict[str, tuple[float | None, float | None]],
) -> ObjectFound:
    low, high = _count(text, match)
    cls = thing.cls if thing.cls in sizes or thing.cls is None else None
    length, width = thing.length_m, thing.width_m
    if length is None and cls is not None:
        length, width = sizes[cls]
    name = thing.name if thing in TYPES else match[0]
    return ObjectFound(match.start(), match.end(), name, cls, low, high, length, width)


def _count(text: str, match: re.Match[str]) -> tuple[int | None, int | None]:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    before = re.split(r"[.;:!?]\s|,\s+(?:and|or|but)\s", before)[-1]
    found = None
    for candidate in _COUNT.finditer(before):
        found = candidate
        break
    if found is None:
        return None, None
    limit = re.sub(r"\s+", " ", (found["limit"] or "").lower())
    if found["several"]:
        low, high = _VAGUE[found["several"].lower()]
        unit = _UNITS.get((found["unit"] or "").lower())
        if unit:
            low, high = 2 * unit, 9 * unit  # several hundred: 200 to 900
        return (None, high) if limit == "up to" else (low, high)
    word = found["number"].lower().replace(",", "")
    number = int(word) if word.isdecimal() else _NUMBERS[word]
    if limit in ("up to", "at most"):
        return None, number
    if limit in ("fewer than", "less than"):
        return None, number - 1
    if limit in ("more than", "over"):
        return number + 1, None
    if limit == "at least":
        return number, None
    return number, number

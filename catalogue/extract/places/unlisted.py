"""Places that a text names and no list has: said, with everything in the reserve."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.extract.places.mention import Mention, Scan
from catalogue.extract.places.words import Word, among, lists
from catalogue.extract.values import PlaceFound

_BEFORE = lists()["feature_before"]
_AFTER = lists()["feature_after"]


def unlisted(text: str, start: int, end: int, why: str) -> PlaceFound:
    """A place with no candidate: the reader gives its position, or none is known."""
    return PlaceFound(start, end, text[start:end], "location", (), 1.0, (why,))


def features(scan: Scan, taken: Sequence[tuple[int, int]]) -> list[PlaceFound]:
    """Names with a word for a sort of place ("Sigou Village") that overlap nothing in `taken`."""
    found = []
    for i, word in enumerate(scan.words):
        span = _named_after(scan, i, word) or _named_before(scan, i, word)
        if span is None:
            continue
        start, end = scan.words[span[0]].start, scan.words[span[1]].end
        if any(start < b and a < end for a, b in taken):
            continue
        found.append(unlisted(scan.text, start, end, "named as a place, but in no list"))
    return found


def _named_after(scan: Scan, i: int, word: Word) -> tuple[int, int] | None:
    """As "Sigou Village": a capital word for the sort behind a name."""
    if not (word.capital and word.low in _AFTER) or not scan.joined(i - 1):
        return None
    first = i
    while first > 0 and scan.joined(first - 1) and _proper(scan.words[first - 1]) and i - first < 3:
        first -= 1
    return (first, i) if first < i else None


def _named_before(scan: Scan, i: int, word: Word) -> tuple[int, int] | None:
    """As "Lake Gmunden", "Barangay Lawaan"."""
    if word.low not in _BEFORE or not scan.joined(i) or not _proper(scan.words[i + 1]):
        return None
    if not word.capital and word.low not in ("barangay", "sitio", "village"):
        return None
    last = i + 1
    if last + 1 < len(scan.words) and scan.joined(last) and _proper(scan.words[last + 1]):
        last += 1
    return i, last


def _proper(word: Word) -> bool:
    return word.capital and not among(word, "function", "title", "given")


def finer_than(scan: Scan, mention: Mention, named: set[int]) -> bool:
    """True when a name in front, parted by a comma or "in", says something inside the mention.

    `named`: words of the names that are found, which are listed.
    """
    before = scan.word(mention.first - 1)
    if (
        mention.first - 1 in named
        or before is None
        or scan.sentence_of[mention.first - 1] != mention.sentence
    ):
        return False
    gap = scan.text[before.end : mention.start]
    if before.low in ("in", "of"):
        further = scan.word(mention.first - 2)
        return further is not None and (
            further.capital or among(further, "area", "town", "feature")
        )
    return "," in gap and (before.capital or among(before, "area", "town", "feature", "street"))

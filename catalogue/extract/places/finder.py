"""A finder of places on a gazetteer that many threads may ask, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from catalogue.extract.places.find import find_places
from catalogue.extract.values import PlaceFinder, PlaceFound, Sentences
from catalogue.gazetteer import open_gazetteer, own_places


def place_finder(gazetteer: Path, catalogue: Path) -> PlaceFinder:
    """Finds places by the gazetteer in one folder and the own places in either.

    The gazetteer is compiled first if it is not there (once, about half a minute). Raises
    StoreError if it cannot be made.
    """
    opened = open_gazetteer(gazetteer, own=own_places((catalogue, gazetteer)))
    lock = Lock()

    def find(text: str, sentences: Sentences) -> Sequence[PlaceFound]:
        with lock:
            return find_places(text, sentences, opened)

    return find

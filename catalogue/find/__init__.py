"""Searches for imagery at a STAC API that the user names: written down, shown, sent, logged.

Nothing is sent before a person has seen exactly what will be (`catalogue.find.preview`). The
rules (areas, requests, sifting) are pure; `wire` is the one way out to the network.
"""

from catalogue.find.area import Enlargement, enlarged, size_words
from catalogue.find.request import SearchRequest

__all__ = ["Enlargement", "SearchRequest", "enlarged", "size_words"]

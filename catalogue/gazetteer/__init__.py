"""Where on Earth a name may be: towns, areas, countries, airfields, seas, the user's own places.

Compiled on first use from data packages into one SQLite file in the user's cache.
"""

from catalogue.gazetteer.cache import gazetteer_path, open_gazetteer
from catalogue.gazetteer.compile import compile_gazetteer
from catalogue.gazetteer.entry import Entry, Match
from catalogue.gazetteer.fold import fold
from catalogue.gazetteer.gazetteer import Gazetteer
from catalogue.gazetteer.own import own_places
from catalogue.gazetteer.sources import LICENCES, Draft

__all__ = [
    "LICENCES",
    "Draft",
    "Entry",
    "Gazetteer",
    "Match",
    "compile_gazetteer",
    "fold",
    "gazetteer_path",
    "open_gazetteer",
    "own_places",
]

"""The values of the gazetteer: a place, and a place found under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "country", "admin1", "admin2", "town", "airfield", "sea", "ocean", "strait", "region",
    "continent", "own",
]  # fmt: skip
# In this order they stand in the file.
KINDS: tuple[Kind, ...] = (
    "country", "admin1", "admin2", "town", "airfield", "sea", "ocean", "strait", "region",
    "continent", "own",
)  # fmt: skip
How = Literal["own", "exact", "name", "short", "alternate", "code", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `row` orders by importance: countries first, then by people, most first.

    `lon`, `lat` (degrees, WGS 84) are the centre; `radius_m` is how far the place reaches: of an
    area, where 95 % of its towns lie; of a town, from its people. `cc` is the ISO 3166 code of
    its country, `admin1` and `admin2` are rows of the areas it lies in; None is unknown. A
    `capital` is the seat of a country.
    """

    row: int
    id: str
    name: str
    kind: Kind
    cc: str | None
    admin1: int | None
    admin2: int | None
    lon: float
    lat: float
    radius_m: float
    population: int | None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A place found under a name: how it carries it, and how alike the two are (0 to 1)."""

    entry: Entry
    how: How
    likeness: float = 1.0

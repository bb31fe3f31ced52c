"""How sure a stated position is: 95 % radii and reserves, fitted on development texts.

`data/calibration.json` has a row for each way of stating a place and says how it was made.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from catalogue.gazetteer import Entry

Stated = Literal[
    "coordinates", "own", "country", "admin1", "admin2", "region", "sea", "town", "near",
    "facility", "airfield", "offset", "direction", "ring",
]  # fmt: skip
_KINDS: dict[str, Stated] = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "region": "region",
    "continent": "region", "sea": "sea", "ocean": "sea", "strait": "sea", "airfield": "airfield",
    "own": "own", "town": "town",
}  # fmt: skip
# How well the text says which of the places with the name is meant: inside a named area, inside
# a named country, or the name alone (a city of 100,000, a town of 10,000, or less); and whether
# one place alone fits (0.98), likely does (0.8), or several do.
Held = Literal["area", "country", "city", "town", "village"]
_CLEAR_P, _LIKELY_P = 0.98, 0.8
_LEAST_M = {"admin1": 25_000.0, "admin2": 15_000.0}
_CITY, _TOWN = 100_000, 10_000


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a radius depends on beside the size of the place."""

    stated: Stated
    held: Held
    p: float

    def rows(self) -> tuple[str, str, str]:
        """Rows of the table, the narrowest first: "town/area/clear", "town/area", "town"."""
        sure = "clear" if self.p >= _CLEAR_P else "likely" if self.p >= _LIKELY_P else "open"
        return f"{self.stated}/{self.held}/{sure}", f"{self.stated}/{self.held}", self.stated


def held(entry: Entry, level: int) -> Held:
    """`level`: 2 where a named area holds it, 1 a country, 0 nothing."""
    if level:
        return "area" if level == 2 else "country"
    people = entry.population or 0
    return "city" if people >= _CITY else "town" if people >= _TOWN else "village"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Factors on the natural size, and reserves, by `Grounds.rows`."""

    factors: dict[str, float]
    reserves: dict[str, float]

    def radius_m(self, grounds: Grounds, size_m: float) -> float:
        """The 95 % radius of a place so stated whose natural size is `size_m`."""
        factor = next((self.factors[k] for k in grounds.rows() if k in self.factors), 1.0)
        return max(100.0, factor * size_m)

    def reserve(self, grounds: Grounds) -> float:
        """The probability that it is none of the candidates."""
        return next((self.reserves[k] for k in grounds.rows() if k in self.reserves), 0.1)


@cache
def calibration() -> Calibration:
    """The factors that come with this version."""
    path = files("catalogue.extract.places").joinpath("data/calibration.json")
    data = json.loads(path.read_text("utf-8"))
    rows = data["rows"]
    return Calibration(
        {key: row["factor"] for key, row in rows.items()},
        {key: row["reserve"] for key, row in rows.items()},
    )


def stated_as(entry: Entry) -> Stated:
    """How a place is stated by its name alone."""
    return _KINDS[entry.kind]


def size_m(entry: Entry) -> float:
    """The natural size: how far an area reaches, which few towns tell badly; of a town, 5 km and
    a fifth of its radius, for what is reported of a town lies beside it, however large it is.
    """
    if entry.kind == "town":
        return 5_000.0 + 0.2 * entry.radius_m
    return math.hypot(entry.radius_m, _LEAST_M.get(entry.kind, 0.0))


def offset_size_m(distance_m: float, spread: float, anchor: Entry) -> float:
    """Of an offset: the error of direction and of the rounded distance, and the anchor's size."""
    return math.hypot(distance_m * math.hypot(spread, 0.15), anchor.radius_m, 2_000.0)

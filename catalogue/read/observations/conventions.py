"""What precision codes of known catalogues mean in metres: conventions, told and documented.

A code is a rank of how well a place is known. The radii here are what this catalogue takes it for
where nobody measured: wide enough to hold the unit that the code book names. None is "no radius
can be said of it". docs/reference/imports.md is written from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.read.observations.records import text_of


@dataclass(frozen=True, slots=True)
class Convention:
    """The codes of one column: code -> (95 % radius in metres or None, what the code says)."""

    format: str
    column: str
    codes: Mapping[str, tuple[float | None, str]]

    def radius(self, row: Mapping[str, object]) -> tuple[float | None, str | None]:
        """(metres or None, warning) of a row; an unknown code is told, an empty one is not."""
        given = text_of(row.get(self.column)).strip().removesuffix(".0")
        if not given:
            return None, None
        known = next((v for k, v in self.codes.items() if k.lower() == given.lower()), None)
        if known is None:
            return None, f"{self.column} {given[:40]!r} is no known code; the radius is unknown"
        if known[0] is None:
            return None, f"{self.column} {given}: {known[1]}; the radius is unknown"
        return known[0], None


ACLED = Convention(
    "ACLED",
    "geo_precision",
    {
        "1": (5_000, "the named town or village"),
        "2": (30_000, "a part of a region, at a town near it"),
        "3": (150_000, "a region, at its capital or a natural feature"),
    },
)
UCDP = Convention(
    "UCDP GED",
    "where_prec",
    {
        "1": (5_000, "a named place: a village, a town, a site"),
        "2": (25_000, "within about 25 km of a known place"),
        "3": (50_000, "a district (second order), at its centre"),
        "4": (150_000, "a province (first order), at its centre"),
        "5": (None, "a part of a country, or between places"),
        "6": (None, "a country, at its centre"),
        "7": (None, "water or international airspace"),
    },
)
GDELT = Convention(
    "GDELT events",
    "ActionGeo_Type",
    {
        "1": (None, "a country, at its centre"),
        "2": (250_000, "a state of the United States, at its centre"),
        "3": (10_000, "a city of the United States"),
        "4": (10_000, "a city or landmark elsewhere"),
        "5": (150_000, "a first-order division elsewhere, at its centre"),
    },
)
GLC = Convention(
    "NASA GLC",
    "location_accuracy",
    {
        "exact": (1_000, "the site itself"),
        **{f"{km}km": (km * 1000.0, f"within {km} km") for km in (1, 5, 10, 25, 50, 100, 250)},
        "unknown": (None, "not stated"),
    },
)
ATLOS = Convention(
    "Atlos",
    "Geolocation Resolution",
    {
        "Exact": (50, "the spot itself"),
        "Vicinity": (500, "the same block, field or site"),
        "Locality": (5_000, "the same quarter or village"),
    },
)
# CAMEO's twenty root codes, as GDELT's EventRootCode has them.
CAMEO = {
    "01": "statement", "02": "appeal", "03": "intent to cooperate", "04": "consultation",
    "05": "diplomatic cooperation", "06": "material cooperation", "07": "aid", "08": "yielding",
    "09": "investigation", "10": "demand", "11": "disapproval", "12": "rejection",
    "13": "threat", "14": "protest", "15": "military posture", "16": "reduced relations",
    "17": "coercion", "18": "assault", "19": "fighting", "20": "mass violence",
}  # fmt: skip
CONVENTIONS = (ACLED, UCDP, GDELT, GLC, ATLOS)
# Of codes of time: what becomes of the date beside them.
TIMES = (
    ("ACLED", "time_precision", "1", "the day `event_date`"),
    ("ACLED", "time_precision", "2", "three days before to three days after it: the week"),
    ("ACLED", "time_precision", "3", "its month"),
    ("UCDP GED", "date_prec", "1-5", "from `date_start` to `date_end`, both included"),
    ("GDELT events", "SQLDATE", "", "that day, about (`~`): often the day of the article"),
    ("NASA GLC", "event_date", "", "that day; the hour is dropped, its zone is not stated"),
    ("osint-geo-extractor", "date", "", "that day; 1970-01-01 there is an unknown time"),
    ("Atlos", "Date", "", "that day"),
)


def reference() -> str:
    """The tables as Markdown."""
    lines = [
        "| format | column | code | 95 % radius | what the code says |",
        "|---|---|---|---|---|",
    ]
    for convention in CONVENTIONS:
        for code, (metres, says) in convention.codes.items():
            radius = "unknown" if metres is None else f"{metres:,.0f} m"
            lines.append(
                f"| {convention.format} | {convention.column} | {code} | {radius} | {says} |"
            )
    lines += ["", "| format | column | code | time of the observation |", "|---|---|---|---|"]
    lines += [f"| {f} | {c} | {code} | {says} |" for f, c, code, says in TIMES]
    return "\n".join(lines)

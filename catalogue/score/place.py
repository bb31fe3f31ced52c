"""Place: the share of the claim's location probability inside the valid footprint."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.model import Place, Term
from catalogue.score.terms import percent

# From so many candidates on, none of which stands out, a place is a list and not a place.
_MANY, _STANDS_OUT = 5, 0.5


@dataclass(frozen=True, slots=True)
class Covered:
    """Share of a place's probability inside a footprint: bounds and value for the score.

    `stated` is the uniform share found at the places as stated; `known` is False if one of them is
    a point of which nobody said how sure it is.
    """

    low: float
    high: float
    value: float
    stated: float
    known: bool = True


def place_term(covered: Covered) -> Term:
    """The term of the place; the share is of its probability where that is known."""
    if covered.stated >= 0.9995:
        what = "the whole place" if covered.known else "the stated position"
    else:
        what = f"{percent(covered.value if covered.known else covered.stated)} of the place"
    unsure = "" if covered.known else "; how sure that position is was not stated"
    reason = f"shows {what}{unsure}"
    return Term("place", covered.low, covered.high, covered.value, reason, covered.known)


def place_advice(place: Place | None) -> str | None:
    """What to do first about a place that is only a list of candidates; None if it will do."""
    if place is None:
        return "name the place first: none was stated."
    count = len(place.candidates)
    if count < _MANY or max(c.p for c in place.candidates) > _STANDS_OUT:
        return None
    reserve = f", or somewhere not listed ({percent(place.reserve)})" if place.reserve else ""
    return f"name the {_noun(place)} first: it may be any of {count} listed candidates{reserve}."


def _noun(place: Place) -> str:
    marks = ("airport", "airfield", "air base", "airbase", "airstrip", "icao")
    told = (f"{c.name or ''} {c.source or ''}".lower() for c in place.candidates)
    fields = sum(any(mark in text for mark in marks) for text in told)
    return "airfield" if 2 * fields > len(place.candidates) else "place"

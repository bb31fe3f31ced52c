"""A claim with another place, time or observability, as a person states it with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.model import Candidate, Observation, Place, ReportedObject
from catalogue.model.observation import Observability
from catalogue.model.ranges import check_range
from catalogue.when import event_time, zones_at


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person states of a claim; None leaves a thing as it is.

    `where` in lon/lat with `r95_m` and probability `p`: what is left of it stays with the places
    that were there. `date` is EDTF, "" for a time that turned out to be unknown. `kind` says if
    it is a moment that leaves a trace, or true throughout. `objects` replace those reported.
    """

    source: str | None = None
    where: BaseGeometry | None = None
    r95_m: float | None = None
    name: str | None = None
    p: float = 1.0
    date: str | None = None
    kind: Literal["onset", "state"] | None = None
    observability: Observability | None = None
    objects: tuple[ReportedObject, ...] | None = None


def corrected(observation: Observation, said: Correction, author: str) -> Observation:
    """The claim as corrected, of the same version still.

    What a person adds carries author and source, and so stands apart from what the text says.
    A bare date is the local day at the place: another place moves it. Raises InvalidValue,
    InvalidTime.
    """
    needs_source = said.where is not None or said.date is not None
    if needs_source and not (said.source or "").strip():
        raise InvalidValue(
            f"{observation.id}: a place or a date needs its source; say who says so."
        )
    place = observation.place if said.where is None else _with(observation.place, said, author)
    when = observation.when
    text = said.date if said.date is not None else when.edtf if when else ""
    if said.date is not None or (when is not None and place != observation.place) or said.kind:
        zones, latitude = zones_at(place)
        kind = said.kind or (when.kind if when else "onset")
        when = event_time(text, zones=zones, latitude=latitude, kind=kind) if text.strip() else None
    return replace(
        observation,
        place=place,
        when=when,
        observability=said.observability or observation.observability,
        objects=observation.objects if said.objects is None else said.objects,
        edited=True,
    )


def _with(known: Place | None, said: Correction, author: str) -> Place:
    check_range("probability", said.p, 0, 1, "(a share)")
    if said.p == 0:
        raise InvalidValue("a place of probability 0 is none; leave it out.")
    assert said.where is not None  # noqa: S101 - the caller's case
    own = Candidate(said.where, said.r95_m, said.p, said.name, said.source, author)
    left = 1 - said.p
    others = [] if known is None or not left else [c for c in known.candidates if c.p]
    reserve = left if known is None else left * known.reserve
    return Place((own, *(replace(c, p=c.p * left) for c in others)), reserve)

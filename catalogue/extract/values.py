"""What is found in a text, with the words that say it. Offsets are code points, half-open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from catalogue.model.observation import Status

PlaceRole = Literal["location", "origin", "destination", "actor", "context"]
Observability = Literal["can_show", "partly", "cannot_show"]
EventKind = Literal["onset", "state"]


class Span(NamedTuple):
    """Code points [start, end) of a text. A plain tuple, so any (start, end) is one."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimeAlternative:
    """Another reading of a time: EDTF, its weight and the reason. All weights add up to 1."""

    edtf: str
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A time in a text.

    `edtf` is the likeliest reading; `begin_utc` and `end_utc` bound it, half-open, None where it
    is open or not known. `alternatives` is empty where there is only one reading, else it holds
    all of them, the likeliest first.
    """

    start: int
    end: int
    text: str
    edtf: str
    begin_utc: datetime | None
    end_utc: datetime | None
    alternatives: tuple[TimeAlternative, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """Somewhere a text may mean. With probability `p` it is this one; then the true position
    lies within `r95_m` metres of `lon`, `lat` in 95 of 100 cases.
    """

    name: str
    lon: float
    lat: float
    r95_m: float
    p: float
    id: str | None


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place in a text. The probabilities of the candidates and `reserve` add up to 1."""

    start: int
    end: int
    text: str
    role: PlaceRole
    candidates: tuple[PlaceCandidate, ...]
    reserve: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectFound:
    """A thing that a text names. `cls` is a class of the taxonomy; counts are limits, None
    where there is none; sizes are the real thing's, in metres, None where not known.
    """

    start: int
    end: int
    name: str
    cls: str | None = None
    count_min: int | None = None
    count_max: int | None = None
    length_m: float | None = None
    width_m: float | None = None


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """When a claim is said to have happened: as in `TimeFound`, but it may be the set of several
    ("{2022-06-08,2022-07-05}" happened on both days) or inherited.
    """

    edtf: str
    begin: datetime | None
    end: datetime | None
    kind: EventKind = "onset"
    alternatives: tuple[TimeAlternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim that a text makes, for a person to accept, change or reject.

    `place` is an index into the places of the extraction, None for none. `chain` runs from the
    article to the origin. `cues` are the words that decided the status; `inherited` names the
    fields (time, place, source) that come from another sentence; `made_by` says who suggests it.
    """

    id: str
    start: int
    end: int
    event_class: str
    status: Status
    observability: Observability
    time: ClaimTime | None
    place: int | None
    objects: tuple[ObjectFound, ...] = ()
    chain: tuple[str, ...] = ()
    cues: tuple[Span, ...] = ()
    inherited: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    made_by: str = "rules"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that is found in one text, each list in the order of the text.

    `locked` lists credibilities that the sources rule out, as (suggestion id, grade, reason).
    """

    times: tuple[TimeFound, ...] = ()
    places: tuple[PlaceFound, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    warnings: tuple[str, ...] = ()
    locked: tuple[tuple[str, int, str], ...] = ()


Sentences = Sequence[tuple[int, int]]
# Finds the places of a text, given where its sentences are.
PlaceFinder = Callable[[str, Sentences], Sequence[PlaceFound]]

"""Reported observations: what is claimed, where, when, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model.ranges import check_range
from catalogue.model.report import Span

Status = Literal[
    "asserted", "planned", "capability", "possible", "negated", "no_evidence", "unknown"
]
Observability = Literal["can_show", "partly", "cannot_show"]
STATUSES: tuple[str, ...] = get_args(Status)
OBSERVABILITIES: tuple[str, ...] = get_args(Observability)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place where an observation may have happened.

    A point with r95_m: 95 % sure within that many metres; None is "not stated", 0 is exact.
    Any other geometry is the area itself, grown by r95_m if given. `p` is its probability.
    """

    geometry: BaseGeometry
    r95_m: float | None = None
    p: float = 1.0
    name: str | None = None
    source: str | None = None
    author: str | None = None

    def __post_init__(self) -> None:
        check_range("r95", self.r95_m, 0, 2.1e7, "m")
        check_range("probability", self.p, 0, 1, "(a share)")


@dataclass(frozen=True, slots=True)
class Place:
    """Weighted candidates; `reserve` is the probability of somewhere not listed."""

    candidates: tuple[Candidate, ...]
    reserve: float = 0.0

    def __post_init__(self) -> None:
        if not self.candidates:
            raise InvalidValue("a place needs at least one candidate; leave the place out instead.")
        total = sum(c.p for c in self.candidates) + self.reserve
        if abs(total - 1) > 1e-6:
            raise InvalidValue(f"probabilities of a place add up to {total:g}; they must add to 1.")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which it happened: alternatives of which one is true, with weights adding to 1.

    `exact` is False where the interval had to be widened (time zone unknown, "~" in the EDTF).
    """

    alternatives: tuple[tuple[Interval, float], ...]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class EventTime:
    """EDTF as given and the UTC intervals it means.

    `onset` is a moment that leaves a trace; a `state` is true throughout. `zone` is the IANA
    zone a bare date was read in, None if no zone was needed or known.
    """

    edtf: str
    occurrences: tuple[Occurrence, ...]
    kind: Literal["onset", "state"] = "onset"
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedObject:
    """What was reported there; sizes are the real object's, in metres."""

    name: str
    cls: str | None = None
    length_m: float | None = None
    width_m: float | None = None
    count_min: int | None = None
    count_max: int | None = None

    def __post_init__(self) -> None:
        check_range("length", self.length_m, 1e-3, 1e6, "m")
        check_range("width", self.width_m, 1e-3, 1e6, "m")


@dataclass(frozen=True, slots=True)
class Observation:
    """One atomic reported claim. `claim` is the text as received, `properties` the raw row.

    `reliability` is the Admiralty A-F of the source, `credibility` 1-6 of the claim; both are
    set by a person only. `attribution` runs from the article to the origin. One taken from a
    report has its uid, the `spans` of its words there, and `made_by` and `suggestion`: who or
    what suggested it and under which id ("person" for what a person marked); `edited` if a person
    changed it, before it was accepted or since. `observability` says whether any imagery could
    show it.
    """

    uid: str
    id: str
    title: str
    place: Place | None = None
    when: EventTime | None = None
    objects: tuple[ReportedObject, ...] = ()
    event_class: str | None = None
    status: Status = "asserted"
    attribution: tuple[str, ...] = ()
    reliability: str | None = None
    credibility: int | None = None
    claim: str | None = None
    note: str | None = None
    source: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    version: int = 1
    report: str | None = None
    spans: tuple[Span, ...] = ()
    observability: Observability | None = None
    made_by: str | None = None
    suggestion: str | None = None
    edited: bool = False

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue("an observation has an empty id; give it one.")
        if self.status not in STATUSES:
            raise InvalidValue(f"status {self.status!r} is not one of {', '.join(STATUSES)}.")
        if self.observability not in (None, *OBSERVABILITIES):
            raise InvalidValue(
                f"observability {self.observability!r} is not one of {', '.join(OBSERVABILITIES)}."
            )

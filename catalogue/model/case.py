"""Investigations and where was searched for imagery, with what one could not find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model.ranges import check_range

Sensitivity = Literal["open", "restricted", "secret"]
SENSITIVITIES: tuple[str, ...] = get_args(Sensitivity)


@dataclass(frozen=True, slots=True)
class Case:
    """One investigation: its question, what it is about and how carefully it is to be handled.

    `reports` and `observations` are uids; `places` is an area of interest in lon/lat.
    `closed` is when it was closed (UTC), None while it is open.
    """

    uid: str
    id: str
    question: str
    author: str
    made: str
    title: str = ""
    reports: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    places: BaseGeometry | None = None
    sensitivity: Sensitivity = "restricted"
    note: str | None = None
    closed: str | None = None
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue("a case has an empty id; give it one.")
        if self.sensitivity not in SENSITIVITIES:
            raise InvalidValue(
                f"sensitivity {self.sensitivity!r} is not one of {', '.join(SENSITIVITIES)}."
            )


@dataclass(frozen=True, slots=True)
class Search:
    """One search for imagery somewhere, also one made by hand elsewhere; finding none is a result.

    `provider` is who was asked, `endpoint` the address of an API. `searched` is when: a moment in
    UTC, or a date. `area` is the true area, `sent_area` the one the provider was told (None: not
    stated). `when` is the interval asked for; `filters` what else ({"cloud_max_pct": 30}).
    `found` is how many there were, None if nobody said; `scenes` those in this catalogue (uids),
    `observations` the claims it was made for. `request` is what was sent, `error` why it failed.
    `name` makes it a saved search; `again` is the search that this one repeats.
    """

    uid: str
    provider: str
    searched: str
    author: str
    area: BaseGeometry | None = None
    sent_area: BaseGeometry | None = None
    when: Interval | None = None
    endpoint: str | None = None
    collections: tuple[str, ...] = ()
    filters: Mapping[str, Any] = field(default_factory=dict)
    found: int | None = None
    scenes: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    case: str | None = None
    by_hand: bool = False
    request: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    name: str | None = None
    again: str | None = None
    note: str | None = None
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.provider.strip():
            raise InvalidValue("a search needs its provider: who was asked for imagery?")
        check_range("found", self.found, 0, 1e9, "scenes")

"""What people add around claims and scenes: one kind of record each, kept in the same way."""

from __future__ import annotations

from typing import TypeVar

from catalogue.model.assessment import Assessment, Look
from catalogue.model.case import Case, Search
from catalogue.model.photo import Nudge, Photo, Tuning

Evidence = Assessment | Look | Case | Search | Photo | Nudge | Tuning
E = TypeVar("E", bound=Evidence)
EVIDENCE: tuple[type[Evidence], ...] = (Assessment, Look, Case, Search, Photo, Nudge, Tuning)


def kind_of(cls: type) -> str:
    """What names a kind of record in the history: "assessment", "search"..."""
    return cls.__name__.lower()


def subjects(record: Evidence) -> tuple[str | None, str | None, str | None]:
    """The observation, scene and case (uids) that a record is about."""
    return (
        getattr(record, "observation", None),
        getattr(record, "scene", None),
        getattr(record, "case", None),
    )

"""Links: which scene could have shown an observation, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalogue.model.cloud import CloudAtPlace

Role = Literal["before", "during", "between", "after"]
Certainty = Literal["certain", "possible"]
Level = Literal["good", "limited", "unusable"]
TermName = Literal["place", "timing", "sharpness", "clear_view", "sensor"]
# What an image is to serve for, as NIIRS and Johnson's criteria part it.
Task = Literal["detect", "recognise", "identify"]


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of a score in [0, 1]. Unknown: low 0, high 1, value a documented prior."""

    name: TermName
    low: float
    high: float
    value: float
    reason: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """Could this scene have shown it? Product of the terms; not a probability.

    `limiting` names the term that limits most, `level` is what the screen says.
    """

    low: float
    high: float
    value: float
    level: Level
    limiting: TermName
    terms: tuple[Term, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence a term, the limiting one first."""
        first = sorted(self.terms, key=lambda t: t.name != self.limiting)
        return tuple(term.reason for term in first)


@dataclass(frozen=True, slots=True)
class Link:
    """A scene that could have shown an observation. Computed, reproducible, never edited.

    `roles` holds one role per occurrence; `role` is the one to show. `covered` is the share of
    the place inside the valid footprint (0 to 1). `dt_s` is the gap in time to the nearest
    occurrence, negative before it, 0 during. `cloud` is what the scene's mask says of the place.
    """

    observation: str
    scene: str
    role: Role
    roles: tuple[Role, ...]
    certainty: Certainty
    covered: float
    dt_s: float
    score: Score
    cloud: CloudAtPlace | None = None

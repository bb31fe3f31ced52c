"""What an `add` or `observe` did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that did not go in: where it stood, what was wrong, and the way out."""

    source: str
    reason: str
    row: int | None = None
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an `add` or `observe` did, row by row. Every file that was found is in one of these."""

    added: int = 0
    unchanged: int = 0
    updated: int = 0
    consumed: Sequence[str] = ()
    warnings: Sequence[str] = ()
    rejected: Sequence[Rejected] = ()

"""What a person may say about the imagery that is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.imagery.limits import Limits
from catalogue.model import Provenance


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`when` (ISO 8601 or EDTF) wins over every time found in the files.

    `collection` is for files that name none. `workers` is the number of child processes.
    """

    when: str | None = None
    collection: str | None = None
    obtained_from: str | None = None
    licence: str | None = None
    attribution: str | None = None
    workers: int = 1
    limits: Limits = field(default_factory=Limits)

    @property
    def provenance(self) -> Provenance:
        """Where the files came from, as far as it was said."""
        return Provenance(self.obtained_from, self.licence, self.attribution)

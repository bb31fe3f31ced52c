"""What every store can do with assessments, looks, cases, searches, photographs and the like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from catalogue.model import E, Evidence


class EvidenceStore(Protocol):
    """The part of `catalogue.store.protocol.Store` that is about `catalogue.model.Evidence`."""

    def put_evidence(self, records: Sequence[Evidence]) -> None:
        """Insert, or replace by kind and uid (the old version goes to history)."""

    def evidence(self, kind: type[E], uid: str) -> E:
        """Also a withdrawn one. Raises NotFound."""

    def find_evidence(
        self,
        kind: type[E],
        *,
        observation: str | None = None,
        scene: str | None = None,
        case: str | None = None,
    ) -> list[E]:
        """All of a kind, withdrawn ones too, in the order in which they were first put.

        Of one observation, scene or case (uids) where given.
        """

    def evidence_versions(self, kind: type[E], uid: str) -> list[E]:
        """The superseded versions of a record, oldest first."""

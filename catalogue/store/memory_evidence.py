"""Assessments, cases, searches and the like in the store of plain dicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from catalogue.model import E, Evidence, kind_of, subjects
from catalogue.store import rules
from catalogue.store.codec import row_digest
from catalogue.store.memory_base import MemoryBase


class MemoryEvidence(MemoryBase):
    """Implements `catalogue.store.protocol_evidence.EvidenceStore`."""

    def put_evidence(self, records: Sequence[Evidence]) -> None:
        """Insert, or replace by kind and uid."""
        with self._lock:
            state = self._writing()
            for record in records:
                row_digest(record)
                key = (kind_of(type(record)), record.uid)
                if key in state.evidence:
                    state.superseded.append(state.evidence[key])
                state.evidence[key] = record

    def evidence(self, kind: type[E], uid: str) -> E:
        """Also a withdrawn one. Raises NotFound."""
        with self._lock:
            found = self._open().evidence.get((kind_of(kind), uid))
        if found is None:
            raise rules.no_evidence(kind_of(kind), uid)
        return cast(E, found)

    def find_evidence(
        self,
        kind: type[E],
        *,
        observation: str | None = None,
        scene: str | None = None,
        case: str | None = None,
    ) -> list[E]:
        """All of a kind in the order in which they were first put."""
        wanted = (observation, scene, case)
        with self._lock:
            every = list(self._open().evidence.values())
        return [
            record
            for record in every
            if isinstance(record, kind)
            and all(w is None or w == s for w, s in zip(wanted, subjects(record), strict=True))
        ]

    def evidence_versions(self, kind: type[E], uid: str) -> list[E]:
        """The superseded versions of a record, oldest first."""
        with self._lock:
            every = self._open().superseded
            return [r for r in every if isinstance(r, kind) and r.uid == uid]

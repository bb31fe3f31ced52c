"""Assessments, cases, searches and the like in the GeoPackage: one table, no layer."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.model import E, Evidence, kind_of, subjects
from catalogue.store import rules
from catalogue.store.codec import dumps, evidence_from_json, evidence_to_json, loads
from catalogue.store.geopackage.database import Database

_INSERT = (
    "INSERT INTO evidence (kind, uid, observation, scene, case_uid, version, record)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE evidence SET (observation, scene, case_uid, version, record) = (?, ?, ?, ?, ?)"
    " WHERE eid = ?"
)
_TO_HISTORY = (
    "INSERT INTO evidence_history (kind, uid, version, record)"
    " SELECT kind, uid, version, record FROM evidence WHERE eid = ?"
)


class EvidenceParts:
    """Implements `catalogue.store.protocol_evidence.EvidenceStore` over its table."""

    _db: Database

    def put_evidence(self, records: Sequence[Evidence]) -> None:
        """Insert, or replace by kind and uid."""
        self._db.writing()
        for record in records:
            kind = kind_of(type(record))
            values = (*subjects(record), record.version, dumps(evidence_to_json(record)))
            known = self._db.one(
                "SELECT eid FROM evidence WHERE kind = ? AND uid = ?", (kind, record.uid)
            )
            if known is None:
                self._db.write(_INSERT, (kind, record.uid, *values))
            else:
                self._db.write(_TO_HISTORY, known)
                self._db.write(_UPDATE, (*values, *known))

    def evidence(self, kind: type[E], uid: str) -> E:
        """Also a withdrawn one. Raises NotFound."""
        row = self._db.one(
            "SELECT record FROM evidence WHERE kind = ? AND uid = ?", (kind_of(kind), uid)
        )
        if row is None:
            raise rules.no_evidence(kind_of(kind), uid)
        return evidence_from_json(kind, loads(row[0]))

    def find_evidence(
        self,
        kind: type[E],
        *,
        observation: str | None = None,
        scene: str | None = None,
        case: str | None = None,
    ) -> list[E]:
        """All of a kind in the order in which they were first put."""
        wanted = {"observation": observation, "scene": scene, "case_uid": case}
        given: dict[str, str] = {name: uid for name, uid in wanted.items() if uid is not None}
        where = "".join(f" AND {name} = ?" for name in given)
        rows = self._db.rows(
            f"SELECT record FROM evidence WHERE kind = ?{where} ORDER BY eid",  # noqa: S608
            (kind_of(kind), *given.values()),
        )
        return [evidence_from_json(kind, loads(row[0])) for row in rows]

    def evidence_versions(self, kind: type[E], uid: str) -> list[E]:
        """The superseded versions of a record, oldest first."""
        rows = self._db.rows(
            "SELECT record FROM evidence_history WHERE kind = ? AND uid = ? ORDER BY hid",
            (kind_of(kind), uid),
        )
        return [evidence_from_json(kind, loads(row[0])) for row in rows]

"""Reports and decisions in the GeoPackage: tables of their own, no layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.errors import NotFound
from catalogue.model import Decision, Observation, Report
from catalogue.store import rules
from catalogue.store.codec import (
    decision_from_json,
    decision_to_json,
    dumps,
    loads,
    observation_from_json,
    report_from_json,
    report_to_json,
)
from catalogue.store.geopackage.database import Database

PAGE_ROWS = 100
_COLUMNS = "uid, id, title, publisher, url, published, language, sha256, version, record"
_INSERT = f"INSERT INTO reports ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_UPDATE = f"UPDATE reports SET ({_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE fid = ?"  # noqa: S608
_TO_HISTORY = (
    "INSERT INTO reports_history (uid, version, record)"
    " SELECT uid, version, record FROM reports WHERE fid = ?"
)
_OF_REPORT = (
    "SELECT record FROM observations WHERE json_extract(record, '$.report') = ? ORDER BY id, uid"
)


class ReportTable:
    """The reports' part of the store; see `catalogue.store.protocol_reports.ReportStore`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, reports: Sequence[Report]) -> None:
        """Insert, or replace by uid. Raises Conflict if another report has the same id."""
        self._db.writing()
        for report in reports:
            known = self._db.one("SELECT fid FROM reports WHERE uid = ?", (report.uid,))
            taken = self._db.one("SELECT uid FROM reports WHERE id = ?", (report.id,))
            if taken is not None and taken[0] != report.uid:
                raise rules.report_taken(report.id)
            if known is None:
                self._db.write(_INSERT, _values(report))
            else:
                self._db.write(_TO_HISTORY, known)
                self._db.write(_UPDATE, (*_values(report), *known))

    def get(self, uid: str) -> Report:
        """One report. Raises NotFound."""
        found = self._one("uid", uid)
        if found is None:
            raise NotFound(f"no report {uid!r}; list what there is with `catalogue reports`.")
        return found

    def named(self, id: str) -> Report | None:
        """The report with this id."""
        return self._one("id", id)

    def with_hash(self, sha256: str) -> Report | None:
        """A report whose text has this sha256."""
        return self._one("sha256", sha256)

    def all(self) -> Iterator[Report]:
        """In order of id."""
        start = ""
        while True:
            page = self._db.rows(
                "SELECT record, id FROM reports WHERE id > ? ORDER BY id LIMIT ?",
                (start, PAGE_ROWS),
            )
            for record, _ in page:
                yield report_from_json(loads(record))
            if len(page) < PAGE_ROWS:
                return
            start = page[-1][1]

    def versions(self, uid: str) -> list[Report]:
        """Superseded versions, oldest first."""
        sql = "SELECT record FROM reports_history WHERE uid = ? ORDER BY hid"
        return [report_from_json(loads(row[0])) for row in self._db.rows(sql, (uid,))]

    def count(self) -> int:
        """How many there are."""
        row = self._db.one("SELECT count(*) FROM reports")
        return int(row[0]) if row else 0

    def observations(self, uid: str) -> list[Observation]:
        """The observations that were taken from a report."""
        return [observation_from_json(loads(row[0])) for row in self._db.rows(_OF_REPORT, (uid,))]

    def put_decisions(self, decisions: Sequence[Decision]) -> None:
        """Insert, or replace by (report, suggestion)."""
        self._db.writing()
        self._db.write_many(
            "INSERT OR REPLACE INTO report_decisions VALUES (?, ?, ?, ?)",
            [(d.report, d.suggestion, d.start, dumps(decision_to_json(d))) for d in decisions],
        )

    def decisions(self, report: str | None) -> list[Decision]:
        """By (report, start, suggestion)."""
        rows = self._db.rows(
            "SELECT record FROM report_decisions WHERE ?1 IS NULL OR report = ?1"
            " ORDER BY report, start, suggestion",
            (report,),
        )
        return [decision_from_json(loads(row[0])) for row in rows]

    def _one(self, column: str, value: str) -> Report | None:
        row = self._db.one(
            f"SELECT record FROM reports WHERE {column} = ? ORDER BY id LIMIT 1",  # noqa: S608
            (value,),
        )
        return None if row is None else report_from_json(loads(row[0]))


def _values(report: Report) -> tuple[Any, ...]:
    return (
        report.uid,
        report.id,
        report.title,
        report.publisher,
        report.url,
        report.published,
        report.language,
        report.sha256,
        report.version,
        dumps(report_to_json(report)),
    )

"""Taking words out of the GeoPackage for good: superseded versions, payloads, freed pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from catalogue.errors import StoreError
from catalogue.model import EVIDENCE, kind_of
from catalogue.store import rules
from catalogue.store.codec import (
    annotation_from_json,
    annotation_to_json,
    dumps,
    evidence_from_json,
    evidence_to_json,
    loads,
    observation_from_json,
    observation_to_json,
    report_from_json,
    report_to_json,
    scene_from_json,
    scene_to_json,
)
from catalogue.store.geopackage.connect import translated
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.journal_table import JournalTable
from catalogue.store.protocol_reports import Change

PAGE_ROWS = 200
_Read = Callable[[Any], Any]
_Write = Callable[[Any], Any]
_HISTORIES: Mapping[str, tuple[_Read, _Write]] = {
    "reports_history": (report_from_json, report_to_json),
    "observations_history": (observation_from_json, observation_to_json),
    "annotations_history": (annotation_from_json, annotation_to_json),
    "scenes_history": (scene_from_json, scene_to_json),
}


def _histories() -> Iterator[tuple[str, str, _Read, _Write]]:
    """Table, which of its rows, and how a record there is read and written."""
    for table, (read, write) in _HISTORIES.items():
        yield table, "", read, write
    for kind in EVIDENCE:
        of_kind = f" AND kind = '{kind_of(kind)}'"
        yield "evidence_history", of_kind, partial(evidence_from_json, kind), evidence_to_json


class RedactionTables:
    """What redaction needs of the tables; see `catalogue.store.protocol_reports.ReportStore`."""

    def __init__(self, db: Database, journal: JournalTable) -> None:
        self._db = db
        self._journal = journal

    def rewrite_versions(self, change: Change) -> int:
        """Put every superseded version through `change`."""
        self._db.writing()
        return sum(self._rewrite(*of, change) for of in _histories())

    def _rewrite(self, table: str, where: str, read: _Read, write: _Write, change: Change) -> int:
        last = changed = 0
        while True:
            page = self._db.rows(
                f"SELECT hid, record FROM {table} WHERE hid > ?{where}"  # noqa: S608
                " ORDER BY hid LIMIT ?",
                (last, PAGE_ROWS),
            )
            for hid, text in page:
                old = read(loads(text))
                new = change(old)
                if new is not old:
                    changed += 1
                    values = (dumps(write(new)), hid)
                    self._db.write(f"UPDATE {table} SET record = ? WHERE hid = ?", values)  # noqa: S608
            if len(page) < PAGE_ROWS:
                return changed
            last = page[-1][0]

    def erase_payloads(self, ids: Sequence[str]) -> None:
        """Remove payload and salt of these entries. Raises StoreError without a redaction."""
        self._db.writing()
        by = rules.check_redaction(self._journal.head())
        self._db.write_many(
            "INSERT INTO journal_erased SELECT ?1, ?2 WHERE NOT EXISTS"
            " (SELECT 1 FROM journal_erased WHERE id = ?1)",
            [(entry, by) for entry in ids],
        )
        self._db.write_many(
            "DELETE FROM journal_payloads WHERE id = ?", [(entry,) for entry in ids]
        )

    def purge(self) -> None:
        """Write the file anew, without its free space, and empty the write-ahead log."""
        path = self._db.live()
        with self._db.alone() as db, translated(path):
            # VACUUM takes nothing along but what stands in the tables; the log it went through,
            # and what was in it before, ends with the checkpoint.
            # The index of words keeps what was deleted from it in its segments until it is rebuilt.
            db.execute("INSERT INTO search_texts (search_texts) VALUES ('rebuild')")
            db.execute("VACUUM")
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy is None or busy[0]:
            raise StoreError(
                f"{path} is being read by another program, so old pages are still in its log. "
                "Close the others and run `catalogue redact` again: what is left goes then."
            )

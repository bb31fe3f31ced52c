"""The journal in the GeoPackage: written once, guarded by triggers (see the first migration)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.errors import InvalidValue, StoreError
from catalogue.journal import Entry
from catalogue.store import rules
from catalogue.store.geopackage.database import Database, Row

PAGE_ROWS = 200
_WRITTEN = ("origin", "seq", "prev", "id", "wall", "actor", "op", "digest", "hash")
_SELECT = (
    "SELECT j.origin, j.seq, j.prev, j.id, j.wall, j.actor, j.op, j.digest, j.hash,"
    " p.payload, p.salt FROM journal AS j LEFT JOIN journal_payloads AS p ON p.id = j.id"
    " WHERE j.origin = ?"
)


class JournalTable:
    """The journal's part of the store; see `catalogue.store.protocol.Store`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        row = db.one("SELECT value FROM catalogue_meta WHERE name = 'origin'")
        if row is None:
            raise StoreError(f"{db.path} has no replica id; it is damaged. Bring back a snapshot.")
        self.origin: str = row[0]

    def head(self) -> Entry | None:
        """The newest entry of this replica."""
        row = self._db.one(_SELECT + " ORDER BY j.seq DESC LIMIT 1", (self.origin,))
        return None if row is None else _entry(row)

    def append(self, entry: Entry) -> None:
        """Add one entry. Raises JournalBroken unless it follows the head."""
        self._db.writing()
        rules.check_follows(entry, self.head(), self.origin)
        if entry.payload is None or entry.salt is None:
            raise InvalidValue(f"entry {entry.seq} has no payload; a new one needs it.")
        self._db.write(
            "INSERT INTO journal (origin, seq, prev, id, wall, actor, op, digest, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            tuple(getattr(entry, name) for name in _WRITTEN),
        )
        self._db.write(
            "INSERT INTO journal_payloads VALUES (?, ?, ?)", (entry.id, entry.payload, entry.salt)
        )
        self._db.touched("journal", None)

    def entries(self, after: int) -> Iterator[Entry]:
        """Entries with seq > after, in order."""
        sql = _SELECT + " AND j.seq > ? ORDER BY j.seq LIMIT ?"
        while True:
            page = self._db.rows(sql, (self.origin, after, PAGE_ROWS))
            for row in page:
                yield _entry(row)
            if len(page) < PAGE_ROWS:
                return
            after = page[-1][1]


def _entry(row: Row) -> Entry:
    return Entry(*row)

"""One writer connection behind a lock, one reader connection for each thread."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from catalogue.errors import StoreError
from catalogue.store import rules
from catalogue.store.extents import Box
from catalogue.store.geopackage.connect import connect, translated
from catalogue.store.geopackage.migrate import Migration, migrate, migrations

Row = tuple[Any, ...]


class Database:
    """SQL on the live file. Reads inside a transaction, on its thread, see what it wrote.

    Every read fetches all of its rows at once, so that no cursor outlives a call: a reader that
    lingers would keep the write-ahead log from being cleared.
    """

    def __init__(
        self, path: Path, *, create: bool = False, steps: Sequence[Migration] | None = None
    ) -> None:
        self.path = path
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._watch_lock = threading.Lock()
        self._owner: int | None = None
        self._depth = 0
        self._doomed = False
        self._closed = False
        self._touched: dict[str, Box | None] = {}
        self._local = threading.local()
        self._readers: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._writer = connect(path, write=True, create=create)
        try:
            with translated(path):
                migrate(self._writer, path, migrations() if steps is None else steps)
            self._watch = connect(path, write=False)
        except BaseException:
            self._writer.close()
            raise

    def close(self) -> None:
        """Close every connection; waits for a transaction of another thread."""
        with self._lock, self._watch_lock:
            if self._closed:
                return
            self._closed = True
            with translated(self.path):
                for reader in list(self._readers):
                    reader.close()
                self._watch.close()
                self._writer.close()

    def data_version(self) -> int:
        """Differs after any commit, of this process or another, from what it was before."""
        with self._watch_lock:
            self._check()
            with translated(self.path):
                # The watching connection never writes, so to it every commit is someone else's.
                return int(self._watch.execute("PRAGMA data_version").get)

    # -- reading -------------------------------------------------------------------------------
    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        with translated(self.path):
            return self._connection().execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        with translated(self.path):
            return self._connection().execute(sql, values).fetchone()

    def reader(self) -> apsw.Connection:
        """This thread's own reader, outside any transaction."""
        self._check()
        db: apsw.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = connect(self.path, write=False)
            self._local.db = db
            self._readers.add(db)
        return db

    def live(self) -> Path:
        """The file's path, for `connect` only. Raises StoreError once it is closed."""
        self._check()
        return self.path

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads of one state: what others commit in between is not seen."""
        db = self._connection()
        if db.in_transaction:
            yield
            return
        with translated(self.path):
            db.execute("BEGIN")
        try:
            yield
        finally:
            with translated(self.path):
                db.execute("COMMIT")

    def inside(self) -> bool:
        """True if this thread is inside a transaction, so that what it reads may be undone."""
        return self._owner == threading.get_ident()

    def _connection(self) -> apsw.Connection:
        if self._owner == threading.get_ident():
            self._check()
            return self._writer
        return self.reader()

    def _check(self) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed; open it again.")
        if os.getpid() != self._pid:
            raise StoreError(
                f"{self.path} was opened by the parent process; open it again in this one."
            )

    # -- writing -------------------------------------------------------------------------------
    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inner ones join the outer, and one that fails undoes all."""
        with self._lock:
            self._check()
            if self._depth:
                with self._joined():
                    yield
                return
            with translated(self.path):
                self._writer.execute("BEGIN IMMEDIATE")
            self._owner, self._depth, self._doomed = threading.get_ident(), 1, False
            try:
                yield
                if self._doomed:
                    raise rules.doomed()
                self._write_contents()
                with translated(self.path):
                    self._writer.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._owner, self._depth = None, 0
                self._touched.clear()

    @contextmanager
    def _joined(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        except BaseException:
            self._doomed = True
            raise
        finally:
            self._depth -= 1

    @contextmanager
    def alone(self) -> Iterator[apsw.Connection]:
        """The writer, outside any transaction, while no other thread writes.

        For what SQLite does not do inside a transaction. Raises StoreError inside one.
        """
        with self._lock:
            self._check()
            if self._depth:
                raise StoreError("this cannot be done inside a transaction.")
            yield self._writer

    def _roll_back(self) -> None:
        # SQLite has already rolled back after some errors, such as a full disk.
        if self._writer.in_transaction:
            with translated(self.path):
                self._writer.execute("ROLLBACK")

    def writing(self) -> None:
        """Raise StoreError unless this thread is inside a transaction."""
        self._check()
        if self._owner != threading.get_ident():
            raise rules.outside()

    def write(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement that changes something."""
        self.writing()
        with translated(self.path):
            self._writer.execute(sql, values)

    @contextmanager
    def large_cache(self, kib: int) -> Iterator[None]:
        """Keep more of the file in memory than usual while much is written."""
        with translated(self.path):
            before = self._writer.execute("PRAGMA cache_size").get
            self._writer.execute(f"PRAGMA cache_size = -{kib}")
        try:
            yield
        finally:
            with translated(self.path):
                self._writer.execute(f"PRAGMA cache_size = {before}")

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same statement for each row."""
        self.writing()
        with translated(self.path):
            self._writer.executemany(sql, rows)

    def insert(self, sql: str, values: Sequence[Any]) -> int:
        """One INSERT; returns the new row's number."""
        self.write(sql, values)
        return int(self._writer.last_insert_rowid())

    # -- what GeoPackage readers are told of a layer --------------------------------------------
    def touched(self, layer: str, bounds: Box | None) -> None:
        """Note that a layer changed; its extent and time of change are written at the commit."""
        known = self._touched.get(layer)
        if known and bounds:
            bounds = (
                min(known[0], bounds[0]),
                min(known[1], bounds[1]),
                max(known[2], bounds[2]),
                max(known[3], bounds[3]),
            )
        self._touched[layer] = bounds or known

    def _write_contents(self) -> None:
        for layer, bounds in self._touched.items():
            self.write(
                "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
                " WHERE table_name = ?",
                (layer,),
            )
            if bounds:
                self.write(
                    "UPDATE gpkg_contents SET min_x = min(ifnull(min_x, ?1), ?1),"
                    " min_y = min(ifnull(min_y, ?2), ?2), max_x = max(ifnull(max_x, ?3), ?3),"
                    " max_y = max(ifnull(max_y, ?4), ?4) WHERE table_name = ?5",
                    (*bounds, layer),
                )

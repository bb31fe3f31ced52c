"""Numbered SQL files, each in one transaction: a kill in between leaves the old or the new."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import apsw

from catalogue.errors import StoreError
from catalogue.interval import format_utc

_NAME = re.compile(r"(\d{4})_(\w+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    number: int
    name: str
    sql: str


def migrations() -> list[Migration]:
    """The steps this version knows, in order."""
    found = []
    for file in (files("catalogue.store.geopackage") / "sql").iterdir():
        match = _NAME.fullmatch(file.name)
        if match:
            found.append(Migration(int(match[1]), match[2], file.read_text(encoding="utf-8")))
    return sorted(found, key=lambda step: step.number)


def migrate(db: apsw.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Bring the file to the newest step; an empty file becomes a catalogue.

    Raises StoreError for a file of a newer version and for one that is no catalogue.
    """
    if applied(db, path) == steps[-1].number:
        check_newer(db, path, steps)
        return
    for step in steps:
        db.execute("BEGIN IMMEDIATE")
        try:
            # Read again under the lock: another process may have been faster.
            if applied(db, path) < step.number:
                _apply(db, step)
            check_newer(db, path, steps)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def applied(db: apsw.Connection, path: Path) -> int:
    """The number of the newest step in the file, 0 if it is empty. Raises StoreError."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "catalogue_migrations" in tables:
        row = db.execute("SELECT max(number) FROM catalogue_migrations").fetchone()
        return int(row[0] or 0) if row else 0
    if tables:
        raise StoreError(
            f"{path} is a database, but no catalogue. Choose another folder; to take its rows in "
            "as observations use `catalogue observe`."
        )
    return 0


def check_newer(db: apsw.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Raise StoreError if the file has steps that this version does not know."""
    newest = applied(db, path)
    if newest > steps[-1].number:
        raise StoreError(
            f"{path} was written by a newer version (schema {newest}, this one knows up to "
            f"{steps[-1].number}). Update imagery-catalogue to open it."
        )


def _apply(db: apsw.Connection, step: Migration) -> None:
    db.execute(step.sql)
    if step.number == 1:
        db.execute("INSERT INTO catalogue_meta VALUES ('origin', ?)", (str(uuid.uuid4()),))
    wall = format_utc(datetime.now(UTC))
    db.execute("INSERT INTO catalogue_migrations VALUES (?, ?, ?)", (step.number, step.name, wall))

"""A consistent copy of the catalogue that any program may open."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from catalogue.errors import StoreError
from catalogue.store.geopackage.connect import connect, translated


def snapshot(live: Path, path: Path) -> Path:
    """Write a copy of the live file to `path`, which must not exist: all of it or nothing.

    The copy is in rollback-journal mode: one file, readable from read-only media.
    """
    if path.exists():
        raise StoreError(f"{path} exists already; name a new file for the snapshot.")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; make it first.")
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        _copy(live, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _copy(live: Path, part: Path) -> None:
    # A query-only reader may not do this; the copy itself only reads the live file.
    db = connect(live, write=True)
    try:
        with translated(part):
            db.execute("VACUUM INTO ?", (str(part),))
    finally:
        db.close()

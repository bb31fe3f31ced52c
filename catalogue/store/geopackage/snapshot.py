"""A consistent copy of the catalogue that any program may open."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import apsw

from catalogue.errors import StoreError
from catalogue.store.geopackage.connect import translated


def snapshot(db: apsw.Connection, path: Path) -> Path:
    """Write a copy as of now to `path`, which must not exist; it is complete or not there.

    The copy is in rollback-journal mode: one file, readable from read-only media.
    """
    if path.exists():
        raise StoreError(f"{path} exists already; name a new file for the snapshot.")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; make it first.")
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with translated(path):
            db.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path

"""A file of ready tiles: MBTiles 1.3, an SQLite file that GDAL and QGIS open too.

Rows of MBTiles count from the bottom, ours from the top. Tiles that show nothing are left out,
equal ones are kept once. The file is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

import apsw

Key = tuple[int, int, int]  # z, x, y; y from the top

_SCHEMA = """
CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE images (id BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, id BLOB NOT NULL,
  PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, data AS tile_data
  FROM map JOIN images USING (id);
"""
_FIND = """SELECT data FROM map JOIN images USING (id)
  WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"""


def write_tiles(path: Path, tiles: Iterable[tuple[Key, bytes]], metadata: Mapping[str, str]) -> int:
    """Write the file and return how many tiles there are; on an error nothing is left behind."""
    part = path.with_name(f".{uuid.uuid4().hex}.part.mbtiles")
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    try:
        db = apsw.Connection(str(part))
        try:
            db.pragma("journal_mode", "off")  # a torn draft is thrown away, never repaired
            db.pragma("synchronous", "off")
            db.execute(_SCHEMA)
            with db:
                db.executemany("INSERT INTO metadata VALUES (?, ?)", list(metadata.items()))
                for (z, x, y), data in tiles:
                    digest = hashlib.sha256(data).digest()[:16]
                    db.execute("INSERT OR IGNORE INTO images VALUES (?, ?)", (digest, data))
                    db.execute("INSERT INTO map VALUES (?, ?, ?, ?)", (z, x, _flip(z, y), digest))
                    count += 1
        finally:
            db.close()
        _to_disk(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flip(z: int, y: int) -> int:
    return int((1 << z) - 1 - y)


class TileFile:
    """An open file of tiles, for one thread at a time. Raises FileNotFoundError if it is gone."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise FileNotFoundError(path)
        # It is never written again once it has its name: no locks, no look at a journal.
        uri = f"{path.resolve().as_uri()}?immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        self._db = apsw.Connection(uri, flags=flags)
        self._db.pragma("mmap_size", 1 << 30)
        rows = self._db.execute("SELECT name, value FROM metadata")
        self.metadata = {str(name): str(value) for name, value in rows}

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The tile as it was written; None if it shows nothing."""
        row = self._db.execute(_FIND, (z, x, _flip(z, y))).fetchone()
        return None if row is None else row[0]

    def places(self) -> list[Key]:
        """Every tile there is, coarse ones first."""
        rows = self._db.execute("SELECT zoom_level, tile_column, tile_row FROM map")
        return [(int(z), int(x), _flip(int(z), int(y))) for z, x, y in rows]

    def close(self) -> None:
        """Release the file; twice is harmless."""
        self._db.close()

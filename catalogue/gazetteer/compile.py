"""Compile the gazetteer: one read-only SQLite file, whole or not there at all."""

from __future__ import annotations

import gc
import os
import secrets
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import apsw

from catalogue.errors import StoreError
from catalogue.gazetteer import sources
from catalogue.gazetteer.entry import KINDS
from catalogue.gazetteer.fold import fold
from catalogue.gazetteer.sources import Draft

FORMAT = 1
MAIN, SHORT, ALTERNATE, CODE = range(4)
Progress = Callable[[int, int | None], None]
_STEPS = 8
_LONGEST = 80
_STALE_S = 3600
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL, cc TEXT,
  admin1 INTEGER, admin2 INTEGER, lon REAL NOT NULL, lat REAL NOT NULL, radius_m REAL NOT NULL,
  population INTEGER, capital INTEGER NOT NULL
);
-- places: 32-bit little-endian numbers, row * 4 + how the place carries the name
CREATE TABLE name (key TEXT PRIMARY KEY, places BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT NOT NULL, cc TEXT NOT NULL, PRIMARY KEY (key, cc)) WITHOUT ROWID;
"""
_INSERT = "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INDEXES = """
-- of names in Latin letters, for spelling mistakes at their beginning
CREATE INDEX name_end ON name (substr(key, -4)) WHERE key < '{';
CREATE INDEX place_field ON place (cc) WHERE kind = 4;
"""


def compile_gazetteer(
    path: Path, *, drafts: Sequence[Draft] | None = None, progress: Progress | None = None
) -> None:
    """Write the gazetteer to `path`: of all the packages hold, or of `drafts` alone.

    It is written under another name and takes its own at the end; a run that was killed leaves
    only a draft, which a later run removes. Raises StoreError where the folder refuses.
    """
    tell = progress or (lambda _done, _total: None)
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        with _no_collection():
            _write(draft, _by_importance(_all(tell) if drafts is None else drafts), tell)
        _sync(draft)
        os.replace(draft, path)
    except (OSError, apsw.Error) as error:
        raise StoreError(
            f"the gazetteer cannot be written to {path.parent}: {error}. Make room (100 MB) or "
            "name another folder with CATALOGUE_GAZETTEER."
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    tell(_STEPS, _STEPS)


def _sync(path: Path) -> None:
    # On disk before it has its name: a power cut must not leave a name without content.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    for old in folder.glob(".gazetteer-*.part"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _STALE_S:
                old.unlink()


def _all(tell: Progress) -> list[Draft]:
    tell(0, _STEPS)
    towns = sources.towns()
    tell(2, _STEPS)
    rest = [*sources.areas(towns), *sources.airfields(), *sources.regions()]
    tell(3, _STEPS)
    return [*rest, *towns]


def _by_importance(drafts: Sequence[Draft]) -> list[Draft]:
    """Countries, then seas and regions, then by people, most first."""
    order = {"country": 0, "continent": 1, "ocean": 1, "sea": 1, "strait": 1, "region": 1}
    return sorted(drafts, key=lambda d: (order.get(d.kind, 2), -(d.population or 0), d.id))


def _write(path: Path, drafts: Sequence[Draft], tell: Progress) -> None:
    # Not the live catalogue, but the same library: one SQLite in the process.
    db = apsw.Connection(str(path))
    try:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA page_size = 8192")
        db.execute(_SCHEMA)
        with db:
            db.executemany("INSERT INTO meta VALUES (?, ?)", _meta().items())
            db.executemany(_INSERT, _rows(drafts))
            tell(4, _STEPS)
            db.executemany("INSERT INTO name VALUES (?, ?)", _names(drafts))
            tell(6, _STEPS)
            folded = {(fold(name), cc) for name, cc in sources.demonyms()}
            db.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(folded))
            tell(7, _STEPS)
            db.execute(_INDEXES)
        db.execute("PRAGMA optimize")
    finally:
        db.close()


def _meta() -> dict[str, str]:
    return {"format": str(FORMAT), "licences": sources.LICENCES, **sources.versions()}


def _rows(drafts: Sequence[Draft]) -> Iterator[tuple[object, ...]]:
    row_of = {draft.id: row for row, draft in enumerate(drafts)}
    for row, d in enumerate(drafts):
        yield (
            row,
            d.id,
            d.name,
            KINDS.index(d.kind),
            d.cc,
            row_of.get(d.admin1 or ""),
            row_of.get(d.admin2 or ""),
            d.lon,
            d.lat,
            round(d.radius_m),
            d.population,
            d.capital,
        )


def _names(drafts: Sequence[Draft]) -> Iterator[tuple[str, bytes]]:
    """(key, packed places) in the order of the keys: SQLite then fills its pages in one go."""
    found: list[tuple[str, int]] = []
    for row, d in enumerate(drafts):
        levels = {fold(name): CODE for name in d.codes}
        levels |= dict.fromkeys(map(fold, d.names), ALTERNATE)
        levels |= dict.fromkeys(map(fold, d.short), SHORT)
        levels[fold(d.name)] = MAIN
        found += [(k, row * 4 + level) for k, level in levels.items() if 0 < len(k) <= _LONGEST]
    found.sort()
    for key, group in groupby(found, itemgetter(0)):
        yield key, array("I", map(itemgetter(1), group)).tobytes()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of values and no cycle among them: looking for cycles would take a fifth longer."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

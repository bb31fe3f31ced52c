"""The only place that opens the live file, and only with apsw.

Another SQLite library in this process, or a plain open() and close() of the file, would drop
this process's POSIX locks on it, and commits that were acknowledged could vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from catalogue.errors import StoreError
from catalogue.store.geopackage import gpb

# Before this version SQLite can lose a commit when the WAL is reset under two connections.
OLDEST_SQLITE = (3, 51, 3)
BUSY_MS = 20_000
# Of the file, that a connection keeps in memory at most.
CACHE_KIB = 32_768
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"})
MOUNTS = Path("/proc/mounts")


def connect(path: Path, *, write: bool, create: bool = False) -> apsw.Connection:
    """Open the catalogue's file: WAL and synchronous=FULL; without `write` it is query-only.

    Raises StoreError for an old SQLite, a network file system, or a file that cannot be opened.
    """
    check_sqlite(apsw.sqlite_lib_version())
    check_file_system(path, _mounts())
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    with translated(path):
        db = apsw.Connection(str(path), flags=flags)
        try:
            db.set_busy_timeout(BUSY_MS)
            db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            _register(db)
            if write:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
            else:
                db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
    return db


def check_sqlite(version: str) -> None:
    """Raise StoreError for an SQLite that can lose commits."""
    if tuple(int(part) for part in version.split(".")[:3]) < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise StoreError(
            f"SQLite {version} can lose saved work; {oldest} or newer is needed. "
            "Update apsw: pip install --upgrade apsw."
        )


def check_file_system(path: Path, mounts: str) -> None:
    """Raise StoreError if `path` lies on a network share; `mounts` is as in /proc/mounts."""
    target = path.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_unescaped(fields[1]))
        if (target == point or point in target.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{path} lies on a network share ({kind}), where SQLite's locks do not hold and work "
            "could be lost. Put the catalogue on a local disk."
        )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into a StoreError that says what to do."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreError(
            f"{path} is being written by another program; try again when it is done."
        ) from error
    except apsw.FullError as error:
        raise StoreError(f"no space is left for {path}; nothing was saved. Free some.") from error
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise StoreError(
            f"{path} is damaged or is no catalogue ({error}). Bring back a snapshot of it."
        ) from error
    except apsw.CantOpenError as error:
        raise StoreError(f"{path} cannot be opened; see that it exists and is yours.") from error
    except (apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise StoreError(f"{path} cannot be written; see who may write there.") from error
    except (apsw.ConnectionClosedError, apsw.ThreadingViolationError) as error:
        raise StoreError(f"{path} was closed while it was in use; open it again.") from error
    except apsw.Error as error:
        raise StoreError(f"{path}: {error}") from error


def _mounts() -> str:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:  # no Linux: nothing is known about mounts
        return ""


def _unescaped(text: str) -> str:
    for code, character in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
        text = text.replace(f"\\{code}", character)
    return text


def _register(db: apsw.Connection) -> None:
    # A GeoPackage spatial index that another program added has triggers that call these.
    def side(index: int) -> Callable[..., Any]:
        def value(blob: bytes | None) -> float | None:
            found = None if blob is None else gpb.envelope(blob)
            return None if found is None else found[index]

        return value

    def empty(blob: bytes | None) -> int | None:
        return None if blob is None else int(gpb.envelope(blob) is None)

    is_empty: Callable[..., Any] = empty
    db.create_scalar_function("ST_IsEmpty", is_empty, 1, deterministic=True)
    for index, name in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
        db.create_scalar_function(name, side(index), 1, deterministic=True)

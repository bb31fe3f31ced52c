"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalogue.errors import InvalidValue

LIVE_NAME = "catalogue.gpkg"


@contextmanager
def atomic(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give a path to write to, in the folder of `path`; on success it becomes `path`.

    The content is on disk (fsync) before the name changes. On any error nothing is left behind
    and an existing file stays as it was. Raises InvalidValue if `path` exists and `overwrite` is
    False, for a folder that is missing, for a catalogue's own file, and where the disk refuses.
    """
    check_target(path, overwrite=overwrite)
    # The suffix stays last: GDAL looks at it.
    draft = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.part{path.suffix}")
    try:
        yield draft
        _sync(draft)
        _publish(draft, path, overwrite)
        _sync(path.parent)
    except OSError as error:
        raise InvalidValue(
            f"cannot write {path}: {error.strerror or error}. "
            "Make room or choose another folder; nothing was changed."
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def check_target(path: Path, *, overwrite: bool = False) -> None:
    """Raise InvalidValue where `atomic` would refuse `path`: before long work, not after it."""
    if not path.parent.is_dir():
        raise InvalidValue(f"cannot write {path}: the folder {path.parent} does not exist.")
    # Only names are looked at: opening a live SQLite file here would drop its locks.
    if path.resolve().name.casefold() == LIVE_NAME:
        raise InvalidValue(
            f"cannot write {path}: {LIVE_NAME} is a catalogue's own file; choose another name."
        )
    if path.is_dir():
        raise InvalidValue(f"cannot write {path}: it is a folder; add a file name.")
    if path.exists() and not overwrite:
        raise _exists(path)
    if path.with_name(path.name + "-wal").exists():
        raise InvalidValue(
            f"cannot write {path}: another program has it open (there is a -wal file beside it); "
            "close it there or choose another name."
        )


def _exists(path: Path) -> InvalidValue:
    return InvalidValue(f"{path} exists. Use --overwrite (overwrite=True) to replace it.")


def _publish(draft: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        os.replace(draft, path)
        return
    try:
        os.link(draft, path)  # fails if someone made `path` in the meantime; rename would not
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a file system without hard links
        if path.exists():
            raise _exists(path) from None
        os.replace(draft, path)


def _sync(path: Path) -> None:
    # Some systems refuse to open or to sync a folder; the file itself must succeed.
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)

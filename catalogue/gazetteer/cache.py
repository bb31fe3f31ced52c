"""Where the compiled gazetteer is kept: compiled on first use, anew when a source changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from catalogue.gazetteer.compile import FORMAT, Progress, compile_gazetteer
from catalogue.gazetteer.entry import Entry
from catalogue.gazetteer.gazetteer import Gazetteer
from catalogue.gazetteer.sources import table, versions


def gazetteer_path(folder: Path) -> Path:
    """The file in `folder` for the versions that are installed."""
    tables = [table(name) for name in ("regions", "countries", "states", "demonyms")]
    text = repr((FORMAT, sorted(versions().items()), tables))
    return folder / f"gazetteer-{hashlib.sha256(text.encode()).hexdigest()[:12]}.sqlite"


def open_gazetteer(
    folder: Path,
    *,
    own: Sequence[tuple[Entry, Sequence[str]]] = (),
    progress: Progress | None = None,
) -> Gazetteer:
    """The gazetteer in `folder`, compiled first if it is not there (once, about 20 seconds).

    Files of other versions are removed after that. Raises StoreError if it cannot be made.
    """
    path = gazetteer_path(folder)
    if not path.is_file():
        compile_gazetteer(path, progress=progress)
        for old in folder.glob("gazetteer-*.sqlite"):
            if old != path:
                with suppress(OSError):
                    old.unlink()
    return Gazetteer(path, own)

"""A copy of the catalogue in which names are redacted for good, for others to have."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalogue.model import Redaction
from catalogue.redaction import Redactor, Target, erase, pattern_of
from catalogue.reporting import now
from catalogue.store.geopackage import GeoPackageStore


def snapshot_without(store: Any, path: Path, words: Sequence[str], author: str) -> None:
    """Write a copy of `store` to `path`, without these words anywhere in its bytes.

    Raises InvalidValue for words that are too short, StoreError where it cannot be written.
    """
    targets = [Target(pattern_of(name)) for name in words]
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".without-") as folder:
        first = store.snapshot(Path(folder) / "copy.gpkg")
        copy = GeoPackageStore.open(first)
        try:
            for target in targets:
                erase(copy, Redactor(target, Redaction(1, "left out of a copy", author, now())))
            copy.purge()
            copy.snapshot(path)
        finally:
            copy.close()

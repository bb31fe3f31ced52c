"""The secret by which larger areas are drawn: one for each catalogue, kept beside it, never sent.

It stands in no export: whoever has it could tell from a box where the place in it lies.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from catalogue.errors import StoreError

FILE = "find.seed"
_BYTES = 32


def seed_of(folder: Path) -> bytes:
    """The seed of the catalogue in `folder`, made when it is first needed.

    Raises StoreError if it cannot be kept: another seed each time would give the place away.
    """
    path = folder / FILE
    try:
        with suppress(FileExistsError):
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_BYTES))
                file.flush()
                os.fsync(file.fileno())
        text = path.read_text(encoding="ascii").strip()
        seed = bytes.fromhex(text)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path} cannot be kept or read ({error}); it decides which larger areas are asked "
            "for. Ask without an enlargement, or put the file back."
        ) from None
    if len(seed) != _BYTES:
        raise StoreError(f"{path} is cut short; put the whole file back, or delete it.")
    return seed

"""Names met before in one input: the same content again is no news, other content is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

from catalogue.model import Rejected
from catalogue.read.results import Consumed


class Seen:
    """(collection, id) of every item so far, with a hash of its content; hashes only, for size."""

    def __init__(self) -> None:
        self._items: dict[bytes, tuple[bytes, str]] = {}

    def known(
        self, collection: str | None, id_: str, content: bytes, source: str
    ) -> tuple[bool, str] | None:
        """(same content?, where) if this input already held the name; else remember it."""
        text = f"{collection or ''}\x00{id_}".encode("utf-8", "surrogatepass")
        name = hashlib.blake2b(text, digest_size=16).digest()
        known = self._items.setdefault(name, (content, source))
        return None if known[1] == source else (known[0] == content, known[1])


def repeated(
    known: tuple[bool, str], source: str, row: int | None, path: Path
) -> Consumed | Rejected:
    """What becomes of an item whose name was met before."""
    same, where = known
    if same:
        return Consumed(path)
    return Rejected(
        source,
        f"has the same collection and id as {where} but says something else; "
        "keep one of them, or give one another id.",
        row,
        "id",
    )

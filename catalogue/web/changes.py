"""What the journal says has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from catalogue.store.protocol import Store


def changed_since(store: Store, after: int, kind: str) -> set[str] | None:
    """The records of a kind that entries after `after` name; None if one was redacted."""
    found: set[str] = set()
    for entry in store.entries(after):
        if entry.payload is None:
            return None
        rows = orjson.loads(entry.payload).get("rows", ())
        found.update(row["uid"] for row in rows if row["kind"] == kind)
    return found


def kinds_changed(store: Store, after: int, kind: str) -> bool:
    """True if a record of this kind may have changed."""
    found = changed_since(store, after, kind)
    return found is None or bool(found)

"""What the journal says has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalogue.journal import rows_of

if TYPE_CHECKING:
    from catalogue.store.protocol import Store


def changed_since(store: Store, after: int, kind: str) -> set[str] | None:
    """The records of a kind that entries after `after` name; None if one was redacted."""
    found: set[str] = set()
    for entry in store.entries(after):
        if entry.payload is None:
            return None
        found.update(uid for own, uid, _ in rows_of(entry.payload) if own == kind)
    return found


def kinds_changed(store: Store, after: int, kind: str) -> bool:
    """True if a record of this kind may have changed."""
    found = changed_since(store, after, kind)
    return found is None or bool(found)

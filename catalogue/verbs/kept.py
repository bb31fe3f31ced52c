"""Keeping what people add around claims and scenes: versions, conflicts, one entry a change."""

from __future__ import annotations

from dataclasses import fields, replace

from catalogue.errors import Conflict, NotFound
from catalogue.ingest import record
from catalogue.journal import row
from catalogue.model import E, kind_of
from catalogue.store.codec import evidence_to_json, row_digest
from catalogue.verbs.base import Verbs


class Kept(Verbs):
    """The one way in which assessments, cases, searches and the like are written."""

    def keep(self, made: E, base: int = 0, actor: str | None = None) -> E:
        """Store a record; `base` is the version it was made from, 0 for a new one.

        The history names its author, or the `actor` where somebody else did it. The same content
        again changes nothing. Raises Conflict if someone else changed it since.
        """
        kind = kind_of(type(made))
        with self.store.transaction():
            now = self._kept(type(made), made.uid)
            if now is not None and _same(made, now):
                return now
            if now is not None and base < now.version:
                raise Conflict(
                    f"{kind} {made.uid} is at version {now.version}, this change was made on "
                    f"version {base}. Load it again and repeat the change."
                )
            stored = replace(made, version=1 if now is None else now.version + 1)
            self.store.put_evidence([stored])
            rows = [row(kind, stored.uid, row_digest(stored))]
            who = actor or stored.author
            record(self.store, who, kind, rows, record=evidence_to_json(stored))
        return stored

    def withdraw(self, kind: type[E], uid: str, base: int | None = None) -> E:
        """Take a record back; it stays in the history. Twice is harmless. Raises NotFound."""
        with self.store.transaction():
            now = self.store.evidence(kind, uid)
            if now.withdrawn:
                return now
            gone = replace(now, withdrawn=True)
            return self.keep(gone, now.version if base is None else base, self.settings.author)

    def _kept(self, kind: type[E], uid: str) -> E | None:
        try:
            return self.store.evidence(kind, uid)
        except NotFound:
            return None


def _same(one: E, other: E) -> bool:
    """True if two say the same, whenever they were written down."""
    aside = ("version", "made", "searched")
    names = [f.name for f in fields(one) if f.name not in aside]
    return all(getattr(one, name) == getattr(other, name) for name in names)

"""What did I see: classes and annotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from catalogue.annotate import completed, same_annotation
from catalogue.errors import Conflict, NotFound
from catalogue.ingest import record
from catalogue.interval import format_utc
from catalogue.journal import row
from catalogue.model import Annotation, TaxonomyClass
from catalogue.store.codec import annotation_to_json, row_digest
from catalogue.verbs.base import Verbs


class Saw(Verbs):
    """What did I see: classes and annotations."""

    def classes(self) -> list[TaxonomyClass]:
        """The classes to tag with, in the order of the palette."""
        return self.store.classes()

    def set_classes(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the taxonomy."""
        from catalogue.store.codec import taxonomy_to_json

        with self.store.transaction():
            self.store.put_classes(classes)
            payload = [taxonomy_to_json(c) for c in classes]
            record(self.store, self.settings.author, "set-classes", [], classes=payload)

    def annotations(
        self, scene: str | None = None, *, since: int = 0, retracted: bool = False
    ) -> Iterator[Annotation]:
        """Annotations in order of rev, of one scene (uid) if given."""
        return self.store.annotations(scene, since=since, retracted=retracted)

    def annotate(self, annotation: Annotation, base: int = 0) -> Annotation:
        """Store what a person saw. `base` is the rev they edited, 0 for a new one.

        The same content again changes nothing. Raises Conflict if someone else changed it since
        `base`, NotFound for an unknown scene, InvalidValue for an unknown class.
        """
        with self.store.transaction():
            scene = self.store.scene(annotation.scene)
            current = self._current(annotation.uid)
            full = completed(annotation, scene, self.store.classes())
            if current and not current.retracted and same_annotation(current, full):
                return current
            if current and base < current.rev:
                raise Conflict(
                    f"annotation {annotation.uid} is at revision {current.rev}, this change was "
                    f"made on revision {base}. Load it again and repeat the change."
                )
            full = replace(full, created=current.created if current else _now(), retracted=False)
            return self._put(full, "annotate")

    def retract(self, uid: str, base: int | None = None) -> Annotation:
        """Take an annotation back; it stays in the history. Twice is harmless."""
        with self.store.transaction():
            current = self.store.annotation(uid)
            if current.retracted:
                return current
            if base is not None and base < current.rev:
                raise Conflict(
                    f"annotation {uid} changed since revision {base}. Load it again, then retract."
                )
            return self._put(replace(current, retracted=True), "retract")

    def _put(self, annotation: Annotation, op: str) -> Annotation:
        stored = replace(annotation, rev=self.store.annotation_rev() + 1)
        self.store.put_annotation(stored)
        rows = [row("annotation", stored.uid, row_digest(stored))]
        record(self.store, stored.author, op, rows, annotation=annotation_to_json(stored))
        return stored

    def _current(self, uid: str) -> Annotation | None:
        try:
            return self.store.annotation(uid)
        except NotFound:
            return None


def _now() -> str:
    return format_utc(datetime.now(UTC))

"""What did I see: classes and annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from catalogue.annotate import completed, same_annotation
from catalogue.errors import Conflict, InvalidValue, NotFound
from catalogue.ingest import record
from catalogue.interval import format_utc
from catalogue.journal import row
from catalogue.model import Annotation, TaxonomyClass
from catalogue.store.codec import annotation_to_json, row_digest, taxonomy_to_json
from catalogue.taxonomy import check_classes, unknown_class
from catalogue.verbs.base import Verbs


class Saw(Verbs):
    """What did I see: classes and annotations."""

    def classes(self) -> list[TaxonomyClass]:
        """The classes to tag with, in the order of the palette."""
        return self.store.classes()

    def set_classes(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the taxonomy. The id is what annotations carry: path, colour, key may change.

        Raises InvalidValue for a taxonomy that is wrong, or without a class that is in use.
        """
        check_classes(classes)
        with self.store.transaction():
            self._refuse_loss(classes)
            self._put_classes(classes, "set-classes", [])

    def merge_classes(self, source: str, target: str) -> int:
        """Make every annotation of class `source` one of `target`; `source` goes. How many changed.

        Superseded versions keep the old class in the history. A tile that carries the target from
        the same author loses the second tag. Raises InvalidValue for an unknown class.
        """
        with self.store.transaction():
            classes = self.store.classes()
            for name in (source, target):
                if all(name != c.id for c in classes):
                    raise unknown_class(name, classes)
            if source == target:
                raise InvalidValue(f"class {source!r} cannot be merged with itself.")
            found = list(self.store.annotations())
            there = {(a.scene, a.tile, a.author) for a in found if a.tile and a.cls == target}
            rows = []
            for old in (a for a in found if a.cls == source):
                doubled = old.tile is not None and (old.scene, old.tile, old.author) in there
                rev = self.store.annotation_rev() + 1
                new = replace(old, cls=target, rev=rev, retracted=doubled)
                self.store.put_annotation(new)
                rows.append(row("annotation", new.uid, row_digest(new)))
            kept = [c for c in classes if c.id != source]
            self._put_classes(kept, "merge-classes", rows, source=source, target=target)
        return len(rows)

    def _refuse_loss(self, classes: Sequence[TaxonomyClass]) -> None:
        gone = {c.id for c in self.store.classes()} - {c.id for c in classes}
        if not gone:
            return
        used = Counter(a.cls for a in self.store.annotations() if a.cls in gone)
        for name, count in used.items():
            raise InvalidValue(
                f"class {name!r} is on {count} annotations and cannot go; merge it with another."
            )

    def _put_classes(
        self, classes: Sequence[TaxonomyClass], op: str, rows: list[dict[str, str]], **more: str
    ) -> None:
        self.store.put_classes(classes)
        payload = [taxonomy_to_json(c) for c in classes]
        record(self.store, self.settings.author, op, rows, classes=payload, **more)

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

    def suggest_labels(self, scene: str, content: bytes, model: str) -> tuple[int, list[str]]:
        """Take in a model's predictions on a scene (uid): GeoJSON or COCO, see `read.predictions`.

        How many suggestions there are now of this file, and why others were left out. The same
        file again changes nothing; what a person accepted, changed or rejected stays as it is.
        """
        from catalogue.read.predictions import read_predictions

        with self.store.transaction():
            found, left = read_predictions(
                content, self.store.scene(scene), self.store.classes(), model
            )
            made = 0
            for annotation in found:
                now = self._current(annotation.uid)
                if now and (now.retracted or now.state != "suggested"):
                    left.append(f"{annotation.uid}: a person has judged it already.")
                    continue
                self.annotate(annotation, now.rev if now else 0)
                made += 1
        return made, left

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

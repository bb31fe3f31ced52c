"""Which scenes have annotations, of which classes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Tags:
    """(scene, class or None) of every annotation that stands, by its uid, up to revision `number`.

    One that says "nothing here" counts: somebody looked and said so. One that only says that a
    tile was on screen does not.
    """

    of: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    number: int = 0

    def with_changes(self, store: Store) -> Tags:
        """These and what was annotated or retracted since."""
        changed = list(store.annotations(since=self.number, retracted=True))
        if not changed:
            return self
        of = dict(self.of)
        for annotation in changed:
            if annotation.retracted or annotation.state == "seen":
                of.pop(annotation.uid, None)
            else:
                of[annotation.uid] = (annotation.scene, annotation.cls)
        return Tags(of, max(annotation.rev for annotation in changed))

    def scenes(self, classes: Collection[str] | None = None) -> set[str]:
        """The scenes with an annotation, or with one of these classes."""
        return {scene for scene, cls in self.of.values() if classes is None or cls in classes}

"""Which other classes look like a reported thing from above: alternatives to offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.model import ReportedObject, TaxonomyClass

# Types whose typical sides differ by no more than this share look alike in size. Assumption.
SIZE_TOLERANCE = 0.25


@dataclass(frozen=True, slots=True)
class Alike:
    """A class (id) that may be taken for the reported one, and why."""

    cls: str
    name: str
    why: str


def alike(
    thing: ReportedObject,
    classes: Sequence[TaxonomyClass],
    tolerance: float = SIZE_TOLERANCE,
) -> tuple[Alike, ...]:
    """Classes of like typical size, then those beside it in the taxonomy, each once.

    The size is the reported one, else the typical one of its class. What lies above or below
    its class in the taxonomy is no other explanation.
    """
    own = next((c for c in classes if c.id == thing.cls), None)
    length = thing.length_m or (own.length_m if own else None)
    width = thing.width_m or (own.width_m if own else None)
    others = [c for c in classes if own is None or not _same_line(c.path, own.path)]
    found = [
        Alike(c.id, c.path.rsplit("/", 1)[-1], f"{c.length_m:g} × {c.width_m:g} m, much the same")
        for c in others
        if _like(c.length_m, length, tolerance) and _like(c.width_m, width, tolerance)
    ]
    known = {a.cls for a in found}
    if own is not None and "/" in own.path:
        parent = own.path.rpartition("/")[0]
        found += [
            Alike(c.id, c.path.rsplit("/", 1)[-1], f"also of {parent}")
            for c in others
            if c.id not in known and c.path.rpartition("/")[0] == parent
        ]
    return tuple(found)


def _same_line(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _like(one: float | None, other: float | None, tolerance: float) -> bool:
    if not one or not other:
        return False
    return max(one, other) <= (1 + tolerance) * min(one, other)

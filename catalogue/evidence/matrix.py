"""The coverage matrix: claims against scenes, what was judged and what nobody has looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from catalogue.bulk import LEVELS, ROLES
from catalogue.evidence.occurrences import Part
from catalogue.evidence.searched import Counted
from catalogue.evidence.verdicts import BIT, STATES
from catalogue.model import Observation
from catalogue.space.edges import Flags, Floats, Ints

NOWHERE = -1  # of a judged pair that is not linked: it has no role and no level


@dataclass(frozen=True, slots=True)
class Column:
    """A scene; `begin_us` and `end_us` are in microseconds since 1970 UTC."""

    uid: str
    name: str
    begin_us: int
    end_us: int
    platform: str | None = None
    gsd_m: float | None = None
    cloud_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A claim. `none` says whether no scene of this catalogue was taken at any of its times,
    `none_of` the same for each of its parts; `searches` are then those that count for it.
    """

    observation: Observation
    report: str | None
    shows: str | None
    parts: tuple[Part, ...]
    searches: tuple[Counted, ...] = ()
    none: bool = True
    none_of: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """Pairs that are linked or judged, by row, then column.

    `state` counts in STATES, `role` in ROLES and `level` in LEVELS (both -1 where the pair is not
    linked), `flags` holds the bits of FLAGS; `score` is what ranks, NaN where not linked.
    """

    row: Ints
    column: Ints
    state: Ints
    role: Ints
    level: Ints
    flags: Ints
    score: Floats

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: Ints | Flags) -> Cells:
        """Some of them."""
        return Cells(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class SubCells:
    """Cells of the parts of claims that have several: of cell `of`, for part `part` of its row."""

    of: Ints
    part: Ints
    state: Ints
    role: Ints
    flags: Ints


@dataclass(frozen=True, slots=True)
class Matrix:
    """Claims by report, scenes in order of time. `reports` are names (id, title) by uid."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Cells
    reports: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sub: SubCells | None = None

    def counts(self) -> dict[str, dict[str, int]]:
        """How many cells are in each state, role, level and have each flag; rows without any."""
        cells = self.cells
        searched = Counter(
            ("searched" if row.searches else "never_searched") for row in self.rows if row.none
        )
        return {
            "states": _counts(cells.state, STATES),
            "roles": _counts(cells.role, ROLES),
            "levels": _counts(cells.level, LEVELS),
            "flags": {name: int(np.count_nonzero(cells.flags & bit)) for name, bit in BIT.items()},
            "none": {name: searched[name] for name in ("never_searched", "searched")},
        }

    def row_counts(self) -> list[dict[str, int]]:
        """Of each row: links that may be used, those at the time of the claim, and each state."""
        usable = (self.cells.level >= 0) & (self.cells.level != LEVELS.index("unusable"))
        during = usable & (self.cells.role == ROLES.index("during"))
        count = len(self.rows)
        states = np.bincount(
            self.cells.row * len(STATES) + self.cells.state, minlength=count * len(STATES)
        ).reshape(count, len(STATES))
        linked = np.bincount(self.cells.row[self.cells.level >= 0], minlength=count)
        good = np.bincount(self.cells.row[usable], minlength=count)
        inside = np.bincount(self.cells.row[during], minlength=count)
        return [
            {
                "links": int(linked[n]),
                "usable": int(good[n]),
                "usable_at_its_time": int(inside[n]),
                **dict(zip(STATES, states[n].tolist(), strict=True)),
            }
            for n in range(count)
        ]


def _counts(column: Ints, names: Sequence[str]) -> dict[str, int]:
    found = np.bincount(column[column >= 0], minlength=len(names))
    return dict(zip(names, found.tolist(), strict=True))

"""What of the matrix is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from catalogue.bulk import LEVELS, ROLES
from catalogue.errors import InvalidValue
from catalogue.evidence.matrix import Column, Matrix, SubCells
from catalogue.evidence.verdicts import STATES
from catalogue.interval import Interval, from_us
from catalogue.space.edges import Flags

# Of more cells no screen and no page makes sense, and a browser would stand still.
MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions; empty or None puts none.

    `reports`, `observations` (uids) and `case` (id or uid) choose claims; `when` chooses scenes;
    `author` leaves the verdicts of one person only. `states`, `roles` and `usable` choose cells:
    scenes without any left go; claims stay, for what is missing is what one looks for.
    """

    reports: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    case: str | None = None
    states: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    usable: bool | None = None
    when: Interval | None = None
    author: str | None = None

    def __post_init__(self) -> None:
        for name, given, known in (
            ("state", self.states, STATES),
            ("role", self.roles, ROLES),
        ):
            for value in given:
                if value not in known:
                    raise InvalidValue(f"{name} {value!r} is not one of {', '.join(known)}.")

    @property
    def asks_cells(self) -> bool:
        """True if some cells may be left out."""
        return bool(
            self.states or self.roles or self.usable is not None or self.author or self.when
        )


def chosen(matrix: Matrix, filters: Filters) -> Matrix:
    """The matrix with the cells that are asked for; scenes without any are left out."""
    if not filters.asks_cells:
        return matrix
    cells = matrix.cells
    kept = np.ones(len(cells), dtype=np.bool_)
    if filters.states:
        kept &= np.isin(cells.state, [STATES.index(name) for name in filters.states])
    if filters.roles:
        kept &= np.isin(cells.role, [ROLES.index(name) for name in filters.roles])
    if filters.usable is not None:
        usable = (cells.level >= 0) & (cells.level != LEVELS.index("unusable"))
        kept &= usable == filters.usable
    if filters.author:
        kept &= (cells.flags & 1) > 0
    if filters.when is not None:
        kept &= np.array([_meets(c, filters.when) for c in matrix.columns])[cells.column]
    cells = cells.take(kept)
    shown, column = np.unique(cells.column, return_inverse=True)
    return replace(
        matrix,
        columns=tuple(matrix.columns[n] for n in shown.tolist()),
        cells=replace(cells, column=column.astype(np.int64)),
        sub=None if matrix.sub is None else _left(matrix.sub, kept),
    )


def _meets(column: Column, when: Interval) -> bool:
    return when.meets(Interval(from_us(column.begin_us), from_us(column.end_us)))


def _left(sub: SubCells, kept: Flags) -> SubCells:
    """The parts of the cells that are kept, which count anew."""
    place, some = np.cumsum(kept) - 1, kept[sub.of]
    return SubCells(
        of=place[sub.of[some]],
        part=sub.part[some],
        state=sub.state[some],
        role=sub.role[some],
        flags=sub.flags[some],
    )

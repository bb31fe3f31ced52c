"""Build the coverage matrix from stored links, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.bulk import LEVELS, ROLES
from catalogue.evidence.matrix import NOWHERE, Cells, Column, Matrix, Row, SubCells
from catalogue.evidence.occurrences import Part, parts, roles_of
from catalogue.evidence.searched import counted_many
from catalogue.evidence.verdicts import BIT, COULD_NOT, STATES, Stale, standing, together
from catalogue.model import Assessment, Observation, Search
from catalogue.score import observability_of
from catalogue.space.edges import Flags, Floats, Ints

_UNREVIEWED, _COULD_NOT = STATES.index("unreviewed"), STATES.index("could_not_show")
_DURING, _UNUSABLE = ROLES.index("during"), LEVELS.index("unusable")


@dataclass(frozen=True, slots=True)
class Linked:
    """Links in columns: of rows `row` with columns `column`; the others as in `Cells`."""

    row: Ints
    column: Ints
    role: Ints
    level: Ints
    certain: Flags
    value: Floats


@dataclass(frozen=True, slots=True)
class Judged:
    """What people did: verdicts, which of them need another look, and searches for imagery."""

    assessments: Sequence[Assessment] = ()
    searches: Sequence[Search] = ()
    stale: Stale = lambda _: False


def build(
    observations: Sequence[Observation],
    columns: Sequence[Column],
    links: Linked,
    judged: Judged = Judged(),
    reports: Mapping[str, tuple[str, str]] | None = None,
    *,
    with_parts: bool = False,
) -> Matrix:
    """The matrix of these claims and scenes, each in the order given.

    Assessments of other claims or scenes are left out; those of pairs that are not linked (any
    more) are cells, too. With `with_parts` also the cells of each time and object of a claim.
    """
    by_pair = _pairs(observations, columns, judged.assessments)
    cells = _judge(_cells(observations, columns, links, by_pair), len(columns), by_pair, judged)
    begin = np.array([c.begin_us for c in columns], dtype=np.int64)
    end = np.array([c.end_us for c in columns], dtype=np.int64)
    starts = np.searchsorted(cells.row, np.arange(len(observations) + 1)).tolist()
    pieces = [parts(observation) for observation in observations]
    nones, sub = [], _Sub()
    for n, observation in enumerate(observations):
        mine = slice(starts[n], starts[n + 1])
        at = cells.column[mine]
        roles = _roles(observation, begin[at], end[at])
        linked = roles[:, cells.level[mine] >= 0]
        nones.append(tuple(_none(linked, part) for part in pieces[n]))
        if with_parts and len(pieces[n]) > 1:
            sub.add(mine, cells, roles, pieces[n], by_pair, n, judged)
    rows = _rows(observations, pieces, nones, judged.searches)
    made = sub.made() if with_parts else None
    return Matrix(rows, tuple(columns), cells, reports or {}, made)


def _rows(
    observations: Sequence[Observation],
    pieces: Sequence[tuple[Part, ...]],
    nones: Sequence[tuple[bool, ...]],
    searches: Sequence[Search],
) -> tuple[Row, ...]:
    """The claims; which searches count is asked only where there is no image at their time."""
    without = [n for n, none in enumerate(nones) if all(none)]
    asked = counted_many(searches, [observations[n] for n in without])
    found = dict(zip(without, asked, strict=True))
    return tuple(
        Row(
            observation,
            observation.report,
            observability_of(observation)[0],
            pieces[n],
            found.get(n, ()),
            n in found,
            nones[n],
        )
        for n, observation in enumerate(observations)
    )


ByPair = Mapping[tuple[int, int], list[Assessment]]


def _pairs(
    observations: Sequence[Observation], columns: Sequence[Column], every: Sequence[Assessment]
) -> ByPair:
    """The standing assessments by (row, column)."""
    rows = {observation.uid: n for n, observation in enumerate(observations)}
    places = {column.uid: n for n, column in enumerate(columns)}
    found: dict[tuple[int, int], list[Assessment]] = defaultdict(list)
    for one in standing(every):
        if one.observation in rows and one.scene in places:
            found[rows[one.observation], places[one.scene]].append(one)
    return found


def _cells(
    observations: Sequence[Observation], columns: Sequence[Column], links: Linked, by_pair: ByPair
) -> Cells:
    """Nobody has judged yet: a cell of every link, and of every judged pair without one."""
    width = max(1, len(columns))
    pairs = sorted(by_pair)
    keys = np.array([row * width + column for row, column in pairs], dtype=np.int64)
    known = np.isin(keys, links.row * width + links.column)
    lone = [pair for pair, linked in zip(pairs, known.tolist(), strict=True) if not linked]
    row = np.concatenate([links.row, np.array([r for r, _ in lone], dtype=np.int64)])
    column = np.concatenate([links.column, np.array([c for _, c in lone], dtype=np.int64)])
    without = np.full(len(lone), NOWHERE)
    cannot = np.array(
        [observability_of(o)[0] == "cannot_show" for o in observations], dtype=np.bool_
    )
    level = np.concatenate([links.level, without]).astype(np.int64)
    flags = np.where(cannot[row], BIT["claim_cannot_be_shown"], 0).astype(np.int64)
    flags |= np.where(level == _UNUSABLE, BIT["image_unusable"], 0)
    flags[: len(links.row)] |= np.where(links.certain, 0, BIT["possible"])
    flags[len(links.row) :] |= np.int64(BIT["not_linked"])
    cells = Cells(
        row=row,
        column=column,
        state=np.where(flags & COULD_NOT, _COULD_NOT, _UNREVIEWED).astype(np.int64),
        role=np.concatenate([links.role, without]).astype(np.int64),
        level=level,
        flags=flags.astype(np.int64),
        score=np.concatenate([links.value, np.full(len(lone), np.nan)]),
    )
    return cells.take(np.lexsort((column, row)))


def _judge(cells: Cells, width: int, by_pair: ByPair, judged: Judged) -> Cells:
    """With the verdicts where there are some."""
    keys = cells.row * max(1, width) + cells.column
    for (row, column), verdicts in by_pair.items():
        at = int(np.searchsorted(keys, row * max(1, width) + column))
        state, flags = together(verdicts, judged.stale)
        cells.state[at] = STATES.index(state)
        cells.flags[at] |= flags
    return cells


def _roles(observation: Observation, begin_us: Ints, end_us: Ints) -> Ints:
    """Of each scene for each time; a row of no role for a claim without a time."""
    if observation.when is None:
        return np.full((1, len(begin_us)), NOWHERE, dtype=np.int64)
    return roles_of(observation.when.occurrences, begin_us, end_us)


def _none(roles: Ints, part: Part) -> bool:
    return not bool((roles[part.occurrence or 0] == _DURING).any())


class _Sub:
    """Gathers the cells of parts."""

    def __init__(self) -> None:
        self._found: list[Ints] = [np.empty((5, 0), dtype=np.int64)]

    def add(
        self,
        mine: slice,
        cells: Cells,
        roles: Ints,
        pieces: Sequence[Part],
        by_pair: ByPair,
        row: int,
        judged: Judged,
    ) -> None:
        """Those of one claim: its cells once for each of its parts."""
        of = np.arange(mine.start, mine.stop)
        assessed = (cells.flags[mine] & BIT["assessed"]) > 0
        kept = cells.flags[mine] & (COULD_NOT | BIT["possible"] | BIT["not_linked"])
        plain = np.where(kept & COULD_NOT, _COULD_NOT, _UNREVIEWED)
        for n, part in enumerate(pieces):
            state, flags = plain.copy(), kept.copy()
            for at in np.flatnonzero(assessed).tolist():
                mine_too = list(_about(by_pair[row, int(cells.column[of[at]])], part))
                if mine_too:
                    name, more = together(mine_too, judged.stale)
                    state[at], flags[at] = STATES.index(name), flags[at] | more
            role = roles[part.occurrence or 0]
            self._found.append(np.stack([of, np.full_like(of, n), state, role, flags]))

    def made(self) -> SubCells:
        """All of them."""
        return SubCells(*np.concatenate(self._found, axis=1))


def _about(verdicts: Sequence[Assessment], part: Part) -> Iterator[Assessment]:
    """Those on this part, and on the claim as a whole."""
    for one in verdicts:
        same_time = one.occurrence is None or one.occurrence == part.occurrence
        if same_time and (one.object is None or one.object == part.object):
            yield one

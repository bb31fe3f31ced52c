"""How far the work on each claim is: judged, to be judged, or without an image and why."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from catalogue.evidence.matrix import Matrix, Row
from catalogue.evidence.verdicts import BIT

# "never_searched" and "searched" are of claims at whose times no scene here was taken.
Standing = Literal[
    "unreviewed", "reviewed", "never_searched", "searched", "unlinkable", "cannot_show"
]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


def standings(matrix: Matrix) -> list[Standing]:
    """Of each claim, in the order of the rows.

    A claim with a verdict on any image is reviewed, whatever else is missing. One without a place
    or a time is "unlinkable"; one that no image can show is not waiting for any.
    """
    assessed = (matrix.cells.flags & BIT["assessed"]) > 0
    judged = set(np.unique(matrix.cells.row[assessed]).tolist())
    return [_standing(row, judged=n in judged) for n, row in enumerate(matrix.rows)]


def _standing(row: Row, *, judged: bool) -> Standing:
    if judged:
        return "reviewed"
    if row.shows == "cannot_show":
        return "cannot_show"
    if row.observation.place is None or row.observation.when is None:
        return "unlinkable"
    if row.none:
        return "searched" if row.searches else "never_searched"
    return "unreviewed"


def to_open(matrix: Matrix, row: int) -> str | None:
    """The scene (uid) to look at next for a claim: the best one that nobody judged, else the best.

    None where no scene is linked to it or judged.
    """
    cells = matrix.cells
    mine = np.flatnonzero(cells.row == row)
    if not len(mine):
        return None
    fresh = (cells.flags[mine] & BIT["assessed"]) == 0
    order = np.lexsort((-np.nan_to_num(cells.score[mine], nan=-1.0), ~fresh))
    return matrix.columns[int(cells.column[mine[order[0]]])].uid

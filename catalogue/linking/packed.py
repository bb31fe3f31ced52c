"""Links of many observations as rows of numbers, and packed as a store keeps them.

A packed observation is the bytes of its rows, best first. Rows name scenes by the store's number,
so they hold as long as the scene is the same; whoever replaces a scene's links drops its rows and
puts new ones (`spliced`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.bulk import LEVELS, ROLES, Pairs
from catalogue.space.edges import Ints
from catalogue.store.linked import Linked, LinkTotals

# Little-endian and without gaps: this is the stored form. Units as in `catalogue.model.Link`.
LINK = np.dtype(
    [
        ("scene", "<u4"),
        ("role", "u1"),  # counts in ROLES
        ("level", "u1"),  # counts in LEVELS
        ("certain", "u1"),
        ("covered", "<f8"),
        ("dt_s", "<f8"),
        ("value", "<f8"),
        ("low", "<f8"),
        ("high", "<f8"),
    ]
)
Rows = NDArray[Any]
# (id, uid) of scenes by their number.
Names = Callable[[Sequence[int]], Mapping[int, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class LinkRows:
    """Links of observations: row n is one of `observations[of[n]]` (uids); `of` ascends."""

    observations: Sequence[str]
    of: Ints
    rows: Rows


def rows_of(pairs: Pairs, numbers: Ints) -> LinkRows:
    """What the bulk join found; `numbers` are those of the index's scenes."""
    rows = np.empty(len(pairs), dtype=LINK)
    rows["scene"] = numbers[pairs.scene]
    rows["role"], rows["level"], rows["certain"] = pairs.role, pairs.level, pairs.certain
    rows["covered"], rows["dt_s"] = pairs.covered, pairs.dt_s
    score = pairs.score
    rows["value"], rows["low"], rows["high"] = score.value, score.low, score.high
    return LinkRows([o.uid for o in pairs.observations], pairs.observation, rows)


def ranked(of: Ints, rows: Rows, ranks: Ints) -> Ints:
    """The order of rows by observation, best first, equal ones by their ranks."""
    return np.lexsort((ranks, -rows["high"], -rows["value"], of))


def pack(links: LinkRows) -> list[Linked]:
    """One packed row for each observation, also for those without links."""
    count = len(links.observations)
    ends = np.searchsorted(links.of, np.arange(count + 1)).tolist()
    roles = _counts(links.of, links.rows["role"], count, len(ROLES))
    levels = _counts(links.of, links.rows["level"], count, len(LEVELS))
    return [
        Linked(
            uid,
            LinkTotals(ends[n + 1] - ends[n], *roles[n], *levels[n]),
            links.rows[ends[n] : ends[n + 1]].tobytes(),
        )
        for n, uid in enumerate(links.observations)
    ]


def _counts(of: Ints, kind: Rows, count: int, kinds: int) -> list[list[int]]:
    found = np.bincount(of * kinds + kind, minlength=count * kinds)
    return [[int(n) for n in row] for row in found.reshape(count, kinds)]


def unpack(linked: Sequence[Linked]) -> LinkRows:
    """The reverse of `pack`."""
    rows = np.frombuffer(b"".join(each.packed for each in linked), dtype=LINK)
    of = np.repeat(np.arange(len(linked)), [len(each.packed) // LINK.itemsize for each in linked])
    return LinkRows([each.observation for each in linked], of.astype(np.int64), rows)


def spliced(old: LinkRows, new: LinkRows, gone: Ints, names: Names) -> LinkRows:
    """The old links without those of the scenes `gone` and with the new ones, best first.

    Both are of the same observations. The result is what joining them anew would give.
    """
    kept = ~np.isin(old.rows["scene"], gone)
    of = np.concatenate([old.of[kept], new.of])
    rows = np.concatenate([old.rows[kept], new.rows])
    order = ranked(of, rows, _ranks(of, rows, names))
    return LinkRows(old.observations, of[order], rows[order])


def _ranks(of: Ints, rows: Rows, names: Names) -> Ints:
    """By (id, uid) of the scene for rows that tie with another one, 0 for the rest."""
    ranks = np.zeros(len(rows), dtype=np.int64)
    order = np.lexsort((rows["high"], rows["value"], of))
    of, value, high = of[order], rows["value"][order], rows["high"][order]
    same = (np.diff(of) == 0) & (np.diff(value) == 0) & (np.diff(high) == 0)
    tied = order[np.r_[same, False] | np.r_[False, same]] if len(rows) else order
    scenes = np.unique(rows["scene"][tied])
    called = names(scenes.tolist())
    rank = {number: n for n, number in enumerate(sorted(called, key=called.__getitem__))}
    ranks[tied] = [rank[number] for number in rows["scene"][tied].tolist()]
    return ranks

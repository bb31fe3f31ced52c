"""The best scenes of each observation out of more scenes than memory holds.

Observations are held, scenes come in batches. What the batches so far have left as the best of an
observation bounds what of the next one is looked at, so a later batch costs less than the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.index import SceneIndex, candidates, scene_index
from catalogue.bulk.pairs import Pairs, best, doubted, linked
from catalogue.bulk.scoring import ROLES, Bounds
from catalogue.join import MARGIN_DAYS
from catalogue.score import DEFAULTS, Parameters
from catalogue.space.edges import Floats, Ints

# Observations at a time: some megabytes of pairs.
_PART = 2048


@dataclass(frozen=True, slots=True)
class _Kept:
    """The best links of some observations so far; `rank` and `Pairs.scene` count through all
    batches.
    """

    wanted: ObservationColumns
    pairs: Pairs
    rank: Ints
    prepared: Any = None

    def values(self, top: int) -> Floats:
        """The best scores of each observation, highest first; -1 where there are fewer."""
        of = self.pairs.observation
        found = np.full((len(self.wanted), top), -1.0)
        found[of, np.arange(len(of)) - np.searchsorted(of, of)] = self.pairs.score.value
        return found


def best_pairs(
    batches: Iterable[SceneColumns],
    observations: ObservationColumns,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    *,
    top: int,
    counted: bool = True,
    compiled: bool | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Pairs]:
    """The same as `link_pairs` gives for all batches as one, with this `top`.

    `rank` orders the scenes of all batches; `Pairs.scene` counts through them. `progress` is told
    of the scenes that are done. Memory follows the largest batch, and the observations.
    """
    kept = [_nothing(observations.part(n, n + _PART)) for n in range(0, len(observations), _PART)]
    before = 0
    for scenes in batches:
        index = scene_index(scenes, compiled=compiled)
        for n, held in enumerate(kept):
            kept[n] = _followed(held, index, before, margin_days, parameters, top, counted)
        before += len(scenes)
        if progress:
            progress(before)
    for held in kept:
        yield held.pairs


def _nothing(wanted: ObservationColumns) -> _Kept:
    none, share = np.zeros(0, dtype=np.int64), np.zeros(0)
    pairs = Pairs(
        wanted.values, none, none, none, none.astype(np.bool_), share, share,
        Bounds(share, share, share), none, np.zeros((len(wanted), len(ROLES)), dtype=np.int64),
    )  # fmt: skip
    return _Kept(wanted, pairs, none)


def _followed(
    held: _Kept,
    index: SceneIndex,
    before: int,
    margin_days: float,
    parameters: Parameters,
    top: int,
    counted: bool,
) -> _Kept:
    """The best after one more batch, whose scenes count from `before`."""
    wanted, prepared = held.wanted, held.prepared
    if index.compiled is None:
        of, scene = candidates(index, wanted, margin_days)
        new = linked(index.scenes, wanted, of, scene, margin_days, parameters, top)
    else:
        from catalogue.bulk.fast.engine import prepared_of

        prepared = prepared or prepared_of(wanted, parameters)
        new, _ = index.compiled.linked(
            wanted, margin_days, parameters, top, counted, prepared, held.values(top)
        )
    doubted(index.scenes, wanted, new)
    rank = index.scenes.rank[new.scene]
    new = replace(new, scene=new.scene + before)
    pairs, ranks = _together(held, new, rank, top)
    return _Kept(wanted, pairs, ranks, prepared)


def _together(held: _Kept, new: Pairs, rank: Ints, top: int) -> tuple[Pairs, Ints]:
    """The best of both, and their ranks."""
    old, counts = held.pairs, held.pairs.counts + new.counts
    if not len(new):
        return replace(old, counts=counts), held.rank
    of, ranks = np.r_[old.observation, new.observation], np.r_[held.rank, rank]
    score = Bounds(*(np.r_[getattr(old.score, k), getattr(new.score, k)] for k in _BOUNDS))
    order = best(of, np.lexsort((ranks, -score.high, -score.value, of)), top)
    columns = {k: np.r_[getattr(old, k), getattr(new, k)][order] for k in _COLUMNS}
    score = Bounds(*(getattr(score, k)[order] for k in _BOUNDS))
    return Pairs(old.observations, score=score, counts=counts, **columns), ranks[order]


_BOUNDS = tuple(f.name for f in fields(Bounds))
_COLUMNS = tuple(f.name for f in fields(Pairs) if f.name not in ("observations", "score", "counts"))

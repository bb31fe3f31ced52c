"""Links as columns, and how they are found where nothing is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.places import places
from catalogue.bulk.scoring import ROLES, Bounds, scores
from catalogue.bulk.timing import times
from catalogue.model import Observation
from catalogue.score import Parameters
from catalogue.space.edges import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Links of some observations: as `catalogue.join.links` has them, in the same order.

    `observation` counts in `observations`, `scene` in the index's scenes; `role` and `level`
    count in `ROLES` and `LEVELS`. `counts` is how many links each observation has in all, of each
    role: a row for each of `observations`. The others are as in `catalogue.model.Link` and `Score`.
    """

    observations: Sequence[Observation]
    observation: Ints
    scene: Ints
    role: Ints
    certain: Flags
    covered: Floats
    dt_s: Floats
    score: Bounds
    level: Ints
    counts: Ints

    def __len__(self) -> int:
        return len(self.scene)

    @classmethod
    def none(cls, observations: Sequence[Observation]) -> Pairs:
        """No links of these observations."""
        of, share = np.zeros(0, dtype=np.int64), np.zeros(0)
        counts = np.zeros((len(observations), len(ROLES)), dtype=np.int64)
        none = of.astype(np.bool_)
        score = Bounds(share, share, share)
        return cls(observations, of, of, of, none, share, share, score, of, counts)

    def take(self, rows: Ints) -> Pairs:
        """Some of the links; observations and counts stay."""
        score = Bounds(self.score.low[rows], self.score.high[rows], self.score.value[rows])
        columns: Any = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return replace(self, score=score, **columns)

    @classmethod
    def joined(cls, some: Sequence[Pairs]) -> Pairs:
        """The links of all, one after the other; observations and counts are those of the first."""
        columns: Any = {n: np.concatenate([getattr(p, n) for p in some]) for n in _COLUMNS}
        sides = ("low", "high", "value")
        score = Bounds(*(np.concatenate([getattr(p.score, side) for p in some]) for side in sides))
        return replace(some[0], score=score, **columns)


_COLUMNS = tuple(f.name for f in fields(Pairs) if f.name not in ("observations", "score", "counts"))


def linked(
    scenes: SceneColumns,
    wanted: ObservationColumns,
    of: Ints,
    scene: Ints,
    margin_days: float,
    parameters: Parameters,
    top: int | None = None,
) -> Pairs:
    """Links among the pairs of rows `of` and `scene`; of each observation the best `top`."""
    when = times(wanted, of, scenes, scene, margin_days)
    near = np.flatnonzero(when.within)
    where = places(scenes, wanted, of[near], scene[near], parameters)
    met = np.flatnonzero(where.meets)
    kept = near[met]
    of, scene, role, dt_s = of[kept], scene[kept], when.role[kept], when.dt_s[kept]
    b = where.bounds
    place = Bounds(b.low[met], b.high[met], b.value[met])
    score, level = scores(place, role, dt_s, scenes, scene, wanted.critical_m[of], parameters)
    order = ranking(of, score, scenes.rank[scene])
    counts = np.bincount(of * len(ROLES) + role, minlength=len(wanted) * len(ROLES))
    order = best(of, order, top)
    return Pairs(
        observations=wanted.values,
        observation=of[order],
        scene=scene[order],
        role=role[order],
        certain=(where.whole[met] & when.exact[kept])[order],
        covered=where.stated[met][order],
        dt_s=dt_s[order],
        score=Bounds(score.low[order], score.high[order], score.value[order]),
        level=level[order],
        counts=counts.reshape(-1, len(ROLES)),
    )


def ranking(of: Ints, score: Bounds, rank: Ints) -> Ints:
    """The order of links by observation, best first, equal ones by the rank of the scene."""
    return np.lexsort((rank, -score.high, -score.value, of))


def best(of: Ints, order: Ints, top: int | None) -> Ints:
    """The first `top` of each observation in an order that has them together."""
    if top is None:
        return order
    mine = of[order]
    return order[np.arange(len(order)) - np.searchsorted(mine, mine) < top]

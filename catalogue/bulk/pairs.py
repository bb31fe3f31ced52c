"""Links as columns, and how they are found where nothing is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.bulk.columns import ObservationColumns, SceneColumns
from catalogue.bulk.places import places
from catalogue.bulk.scoring import ROLES, Bounds, scores
from catalogue.bulk.timing import times, timings
from catalogue.join import surely_whole
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


def distinct(of: Ints, scene: Ints, scenes: int) -> tuple[Ints, Ints]:
    """Each pair once, in order."""
    pair = np.unique(of * scenes + scene)
    return np.divmod(pair, scenes)


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
    of, scene, when = of[kept], scene[kept], when.of(kept)
    role, dt_s = when.role, when.dt_s
    b = where.bounds
    place = Bounds(b.low[met], b.high[met], b.value[met])
    timing = timings(wanted, of, scenes, scene, when, parameters)
    score, level = scores(place, timing, scenes, scene, wanted, of, parameters)
    order = np.lexsort((scenes.rank[scene], -score.high, -score.value, of))
    counts = np.bincount(of * len(ROLES) + role, minlength=len(wanted) * len(ROLES))
    order = best(of, order, top)
    return Pairs(
        observations=wanted.values,
        observation=of[order],
        scene=scene[order],
        role=role[order],
        certain=(where.whole[met] & when.exact)[order],
        covered=where.stated[met][order],
        dt_s=dt_s[order],
        score=Bounds(score.low[order], score.high[order], score.value[order]),
        level=level[order],
        counts=counts.reshape(-1, len(ROLES)),
    )


def best(of: Ints, order: Ints, top: int | None) -> Ints:
    """The first `top` of each observation in an order that has them together."""
    if top is None:
        return order
    mine = of[order]
    return order[np.arange(len(order)) - np.searchsorted(mine, mine) < top]


def doubted(scenes: SceneColumns, wanted: ObservationColumns, pairs: Pairs) -> None:
    """Links with pictures placed by hand, few as they are, are certain only despite their doubt."""
    for n in np.flatnonzero(pairs.certain & (scenes.doubt_m[pairs.scene] != 0)):
        at = int(pairs.scene[n])
        place = wanted.values[int(pairs.observation[n])].place
        footprint = scenes.footprint[pairs.scene[n : n + 1]][0]
        pairs.certain[n] = surely_whole(place, footprint, float(scenes.doubt_m[at]))

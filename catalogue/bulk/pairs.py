"""All links of many observations with many scenes, as columns, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from catalogue.bulk.columns import ObservationColumns, observation_columns
from catalogue.bulk.index import SceneIndex, candidates
from catalogue.bulk.places import places
from catalogue.bulk.scoring import Bounds, scores
from catalogue.bulk.timing import times
from catalogue.join import MARGIN_DAYS
from catalogue.model import Observation
from catalogue.score import DEFAULTS, Parameters
from catalogue.space.edges import Flags, Floats, Ints

# Candidates wanted at a time: some 200 bytes each while they are worked on.
_CANDIDATES = 400_000
_FIRST, _MOST = 64, 4096


@dataclass(frozen=True, slots=True)
class Pairs:
    """Links of some observations: as `catalogue.join.links` has them, in the same order.

    `observation` counts in `observations`, `scene` in the index's scenes; `role` and `level`
    count in `ROLES` and `LEVELS`. The others are as in `catalogue.model.Link` and `Score`.
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

    def __len__(self) -> int:
        return len(self.scene)


def link_pairs(
    index: SceneIndex,
    observations: Iterable[Observation],
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
) -> Iterator[Pairs]:
    """The same links as `catalogue.join.link` finds pair by pair, some observations at a time.

    Observations in the order given; of each, its scenes best first (as `catalogue.join.links`).
    How many are taken at a time follows how many scenes may be linked to each.
    """
    waiting = iter(observations)
    size = _FIRST
    while some := list(islice(waiting, size)):
        wanted = observation_columns(some, margin_days)
        of, scene = candidates(index, wanted)
        yield _linked(index, some, wanted, of, scene, margin_days, parameters)
        wished = int(_CANDIDATES * len(some) / max(1, len(of)))
        size = max(1, min(wished, 4 * size, _MOST))


def _linked(
    index: SceneIndex,
    some: Sequence[Observation],
    wanted: ObservationColumns,
    of: Ints,
    scene: Ints,
    margin_days: float,
    parameters: Parameters,
) -> Pairs:
    when = times(wanted, of, index.scenes, scene, margin_days)
    near = np.flatnonzero(when.within)
    where = places(index.scenes, wanted, of[near], scene[near], parameters)
    met = np.flatnonzero(where.meets)
    kept = near[met]
    of, scene, role, dt_s = of[kept], scene[kept], when.role[kept], when.dt_s[kept]
    b = where.bounds
    place = Bounds(b.low[met], b.high[met], b.value[met])
    score, level = scores(place, role, dt_s, index.scenes, scene, wanted.critical_m[of], parameters)
    order = np.lexsort((index.scenes.rank[scene], -score.high, -score.value, of))
    return Pairs(
        observations=some,
        observation=wanted.at[of[order]],
        scene=scene[order],
        role=role[order],
        certain=(where.whole[met] & when.exact[kept])[order],
        covered=where.stated[met][order],
        dt_s=dt_s[order],
        score=Bounds(score.low[order], score.high[order], score.value[order]),
        level=level[order],
    )

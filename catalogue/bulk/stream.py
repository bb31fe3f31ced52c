"""The best links of many observations with more scenes than are to be held at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from catalogue.bulk.columns import ObservationColumns
from catalogue.bulk.index import SceneIndex
from catalogue.bulk.link import link_pairs
from catalogue.bulk.pairs import Pairs, best, ranking
from catalogue.bulk.scoring import ROLES
from catalogue.join import MARGIN_DAYS
from catalogue.score import DEFAULTS, Parameters
from catalogue.space.edges import Ints


def best_pairs(
    parts: Iterable[SceneIndex],
    observations: ObservationColumns,
    top: int,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    *,
    counted: bool = True,
) -> Pairs:
    """What `link_pairs` gives for all scenes in one index, while one part at a time is held.

    The `rank` of a scene orders it among those of all parts; `Pairs.scene` counts through the
    parts. What the best of the parts before score rules out most pairs of the next.
    """
    held = _Best(observations, top)
    first = 0
    for index in parts:
        done = 0
        for pairs in link_pairs(
            index, observations, margin_days, parameters, top=top, counted=counted, best=held.values
        ):
            held.add(pairs, done, index.scenes.rank, first)
            done += len(pairs.observations)
        first += len(index.scenes)
    return held.pairs()


class _Best:
    """The best links so far. `values` are the highest scores of each observation, -1 for none."""

    def __init__(self, observations: ObservationColumns, top: int) -> None:
        self._observations, self._top = observations, top
        self.values = np.full((len(observations), top), -1.0)
        self._counts = np.zeros((len(observations), len(ROLES)), dtype=np.int64)
        self._held: list[tuple[Pairs, Ints]] = []
        self._size, self._most = 0, 2 * len(observations) * top

    def add(self, pairs: Pairs, done: int, rank: Ints, first: int) -> None:
        """Links of the observations from `done` on with a part that begins at scene `first`."""
        self._counts[done : done + len(pairs.observations)] += pairs.counts
        of = pairs.observation + done
        good = np.flatnonzero(pairs.score.value >= self.values[of, -1])
        kept = pairs.take(good)
        placed = replace(kept, observation=of[good], scene=kept.scene + first)
        self._held.append((placed, rank[kept.scene]))
        self._size += len(placed)
        if self._size > self._most:
            self._cut()

    def _cut(self) -> None:
        pairs = Pairs.joined([pairs for pairs, _ in self._held])
        rank = np.concatenate([rank for _, rank in self._held])
        order = ranking(pairs.observation, pairs.score, rank)
        order = best(pairs.observation, order, self._top)
        self._held = [(pairs.take(order), rank[order])]
        self._size = len(order)

    def pairs(self) -> Pairs:
        """The best of all; of each observation as many as there are at most."""
        if not self._held:
            return Pairs.none(self._observations.values)
        self._cut()
        found, _ = self._held.pop()
        return replace(found, observations=self._observations.values, counts=self._counts)

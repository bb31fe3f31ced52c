"""All links of many observations with many scenes, as columns, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from catalogue.bulk.columns import CloudsOf, ObservationColumns, observation_columns
from catalogue.bulk.index import SceneIndex, candidates
from catalogue.bulk.pairs import Pairs, doubted, linked
from catalogue.join import MARGIN_DAYS
from catalogue.model import Observation
from catalogue.score import DEFAULTS, Parameters

# Candidates wanted at a time: some 200 bytes each while they are worked on.
_CANDIDATES = 400_000
_FIRST, _MOST = 64, 4096


def link_pairs(
    index: SceneIndex,
    observations: Iterable[Observation] | ObservationColumns,
    margin_days: float = MARGIN_DAYS,
    parameters: Parameters = DEFAULTS,
    *,
    top: int | None = None,
    counted: bool = True,
    clouds: CloudsOf | None = None,
) -> Iterator[Pairs]:
    """The same links as `catalogue.join.link` finds pair by pair, some observations at a time.

    Observations in the order given; of each, its scenes best first (as `catalogue.join.links`),
    all or the best `top`: then, where compiled, only those are measured that may be among them.
    Not `counted`, `Pairs.counts` does not tell how many there are beside them, and no pair need
    be looked at for that. `clouds` gives what masks say of places.

    How many are taken at a time follows how many links each has.
    """
    take = _taking(observations, clouds)
    size = _FIRST
    while True:
        some, wanted = take(size)
        if not len(some):
            return
        pairs, tried = _linked(index, wanted, margin_days, parameters, top, counted)
        yield _counted_in(some, wanted, pairs)
        wished = int(_CANDIDATES * len(some) / max(1, tried))
        size = max(1, min(wished, 4 * size, _MOST))


Take = Callable[[int], tuple[Sequence[Observation], ObservationColumns]]


def _taking(
    observations: Iterable[Observation] | ObservationColumns, clouds: CloudsOf | None
) -> Take:
    """A function that gives the next so many observations, and those that can be linked."""
    if isinstance(observations, ObservationColumns):
        columns, done = observations, 0

        def cut(size: int) -> tuple[Sequence[Observation], ObservationColumns]:
            nonlocal done
            part = columns.part(done, min(done + size, len(columns)))
            done += size
            return part.values, part

        return cut
    waiting = iter(observations)

    def read(size: int) -> tuple[Sequence[Observation], ObservationColumns]:
        some = list(islice(waiting, size))
        return some, observation_columns(some, clouds)

    return read


def _linked(
    index: SceneIndex,
    wanted: ObservationColumns,
    margin_days: float,
    parameters: Parameters,
    top: int | None,
    counted: bool,
) -> tuple[Pairs, int]:
    """(the links, how many pairs were tried); rows count in `wanted`."""
    if index.compiled is not None:
        pairs, tried = index.compiled.linked(wanted, margin_days, parameters, top, counted)
    else:
        of, scene = candidates(index, wanted, margin_days)
        tried = len(of)
        pairs = linked(index.scenes, wanted, of, scene, margin_days, parameters, top)
    doubted(index.scenes, wanted, pairs)
    return pairs, tried


def _counted_in(some: Sequence[Observation], wanted: ObservationColumns, pairs: Pairs) -> Pairs:
    """The same, counted among all observations given instead of those that can be linked."""
    counts = np.zeros((len(some), pairs.counts.shape[1]), dtype=np.int64)
    counts[wanted.at] = pairs.counts
    return replace(
        pairs, observations=some, observation=wanted.at[pairs.observation], counts=counts
    )

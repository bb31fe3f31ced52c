"""The best links of every observation from a store, without holding its scenes: for very many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import numpy as np
import pyarrow as pa

from catalogue.bulk import SceneColumns, best_pairs, observation_columns
from catalogue.linking.names import Names, ranked_names_of
from catalogue.linking.packed import rows_of
from catalogue.linking.parts import batches
from catalogue.linking.ready import say_if_it_takes_long
from catalogue.linking.relink import Progress
from catalogue.score import DEFAULTS, Parameters
from catalogue.space.edges import Ints
from catalogue.store.linked import SceneRow
from catalogue.store.protocol import Store


def best_tables(
    store: Store, margin_days: float, top: int, progress: Progress | None = None,
    parameters: Parameters = DEFAULTS,
) -> Iterator[pa.Table]:  # fmt: skip
    """The first `top` links of each observation as `stored_tables` has them, computed now.

    Nothing is kept in the store, and links that are kept there are not asked. Scenes that are
    added meanwhile are left out. `progress` is told of the scenes that are done.
    """
    from catalogue.write.links import Tables

    say_if_it_takes_long()
    names, rank = ranked_names_of(store)
    wanted = observation_columns(list(store.observations()), store.clouds.of)
    numbers: list[Ints] = [np.zeros(0, dtype=np.int64)]
    total = len(names.number)
    scenes = _columns(store.links.scene_rows(), names, rank, numbers)
    found = best_pairs(
        scenes, wanted, margin_days, parameters, top=top, counted=False,
        progress=lambda n: progress(min(n, total), total) if progress else None,
    )  # fmt: skip
    tables = Tables(names.label, names.uid)
    every: Ints | None = None
    for pairs in found:
        every = np.concatenate(numbers) if every is None else every
        links = rows_of(pairs, every)
        scene = names.rows(every[pairs.scene])
        ids = [o.id for o in pairs.observations]
        yield tables.of(ids, links.observations, links.of, scene, links.rows)


def _columns(
    rows: Iterator[SceneRow], names: Names, rank: Ints, numbers: list[Ints]
) -> Iterator[SceneColumns]:
    """The scenes some at a time; their numbers are added to `numbers`."""
    newest = int(names.number.max(initial=0))
    ranks = np.zeros(newest + 1, dtype=np.int64)
    ranks[names.number] = rank
    known = takewhile(lambda row: row.number <= newest, rows)
    for some, columns in batches(known, ranks):
        numbers.append(some)
        yield columns

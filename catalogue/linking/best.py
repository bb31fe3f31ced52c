"""The best links of every observation from a store, without holding its scenes: for very many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from catalogue.bulk import SceneColumns, best_pairs, observation_columns
from catalogue.linking.known import chunks, joined
from catalogue.linking.names import Names, ranked_names_of
from catalogue.linking.packed import rows_of
from catalogue.linking.relink import Progress
from catalogue.space.edges import Ints
from catalogue.store.protocol import Store

# Scenes that are held at once.
SCENES = 500_000


def best_tables(
    store: Store, margin_days: float, top: int, progress: Progress | None = None
) -> Iterator[pa.Table]:
    """The first `top` links of each observation as `stored_tables` has them, computed now.

    Nothing is kept in the store, and links that are kept there are not asked. Scenes that are
    added meanwhile are left out. `progress` is told of the scenes that are done.
    """
    from catalogue.write.links import Tables

    names, rank = ranked_names_of(store)
    wanted = observation_columns(list(store.observations()))
    numbers: list[Ints] = [np.zeros(0, dtype=np.int64)]
    total = len(names.number)
    found = best_pairs(
        _batches(store, names, rank, numbers), wanted, margin_days, top=top, counted=False,
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


def _batches(store: Store, names: Names, rank: Ints, numbers: list[Ints]) -> Iterator[SceneColumns]:
    """The scenes by number, SCENES at a time; their numbers are added to `numbers`."""
    newest = int(names.number[-1]) if len(names.number) else 0
    known = (row for row in store.links.scene_rows() if row.number <= newest)
    waiting, size = [], 0
    for chunk in chunks(known):
        waiting.append(chunk)
        size += len(chunk["number"])
        if size >= SCENES:
            yield _batch(waiting, names, rank, numbers)
            waiting, size = [], 0
    if size:
        yield _batch(waiting, names, rank, numbers)


def _batch(waiting: list, names: Names, rank: Ints, numbers: list[Ints]) -> SceneColumns:  # type: ignore[type-arg]
    columns = joined(waiting)
    del columns["id"]
    number = columns.pop("number")
    numbers.append(number)
    return SceneColumns(rank=rank[names.rows(number)], **columns)

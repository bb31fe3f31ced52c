"""Links of a store as columns, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from catalogue.bulk import LEVELS, ROLES, SceneIndex, best_pairs, observation_columns
from catalogue.identity import full_name
from catalogue.linking.known import Parts
from catalogue.linking.packed import LINK, LinkRows, rows_of, unpack
from catalogue.linking.relink import Progress, Relinked
from catalogue.model import Scene
from catalogue.space.edges import Ints
from catalogue.store.linked import Linked, SceneName
from catalogue.store.protocol import Store

if TYPE_CHECKING:
    import pyarrow as pa

    from catalogue.write.links import Tables

# Links in a table, or a few more.
_LINKS = 100_000
# Scenes whose names are read at a time, and observations whose best links are held at a time.
_NAMES, _OBSERVATIONS = 100_000, 100_000


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How many links there are: all, by role, and by level of their score.

    Of `observations`, `reused` kept their links as they were. `why` says why none could, if
    there were links before.
    """

    links: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    observations: int = 0
    reused: int = 0
    why: str | None = None


def link_counts(store: Store, done: Relinked) -> LinkCounts:
    """The counts of a store that was just linked."""
    links, *each = store.links.totals()
    counted = dict(zip((*ROLES, *LEVELS), each, strict=True))
    return LinkCounts(
        links,
        Counter({name: counted[name] for name in ROLES if counted[name]}),
        Counter({name: counted[name] for name in LEVELS if counted[name]}),
        done.observations,
        done.observations - done.joined,
        done.why,
    )


def table_counts(tables: Iterator[pa.Table], counts: LinkCounts) -> Iterator[pa.Table]:
    """The tables as they are, their links counted."""
    for table in tables:
        for name, counter in (("role", counts.roles), ("level", counts.levels)):
            for found in table[name].value_counts().to_pylist():
                counter[found["values"]] += found["counts"]
        yield table


def stored_tables(store: Store, progress: Progress | None = None) -> Iterator[pa.Table]:
    """Links by observation (id, uid), best first; columns: `catalogue.write.links.SCHEMA`.

    A scene is named by its id, or `collection/id` where ids are shared. `progress` is told of the
    observations whose links are handed out.
    """
    tables, known = _scenes(store)
    total, done = store.observation_count(), 0
    for some in _some(store):
        links = unpack([linked for _, linked in some])
        yield _table(tables, known, [name for name, _ in some], links)
        done += len(some)
        if progress:
            progress(done, total)


def best_tables(
    store: Store, top: int, margin_days: float, progress: Progress | None = None
) -> Iterator[pa.Table]:
    """The same of the best `top` links of each observation alone, joined now and not kept.

    Scenes are read in parts, so that any number of them fits into memory.
    """
    tables, known = _scenes(store)
    total, done = store.observation_count(), 0
    scenes, waiting = Parts(store.links), store.observations()
    while some := list(islice(waiting, _OBSERVATIONS)):
        wanted = [o for o in some if o.place is not None and o.when is not None]
        numbers: list[Ints] = []
        indexes = _indexes(scenes, numbers, progress, (done, len(some), total))
        found = best_pairs(indexes, observation_columns(wanted), top, margin_days, counted=False)
        links = rows_of(found, np.concatenate(numbers))
        yield _table(tables, known, [o.id for o in wanted], links)
        done += len(some)
    if progress:
        progress(total, total)


def _indexes(
    scenes: Parts, numbers: list[Ints], progress: Progress | None, at: tuple[int, int, int]
) -> Iterator[SceneIndex]:
    """The index of each part; what the store calls its scenes is added to `numbers`."""
    done, more, total = at
    for n, part in enumerate(scenes):
        numbers.append(part.numbers)
        if progress:
            progress(done + more * n // scenes.count, total)
        yield part.index


def _table(tables: Tables, known: Ints, ids: list[str], links: LinkRows) -> pa.Table:
    scene = np.searchsorted(known, links.rows["scene"])
    return tables.of(ids, links.observations, links.of, scene, links.rows)


def _scenes(store: Store) -> tuple[Tables, Ints]:
    """What makes tables of links, and the numbers of its scenes."""
    import pyarrow as pa

    from catalogue.write.links import Tables

    shared = store.links.shared_ids()
    numbers, uids, names = [np.zeros(0, dtype=np.int64)], [], []
    every = store.links.scene_names()
    while some := list(islice(every, _NAMES)):
        numbers.append(np.array([each.number for each in some], dtype=np.int64))
        uids.append(pa.array([each.uid for each in some], pa.string()))
        names.append(pa.array([_name(each, each.id in shared) for each in some], pa.string()))
    called = (pa.chunked_array(column, pa.string()) for column in (names, uids))
    return Tables(*called), np.concatenate(numbers)


def _name(scene: SceneName, full: bool) -> str:
    return full_name(Scene(scene.uid, scene.id, scene.collection)) if full else scene.id


def _some(store: Store) -> Iterator[list[tuple[str, Linked]]]:
    """Observations until there are enough links."""
    waiting: list[tuple[str, Linked]] = []
    size = 0
    for pair in store.links.every():
        waiting.append(pair)
        size += len(pair[1].packed)
        if size >= _LINKS * LINK.itemsize:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting

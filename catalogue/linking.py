"""Linking all that a store holds: in columns for many, as `Link` values for some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from catalogue.bulk import Pairs, SceneIndex, link_pairs, scene_columns, scene_index
from catalogue.identity import full_name
from catalogue.join import links
from catalogue.model import Link, Scene
from catalogue.store.protocol import Store

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How many links there are: all, by role, and by level of their score."""

    links: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Known:
    """The scenes of a store, indexed, and what they are called (`names[row]`)."""

    index: SceneIndex
    names: tuple[str, ...]


def known_scenes(store: Store) -> Known:
    """Read every scene once. The name is the id, or `collection/id` where ids are shared."""
    ids: Counter[str] = Counter()
    called: list[tuple[str, str]] = []

    def noted() -> Iterator[Scene]:
        for scene in store.scenes():
            ids[scene.id] += 1
            if scene.can_link:
                called.append((scene.id, full_name(scene)))
                yield scene

    index = scene_index(scene_columns(noted()))
    return Known(index, tuple(short if ids[short] == 1 else full for short, full in called))


def all_pairs(
    store: Store, known: Known, margin_days: float, progress: Progress | None = None
) -> Iterator[Pairs]:
    """Every link of every observation, in order of the observations, best first."""
    total, done = store.observation_count(), 0
    for pairs in link_pairs(known.index, store.observations(), margin_days):
        yield pairs
        done += len(pairs.observations)
        if progress:
            progress(done, total)


def all_tables(
    store: Store, margin_days: float, progress: Progress | None = None
) -> Iterator[pa.Table]:
    """`all_pairs` as Arrow tables (see `catalogue.write.links.SCHEMA`)."""
    from catalogue.write.links import Tables

    known = known_scenes(store)
    tables = Tables(known.names, known.index.scenes.uid)
    for pairs in all_pairs(store, known, margin_days, progress):
        yield tables.of(pairs)


def all_links(store: Store, margin_days: float, progress: Progress | None = None) -> Iterator[Link]:
    """Every link with its reasons: `all_pairs` says which scenes, the join says why."""
    scene = lru_cache(maxsize=4096)(store.scene)
    known = known_scenes(store)
    uids = known.index.scenes.uid
    for pairs in all_pairs(store, known, margin_days, progress):
        ends = np.searchsorted(pairs.observation, np.arange(len(pairs.observations) + 1))
        for n, observation in enumerate(pairs.observations):
            found = uids[pairs.scene[ends[n] : ends[n + 1]]]
            yield from links(observation, [scene(uid) for uid in found], margin_days)


def counting(tables: Iterable[pa.Table], counts: list[LinkCounts]) -> Iterator[pa.Table]:
    """Pass the tables on; when they are through, put what they held into `counts`."""
    links, roles, levels = 0, Counter[str](), Counter[str]()
    for table in tables:
        links += table.num_rows
        for name, counter in (("role", roles), ("level", levels)):
            for pair in table[name].value_counts().to_pylist():
                counter[pair["values"]] += pair["counts"]
        yield table
    counts.append(LinkCounts(links, roles, levels))

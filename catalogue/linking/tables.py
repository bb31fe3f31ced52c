"""Links of a store as columns, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from catalogue.bulk import LEVELS, ROLES
from catalogue.linking.names import names_of
from catalogue.linking.packed import LINK, unpack
from catalogue.linking.relink import Progress, Relinked
from catalogue.store.linked import Linked
from catalogue.store.protocol import Store

if TYPE_CHECKING:
    import pyarrow as pa

# Links in a table, or a few more.
_LINKS = 100_000


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


def stored_tables(store: Store, progress: Progress | None = None) -> Iterator[pa.Table]:
    """Links by observation (id, uid), best first; columns: `catalogue.write.links.SCHEMA`.

    A scene is named by its id, or `collection/id` where ids are shared. `progress` is told of the
    observations whose links are handed out.
    """
    from catalogue.write.links import Tables

    names = names_of(store)
    tables = Tables(names.label, names.uid)
    total, done = store.observation_count(), 0
    for some in _some(store):
        links = unpack([linked for _, linked in some])
        scene = names.rows(links.rows["scene"])
        yield tables.of([name for name, _ in some], links.observations, links.of, scene, links.rows)
        done += len(some)
        if progress:
            progress(done, total)


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

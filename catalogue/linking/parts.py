"""All scenes of a store, some at a time: any number of them fits into memory."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import numpy as np

from catalogue.bulk import SceneColumns
from catalogue.linking.known import Known, chunks, indexed, joined, known
from catalogue.linking.names import ranked_names_of
from catalogue.space.edges import Ints
from catalogue.store.linked import SceneRow
from catalogue.store.protocol import Store

# Scenes that are held at once, with their index about a gigabyte.
SCENES = 1_000_000


class Parts:
    """The scenes of a store that are there when this is made; each iteration reads them anew.

    One part at least, be it empty.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._newest = store.links.mark().scenes
        self._rank: Ints | None = None
        self.several = math.ceil(self._newest / SCENES) > 1

    def __iter__(self) -> Iterator[Known]:
        if not self.several:
            yield known(self._rows())
            return
        if self._rank is None:
            self._rank = self._ranks()
        for numbers, columns in batches(self._rows(), self._rank):
            yield Known(indexed(columns), numbers)

    def _rows(self) -> Iterator[SceneRow]:
        return takewhile(lambda row: row.number <= self._newest, self._store.links.scene_rows())

    def _ranks(self) -> Ints:
        names, rank = ranked_names_of(self._store)
        found = np.zeros(1 + int(names.number.max(initial=0)), dtype=np.int64)
        found[names.number] = rank
        return found


def batches(rows: Iterator[SceneRow], rank: Ints) -> Iterator[tuple[Ints, SceneColumns]]:
    """(numbers, columns) of SCENES rows or a few more at a time; `rank` is by number."""
    waiting: list[dict[str, Any]] = []
    size = 0
    for chunk in chunks(rows):
        waiting.append(chunk)
        size += len(chunk["number"])
        if size >= SCENES:
            yield _batch(waiting, rank)
            waiting, size = [], 0
    if waiting:
        yield _batch(waiting, rank)


def _batch(waiting: list[dict[str, Any]], rank: Ints) -> tuple[Ints, SceneColumns]:
    columns = joined(waiting)
    del columns["id"]
    numbers = columns.pop("number")
    return numbers, SceneColumns(rank=rank[numbers], **columns)

"""What the scenes of a store are called, in columns: tens of bytes for each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catalogue.identity import full_name
from catalogue.model import Scene
from catalogue.space.edges import Ints
from catalogue.store.linked import SceneName
from catalogue.store.protocol import Store

_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Names:
    """A row for each scene, by number. `label` is its id, or `collection/id` if ids are shared."""

    number: Ints
    label: pa.ChunkedArray
    uid: pa.ChunkedArray

    def rows(self, numbers: Ints) -> Ints:
        """The rows of scenes with these numbers."""
        return np.searchsorted(self.number, numbers).astype(np.int64)


def names_of(store: Store) -> Names:
    """The names of all scenes."""
    names, _ = _read(store, ranked=False)
    return names


def ranked_names_of(store: Store) -> tuple[Names, Ints]:
    """The same, and the place of each by id, then uid, as everywhere where scores are equal."""
    return _read(store, ranked=True)


def order_of(ids: Any, uids: Any) -> Ints:
    """Rows by (id, uid), code point by code point."""
    keys = [("id", "ascending"), ("uid", "ascending")]
    found = pc.sort_indices(pa.table({"id": ids, "uid": uids}), sort_keys=keys)
    return np.asarray(found, dtype=np.int64)


def _read(store: Store, *, ranked: bool) -> tuple[Names, Ints]:
    shared, waiting = store.links.shared_ids(), store.links.scene_names()
    numbers, columns = [np.zeros(0, dtype=np.int64)], ([], [], [])  # type: ignore[var-annotated]
    while some := list(islice(waiting, _ROWS)):
        numbers.append(np.array([each.number for each in some], dtype=np.int64))
        labels = [_label(n) if n.id in shared else n.id for n in some] if shared else None
        ids = pa.array([each.id for each in some], pa.string())
        uids = pa.array([each.uid for each in some], pa.string())
        told = ids if labels is None else pa.array(labels, pa.string())
        for column, more in zip(columns, (ids, told, uids), strict=True):
            column.append(more)
    ids, label, uid = (pa.chunked_array(column, pa.string()) for column in columns)
    names, rank = Names(np.concatenate(numbers), label, uid), np.zeros(0, dtype=np.int64)
    if ranked:
        rank = np.empty(len(uid), dtype=np.int64)
        rank[order_of(ids, uid)] = np.arange(len(uid))
    return names, rank


def _label(name: SceneName) -> str:
    return full_name(Scene(name.uid, name.id, name.collection))

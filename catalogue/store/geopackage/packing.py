"""An R*Tree written at once: entries in sort-tile-recursive order, every node full.

Inserted one by one, entries leave nodes half empty that overlap. This writes the same entries
into the tree's own tables (`_node`, `_rowid`, `_parent`), in the format that `nodes` reads.
Inserts and deletes go on as before afterwards. Of each entry 36 bytes are held while it works,
and twice that for a moment.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.index import EVER, US_PER_DAY, WORLD
from catalogue.store.geopackage.nodes import CAPACITY, CELL, NODE, ROOT, Bounds, Numbers, rounded

CHUNK = 50_000
_HELD = np.dtype([("number", "i8"), ("bounds", "f4", (6,))])
Cells = npt.NDArray[np.void]
Order = npt.NDArray[np.int64]


class Fresh:
    """Entries that are in `{name}_boxes`, but were held back from the tree."""

    def __init__(self) -> None:
        self._held: list[Cells] = []

    def add(self, numbers: Numbers, bounds: npt.NDArray[np.float64]) -> None:
        """`bounds` are rows of west, east, south, north, begin and end (days)."""
        cells = np.empty(len(numbers), _HELD)
        cells["number"] = numbers
        cells["bounds"] = _outwards(bounds)
        self._held.append(cells)

    def all(self) -> Cells:
        """All of them; held no more."""
        found = np.concatenate([np.empty(0, _HELD), *self._held])
        self._held.clear()
        return found


def pack(db: Database, name: str, fresh: Fresh | None = None) -> None:
    """Write the tree `{name}_index` anew from `{name}_boxes`, inside the open transaction.

    `fresh` are the last of them, if they are at hand.
    """
    db.writing()
    if db.one(f"SELECT 1 FROM {name}_index_node WHERE nodeno = ?", (ROOT,)) is None:  # noqa: S608
        return  # nothing was ever indexed
    level = _entries(db, name, None if fresh is None else fresh.all())
    for table in ("node", "rowid", "parent"):
        db.write(f"DELETE FROM {name}_index_{table}")  # noqa: S608
    table, first, depth = "rowid", ROOT + 1, 0
    while True:
        count = max(1, math.ceil(len(level) / CAPACITY))
        first = ROOT if count == 1 else first
        parents = np.empty(count, _HELD)
        parents["number"] = np.arange(first, first + count)
        holder = np.empty(len(level), np.int32)
        for at, run in _tiles(level):
            cells = level[run]
            part = slice(at // CAPACITY, max(1, -(-(at + len(run)) // CAPACITY)))
            _write_nodes(db, name, cells, parents[part], depth if count == 1 else 0)
            holder[run] = parents["number"][part].repeat(CAPACITY)[: len(run)]
        _write_holders(db, f"{name}_index_{table}", level["number"], holder)
        if count == 1:
            return
        level, first = parents, first + count
        table, depth = "parent", depth + 1


def _entries(db: Database, name: str, fresh: Cells | None) -> Cells:
    if fresh is None or not len(fresh):
        fresh = np.empty(0, _HELD)
        row = db.one(f"SELECT count(*) FROM {name}_boxes")  # noqa: S608
        before = 2**63 - 1
    else:
        before = int(fresh["number"].min())
        row = db.one(f"SELECT count(*) FROM {name}_boxes WHERE id < ?", (before,))  # noqa: S608
    at = int(row[0]) if row else 0
    if not at:
        return fresh
    cells = np.empty(at + len(fresh), _HELD)
    cells[at:] = fresh
    at = 0
    for numbers, bounds in _chunks(db, name, before):
        cells["number"][at : at + len(numbers)] = numbers
        cells["bounds"][at : at + len(numbers)] = bounds
        at += len(numbers)
    return cells


def _chunks(db: Database, name: str, before: int) -> Iterator[tuple[Numbers, Bounds]]:
    west, south, east, north = WORLD
    begin_us, end_us = EVER
    sql = (
        f"SELECT id, ifnull(west, {west}), ifnull(east, {east}), ifnull(south, {south}),"  # noqa: S608
        f" ifnull(north, {north}), ifnull(begin_us, {begin_us}), ifnull(end_us, {end_us})"
        f" FROM {name}_boxes WHERE id > ? AND id < ? ORDER BY id LIMIT {CHUNK}"
    )
    after = -(2**63)
    while rows := db.rows(sql, (after, before)):
        after = rows[-1][0]
        numbers, *columns = zip(*rows, strict=True)
        values = np.array(columns, dtype=np.float64).T
        values[:, 4:] /= US_PER_DAY
        yield np.array(numbers, dtype=np.int64), _outwards(values)


def _outwards(values: npt.NDArray[np.float64]) -> Bounds:
    bounds = np.empty(values.shape, np.float32)
    bounds[:, 0::2] = rounded(values[:, 0::2], -np.inf)
    bounds[:, 1::2] = rounded(values[:, 1::2], np.inf)
    return bounds


def _tiles(cells: Cells) -> Iterator[tuple[int, Order]]:
    """(place of the first, rows) of each slab: slabs by longitude, in them columns by latitude,
    in those runs by time. All but the last hold whole nodes.
    """
    number = max(1, math.ceil(len(cells) / CAPACITY))
    side = math.ceil(number ** (1 / 3))
    slab, column = CAPACITY * side * side, CAPACITY * side
    order = np.argsort(_centre(cells, np.arange(len(cells)), 0), kind="stable")
    for at in range(0, len(order) or 1, slab):
        run = order[at : at + slab]
        run = run[np.argsort(_centre(cells, run, 1), kind="stable")]
        columns = np.arange(len(run)) // column
        yield at, run[np.lexsort((_centre(cells, run, 2), columns))]


def _centre(cells: Cells, rows: Order, axis: int) -> npt.NDArray[np.float64]:
    low, high = cells["bounds"][rows, 2 * axis], cells["bounds"][rows, 2 * axis + 1]
    return np.asarray(low.astype(np.float64) + high, dtype=np.float64)


def _write_nodes(db: Database, name: str, cells: Cells, parents: Cells, depth: int) -> None:
    """Write full nodes of cells in order, and round each of them its parent's bounds."""
    nodes = np.zeros(len(parents), NODE)
    nodes["depth"] = depth
    nodes["count"] = CAPACITY
    if len(cells) < len(parents) * CAPACITY:
        nodes["count"][-1] = len(cells) - (len(parents) - 1) * CAPACITY
    filled = np.zeros(len(parents) * CAPACITY, CELL)
    for field in ("number", "bounds"):
        filled[field][: len(cells)] = cells[field]
    nodes["cells"] = filled.reshape(-1, CAPACITY)
    if len(cells):
        starts = np.arange(0, len(cells), CAPACITY)
        parents["bounds"][:, 0::2] = np.minimum.reduceat(cells["bounds"][:, 0::2], starts)
        parents["bounds"][:, 1::2] = np.maximum.reduceat(cells["bounds"][:, 1::2], starts)
    size, data = NODE.itemsize, nodes.tobytes()
    blobs = (data[at : at + size] for at in range(0, len(data), size))
    rows = list(zip(parents["number"].tolist(), blobs, strict=True))
    db.write_many(f"INSERT INTO {name}_index_node VALUES (?, ?)", rows)  # noqa: S608


def _write_holders(
    db: Database, table: str, numbers: Numbers, holder: npt.NDArray[np.int32]
) -> None:
    """Which node holds each entry, or is the parent of each node; in order of the key."""
    order = np.argsort(numbers)
    for at in range(0, len(order), CHUNK):
        some = order[at : at + CHUNK]
        rows = list(zip(numbers[some].tolist(), holder[some].tolist(), strict=True))
        db.write_many(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608

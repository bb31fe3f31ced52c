"""An R*Tree written at once: entries in sort-tile-recursive order, every node full.

Inserted one by one, entries leave nodes half empty that overlap. This writes the same entries
into the tree's own tables (`_node`, `_rowid`, `_parent`) in the format of SQLite's rtree.c: a node
is the tree's depth (root only) and the number of its cells, 16 bits each, then cells of a 64-bit
number and six 32-bit floats, big-endian. Inserts and deletes go on as before afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.index import EVER, US_PER_DAY, WORLD

CELL = np.dtype([("number", "i8"), ("bounds", "f4", (6,))])
ON_DISK = np.dtype([("number", ">i8"), ("bounds", ">f4", (6,))])
HEADER = 4
ROOT = 1
CHUNK = 50_000
Cells = npt.NDArray[np.void]


def pack(db: Database, name: str) -> None:
    """Write the tree `{name}_index` anew from `{name}_boxes`, inside the open transaction."""
    db.writing()
    root = db.one(f"SELECT length(data) FROM {name}_index_node WHERE nodeno = ?", (ROOT,))  # noqa: S608
    if root is None:  # nothing was ever indexed
        return
    size = int(root[0])
    capacity = (size - HEADER) // CELL.itemsize
    level = _entries(db, name)
    for table in ("node", "rowid", "parent"):
        db.write(f"DELETE FROM {name}_index_{table}")  # noqa: S608
    table, first, depth = "rowid", ROOT + 1, 0
    while True:
        nodes = _tiled(level, capacity)
        numbers = [ROOT] if len(nodes) == 1 else range(first, first + len(nodes))
        first += len(nodes)
        _write_children(db, f"{name}_index_{table}", nodes, numbers)
        top = depth if len(nodes) == 1 else 0
        db.write_many(
            f"INSERT INTO {name}_index_node VALUES (?, ?)",  # noqa: S608
            [(n, _node(cells, top, size)) for n, cells in zip(numbers, nodes, strict=True)],
        )
        if len(nodes) == 1:
            return
        level = _parents(nodes, numbers)
        table, depth = "parent", depth + 1


def _entries(db: Database, name: str) -> Cells:
    chunks = [np.empty(0, CELL), *_chunks(db, name)]
    return np.concatenate(chunks)


def _chunks(db: Database, name: str) -> Iterator[Cells]:
    west, south, east, north = WORLD
    begin_us, end_us = EVER
    sql = (
        f"SELECT id, ifnull(west, {west}), ifnull(east, {east}), ifnull(south, {south}),"  # noqa: S608
        f" ifnull(north, {north}), ifnull(begin_us, {begin_us}), ifnull(end_us, {end_us})"
        f" FROM {name}_boxes WHERE id > ? ORDER BY id LIMIT {CHUNK}"
    )
    after = -(2**63)
    while rows := db.rows(sql, (after,)):
        after = rows[-1][0]
        values = np.array([row[1:] for row in rows], dtype=np.float64)
        values[:, 4:] /= US_PER_DAY
        cells = np.empty(len(rows), CELL)
        cells["number"] = [row[0] for row in rows]
        cells["bounds"][:, 0::2] = _rounded(values[:, 0::2], -np.inf)
        cells["bounds"][:, 1::2] = _rounded(values[:, 1::2], np.inf)
        yield cells


def _rounded(values: npt.NDArray[np.float64], towards: float) -> npt.NDArray[np.float32]:
    """To 32 bits, never inwards: a lower bound down, an upper one up."""
    near = values.astype(np.float32)
    wrong = near > values if towards < 0 else near < values
    return np.where(wrong, np.nextafter(near, np.float32(towards)), near)


def _tiled(cells: Cells, capacity: int) -> list[Cells]:
    """Full nodes: slabs by longitude, in them columns by latitude, in those runs by time."""
    bounds = cells["bounds"].astype(np.float64)
    centres = bounds[:, 0::2] + bounds[:, 1::2]
    number = math.ceil(len(cells) / capacity)
    side = math.ceil(number ** (1 / 3))
    order = np.argsort(centres[:, 0], kind="stable")
    for axis, run in ((1, capacity * side * side), (2, capacity * side)):
        slab = np.arange(len(order)) // run
        order = order[np.lexsort((centres[order, axis], slab))]
    tiled = cells[order]
    return [tiled[at : at + capacity] for at in range(0, len(cells), capacity)] or [tiled]


def _parents(nodes: list[Cells], numbers: list[int] | range) -> Cells:
    """A cell for each node: its number and the box around all of its cells."""
    cells = np.empty(len(nodes), CELL)
    cells["number"] = numbers
    for cell, node in zip(cells, nodes, strict=True):
        cell["bounds"][0::2] = node["bounds"][:, 0::2].min(axis=0)
        cell["bounds"][1::2] = node["bounds"][:, 1::2].max(axis=0)
    return cells


def _write_children(
    db: Database, table: str, nodes: list[Cells], numbers: list[int] | range
) -> None:
    """Which node holds each entry, or is the parent of each node; in order of the key."""
    children = np.concatenate([node["number"] for node in nodes]).astype(np.int64)
    holders = np.repeat(np.asarray(numbers, np.int64), [len(node) for node in nodes])
    order = np.argsort(children)
    pairs = np.stack([children[order], holders[order]], axis=1)
    for at in range(0, len(pairs), CHUNK):
        db.write_many(f"INSERT INTO {table} VALUES (?, ?)", pairs[at : at + CHUNK].tolist())  # noqa: S608


def _node(cells: Cells, depth: int, size: int) -> bytes:
    header = depth.to_bytes(2, "big") + len(cells).to_bytes(2, "big")
    return (header + cells.astype(ON_DISK).tobytes()).ljust(size, b"\0")

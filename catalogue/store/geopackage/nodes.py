"""Entries of an R*Tree by reading its nodes: whole levels at a time, in columns.

The format is that of SQLite's rtree.c for three dimensions and pages of 4 KiB: a node is the
tree's depth (of the root only) and the number of its cells, 16 bits each, then 51 cells of a
64-bit number and six 32-bit floats, big-endian. A cell is an entry, or a node of the level below
and the box round all of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import numpy as np
import numpy.typing as npt

from catalogue.store.extents import Box, Span
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.index import US_PER_DAY

CAPACITY = 51
CELL = np.dtype([("number", ">i8"), ("bounds", ">f4", (6,))])
NODE = np.dtype([("depth", ">u2"), ("count", ">u2"), ("cells", CELL, (CAPACITY,))])
ROOT = 1
# Entries that are asked of SQLite before nodes are read.
FEW = 100
Numbers = npt.NDArray[np.int64]
# Rows of west, east, south, north, begin and end in days.
Bounds = npt.NDArray[np.float32]


def entries(
    db: Database, name: str, boxes: Sequence[Box], span: Span | None
) -> tuple[Numbers, Bounds]:
    """Numbers and bounds of all entries that may meet one of the boxes and the span.

    A superset of what `MATCH` on the tree gives, in no order: both sides are rounded outwards.
    """
    if len(boxes) == 1 and span is not None:
        few = _few(db, name, boxes[0], span)
        if few is not None:
            return few
    low, high = _limits(boxes, span)
    numbers = np.array([ROOT], dtype=np.int64)
    depth = None
    while True:
        nodes = _read(db, name, numbers)
        if depth is None:
            depth = int(nodes["depth"][0]) if len(nodes) else 0
        cells = nodes["cells"][np.arange(CAPACITY) < nodes["count"][:, None]]
        bounds = cells["bounds"].astype(np.float32)
        met = np.zeros(len(cells), dtype=np.bool_)
        for lowest, highest in zip(low, high, strict=True):
            met |= ((bounds[:, 0::2] <= highest) & (bounds[:, 1::2] >= lowest)).all(axis=1)
        numbers = cells["number"][met].astype(np.int64)
        if depth == 0 or not len(numbers):
            return (numbers if depth == 0 else numbers[:0]), bounds[met]
        depth -= 1


def _few(db: Database, name: str, box: Box, span: Span) -> tuple[Numbers, Bounds] | None:
    """What `MATCH` gives if it is little: then it costs less than columns of a few nodes do."""
    west, south, east, north = box
    rows = db.rows(
        f"SELECT * FROM {name}_index WHERE west <= ? AND east >= ? AND south <= ?"  # noqa: S608
        f" AND north >= ? AND begin_d <= ? AND end_d >= ? LIMIT {FEW}",
        (east, west, north, south, span[1] / US_PER_DAY, span[0] / US_PER_DAY),
    )
    if len(rows) == FEW:
        return None
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    bounds = np.array([row[1:] for row in rows], dtype=np.float32)
    return numbers, bounds.reshape(-1, 6)


def _read(db: Database, name: str, numbers: Numbers) -> npt.NDArray[np.void]:
    if len(numbers) == 1:
        sql = f"SELECT data FROM {name}_index_node WHERE nodeno = ?"  # noqa: S608
        found = db.rows(sql, (int(numbers[0]),))
    else:
        sql = (
            f"SELECT n.data FROM carray(?) AS c CROSS JOIN {name}_index_node AS n"  # noqa: S608
            " ON n.nodeno = c.value"
        )
        found = db.rows(sql, (apsw.carray(np.sort(numbers)),))
    return np.frombuffer(b"".join([data for (data,) in found]), NODE)


def _limits(boxes: Sequence[Box], span: Span | None) -> tuple[Bounds, Bounds]:
    """(lowest, highest) rows of lon, lat, days: one for each box, rounded outwards."""
    begin, end = (-np.inf, np.inf) if span is None else (span[0] / US_PER_DAY, span[1] / US_PER_DAY)
    every: Sequence[Box] = boxes or [(-np.inf, -np.inf, np.inf, np.inf)]
    low = np.array([[west, south, begin] for west, south, _, _ in every])
    high = np.array([[east, north, end] for _, _, east, north in every])
    return rounded(low, -np.inf), rounded(high, np.inf)


def rounded(values: npt.NDArray[np.float64], towards: float) -> Bounds:
    """To 32 bits, never inwards: a lower bound down, an upper one up."""
    near = values.astype(np.float32)
    wrong = near > values if towards < 0 else near < values
    return np.where(wrong, np.nextafter(near, np.float32(towards)), near)

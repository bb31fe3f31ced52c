"""The R*Tree over lon, lat and time, and the exact boxes beside it; scenes and observations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.interval import MAX_US, MIN_US
from catalogue.store.extents import Box, Extent, Span
from catalogue.store.geopackage.database import Database

US_PER_DAY = 86_400_000_000
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)
EVER: Span = (MIN_US, MAX_US)
# When an entry began, first and last moment; with None as the first, unknown begins too.
Begun = tuple[int | None, int]
# Terms of SQL that must all hold, and their values.
Condition = tuple[Sequence[str], Sequence[Any]]


class ExtentIndex:
    """One of the two indexes: `name` is "scene" or "observation".

    Beside each entry lie `more` further columns of its record.
    """

    def __init__(self, db: Database, name: str, more: int = 0) -> None:
        self._db = db
        # Entries put or removed one row at a time so far.
        self.changes = 0
        marks = ", ".join("?" * (8 + more))
        self._insert_box = f"INSERT INTO {name}_boxes VALUES ({marks})"  # noqa: S608
        self._insert_node = f"INSERT INTO {name}_index VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        self._ids = f"SELECT id FROM {name}_boxes WHERE fid = ?"  # noqa: S608
        self._delete_node = f"DELETE FROM {name}_index WHERE id = ?"  # noqa: S608
        self._delete_boxes = f"DELETE FROM {name}_boxes WHERE fid = ?"  # noqa: S608
        # CROSS JOIN keeps SQLite from turning the join around: the tree narrows first.
        self._tree = f"{name}_index AS i CROSS JOIN {name}_boxes AS b ON b.id = i.id"

    def put_nodes(self, entries: Sequence[Sequence[Any]]) -> None:
        """Put (number, west, south, east, north, begin_us, end_us) of known ones into the tree."""
        self._db.write_many(
            self._insert_node,
            [
                (number, west, east, south, north, begin_us / US_PER_DAY, end_us / US_PER_DAY)
                for number, west, south, east, north, begin_us, end_us in entries
            ],
        )

    def put(
        self,
        fid: int,
        extents: Sequence[Extent],
        numbers: Sequence[int | None] = (),
        more: Sequence[Any] = (),
    ) -> None:
        """Add the extents of one new row, each with its number (the next free one if none)."""
        self.changes += 1
        for node in self.put_beside(fid, extents, numbers, more):
            # The tree's own rounding to 32 bits is outwards, so nothing is missed.
            self._db.write(self._insert_node, node)

    def put_beside(
        self,
        fid: int,
        extents: Sequence[Extent],
        numbers: Sequence[int | None],
        more: Sequence[Any],
    ) -> list[tuple[float, ...]]:
        """Write only the rows beside the entries; gives the entries, for the tree."""
        nodes: list[tuple[float, ...]] = []
        for (box, span), given in zip(extents, numbers or [None] * len(extents), strict=True):
            known = (*(box or (None,) * 4), *(span or (None, None)))
            number = self._db.insert(self._insert_box, (given, fid, *known, *more))
            west, south, east, north = box or WORLD
            days = [us / US_PER_DAY for us in span or EVER]
            nodes.append((number, west, east, south, north, *days))
        return nodes

    def remove(self, fid: int) -> None:
        """Take out the extents of one row."""
        self.changes += 1
        ids = self._db.rows(self._ids, (fid,))
        self._db.write_many(self._delete_node, ids)
        self._db.write(self._delete_boxes, (fid,))

    def condition(
        self,
        boxes: Sequence[Box],
        span: Span | None,
        begun: Begun | None = None,
        *,
        columns: str = "b.fid, b.begin_us, b.end_us",
        joined: str = "",
        where: Condition = ((), ()),
    ) -> tuple[str, list[Any]]:
        """SQL of a query for `columns` of entries `b` that meet one of the boxes and the span.

        With `begun`, only of those that began then. `joined` adds tables, `where` conditions on
        them. A row comes once for each box, or more often.
        """
        parts: list[str] = []
        values: list[Any] = []
        every: Sequence[Box | None] = boxes or [None]
        for box in every:
            terms, term_values = _terms(box, span)
            if begun is not None:
                _add_begun(terms, term_values, *begun)
            terms += where[0]
            source = f"{self._tree} {joined} WHERE {' AND '.join(terms or ['true'])}"
            parts.append(f"SELECT {columns} FROM {source}")  # noqa: S608
            values += [*term_values, *where[1]]
        return " UNION ALL ".join(parts), values


def _terms(box: Box | None, span: Span | None) -> tuple[list[str], list[Any]]:
    terms: list[str] = []
    values: list[Any] = []
    if box is not None:
        west, south, east, north = box
        for alias in ("i", "b"):
            terms += [f"{alias}.west <= ?", f"{alias}.east >= ?"]
            terms += [f"{alias}.south <= ?", f"{alias}.north >= ?"]
            values += [east, west, north, south]
    if span is not None:
        begin_us, end_us = span
        terms += ["i.begin_d <= ?", "i.end_d >= ?", "b.begin_us <= ?", "b.end_us >= ?"]
        values += [end_us / US_PER_DAY, begin_us / US_PER_DAY, end_us, begin_us]
    return terms, values


def _add_begun(terms: list[str], values: list[Any], first: int | None, last: int) -> None:
    terms.append("i.begin_d <= ?")
    values.append(last / US_PER_DAY)
    if first is None:
        terms.append("ifnull(b.begin_us, ?) <= ?")
        values += [MIN_US, last]
        return
    # An end lies behind its begin; the tree's own begin is rounded downwards and would miss some.
    terms += ["i.end_d >= ?", "b.begin_us <= ?", "b.begin_us >= ?"]
    values += [first / US_PER_DAY, last, first]

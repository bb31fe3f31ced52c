"""Searching scenes: newest first, in slices of time that are walked backwards.

Every search drives from the R*Tree (CROSS JOIN binds the order of the tables) and reads of the
scenes only the index `scenes_narrow`, which holds every column that a search needs. Whole rows
are fetched for the scenes that are handed out, and for no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.interval import MIN_US
from catalogue.model import SceneQuery
from catalogue.store.extents import wanted
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.index import Begun, ExtentIndex

# The newest slice; each further one is twice as long, or four times after an empty one.
FIRST_SLICE_US = 86_400_000_000
NARROW = "CROSS JOIN scenes AS s INDEXED BY scenes_narrow ON s.fid = hits.fid"
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A scene's row number and what it is sorted by."""

    fid: int
    order_us: int
    uid: str


class SceneSearch:
    """Finds scenes by box and interval, and filters them."""

    def __init__(self, db: Database, index: ExtentIndex) -> None:
        self._db = db
        self._index = index

    def newest_first(
        self, query: SceneQuery, limit: int | None, start: Key | None
    ) -> Iterator[Found]:
        """Scenes that meet the query, sorted by (order_us, uid), from after `start` on."""
        left = limit
        for found in self._pages(query, limit, start):
            page = found if left is None else found[:left]
            yield from page
            left = None if left is None else left - len(page)
            if left == 0:
                return

    def _pages(
        self, query: SceneQuery, limit: int | None, start: Key | None
    ) -> Iterator[list[Found]]:
        if limit is not None and limit <= 0:
            return
        _, span = wanted(query.boxes, query.when)
        ends = self._begins()
        if ends is not None:
            oldest, high = ends
            high = min(high, span[1] if span else high, -start[0] if start else high)
            width = FIRST_SLICE_US
            while high >= oldest:
                low = max(oldest, high - width + 1)
                if span and high < span[0]:
                    low = oldest  # what began before the interval and reaches into it: one slice
                elif span:
                    low = max(low, span[0])
                found = self._slice(query, (low, high), limit, start)
                yield found
                width *= 2 if found else 4
                high = low - 1
        yield self._slice(query, (None, MIN_US), limit, start)

    def _slice(
        self, query: SceneQuery, begun: Begun, limit: int | None, start: Key | None
    ) -> list[Found]:
        found, values = self._index.condition(
            *wanted(query.boxes, query.when),
            begun,
            columns="s.fid, s.order_us, s.uid",
            joined="CROSS JOIN scenes AS s INDEXED BY scenes_narrow ON s.fid = b.fid",
            where=filters(query, start),
        )
        sql = f"SELECT DISTINCT * FROM ({found}) ORDER BY order_us, uid LIMIT ?"  # noqa: S608
        rows = self._db.rows(sql, (*values, -1 if limit is None else limit))
        return [Found(*row) for row in rows]

    def hits(self, query: SceneQuery) -> tuple[str, list[Any]]:
        """SQL that names `hits`: number and span of every row that meets boxes and span."""
        search, values = self._index.condition(*wanted(query.boxes, query.when))
        named = "WITH hits(fid, begin_us, end_us) AS MATERIALIZED"
        return f"{named} (SELECT DISTINCT * FROM ({search}))", values  # noqa: S608

    def _begins(self) -> tuple[int, int] | None:
        """The oldest and the newest known begin; None if no scene has one."""
        sql = "SELECT max(order_us) FROM scenes WHERE order_us < ?"
        oldest = self._one(sql, (-MIN_US,))
        newest = self._one("SELECT min(order_us) FROM scenes")
        return None if oldest is None or newest is None else (-oldest, -newest)

    def _one(self, sql: str, values: Sequence[Any] = ()) -> int | None:
        row: Row | None = self._db.one(sql, values)
        return None if row is None else row[0]


def filters(query: SceneQuery, start: Key | None = None) -> tuple[list[str], list[Any]]:
    """The conditions of a query on other axes than place and time, and of where a page starts."""
    terms: list[str] = []
    values: list[Any] = []
    for column, wanted_ones in (
        ("s.id", query.ids),
        ("ifnull(s.collection, '')", query.collections),
        ("s.platform", query.platforms),
    ):
        if wanted_ones:
            terms.append(f"{column} IN ({', '.join('?' * len(wanted_ones))})")
            values += wanted_ones
    for column, most in (("s.gsd", query.gsd_max_m), ("s.cloud_cover", query.cloud_max_pct)):
        if most is not None:
            terms.append(f"{column} <= ?")
            values.append(most)
    if start is not None:
        terms.append("(s.order_us, s.uid) > (?, ?)")
        values += start
    return terms, values


def where(terms: Sequence[str]) -> str:
    """The WHERE clause of conditions that all must hold; nothing without any."""
    return f" WHERE {' AND '.join(terms)}" if terms else ""

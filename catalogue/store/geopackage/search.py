"""Searching scenes: newest first, in slices of time that are walked backwards.

Every search drives from the R*Tree (CROSS JOIN binds the order of the tables), leaves out what
an entry's number rules out, and reads the row beside the entry, which holds every column that a
search needs. Whole rows are fetched for the scenes that are handed out, and for no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from catalogue.interval import MAX_US, MIN_US
from catalogue.model import SceneQuery
from catalogue.store.extents import Box, Span, wanted
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.index import EVER, Begun, ExtentIndex

# The newest slice is this share of all there is to search, and at least a day. Each further one is
# as wide as twice what is wanted still should need, if there is as much as in the one before:
# at least twice as wide, sixteen times at most.
FIRST_SHARE = 256
LEAST_SLICE_US = 86_400_000_000
WIDER = 2, 16
Key = tuple[int, str]
Wanted = tuple[Sequence[Box], Span | None]
# Minus the begin: ascending is newest first. As `scenes.order_us`.
ORDER = f"-ifnull(b.begin_us, {MIN_US})"


class Found(NamedTuple):
    """What a scene is sorted by, the number of one of its entries, and that of its row."""

    order_us: int
    uid: str
    entry: int
    fid: int


class SceneSearch:
    """Finds scenes by box and interval, and filters them."""

    def __init__(self, db: Database, index: ExtentIndex) -> None:
        self._db = db
        self._index = index

    def newest_first(
        self, query: SceneQuery, limit: int | None, start: Key | None
    ) -> Iterator[Found]:
        """Scenes that meet the query, sorted by (order_us, uid), from after `start` on."""
        if limit is not None and limit <= 0:
            return
        wished = wanted(query.boxes, query.when)
        first, high = self._ends(wished[1])
        high = high if start is None else min(high, -start[0])
        width = max(LEAST_SLICE_US, (high - first) // FIRST_SHARE)
        left, least, most = limit, *WIDER
        while left is None or left > 0:
            # What began before the interval, or nobody knows when, comes with the last of it.
            low = high - width + 1 if high - width >= first else None
            found = self._slice(query, wished, (low, high), start)
            yield from found[:left]
            if low is None:
                return
            left = None if left is None else left - len(found)
            more = least if left is None else 2 * left // (len(found) + 1)
            width, high = width * max(least, min(more, most)), low - 1

    def _slice(
        self, query: SceneQuery, wished: Wanted, begun: Begun, start: Key | None
    ) -> list[Found]:
        sql, values = self._index.condition(
            *wished,
            begun,
            columns=f"{ORDER} AS order_us, b.uid, b.id, b.fid",
            where=entry_filters(query, start),
        )
        # Sorting a few rows here takes less than having SQLite do it; entries of a scene come
        # together.
        rows = sorted(self._db.rows(sql, values), reverse=True)
        found = [Found._make(row) for row in {row[1]: row for row in rows}.values()]
        found.reverse()
        return found

    def _ends(self, span: Span | None) -> Span:
        """Between these lie the known begins of what is searched, but for those before."""
        if span is not None and span[0] > MIN_US and span[1] < MAX_US:
            return span
        oldest = self._one("SELECT max(order_us) FROM scenes WHERE order_us < ?", (-MIN_US,))
        newest = self._one("SELECT min(order_us) FROM scenes")
        if oldest is None or newest is None:
            return MIN_US, MIN_US
        low, high = span or EVER
        return max(-oldest, low), min(-newest, high)

    def _one(self, sql: str, values: Sequence[Any] = ()) -> int | None:
        row: Row | None = self._db.one(sql, values)
        return None if row is None else row[0]


def filters(query: SceneQuery, start: Key | None = None) -> tuple[list[str], list[Any]]:
    """Conditions on rows `s` of scenes on other axes than place and time, and where to start."""
    return _filters(query, start, ("s.id", "s.order_us", "s"))


def entry_filters(query: SceneQuery, start: Key | None = None) -> tuple[list[str], list[Any]]:
    """The same on entries `i` and the rows `b` beside them."""
    terms, values = _filters(query, start, ("b.name", ORDER, "b"))
    if query.cloud_max_pct is not None:
        # Cloud is the number's last byte, rounded down: most rows need not be looked at.
        terms.insert(0, "(i.id & 255) <= ?")
        values.insert(0, query.cloud_max_pct)
    return terms, values


def _filters(
    query: SceneQuery, start: Key | None, names: tuple[str, str, str]
) -> tuple[list[str], list[Any]]:
    name, order, row = names
    terms: list[str] = []
    values: list[Any] = []
    for column, wanted_ones in (
        (name, query.ids),
        (f"ifnull({row}.collection, '')", query.collections),
        (f"{row}.platform", query.platforms),
    ):
        if wanted_ones:
            terms.append(f"{column} IN ({', '.join('?' * len(wanted_ones))})")
            values += wanted_ones
    most_of = ((f"{row}.gsd", query.gsd_max_m), (f"{row}.cloud_cover", query.cloud_max_pct))
    for column, most in most_of:
        if most is not None:
            terms.append(f"{column} <= ?")
            values.append(most)
    if start is not None:
        terms.append(f"({order}, {row}.uid) > (?, ?)")
        values += start
    return terms, values


def where(terms: Sequence[str]) -> str:
    """The WHERE clause of conditions that all must hold; nothing without any."""
    return f" WHERE {' AND '.join(terms)}" if terms else ""

"""Searching scenes: newest first, in slices of time that are walked backwards.

Every search drives from the R*Tree (CROSS JOIN binds the order of the tables), leaves out what
an entry's number rules out, and reads the row beside the entry, which holds every column that a
search needs. Whole rows are fetched for the scenes that are handed out, and for no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from catalogue.interval import MIN_US
from catalogue.model import SceneQuery
from catalogue.store.extents import wanted
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.index import Begun, ExtentIndex

# The newest slice is this share of all there is to search, and at least a day; each further one
# is longer by what is still wanted, as far as the one before tells, and by these at least and most.
FIRST_SHARE = 64
LEAST_SLICE_US = 86_400_000_000
LEAST_GROWTH, MOST_GROWTH = 2, 16
Key = tuple[int, str]
# Minus the begin: ascending is newest first. As `scenes.order_us`.
ORDER = f"-ifnull(b.begin_us, {MIN_US})"


class Found(NamedTuple):
    """What a scene is sorted by, the number of its first entry, and of its row."""

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
        oldest, newest, is_open = self._begins()
        if oldest is not None and newest is not None:
            high = min(newest, span[1] if span else newest, -start[0] if start else newest)
            reach = high - max(oldest, span[0] if span else oldest)
            width, got = max(LEAST_SLICE_US, reach // FIRST_SHARE), 0
            while high >= oldest:
                low = max(oldest, high - width + 1)
                if span and high < span[0]:
                    low = oldest  # what began before the interval and reaches into it: one slice
                elif span:
                    low = max(low, span[0])
                found = self._slice(query, (low, high), limit, start)
                yield found
                got += len(found)
                width *= _growth(len(found), None if limit is None else limit - got)
                high = low - 1
        if is_open:
            yield self._slice(query, (None, MIN_US), limit, start)

    def _slice(
        self, query: SceneQuery, begun: Begun, limit: int | None, start: Key | None
    ) -> list[Found]:
        found, values = self._index.condition(
            *wanted(query.boxes, query.when),
            begun,
            columns=f"{ORDER}, b.uid, b.id, b.fid",
            where=entry_filters(query, start),
        )
        # Few rows: putting them in order here costs half of what SQLite takes for it.
        rows = sorted(self._db.rows(found, values))
        firsts = [row for row, before in zip(rows, [None, *rows], strict=False)
                  if before is None or row[1] != before[1]]  # fmt: skip
        return list(map(Found._make, firsts[:limit]))

    def _begins(self) -> tuple[int | None, int | None, bool]:
        """(oldest, newest) of the known begins, and whether some are open or unknown."""
        last = self._one("SELECT max(order_us) FROM scenes")
        is_open = last is not None and last >= -MIN_US
        if is_open:
            last = self._one("SELECT max(order_us) FROM scenes WHERE order_us < ?", (-MIN_US,))
        first = None if last is None else self._one("SELECT min(order_us) FROM scenes")
        return (None if last is None else -last), (None if first is None else -first), is_open

    def _one(self, sql: str, values: Sequence[Any] = ()) -> int | None:
        row: Row | None = self._db.one(sql, values)
        return None if row is None else row[0]


def _growth(found: int, wanted: int | None) -> int:
    """How much longer the next slice is, where one found so many and so many are still wanted."""
    if wanted is None or not found:
        return MOST_GROWTH
    return min(MOST_GROWTH, max(LEAST_GROWTH, 3 * wanted // (2 * found)))


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

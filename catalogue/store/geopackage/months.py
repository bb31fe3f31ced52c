"""Scenes by month and platform, counted from the nodes of the index alone.

An entry's number says its sensor and so its platform, its bounds when it began. The bounds are
of 32 bits, so entries near an edge of the view or near the turn of a month, those of scenes with
several entries and those that may lack a place or a time are looked up, the others are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import apsw
import numpy as np

from catalogue.interval import MIN_US
from catalogue.model import SceneQuery
from catalogue.store import rules
from catalogue.store.extents import Box, Span, wanted
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.entries import (
    ANY,
    NO_CLOUD,
    Flags,
    Floats,
    Ints,
    Sensors,
    SensorTable,
    clouds,
    sensors,
    several,
)
from catalogue.store.geopackage.index import US_PER_DAY, WORLD
from catalogue.store.geopackage.nodes import entries
from catalogue.store.geopackage.search import ORDER, entry_filters, filters, where

# More than SQLite's rounding to 32 bits moves a bound outwards, as a share of it.
_ROUNDING = 2.0**-21
# Before the year 1 nothing is dated: an entry that begins there is open or undated.
_FIRST_DAY = -800_000.0

Counts = Counter[tuple[str | None, str | None]]


class SceneMonths:
    """Counts of scenes by the month they began in."""

    def __init__(self, db: Database, known: SensorTable) -> None:
        self._db = db
        self._sensors = known

    def count(self, query: SceneQuery) -> list[rules.MonthCount]:
        """How many scenes that meet a query began in each month, by platform."""
        boxes, span = wanted(query.boxes, query.when)
        counts: Counts = Counter()
        with self._db.reading():
            if boxes or span:
                self._of_entries(query, boxes, span, counts)
            else:
                terms, values = filters(query)
                sql = f"SELECT s.order_us, s.platform FROM scenes AS s{where(terms)}"  # noqa: S608
                _add(counts, self._db.rows(sql, values))
        return rules.sorted_months(counts)

    def _of_entries(
        self, query: SceneQuery, boxes: Sequence[Box], span: Span | None, counts: Counts
    ) -> None:
        numbers, bounds = entries(self._db, "scene", boxes, span)
        known = self._sensors.all()
        wide = bounds.astype(np.float64)
        slack = np.abs(wide) * _ROUNDING
        sure = ~several(numbers) & (sensors(numbers) != ANY)
        if boxes:
            sure &= _surely_in(wide, slack, boxes) & ~_is(wide[:, :4], WORLD)
        if span:
            sure &= (wide[:, 4] + slack[:, 4] <= span[1] / US_PER_DAY - _ROUNDING) & (
                wide[:, 5] - slack[:, 5] >= span[0] / US_PER_DAY + _ROUNDING
            )
        sure &= wide[:, 4] > _FIRST_DAY
        first = np.floor(wide[:, 4] - slack[:, 4])
        last = np.floor(wide[:, 4] + slack[:, 4])
        month = _months(first)
        sure &= month == _months(last)
        out, doubtful = _filtered(query, numbers, known)
        sure &= ~doubtful
        counted = np.flatnonzero(sure & ~out)
        _tally(counts, month[counted], sensors(numbers[counted]), known)
        self._looked_up(query, boxes, span, numbers[~sure & ~out], counts)

    def _looked_up(
        self,
        query: SceneQuery,
        boxes: Sequence[Box],
        span: Span | None,
        numbers: Ints,
        counts: Counts,
    ) -> None:
        if not len(numbers):
            return
        terms, values = entry_filters(query)
        if boxes:
            one = "(b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?)"
            terms.append(f"({' OR '.join([one] * len(boxes))})")
            values += [v for west, south, east, north in boxes for v in (east, west, north, south)]
        if span:
            terms.append("b.begin_us <= ? AND b.end_us >= ?")
            values += [span[1], span[0]]
        # Entries of one scene share its row number: it counts once.
        sql = (
            f"SELECT order_us, platform FROM (SELECT DISTINCT b.fid, {ORDER} AS order_us,"  # noqa: S608
            " b.platform FROM (SELECT value AS id FROM carray(?)) AS i"
            f" CROSS JOIN scene_boxes AS b ON b.id = i.id{where(terms)})"
        )
        _add(counts, self._db.rows(sql, (apsw.carray(np.sort(numbers)), *values)))


def _add(counts: Counts, rows: Sequence[tuple[int, str | None]]) -> None:
    for order_us, platform in rows:
        counts[rules.month_of(-order_us if order_us < -MIN_US else MIN_US), platform] += 1


def _surely_in(wide: Floats, slack: Floats, boxes: Sequence[Box]) -> Flags:
    found = np.zeros(len(wide), dtype=np.bool_)
    inner_low, inner_high = wide[:, :4:2] + slack[:, :4:2], wide[:, 1:4:2] - slack[:, 1:4:2]
    for west, south, east, north in boxes:
        found |= ((inner_low <= (east, north)) & (inner_high >= (west, south))).all(axis=1)
    return found


def _is(bounds: Floats, box: Box) -> Flags:
    west, south, east, north = box
    return np.asarray((bounds == (west, east, south, north)).all(axis=1), dtype=np.bool_)


def _months(day: Floats) -> Ints:
    """Months since 1970."""
    return day.astype("M8[D]").astype("M8[M]").astype(np.int64)


def _filtered(query: SceneQuery, numbers: Ints, known: Sensors) -> tuple[Flags, Flags]:
    """(surely not wanted, not to be told from the number) by the filters of a query."""
    code, cloud = sensors(numbers), clouds(numbers)
    out, doubtful = np.zeros((2, len(numbers)), dtype=np.bool_)
    if query.ids:
        doubtful[:] = True
    for wanted_ones, column in (
        (query.platforms, known.platform),
        (query.collections, tuple(c or "" for c in known.collection)),
    ):
        if wanted_ones:
            is_one = np.array([name in wanted_ones for name in column] + [True] * _rest(known))
            out |= ~is_one[code]
    if query.gsd_max_m is not None:
        least, most = known.gsd_least[code], known.gsd_most[code]
        told = code != ANY
        out |= told & ~(least <= query.gsd_max_m)
        doubtful |= ~(most <= query.gsd_max_m)
    if query.cloud_max_pct is not None:
        out |= (cloud > query.cloud_max_pct) | (cloud == NO_CLOUD)
        doubtful |= cloud + 1 > query.cloud_max_pct
    return out, doubtful


def _rest(known: Sensors) -> int:
    return ANY + 1 - len(known)


def _tally(counts: Counts, month: Ints, code: Ints, known: Sensors) -> None:
    if not len(month):
        return
    first = int(month.min())
    kinds, times = np.unique((month - first) << 12 | code, return_counts=True)
    for kind, count in zip(kinds.tolist(), times.tolist(), strict=True):
        year, rest = divmod(first + (kind >> 12), 12)
        counts[f"{1970 + year:04}-{rest + 1:02}", known.platform[kind & ANY]] += count

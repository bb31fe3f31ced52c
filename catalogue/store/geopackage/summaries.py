"""Scenes without their rows: summaries to rank by, footprints alone, counts by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from shapely.geometry.base import BaseGeometry

from catalogue.interval import MIN_US
from catalogue.model import SceneQuery, SceneRow, SceneSummary
from catalogue.store import rules
from catalogue.store.codec import loads
from catalogue.store.extents import wanted
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.index import US_PER_DAY
from catalogue.store.geopackage.search import NARROW, SceneSearch, filters, where

# SQL's division rounds towards zero; a day before 1970 must not become the day after.
_DAY = (
    f"(-s.order_us - ((-s.order_us % {US_PER_DAY}) + {US_PER_DAY}) % {US_PER_DAY}) / {US_PER_DAY}"
)
_UNINDEXED = (
    "WITH hits(fid, begin_us, end_us) AS (SELECT DISTINCT s.fid, b.begin_us, b.end_us FROM"
    " scenes AS s INDEXED BY scenes_narrow LEFT JOIN scene_boxes AS b ON b.fid = s.fid)"
)


PAGE_ROWS = 20_000
PAGE_UIDS = 500
# Every box of a scene has the same span, so any one of them will do.
_ROWS = (
    "SELECT s.fid, s.uid, s.geom, b.begin_us, b.end_us, s.collection, s.platform, s.gsd,"
    " s.cloud_cover, s.off_nadir FROM scenes AS s LEFT JOIN scene_boxes AS b ON b.fid = s.fid"
    " WHERE s.geom IS NOT NULL AND"
)


class SceneSummaries:
    """Answers about many scenes at once that need few of their columns."""

    def __init__(self, db: Database, search: SceneSearch) -> None:
        self._db = db
        self._search = search

    def find(self, query: SceneQuery) -> list[SceneSummary]:
        """The summaries of the scenes that meet a query, in no order."""
        boxes, span = wanted(query.boxes, query.when)
        hits, values = self._search.hits(query) if boxes or span else (_UNINDEXED, [])
        terms, more = filters(query)
        sql = (
            f"{hits} SELECT s.uid, s.id, s.collection, hits.begin_us, hits.end_us, s.platform,"  # noqa: S608
            " json_extract(s.record, '$.instruments'), s.gsd, s.cloud_cover, s.sun_elevation"
            f" FROM hits {NARROW}{where(terms)}"
        )
        return [_summary(row) for row in self._db.rows(sql, (*values, *more))]

    def footprints(self, uids: Sequence[str]) -> dict[str, BaseGeometry]:
        """The footprints of these scenes; without those that have none or do not exist."""
        sql = "SELECT geom FROM scenes WHERE uid = ?"
        found = ((uid, self._db.one(sql, (uid,))) for uid in uids)
        return {uid: gpb.decode(row[0]) for uid, row in found if row and row[0] is not None}

    def rows(self, uids: Sequence[str] | None) -> Iterator[list[SceneRow]]:
        """What draws and filters footprints: of all scenes, or of some."""
        for at in range(0, len(uids or ()), PAGE_UIDS):
            some = (uids or ())[at : at + PAGE_UIDS]
            marks = ", ".join("?" * len(some))
            yield [_row(r) for r in self._db.rows(f"{_ROWS} s.uid IN ({marks}) GROUP BY 1", some)]
        after = 0
        while uids is None:
            page = self._db.rows(f"{_ROWS} s.fid > ? GROUP BY 1 LIMIT {PAGE_ROWS}", (after,))
            yield [_row(row) for row in page]
            if len(page) < PAGE_ROWS:
                return
            after = page[-1][0]

    def histogram(self, query: SceneQuery) -> list[rules.MonthCount]:
        """How many scenes that meet a query began in each month, by platform."""
        boxes, span = wanted(query.boxes, query.when)
        terms, more = filters(query)
        if boxes or span:
            hits, values = self._search.hits(query)
            source = f"hits {NARROW}"
        else:
            hits, values, source = "", [], "scenes AS s INDEXED BY scenes_narrow"
        sql = (
            f"{hits} SELECT CASE WHEN s.order_us < {-MIN_US} THEN {_DAY} END, s.platform, count(*)"  # noqa: S608
            f" FROM {source}{where(terms)} GROUP BY 1, 2"
        )
        counts: Counter[tuple[str | None, str | None]] = Counter()
        for day, platform, count in self._db.rows(sql, (*values, *more)):
            begin_us = MIN_US if day is None else day * US_PER_DAY
            counts[rules.month_of(begin_us), platform] += count
        return rules.sorted_months(counts)


def _summary(row: Row) -> SceneSummary:
    uid, name, collection, begin_us, end_us, platform, instruments, gsd, cloud, sun = row
    return SceneSummary(
        uid,
        name,
        collection,
        None if begin_us is None else (begin_us, end_us),
        platform,
        tuple(loads(instruments)) if instruments else (),
        gsd,
        cloud,
        sun,
    )


def _row(row: Row) -> SceneRow:
    return (row[1], gpb.wkb(row[2]), *row[3:])

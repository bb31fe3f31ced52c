"""Scenes without their rows: sketches and summaries to rank by, footprints alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import apsw
import numpy as np
from shapely.geometry.base import BaseGeometry

from catalogue.interval import MAX_US, MIN_US
from catalogue.model import ListedScene, Scene, SceneQuery, SceneRow, SceneSummary, Sketches
from catalogue.score import ANY_SENSOR, SENSORS, sensor_of
from catalogue.store.codec import loads
from catalogue.store.extents import wanted
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.entries import (
    ANY,
    NO_CLOUD,
    Sensors,
    SensorTable,
    clouds,
    sensors,
    several,
)
from catalogue.store.geopackage.index import US_PER_DAY, ExtentIndex
from catalogue.store.geopackage.nodes import entries
from catalogue.store.geopackage.search import entry_filters, filters, where
from catalogue.store.geopackage.text import DOUBT

_SUMMARY = (
    "b.uid, b.name, b.collection, b.begin_us, b.end_us, b.platform, b.instruments, b.gsd,"
    " b.cloud_cover, b.sun_elevation,"
)
# The boxes do not have this column, and the table has it before the record.
_OFF_NADIR = " (SELECT o.off_nadir FROM scenes AS o WHERE o.fid = b.fid)"
_OF_ENTRIES = (
    f"SELECT {_SUMMARY} s.off_nadir, {DOUBT}, s.geom FROM carray(?) AS c"  # noqa: S608
    " CROSS JOIN scene_boxes AS b ON b.id = c.value CROSS JOIN scenes AS s ON s.fid = b.fid"
)
_UNINDEXED = (
    "SELECT DISTINCT s.uid, s.id, s.collection, b.begin_us, b.end_us, s.platform,"
    " json_extract(s.record, '$.instruments'), s.gsd, s.cloud_cover, s.sun_elevation,"
    " s.off_nadir FROM scenes AS s LEFT JOIN scene_boxes AS b ON b.fid = s.fid"
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

    def __init__(self, db: Database, index: ExtentIndex, known: SensorTable) -> None:
        self._db = db
        self._index = index
        self._sensors = known

    def find(self, query: SceneQuery) -> list[SceneSummary]:
        """The summaries of the scenes that meet a query, in no order."""
        boxes, span = wanted(query.boxes, query.when)
        if boxes or span:
            found, values = self._index.condition(
                boxes, span, columns=_SUMMARY + _OFF_NADIR, where=entry_filters(query)
            )
            sql = f"SELECT DISTINCT * FROM ({found})"  # noqa: S608
        else:
            terms, values = filters(query)
            sql = _UNINDEXED + where(terms)
        return [_summary(row) for row in self._db.rows(sql, values)]

    def sketches(self, query: SceneQuery) -> Sketches:
        """What the index says of the scenes in the boxes and the span of a query."""
        with self._db.reading():
            numbers, bounds = entries(self._db, "scene", *wanted(query.boxes, query.when))
            known = self._sensors.all()
        code, cloud = sensors(numbers), clouds(numbers)
        days = bounds[:, 4:].astype(np.float64)
        span = np.clip(days * US_PER_DAY, MIN_US, MAX_US).astype(np.int64)
        unsaid = code == ANY
        return Sketches(
            key=numbers,
            begin_us=span[:, 0],
            end_us=span[:, 1],
            gsd_m=np.where(unsaid, 0.0, known.gsd_least[code]),
            cloud_pct=np.where(cloud == NO_CLOUD, np.nan, cloud),
            sensor=_sensors(known)[code],
            box=np.where(several(numbers)[:, None], np.nan, bounds[:, [0, 2, 1, 3]]),
        )

    def sketched(self, keys: Sequence[int]) -> list[Scene]:
        """What ranks the scenes of these keys, with their footprints; in no order, once each."""
        if not len(keys):
            return []
        rows = self._db.rows(
            _OF_ENTRIES,
            (apsw.carray(np.sort(np.asarray(keys, dtype=np.int64))),),
        )
        found = list({row[0]: row for row in rows}.values())
        shapes = gpb.decode_many([row[-1] for row in found])
        return [
            _summary(row[:-2]).scene(shape, row[-2])
            for row, shape in zip(found, shapes, strict=True)
        ]

    def listed(self, numbers: Sequence[int]) -> list[ListedScene]:
        """The scenes of these entries, in this order."""
        rows = self._db.rows(_OF_ENTRIES, (apsw.carray(array("q", numbers)),)) if numbers else []
        shapes = gpb.decode_many([row[-1] for row in rows])
        return [
            ListedScene(_summary(row[:-2]), shape) for row, shape in zip(rows, shapes, strict=True)
        ]

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


def _sensors(known: Sensors) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = np.full(ANY + 1, ANY_SENSOR, dtype=np.int64)
    for code in range(len(known)):
        scene = Scene(
            uid="",
            id="-",
            platform=known.platform[code],
            collection=known.collection[code],
            instruments=known.instruments[code],
        )
        found[code] = SENSORS.index(sensor_of(scene))
    return found


def _summary(row: Row) -> SceneSummary:
    uid, name, collection, begin_us, end_us, platform, instruments, *numbers = row
    return SceneSummary(
        uid,
        name,
        collection,
        None if begin_us is None else (begin_us, end_us),
        platform,
        tuple(loads(instruments)) if instruments else (),
        *numbers,
    )


def _row(row: Row) -> SceneRow:
    return (row[1], gpb.wkb(row[2]), *row[3:])

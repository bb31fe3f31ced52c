"""Observations in the GeoPackage: a layer of current rows, their history and index."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import apsw
import numpy as np

from catalogue.errors import NotFound
from catalogue.interval import MAX_US, MIN_US, Interval, from_us
from catalogue.model import BBox, Observation, ObservationSketches
from catalogue.score import critical_m
from catalogue.store.codec import dumps, loads, observation_from_json, observation_to_json
from catalogue.store.extents import Extent, observation_extents, wanted
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.index import US_PER_DAY, ExtentIndex
from catalogue.store.geopackage.nodes import entries
from catalogue.store.geopackage.sizes import CODES, COUNTER, size_code, sizes
from catalogue.store.geopackage.text import datetime_text, number

PAGE_ROWS = 500
FETCH_ROWS = 256
_BY_FID = "SELECT o.record FROM carray(?) AS c CROSS JOIN observations AS o ON o.fid = c.value"
_COLUMNS = (
    "geom",
    "uid",
    "id",
    "title",
    "status",
    "time",
    '"begin"',
    '"end"',
    "r95_m",
    "event_class",
    "source",
    "reliability",
    "credibility",
    "note",
    "version",
    "record",
)
_MARKS = ", ".join("?" * len(_COLUMNS))
_INSERT = f"INSERT INTO observations ({', '.join(_COLUMNS)}) VALUES ({_MARKS})"  # noqa: S608
_UPDATE = f"UPDATE observations SET ({', '.join(_COLUMNS)}) = ({_MARKS}) WHERE fid = ?"  # noqa: S608
_TO_HISTORY = (
    "INSERT INTO observations_history (uid, version, record)"
    " SELECT uid, version, record FROM observations WHERE fid = ?"
)


class ObservationTable:
    """The observations' part of the store; see `catalogue.store.protocol.Store`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = ExtentIndex(db, "observation")

    def put(self, observations: Sequence[Observation]) -> None:
        """Insert, or replace by uid (the old version goes to history)."""
        self._db.writing()
        for observation in observations:
            self._put(observation)

    def _put(self, observation: Observation) -> None:
        extents = observation_extents(observation)
        values = _values(observation, extents)
        known = self._db.one("SELECT fid FROM observations WHERE uid = ?", (observation.uid,))
        if known is None:
            fid = self._db.insert(_INSERT, values)
        else:
            fid = known[0]
            self._db.write(_TO_HISTORY, (fid,))
            self._index.remove(fid)
            self._db.write(_UPDATE, (*values, fid))
        first, code = self._next(), size_code(critical_m(observation.objects))
        numbers = [(first + part) << COUNTER | code for part in range(len(extents))]
        self._index.put(fid, extents, numbers)
        self._db.touched("observations", gpb.envelope(values[0]) if values[0] else None)

    def _next(self) -> int:
        """The next counter of an entry's number."""
        row = self._db.one("SELECT max(id) FROM observation_boxes")
        return 0 if row is None or row[0] is None else (int(row[0]) >> COUNTER) + 1

    def renumber(self) -> None:
        """Have entries that say nothing say it; the tree must be packed afterwards."""
        told = [
            (entry | size_code(critical_m(observation_from_json(loads(record)).objects)), entry)
            for entry, record in self._db.rows(
                "SELECT b.id, o.record FROM observation_boxes AS b"  # noqa: S608
                " CROSS JOIN observations AS o"
                f" ON o.fid = b.fid WHERE b.id & {CODES} = 0"
            )
        ]
        self._db.write_many("UPDATE observation_boxes SET id = ? WHERE id = ?", told)

    def get(self, uid: str) -> Observation:
        """One observation. Raises NotFound."""
        row = self._db.one("SELECT record FROM observations WHERE uid = ?", (uid,))
        if row is None:
            raise NotFound(
                f"no observation {uid!r}; list what there is with `catalogue observations`."
            )
        return observation_from_json(loads(row[0]))

    def named(self, id: str) -> list[Observation]:
        """Observations with this id."""
        return self._read("SELECT record FROM observations WHERE id = ? ORDER BY uid", (id,))

    def versions(self, uid: str) -> list[Observation]:
        """Superseded versions, oldest first."""
        sql = "SELECT record FROM observations_history WHERE uid = ? ORDER BY hid"
        return self._read(sql, (uid,))

    def find(self, boxes: Sequence[BBox], when: Interval | None) -> Iterator[Observation]:
        """In order of (id, uid); see `Store.observations`."""
        parts, span = wanted(boxes, when)
        if not parts and span is None:
            yield from self._in_order()
            return
        hits, values = self._index.condition(parts, span)
        sql = (
            f"WITH hits(fid) AS MATERIALIZED (SELECT DISTINCT fid FROM ({hits}))"  # noqa: S608
            " SELECT o.fid FROM hits CROSS JOIN observations AS o ON o.fid = hits.fid"
            " ORDER BY o.id, o.uid"
        )
        fids = array("q", [fid for (fid,) in self._db.rows(sql, values)])
        for at in range(0, len(fids), FETCH_ROWS):
            yield from self._read(_BY_FID, (apsw.carray(fids[at : at + FETCH_ROWS]),))

    def sketches(self, boxes: Sequence[BBox], when: Interval | None) -> ObservationSketches:
        """What the index says of the observations in boxes and an interval."""
        with self._db.reading():
            numbers, bounds = entries(self._db, "observation", *wanted(boxes, when))
        span = np.clip(bounds[:, 4:].astype(np.float64) * US_PER_DAY, MIN_US, MAX_US)
        begin, end = span.astype(np.int64).T
        return ObservationSketches(numbers, begin, end, sizes(numbers))

    def sketched(self, keys: Sequence[int]) -> list[Observation]:
        """The observations of these keys, once each, in no order."""
        if not len(keys):
            return []
        found = self._db.rows(
            "SELECT o.fid, o.record FROM carray(?) AS c"
            " CROSS JOIN observation_boxes AS b ON b.id = c.value"
            " CROSS JOIN observations AS o ON o.fid = b.fid",
            (apsw.carray(np.sort(np.asarray(keys, dtype=np.int64))),),
        )
        records: dict[int, str] = dict(found)
        return [_recalled(record) for record in records.values()]

    def _in_order(self) -> Iterator[Observation]:
        start = ("", "")
        while True:
            page = self._db.rows(
                "SELECT record, id, uid FROM observations WHERE (id, uid) > (?, ?)"
                " ORDER BY id, uid LIMIT ?",
                (*start, PAGE_ROWS),
            )
            for row in page:
                yield observation_from_json(loads(row[0]))
            if len(page) < PAGE_ROWS:
                return
            start = (page[-1][1], page[-1][2])

    def count(self) -> int:
        """How many there are."""
        row = self._db.one("SELECT count(*) FROM observations")
        return int(row[0]) if row else 0

    def _read(self, sql: str, values: Sequence[Any]) -> list[Observation]:
        return [observation_from_json(loads(row[0])) for row in self._db.rows(sql, values)]


@lru_cache(maxsize=2048)
def _recalled(record: str) -> Observation:
    """Those near one scene are near the next one too; nobody gets them to keep or to change."""
    return observation_from_json(loads(record))


def _values(observation: Observation, extents: Sequence[Extent]) -> tuple[Any, ...]:
    first = observation.place.candidates[0] if observation.place else None
    spans = [extent.span for extent in extents if extent.span]
    begin = from_us(min(s[0] for s in spans)) if spans else None
    end = from_us(max(s[1] for s in spans)) if spans else None
    return (
        gpb.encode(first.geometry) if first else None,
        observation.uid,
        observation.id,
        observation.title,
        observation.status,
        observation.when.edtf if observation.when else None,
        datetime_text(begin),
        datetime_text(end),
        number(first.r95_m) if first else None,
        observation.event_class,
        observation.source,
        observation.reliability,
        observation.credibility,
        observation.note,
        observation.version,
        dumps(observation_to_json(observation)),
    )

"""Many new scenes at once: rows from columns, and what slows them put off until the end.

Inside `deferred` the indexes that only reading needs are dropped, and so are the triggers that
keep a spatial index of another program; entries are not put into the R*Tree. At its end the
indexes and triggers are made again and the trees packed. All of it is one transaction: until it
commits, others see the catalogue as it was, and a kill leaves it so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw
import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue import space
from catalogue.interval import MAX_US, MIN_US
from catalogue.model import SceneSheet
from catalogue.store.extents import Extent
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.entries import (
    CLOUD,
    COUNTER,
    NO_CLOUD,
    SENSOR,
    SensorTable,
    numbered,
    renumber,
    sensor_of,
)
from catalogue.store.geopackage.index import US_PER_DAY, ExtentIndex
from catalogue.store.geopackage.packing import Fresh, pack
from catalogue.store.sheets import known

# Of the file, that is kept in memory during a bulk load.
CACHE_KIB = 524_288
_INDEXES = ("scenes_newest", "scenes_collection", "scenes_platform", "scene_boxes_fid")
_SCENE = (
    'INSERT INTO scenes (fid, geom, uid, id, collection, "datetime", end_datetime, platform, gsd,'
    " cloud_cover, off_nadir, sun_elevation, sun_azimuth, kind, version, order_us, record)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'scene', 1, ?, ?)"
)
_BESIDE = f"INSERT INTO scene_boxes VALUES ({', '.join('?' * 16)})"  # noqa: S608
_TAKEN = (
    "SELECT c.rowid - 1, s.collection FROM carray(?) AS c"
    " CROSS JOIN scenes AS s INDEXED BY scenes_name ON s.id = c.value"
)


class SceneLoad:
    """Puts sheets of new scenes; see `catalogue.store.protocol.Store`."""

    def __init__(self, db: Database, index: ExtentIndex, sensors: SensorTable) -> None:
        self._db = db
        self._index = index
        self._sensors = sensors
        self._fresh: Fresh | None = None
        self._codes: dict[Any, int] = {}

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Put off what slows many new rows; inside a transaction."""
        self._db.writing()
        renumber(self._db, self._sensors)
        names = ", ".join(f"'{name}'" for name in _INDEXES)
        made = self._db.rows(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND"  # noqa: S608
            f" (name IN ({names}) OR (type = 'trigger' AND tbl_name = 'scenes'"
            " AND name GLOB 'rtree_scenes_geom_*'))"
        )
        last = self._last_fid()
        with self._db.large_cache(CACHE_KIB):
            for kind, name, _ in made:
                self._db.write(f'DROP {kind} "{name}"')
            fresh = self._fresh = Fresh()
            self._codes, changes = {}, self._index.changes
            try:
                yield
            finally:
                self._fresh = None
            for kind, _, sql in made:
                if kind == "index":
                    self._db.write(sql)
            self._fill_foreign_index(last)
            for kind, _, sql in made:
                if kind == "trigger":
                    self._db.write(sql)
            # Rows that were changed one by one went past `fresh`: read them all then.
            pack(self._db, "scene", fresh if self._index.changes == changes else None)

    def _fill_foreign_index(self, last: int) -> None:
        """What the triggers of the GeoPackage R*Tree extension would have done."""
        if self._db.one("SELECT 1 FROM sqlite_schema WHERE name = 'rtree_scenes_geom'"):
            self._db.write(
                "INSERT INTO rtree_scenes_geom SELECT fid, ST_MinX(geom), ST_MaxX(geom),"
                " ST_MinY(geom), ST_MaxY(geom) FROM scenes"
                " WHERE fid > ? AND geom IS NOT NULL AND NOT ST_IsEmpty(geom)",
                (last,),
            )

    def taken(self, ids: Sequence[str], collections: Sequence[str | None]) -> list[int]:
        """Which rows of these have the name of a scene that is there."""
        if not ids:
            return []
        found = self._db.rows(_TAKEN, (apsw.carray(tuple(ids)),))
        return [row for row, among in found if (among or "") == (collections[row] or "")]

    def _last_fid(self) -> int:
        row = self._db.one("SELECT ifnull(max(fid), 0) FROM scenes")
        used = self._db.one("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'scenes'")
        return max(int(found[0]) for found in (row, used) if found)

    def _next_number(self) -> int:
        row = self._db.one("SELECT max(id) FROM scene_boxes")
        return 0 if row is None or row[0] is None else (int(row[0]) >> COUNTER) + 1

    def put(self, sheet: SceneSheet, uids: Sequence[str], records: Sequence[str]) -> None:
        """Add rows whose names and uids are new, with their records (without footprints)."""
        self._db.writing()
        if not len(sheet):
            return
        first = self._last_fid() + 1
        fids = range(first, first + len(sheet))
        gsd, cloud = known(sheet.gsd_m), known(sheet.cloud_pct)
        sun = known(sheet.sun_elevation_deg)
        begin = _texts(sheet.begin_us, sheet.timed)
        end, longer = list(begin), np.flatnonzero(sheet.end_us != sheet.begin_us)
        for row, text in zip(
            longer.tolist(), _texts(sheet.end_us[longer], sheet.timed[longer]), strict=True
        ):
            end[row] = text
        order = np.where(sheet.timed, -sheet.begin_us, -MIN_US).tolist()
        bounds = shapely.bounds(sheet.footprint)
        rows = zip(
            fids, gpb.encode_many(bounds, sheet.wkb), uids, sheet.id, sheet.collection, begin, end,
            sheet.platform, gsd, cloud, known(sheet.off_nadir_deg), sun,
            known(sheet.sun_azimuth_deg), order, records,
            strict=True,
        )  # fmt: skip
        self._db.write_many(_SCENE, rows)
        nothing = [None] * len(sheet)
        beside = (uids, sheet.id, sheet.collection, sheet.platform, nothing, gsd, cloud, sun)
        self._put_entries(sheet, bounds, fids, beside)
        west, south, east, north = shapely.total_bounds(sheet.footprint).tolist()
        self._db.touched("scenes", None if math.isnan(west) else (west, south, east, north))

    def _put_entries(
        self,
        sheet: SceneSheet,
        bounds: NDArray[np.float64],
        fids: Sequence[int],
        beside: Sequence[Sequence[Any]],
    ) -> None:
        """One entry for each scene whose footprint is one box; the others as they come."""
        kinds = list(zip(*beside[2:6], strict=True))
        code_of = {kind: self._code(*kind) for kind in set(kinds)}
        codes = np.array([code_of[kind] for kind in kinds], dtype=np.int64)
        cloud = np.where(np.isnan(sheet.cloud_pct), NO_CLOUD, sheet.cloud_pct).astype(np.int64)
        single = _is_single(sheet.footprint, bounds) & sheet.timed
        at = np.flatnonzero(single)
        counter = self._next_number()
        numbers = (np.arange(counter, counter + len(at)) << COUNTER) | codes[at] << SENSOR
        numbers |= cloud[at] << CLOUD
        boxes, spans = bounds[at].T.tolist(), [sheet.begin_us[at], sheet.end_us[at]]
        exact = [*boxes, *(column.tolist() for column in spans)]
        rows = at.tolist()
        mine = [[column[n] for n in rows] for column in beside] if len(rows) < len(fids) else beside
        entries = [numbers.tolist(), [fids[n] for n in rows], *exact, *mine]
        self._db.write_many(_BESIDE, zip(*entries, strict=True))
        if self._fresh is None:
            self._index.put_nodes(list(zip(numbers.tolist(), *exact, strict=True)))
        else:
            days = np.column_stack([sheet.begin_us[at], sheet.end_us[at]]) / US_PER_DAY
            self._fresh.add(numbers, np.column_stack([bounds[at][:, [0, 2, 1, 3]], days]))
        counter += len(at)
        odd: list[tuple[float, ...]] = []
        for n in np.flatnonzero(~single).tolist():
            extents = _extents(sheet, n)
            more = [column[n] for column in beside]
            given = numbered(counter, int(codes[n]), more[6], len(extents))
            if self._fresh is None:
                self._index.put(fids[n], extents, given, more)
            else:
                nodes = self._index.put_beside(fids[n], extents, given, more)
                odd += nodes
            counter += len(extents)
        if self._fresh is not None and odd:
            nodes = [row[1:] for row in odd]
            self._fresh.add(np.array([int(row[0]) for row in odd]), np.array(nodes))

    def _code(
        self,
        collection: str | None,
        platform: str | None,
        instruments: str | None,
        gsd_m: float | None,
    ) -> int:
        key = (platform, collection, instruments, gsd_m)
        code = self._codes.get(key)
        if code is None:
            code = self._sensors.code(sensor_of(*key))
            if self._fresh is not None:
                self._codes[key] = code
        return code


def _is_single(footprints: NDArray[np.object_], bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where the one box of the footprint is that of its bounds; see `catalogue.space.boxes`."""
    one = (shapely.get_num_geometries(footprints) == 1) & (np.abs(bounds[:, 1::2]) < 90).all(axis=1)
    return np.asarray(one, dtype=np.bool_)


def _extents(sheet: SceneSheet, row: int) -> list[Extent]:
    span = (int(sheet.begin_us[row]), int(sheet.end_us[row])) if sheet.timed[row] else None
    footprint = sheet.footprint[row]
    if footprint is None:
        return [] if span is None else [Extent(None, span)]
    return [Extent(box, span) for box in space.boxes(footprint)]


def _texts(column: NDArray[np.int64], timed: NDArray[np.bool_]) -> list[str | None]:
    """GeoPackage's DATETIME, as `text.datetime_text`; None where open or unknown."""
    known_ones = timed & (column > MIN_US) & (column < MAX_US)
    text = np.datetime_as_string(np.where(known_ones, column, 0).astype("M8[us]"), unit="us")
    return [
        t[:23] + "Z" if is_known else None
        for t, is_known in zip(text.tolist(), known_ones.tolist(), strict=True)
    ]

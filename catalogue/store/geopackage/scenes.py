"""Scenes in the GeoPackage: a layer of current rows, their history, hashes and index."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import apsw

from catalogue.errors import NotFound
from catalogue.model import ListedScene, Scene, SceneQuery, summary_of
from catalogue.store import rules
from catalogue.store.codec import dumps, loads, scene_from_json, scene_to_json
from catalogue.store.extents import scene_extents, wanted
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.entries import COUNTER, SensorTable, numbered, renumber, sensor_of
from catalogue.store.geopackage.index import ExtentIndex
from catalogue.store.geopackage.load import SceneLoad
from catalogue.store.geopackage.months import SceneMonths
from catalogue.store.geopackage.search import Key, SceneSearch, filters, where
from catalogue.store.geopackage.summaries import SceneSummaries
from catalogue.store.geopackage.text import number, sides

PAGE_ROWS = 500
FETCH_ROWS = 64
_BY_FID = "SELECT s.geom, s.record FROM carray(?) AS c CROSS JOIN scenes AS s ON s.fid = c.value"
_COLUMNS = (
    "geom",
    "uid",
    "id",
    "collection",
    '"datetime"',
    "end_datetime",
    "platform",
    "gsd",
    "cloud_cover",
    "off_nadir",
    "sun_elevation",
    "sun_azimuth",
    "crs",
    "kind",
    "version",
    "order_us",
    "record",
)
_MARKS = ", ".join("?" * len(_COLUMNS))
_INSERT = f"INSERT INTO scenes ({', '.join(_COLUMNS)}) VALUES ({_MARKS})"  # noqa: S608
_UPDATE = f"UPDATE scenes SET ({', '.join(_COLUMNS)}) = ({_MARKS}) WHERE fid = ?"  # noqa: S608
_TO_HISTORY = (
    "INSERT INTO scenes_history (uid, version, geom, record)"
    " SELECT uid, version, geom, record FROM scenes WHERE fid = ?"
)


class SceneTable:
    """The scenes' part of the store; see `catalogue.store.protocol.Store`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = ExtentIndex(db, "scene", more=8)
        self._search = SceneSearch(db, self._index)
        self._sensors = SensorTable(db)
        self.summaries = SceneSummaries(db, self._index, self._sensors)
        self.load = SceneLoad(db, self._index, self._sensors)
        self.months = SceneMonths(db, self._sensors)

    def put(self, scenes: Sequence[Scene]) -> None:
        """Insert, or replace by uid (the old version goes to history)."""
        self._db.writing()
        for scene in scenes:
            self._put(scene)

    def _put(self, scene: Scene) -> None:
        values, extents = _values(scene), scene_extents(scene)
        known = self._db.one("SELECT fid FROM scenes WHERE uid = ?", (scene.uid,))
        same = self._db.one(
            "SELECT fid, uid FROM scenes WHERE id = ? AND ifnull(collection, '') = ?",
            (scene.id, scene.collection or ""),
        )
        if same and same[1] != scene.uid:
            raise rules.name_taken(scene, same[1])
        if known is None:
            fid = self._db.insert(_INSERT, values)
        else:
            fid = known[0]
            self._db.write(_TO_HISTORY, (fid,))
            self._db.write("DELETE FROM scene_hashes WHERE fid = ?", (fid,))
            self._index.remove(fid)
            self._db.write(_UPDATE, (*values, fid))
        hashes = {asset.sha256 for asset in scene.assets if asset.sha256}
        for sha256 in hashes:
            self._db.write("INSERT INTO scene_hashes VALUES (?, ?)", (sha256, fid))
        beside = _beside(scene)
        code = self._sensors.code(
            sensor_of(scene.platform, scene.collection, beside[4], scene.gsd_m)
        )
        numbers = numbered(self._next(), code, beside[6], len(extents))
        self._index.put(fid, extents, numbers, beside)
        self._db.touched("scenes", gpb.envelope(values[0]) if values[0] else None)

    def _next(self) -> int:
        """The next counter of an entry's number."""
        row = self._db.one("SELECT max(id) FROM scene_boxes")
        return 0 if row is None or row[0] is None else (int(row[0]) >> COUNTER) + 1

    def renumber(self) -> None:
        """Have entries from before say what their numbers can; see `entries.renumber`."""
        renumber(self._db, self._sensors)

    def get(self, uid: str) -> Scene:
        """One scene. Raises NotFound."""
        row = self._db.one("SELECT geom, record FROM scenes WHERE uid = ?", (uid,))
        if row is None:
            raise NotFound(f"no scene {uid!r}; list what there is with `catalogue scenes`.")
        return _scene(row)

    def named(self, id: str, collection: str | None) -> list[Scene]:
        """Scenes with this id, of one collection if it is given ("" means: of none)."""
        sql, values = "SELECT geom, record FROM scenes WHERE id = ?", [id]
        if collection is not None:
            sql += " AND ifnull(collection, '') = ?"
            values.append(collection)
        return [_scene(row) for row in self._db.rows(sql + " ORDER BY uid", values)]

    def with_hash(self, sha256: str) -> list[Scene]:
        """Scenes that have an asset with this content."""
        sql = (
            "SELECT s.geom, s.record FROM scene_hashes AS h CROSS JOIN scenes AS s"
            " ON s.fid = h.fid WHERE h.sha256 = ? ORDER BY s.uid"
        )
        return [_scene(row) for row in self._db.rows(sql, (sha256,))]

    def unplaced_pictures(self, limit: int) -> list[Scene]:
        """Pictures and links without a place, the newest first."""
        # Those of no collection are few, and found by its index.
        sql = (
            "SELECT geom, record FROM scenes WHERE collection IS NULL AND kind = 'reference'"
            " AND geom IS NULL ORDER BY fid DESC LIMIT ?"
        )
        return [_scene(row) for row in self._db.rows(sql, (limit,))]

    def versions(self, uid: str) -> list[Scene]:
        """Superseded versions, oldest first."""
        sql = "SELECT geom, record FROM scenes_history WHERE uid = ? ORDER BY hid"
        return [_scene(row) for row in self._db.rows(sql, (uid,))]

    def find(self, query: SceneQuery, limit: int | None, after: Key | None) -> Iterator[Scene]:
        """Newest first; see `Store.scenes`."""
        start = None if after is None else (-after[0], after[1])
        boxes, span = wanted(query.boxes, query.when)
        if boxes or span:
            return self._by_index(query, limit, start)
        return self._in_order(query, limit, start)

    def listed(self, query: SceneQuery, limit: int, after: Key | None) -> list[ListedScene]:
        """The first of `find`, without their records."""
        boxes, span = wanted(query.boxes, query.when)
        if not (boxes or span):
            found = self.find(query, limit, after)
            return [ListedScene(summary_of(s), s.footprint) for s in found]
        start = None if after is None else (-after[0], after[1])
        first = self._search.newest_first(query, limit, start)
        return self.summaries.listed([f.entry for f in first])

    def _by_index(self, query: SceneQuery, limit: int | None, start: Key | None) -> Iterator[Scene]:
        found = self._search.newest_first(query, limit, start)
        while some := [f.fid for f in islice(found, FETCH_ROWS)]:
            # One read for all of them; each is made a scene only when it is asked for.
            rows = self._db.rows(_BY_FID, (apsw.carray(array("q", some)),))
            shapes = gpb.decode_many([row[0] for row in rows])
            for row, shape in zip(rows, shapes, strict=True):
                yield scene_from_json(loads(row[1]), shape)

    def _in_order(self, query: SceneQuery, limit: int | None, start: Key | None) -> Iterator[Scene]:
        left = limit
        while left is None or left > 0:
            terms, values = filters(query, start)
            rows = PAGE_ROWS if left is None else min(left, PAGE_ROWS)
            sql = (
                f"SELECT s.geom, s.record, s.order_us, s.uid FROM scenes AS s{where(terms)}"  # noqa: S608
                " ORDER BY s.order_us, s.uid LIMIT ?"
            )
            page = self._db.rows(sql, (*values, rows))
            for row in page:
                yield _scene(row)
            if len(page) < rows:
                return
            start = (page[-1][2], page[-1][3])
            left = None if left is None else left - len(page)

    def count(self) -> int:
        """How many there are."""
        row = self._db.one("SELECT count(*) FROM scenes")
        return int(row[0]) if row else 0

    def collections(self) -> list[str | None]:
        """Distinct, sorted, None last."""
        sql = "SELECT DISTINCT collection FROM scenes ORDER BY collection IS NULL, collection"
        return [name for (name,) in self._db.rows(sql)]

    def platforms(self) -> list[str]:
        """Distinct, sorted."""
        sql = "SELECT DISTINCT platform FROM scenes WHERE platform > '' ORDER BY platform"
        return [name for (name,) in self._db.rows(sql)]


def _values(scene: Scene) -> tuple[Any, ...]:
    record = scene_to_json(scene)
    record.pop("footprint", None)
    footprint = scene.footprint
    begin, end = sides(scene.when)
    return (
        None if footprint is None else gpb.encode(footprint),
        scene.uid,
        scene.id,
        scene.collection,
        begin,
        end,
        scene.platform,
        number(scene.gsd_m),
        number(scene.cloud_pct),
        number(scene.off_nadir_deg),
        number(scene.sun_elevation_deg),
        number(scene.sun_azimuth_deg),
        scene.crs,
        scene.kind,
        scene.version,
        rules.scene_order(scene)[0],
        dumps(record),
    )


def _beside(scene: Scene) -> tuple[Any, ...]:
    """The columns beside an entry: uid, id, and what a search filters and ranks by."""
    return (
        scene.uid,
        scene.id,
        scene.collection,
        scene.platform,
        dumps(list(scene.instruments)) if scene.instruments else None,
        number(scene.gsd_m),
        number(scene.cloud_pct),
        number(scene.sun_elevation_deg),
    )


def _scene(row: Row) -> Scene:
    geometry = None if row[0] is None else gpb.decode(row[0])
    return scene_from_json(loads(row[1]), geometry)

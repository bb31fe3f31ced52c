"""Cloud over places in the GeoPackage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.model import CloudAtPlace, Clouds, Scene
from catalogue.store.clouded import PlaceCloud
from catalogue.store.codec import dumps
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.scenes import SceneTable

_CLOUD = "observation, scene, share, source, shadow, unknown, inputs"
_AT_ONCE = 500


class CloudTable:
    """The part of the store for clouds; see `catalogue.store.clouded.CloudStore`."""

    def __init__(self, db: Database, scenes: SceneTable) -> None:
        self._db = db
        self._scenes = scenes

    def put(self, rows: Sequence[PlaceCloud]) -> None:
        """Insert, or replace by pair under a new number."""
        self._db.writing()
        self._db.write_many(
            f"INSERT OR REPLACE INTO clouds ({_CLOUD}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [
                (r.observation, r.scene, r.cloud.share, r.cloud.source, r.cloud.shadow,
                 r.cloud.unknown, r.inputs)
                for r in rows
            ],
        )  # fmt: skip

    def of(self, observations: Sequence[str]) -> dict[str, Clouds]:
        """By uid of these observations."""
        found: dict[str, dict[str, CloudAtPlace]] = {}
        sql = (
            f"SELECT {_CLOUD} FROM json_each(?) AS j CROSS JOIN clouds"  # noqa: S608
            " ON observation = j.value"
        )
        for row in map(_row, self._db.rows(sql, (dumps(list(observations)),))):
            found.setdefault(row.observation, {})[row.scene] = row.cloud
        return dict(found)

    def of_scene(self, scene: str) -> dict[str, PlaceCloud]:
        """By uid of the observation."""
        sql = f"SELECT {_CLOUD} FROM clouds WHERE scene = ?"  # noqa: S608
        return {row.observation: row for row in map(_row, self._db.rows(sql, (scene,)))}

    def observations(self) -> set[str]:
        """The uids of the observations of whose places something is known."""
        return {uid for (uid,) in self._db.rows("SELECT DISTINCT observation FROM clouds")}

    def scenes_naming(self, words: Sequence[str]) -> Iterator[Scene]:
        """Scenes that hold one of these words somewhere in their records."""
        like = " OR ".join("record LIKE ?" for _ in words)
        texts = tuple(f"%{word}%" for word in words)
        sql = f"SELECT fid, uid FROM scenes WHERE fid > ? AND ({like}) ORDER BY fid LIMIT ?"  # noqa: S608
        start = 0
        while page := self._db.rows(sql, (start, *texts, _AT_ONCE)):
            yield from (self._scenes.get(uid) for _, uid in page)
            start = page[-1][0]


def _row(row: Row) -> PlaceCloud:
    observation, scene, share, source, shadow, unknown, inputs = row
    return PlaceCloud(observation, scene, CloudAtPlace(share, source, shadow, unknown), inputs)

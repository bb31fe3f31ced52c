"""Links in the GeoPackage, and what has changed since they were computed.

Row numbers tell what is new: those of layers and histories only ever grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.model import Observation
from catalogue.store.codec import dumps, loads, observation_from_json
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database, Row
from catalogue.store.geopackage.text import DOUBT
from catalogue.store.linked import Linked, LinkRun, LinkTotals, Mark, SceneName, SceneRow, overtaken

PAGE_ROWS = 500
_TOTALS = "links, before, during, between_, after, good, limited, unusable"
_MARK = ("scenes", "fid"), ("scenes_history", "hid"), ("observations", "fid"), (
    "observations_history", "hid",
), ("clouds", "number")  # fmt: skip
# A scene across 180 degrees has several boxes, all with its span.
_SCENES = (
    "SELECT s.fid, s.uid, s.id, s.collection, b.begin_us, b.end_us, s.platform,"  # noqa: S608
    " json_extract(s.record, '$.instruments'), s.gsd, s.cloud_cover, s.sun_elevation,"
    f" s.off_nadir, s.geom, {DOUBT}"
    " FROM scenes AS s CROSS JOIN scene_boxes AS b"
    " ON b.id = (SELECT min(id) FROM scene_boxes WHERE fid = s.fid)"
    " WHERE s.geom IS NOT NULL AND b.begin_us IS NOT NULL AND "
)


class LinkTable:
    """The links' part of the store; see `catalogue.store.linked.LinkStore`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -- what has changed ------------------------------------------------------------------------
    def mark(self) -> Mark:
        """How far the records have come now."""
        parts = (f"(SELECT ifnull(max({key}), 0) FROM {table})" for table, key in _MARK)  # noqa: S608
        row = self._db.one(f"SELECT {', '.join(parts)}")
        return Mark(*row) if row else Mark(0, 0, 0, 0, 0)

    def scenes_since(self, mark: Mark) -> list[tuple[int, str]]:
        """(number, uid) of the scenes put after the mark."""
        sql = (
            "SELECT fid, uid FROM scenes WHERE fid > ? UNION SELECT s.fid, s.uid"
            " FROM scenes_history AS h CROSS JOIN scenes AS s ON s.uid = h.uid WHERE h.hid > ?"
        )
        return [(number, uid) for number, uid in self._db.rows(sql, (mark.scenes, mark.old_scenes))]

    def observations_since(self, mark: Mark) -> list[str]:
        """The uids of the observations put after the mark."""
        sql = (
            "SELECT uid FROM observations WHERE fid > ?"
            " UNION SELECT uid FROM observations_history WHERE hid > ?"
            " UNION SELECT observation FROM clouds WHERE number > ?"
        )
        return [uid for (uid,) in self._db.rows(sql, mark[2:])]

    def scene_rows(self, uids: Sequence[str] | None = None) -> Iterator[SceneRow]:
        """The scenes that can be linked, by number; or those of `uids`."""
        if uids is not None:
            for uid in uids:
                yield from map(_scene, self._db.rows(_SCENES + "s.uid = ?", (uid,)))
            return
        start, newest = 0, self.mark().scenes
        while start < newest:
            values = (start, start + PAGE_ROWS)
            sql = _SCENES + "s.fid > ? AND s.fid <= ? ORDER BY s.fid"
            yield from map(_scene, self._db.rows(sql, values))
            start += PAGE_ROWS

    def scene_names(self, numbers: Sequence[int] | None = None) -> Iterator[SceneName]:
        """What scenes are called: all by number, or those of `numbers`."""
        sql = "SELECT fid, uid, id, collection FROM scenes WHERE "
        if numbers is not None:
            for number in numbers:
                yield from map(SceneName._make, self._db.rows(sql + "fid = ?", (number,)))
            return
        start = 0
        while page := self._db.rows(sql + "fid > ? ORDER BY fid LIMIT ?", (start, PAGE_ROWS)):
            yield from map(SceneName._make, page)
            start = page[-1][0]

    def shared_ids(self) -> set[str]:
        """The ids that several scenes have, in different collections."""
        sql = "SELECT id FROM scenes GROUP BY id HAVING count(*) > 1"
        return {name for (name,) in self._db.rows(sql)}

    # -- runs ------------------------------------------------------------------------------------
    def run(self) -> LinkRun | None:
        """The newest run."""
        row = self._db.one("SELECT * FROM link_runs ORDER BY number DESC LIMIT 1")
        if row is None:
            return None
        number, margin_days, parameters, code, since, upto, inputs, done, _ = row
        before = None if since is None else Mark(*loads(since))
        return LinkRun(
            number, margin_days, parameters, code, before, Mark(*loads(upto)), inputs, bool(done)
        )

    def begin(self, run: LinkRun) -> None:
        """Record a run that is to follow; it takes the place of the one before."""
        self._db.writing()
        newest = self.run()
        if newest is not None and newest.number >= run.number:
            raise overtaken()
        totals = LinkTotals() if run.since is None else self.totals()
        if run.since is None:
            self._db.write("DELETE FROM links")
        self._db.write("DELETE FROM link_runs")
        since = None if run.since is None else dumps(list(run.since))
        values = (
            run.margin_days,
            run.parameters,
            run.code,
            since,
            dumps(list(run.upto)),
            run.inputs,
        )
        sql = "INSERT INTO link_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._db.write(sql, (run.number, *values, run.done, dumps(list(totals))))

    def put(self, run: LinkRun, linked: Sequence[Linked]) -> None:
        """Insert or replace the links of observations; each must come once."""
        self._check(run)
        added = [sum(column) for column in zip(*(each.totals for each in linked), strict=True)]
        gone = self._totals_of([each.observation for each in linked])
        changed = [n + a - g for n, a, g in zip(self.totals(), added, gone, strict=True)]
        self._db.write("UPDATE link_runs SET totals = ?", (dumps(changed),))
        self._db.write_many(
            "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(each.observation, run.number, *each.totals, each.packed) for each in linked],
        )

    def finish(self, run: LinkRun) -> None:
        """Record that a run is done."""
        self._check(run)
        self._db.write("UPDATE link_runs SET done = 1")

    def _check(self, run: LinkRun) -> None:
        self._db.writing()
        row = self._db.one("SELECT max(number) FROM link_runs")
        if row is None or row[0] != run.number:
            raise overtaken()

    # -- links -----------------------------------------------------------------------------------
    def missing(self, run: LinkRun) -> Iterator[Observation]:
        """Observations for which this run has put no links yet, by (id, uid)."""
        start: tuple[Any, ...] = ("", "")
        sql = (
            "SELECT o.record, o.id, o.uid FROM observations AS o LEFT JOIN links AS k"
            " ON k.observation = o.uid AND k.run = ? WHERE k.run IS NULL AND (o.id, o.uid) > (?, ?)"
            " ORDER BY o.id, o.uid LIMIT ?"
        )
        while page := self._db.rows(sql, (run.number, *start, PAGE_ROWS)):
            for row in page:
                yield observation_from_json(loads(row[0]))
            start = page[-1][1:]

    def put_by(self, run: LinkRun) -> int:
        """For how many observations this run has put links."""
        row = self._db.one("SELECT count(*) FROM links WHERE run = ?", (run.number,))
        return int(row[0]) if row else 0

    def of(self, observations: Sequence[str]) -> dict[str, Linked]:
        """The links of these observations by uid."""
        sql = f"SELECT observation, {_TOTALS}, packed FROM links WHERE observation = ?"  # noqa: S608
        rows = ((uid, self._db.one(sql, (uid,))) for uid in observations)
        return {uid: _linked(row) for uid, row in rows if row is not None}

    def every(self) -> Iterator[tuple[str, Linked]]:
        """(id of the observation, its links), by (id, uid)."""
        start: tuple[Any, ...] = ("", "")
        sql = (
            f"SELECT o.id, o.uid, {_TOTALS}, k.packed FROM observations AS o"  # noqa: S608
            " CROSS JOIN links AS k ON k.observation = o.uid WHERE (o.id, o.uid) > (?, ?)"
            " ORDER BY o.id, o.uid LIMIT ?"
        )
        while page := self._db.rows(sql, (*start, PAGE_ROWS)):
            for row in page:
                yield row[0], _linked(row[1:])
            start = page[-1][:2]

    def totals(self) -> LinkTotals:
        """How many links there are."""
        row = self._db.one("SELECT totals FROM link_runs")
        return LinkTotals(*loads(row[0])) if row else LinkTotals()

    def _totals_of(self, observations: Sequence[str]) -> Row:
        sums = ", ".join(f"ifnull(sum({name}), 0)" for name in _TOTALS.split(", "))
        sql = (
            f"SELECT {sums} FROM json_each(?) AS j CROSS JOIN links AS k"  # noqa: S608
            " ON k.observation = j.value"
        )
        return self._db.one(sql, (dumps(list(observations)),)) or (0,) * len(LinkTotals._fields)


def _linked(row: Row) -> Linked:
    return Linked(row[0], LinkTotals(*row[1:-1]), row[-1])


def _scene(row: Row) -> SceneRow:
    instruments = tuple(loads(row[7])) if row[7] else ()
    return SceneRow._make((*row[:7], instruments, *row[8:12], gpb.wkb(row[12]), float(row[13])))

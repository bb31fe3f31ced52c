"""Annotations and classes in the GeoPackage. The layer holds what stands; what was retracted is
kept beside it, what was superseded in the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.errors import NotFound
from catalogue.model import Annotation, TaxonomyClass
from catalogue.store import rules
from catalogue.store.codec import (
    annotation_from_json,
    annotation_to_json,
    dumps,
    loads,
    taxonomy_from_json,
    taxonomy_to_json,
)
from catalogue.store.geopackage import gpb
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.text import number

PAGE_ROWS = 500
_TABLES = ("annotations", "annotations_retracted")
_INSERT = (
    "INSERT INTO annotations (geom, uid, scene, class, kind, state, tile, author, confidence,"
    " note, asset_sha256, created, rev, record, scene_id)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
    " (SELECT id FROM scenes WHERE uid = ?3))"
)
_RETRACT = "INSERT INTO annotations_retracted (uid, scene, rev, record) VALUES (?, ?, ?, ?)"


class AnnotationTable:
    """The annotations' part of the store; see `catalogue.store.protocol.Store`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, annotation: Annotation) -> None:
        """Insert or replace by uid, retracted ones too. Raises Conflict for an old rev."""
        self._db.writing()
        rules.check_revision(annotation, self.rev())
        values = _values(annotation)
        for table in _TABLES:
            self._db.write(
                f"INSERT INTO annotations_history (uid, rev, record)"  # noqa: S608
                f" SELECT uid, rev, record FROM {table} WHERE uid = ?",
                (annotation.uid,),
            )
            self._db.write(f"DELETE FROM {table} WHERE uid = ?", (annotation.uid,))  # noqa: S608
        if annotation.retracted:
            key = (annotation.uid, annotation.scene, annotation.rev)
            self._db.write(_RETRACT, (*key, values[-1]))
        else:
            self._db.write(_INSERT, values)
        self._db.touched("annotations", gpb.envelope(values[0]) if values[0] else None)

    def get(self, uid: str) -> Annotation:
        """Also a retracted one. Raises NotFound."""
        sql = " UNION ALL ".join(f"SELECT record FROM {table} WHERE uid = ?1" for table in _TABLES)  # noqa: S608
        row = self._db.one(sql, (uid,))
        if row is None:
            raise NotFound(f"no annotation {uid!r}; it may never have been saved.")
        return annotation_from_json(loads(row[0]))

    def versions(self, uid: str) -> list[Annotation]:
        """Superseded versions, oldest first."""
        sql = "SELECT record FROM annotations_history WHERE uid = ? ORDER BY hid"
        return [annotation_from_json(loads(row[0])) for row in self._db.rows(sql, (uid,))]

    def find(self, scene: str | None, since: int, retracted: bool) -> Iterator[Annotation]:
        """In order of rev; see `Store.annotations`."""
        of_scene = "" if scene is None else " AND scene = ?2"
        tables = _TABLES if retracted else _TABLES[:1]
        sql = " UNION ALL ".join(
            f"SELECT record, rev FROM {table} WHERE rev > ?1{of_scene}"  # noqa: S608
            for table in tables
        )
        values: tuple[Any, ...] = () if scene is None else (scene,)
        while True:
            page = self._db.rows(f"{sql} ORDER BY rev LIMIT {PAGE_ROWS}", (since, *values))
            for record, _ in page:
                yield annotation_from_json(loads(record))
            if len(page) < PAGE_ROWS:
                return
            since = page[-1][1]

    def count(self) -> int:
        """How many stand."""
        row = self._db.one("SELECT count(*) FROM annotations")
        return int(row[0]) if row else 0

    def rev(self) -> int:
        """The highest rev given so far; a record's own is above those it superseded."""
        maxima = ", ".join(f"ifnull((SELECT max(rev) FROM {table}), 0)" for table in _TABLES)  # noqa: S608
        row = self._db.one(f"SELECT max({maxima})")
        return int(row[0]) if row else 0


class ClassTable:
    """The taxonomy's part of the store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the whole taxonomy."""
        self._db.writing()
        rows = [
            (at, c.id, c.path, c.colour, dumps(taxonomy_to_json(c)))
            for at, c in enumerate(classes, start=1)
        ]
        self._db.write("DELETE FROM taxonomy")
        self._db.write_many("INSERT INTO taxonomy VALUES (?, ?, ?, ?, ?)", rows)

    def all(self) -> list[TaxonomyClass]:
        """In the order in which they were put."""
        rows = self._db.rows("SELECT record FROM taxonomy ORDER BY position")
        return [taxonomy_from_json(loads(record)) for (record,) in rows]


def _values(annotation: Annotation) -> tuple[Any, ...]:
    geometry = annotation.geometry
    return (
        None if geometry is None else gpb.encode(geometry),
        annotation.uid,
        annotation.scene,
        annotation.cls,
        annotation.kind,
        annotation.state,
        annotation.tile,
        annotation.author,
        number(annotation.confidence),
        annotation.note,
        annotation.asset_sha256,
        annotation.created,
        annotation.rev,
        dumps(annotation_to_json(annotation)),
    )

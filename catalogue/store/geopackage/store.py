"""class GeoPackageStore: the protocol over one GeoPackage file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from shapely.geometry.base import BaseGeometry

from catalogue.errors import StoreError
from catalogue.interval import Interval
from catalogue.journal import Entry
from catalogue.model import (
    Annotation,
    BBox,
    ListedScene,
    Observation,
    ObservationSketches,
    Scene,
    SceneQuery,
    SceneRow,
    SceneSheet,
    SceneSummary,
    Sketches,
    TaxonomyClass,
)
from catalogue.store.geopackage.annotations import AnnotationTable, ClassTable
from catalogue.store.geopackage.clouds import CloudTable
from catalogue.store.geopackage.database import Database
from catalogue.store.geopackage.evidence import EvidenceParts
from catalogue.store.geopackage.journal_table import JournalTable
from catalogue.store.geopackage.links import LinkTable
from catalogue.store.geopackage.observations import ObservationTable
from catalogue.store.geopackage.packing import pack
from catalogue.store.geopackage.redaction import RedactionTables
from catalogue.store.geopackage.report_store import ReportParts
from catalogue.store.geopackage.reports import ReportTable
from catalogue.store.geopackage.scenes import SceneTable
from catalogue.store.geopackage.snapshot import snapshot
from catalogue.store.geopackage.texts import TextSearch
from catalogue.store.rules import MonthCount, TextHit


class GeoPackageStore(ReportParts, EvidenceParts):
    """Implements `catalogue.store.protocol.Store`. Threads may share one; processes may not.

    Nothing else in this process may open the file, not even to read, copy or hash it: that
    drops SQLite's locks and loses acknowledged work. Others read a `snapshot`.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        try:
            self._journal = JournalTable(db)
        except BaseException:
            db.close()
            raise
        self._scenes = SceneTable(db)
        self._observations = ObservationTable(db)
        self._annotations = AnnotationTable(db)
        self._classes = ClassTable(db)
        self._reports = ReportTable(db)
        self._redaction = RedactionTables(db, self._journal)
        self._texts = TextSearch(db)
        self.links = LinkTable(db)
        self.clouds = CloudTable(db, self._scenes)

    @classmethod
    def create(cls, path: str | Path) -> Self:
        """Make a new catalogue file with a replica id of its own. Raises StoreError."""
        path = Path(path)
        if path.exists():
            raise StoreError(f"{path} exists already; open it instead.")
        if not path.parent.is_dir():
            raise StoreError(f"the folder {path.parent} does not exist; make it first.")
        return cls(Database(path, create=True))

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a catalogue file and bring its schema up to date.

        An empty file, which a kill at the very beginning of `create` leaves, is completed.
        Raises StoreError if there is none, it is no catalogue, or from a newer version.
        """
        path = Path(path)
        if not path.is_file():
            raise StoreError(f"there is no catalogue at {path}; make one with `catalogue init`.")
        return cls(Database(path))

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; inner ones join the outer, and one that fails undoes all."""
        return self._db.transaction()

    def close(self) -> None:
        """Release the file. Closing twice is harmless."""
        self._db.close()

    def snapshot(self, path: str | Path) -> Path:
        """A consistent copy as one file that GDAL and QGIS may open; `path` must not exist."""
        return snapshot(self._db.live(), Path(path))

    def data_version(self) -> int:
        """Changes whenever anyone, also another process, committed to this catalogue."""
        return self._db.data_version()

    def origin(self) -> str:
        """The uuid of this replica."""
        return self._journal.origin

    # -- journal -------------------------------------------------------------------------------
    def head(self) -> Entry | None:
        """The newest journal entry of this replica, None on an empty catalogue."""
        return self._journal.head()

    def append(self, entry: Entry) -> None:
        """Add one entry. Raises JournalBroken unless it follows the head."""
        self._journal.append(entry)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Journal entries of this replica with seq > after, in order."""
        return self._journal.entries(after)

    def pack(self) -> None:
        """Write the indexes anew, packed, in a transaction of its own or the open one."""
        with self._db.transaction():
            self._scenes.renumber()
            self._observations.renumber()
            for name in ("scene", "observation"):
                pack(self._db, name)

    # -- scenes --------------------------------------------------------------------------------
    def put_scenes(self, scenes: Sequence[Scene]) -> None:
        """Insert, or replace by uid. Raises Conflict if another has the same collection and id."""
        self._scenes.put(scenes)

    def scenes_taken(self, ids: Sequence[str], collections: Sequence[str | None]) -> list[int]:
        """Which rows of these names are those of scenes that are there."""
        return self._scenes.load.taken(ids, collections)

    def put_sheet(self, sheet: SceneSheet, uids: Sequence[str], records: Sequence[str]) -> None:
        """Insert many new scenes at once."""
        self._scenes.load.put(sheet, uids, records)

    def deferred(self) -> AbstractContextManager[None]:
        """Inside a transaction: what slows many new rows is put off until the end of this."""
        return self._scenes.load.deferred()

    def scene(self, uid: str) -> Scene:
        """Raises NotFound."""
        return self._scenes.get(uid)

    def scenes_named(self, id: str, collection: str | None = None) -> list[Scene]:
        """Scenes with this id, of one collection if it is given ("" means: of none)."""
        return self._scenes.named(id, collection)

    def scenes_with_hash(self, sha256: str) -> list[Scene]:
        """Scenes that have an asset with this content."""
        return self._scenes.with_hash(sha256)

    def unplaced_pictures(self, limit: int) -> list[Scene]:
        """Pictures and links without a place, the newest first."""
        return self._scenes.unplaced_pictures(limit)

    def scenes(
        self,
        query: SceneQuery = SceneQuery(),
        *,
        limit: int | None = None,
        after: tuple[int, str] | None = None,
    ) -> Iterator[Scene]:
        """Newest first, those without a time last; see `Store.scenes`."""
        return self._scenes.find(query, limit, after)

    def list_scenes(
        self, query: SceneQuery, limit: int, after: tuple[int, str] | None = None
    ) -> list[ListedScene]:
        """The first `limit` of `scenes(query, after=after)`, without their records."""
        return self._scenes.listed(query, limit, after)

    def scene_summaries(self, query: SceneQuery) -> list[SceneSummary]:
        """What ranks the scenes of `scenes(query)`, in no order."""
        return self._scenes.summaries.find(query)

    def scene_sketches(self, query: SceneQuery) -> Sketches:
        """What bounds the rank of the scenes in a query's boxes and span; see `Store`."""
        return self._scenes.summaries.sketches(query)

    def sketched_scenes(self, keys: Sequence[int]) -> list[Scene]:
        """The scenes of sketches, as far as they rank, with their footprints."""
        return self._scenes.summaries.sketched(keys)

    def scene_footprints(self, uids: Sequence[str]) -> dict[str, BaseGeometry]:
        """The footprints of these scenes; without those that have none."""
        return self._scenes.summaries.footprints(uids)

    def scene_rows(self, uids: Sequence[str] | None = None) -> Iterator[list[SceneRow]]:
        """What draws and filters footprints, some thousand scenes at a time, in no order."""
        return self._scenes.summaries.rows(uids)

    def histogram(self, query: SceneQuery = SceneQuery()) -> list[MonthCount]:
        """(month, platform, count) of the scenes of `scenes(query)`; see `Store.histogram`."""
        return self._scenes.months.count(query)

    def scene_versions(self, uid: str) -> list[Scene]:
        """The superseded versions of a scene, oldest first."""
        return self._scenes.versions(uid)

    def scene_count(self) -> int:
        """How many scenes there are."""
        return self._scenes.count()

    def collections(self) -> list[str | None]:
        """The distinct collections, sorted, None last."""
        return self._scenes.collections()

    def platforms(self) -> list[str]:
        """The distinct platforms, sorted."""
        return self._scenes.platforms()

    # -- observations --------------------------------------------------------------------------
    def put_observations(self, observations: Sequence[Observation]) -> None:
        """Insert, or replace by uid."""
        self._observations.put(observations)

    def observation(self, uid: str) -> Observation:
        """Raises NotFound."""
        return self._observations.get(uid)

    def observations_named(self, id: str) -> list[Observation]:
        """Observations with this id."""
        return self._observations.named(id)

    def observations(
        self, boxes: Sequence[BBox] = (), when: Interval | None = None
    ) -> Iterator[Observation]:
        """In order of (id, uid); see `Store.observations`."""
        return self._observations.find(boxes, when)

    def observation_sketches(
        self, boxes: Sequence[BBox], when: Interval | None
    ) -> ObservationSketches:
        """What bounds the rank of the observations in boxes and an interval; see `Store`."""
        return self._observations.sketches(boxes, when)

    def sketched_observations(self, keys: Sequence[int]) -> list[Observation]:
        """The observations of sketches."""
        return self._observations.sketched(keys)

    def observation_versions(self, uid: str) -> list[Observation]:
        """The superseded versions of an observation, oldest first."""
        return self._observations.versions(uid)

    def observation_count(self) -> int:
        """How many observations there are."""
        return self._observations.count()

    # -- annotations ---------------------------------------------------------------------------
    def put_annotation(self, annotation: Annotation) -> None:
        """Insert or replace by uid, retracted ones too. Raises Conflict for an old rev."""
        self._annotations.put(annotation)

    def annotation(self, uid: str) -> Annotation:
        """Also a retracted one. Raises NotFound."""
        return self._annotations.get(uid)

    def annotations(
        self, scene: str | None = None, *, since: int = 0, retracted: bool = False
    ) -> Iterator[Annotation]:
        """In order of rev, those with rev > since; retracted ones only if asked for."""
        return self._annotations.find(scene, since, retracted)

    def annotation_versions(self, uid: str) -> list[Annotation]:
        """The superseded versions of an annotation, oldest first."""
        return self._annotations.versions(uid)

    def annotation_count(self) -> int:
        """How many stand; retracted ones do not count."""
        return self._annotations.count()

    def annotation_rev(self) -> int:
        """The highest rev given so far, 0 at first."""
        return self._annotations.rev()

    # -- words -----------------------------------------------------------------------------------
    def search_text(self, text: str, limit: int) -> list[TextHit]:
        """What people wrote, then scenes by name; see `Store.search_text`."""
        return self._texts.find(text, limit)

    # -- taxonomy ------------------------------------------------------------------------------
    def classes(self) -> list[TaxonomyClass]:
        """In the order in which they were put."""
        return self._classes.all()

    def put_classes(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the whole taxonomy."""
        self._classes.put(classes)

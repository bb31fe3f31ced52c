"""What every store can do. The store narrows, may return too many and never too few;
`catalogue.space`, `catalogue.link` and `catalogue.score` decide, once, for every store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from shapely.geometry.base import BaseGeometry

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
from catalogue.store.clouded import CloudStore
from catalogue.store.linked import LinkStore
from catalogue.store.protocol_evidence import EvidenceStore
from catalogue.store.protocol_reports import ReportStore
from catalogue.store.rules import MonthCount, TextHit


class Store(ReportStore, EvidenceStore, Protocol):
    """Keeps and finds records. Writes happen inside `transaction` only, reads anywhere.

    Rows are never overwritten silently: putting a record whose uid exists moves the superseded
    version to history. Every `transaction` that wrote state also appended a journal entry
    (`Catalogue` sees to that). Links and clouds are no state: they are
    computed.
    """

    @property
    def links(self) -> LinkStore:
        """The links computed so far."""

    @property
    def clouds(self) -> CloudStore:
        """Cloud over places, as far as masks were looked at."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; nests (inner ones join the outer). Takes the write lock at once.

        If an inner one fails, nothing of the outer one is kept, even if the error is caught.
        Raises StoreError if another program holds the write lock too long.
        """

    def close(self) -> None:
        """Release the file. Closing twice is harmless."""

    def data_version(self) -> int:
        """Changes whenever anyone, also another process, committed to this catalogue."""

    def origin(self) -> str:
        """The uuid of this replica, the origin of the journal entries it writes."""

    # -- journal -------------------------------------------------------------------------------
    def head(self) -> Entry | None:
        """The newest journal entry of this replica, None on an empty catalogue."""

    def append(self, entry: Entry) -> None:
        """Add one entry. Raises JournalBroken unless it follows the head."""

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Journal entries of this replica with seq > after, in order."""

    def pack(self) -> None:
        """Make searches as fast as they can be, after many records were put; no answer changes.

        All or nothing, and no state: the journal does not know of it.
        """

    # -- scenes --------------------------------------------------------------------------------
    def put_scenes(self, scenes: Sequence[Scene]) -> None:
        """Insert, or replace by uid (the old version goes to history).

        Raises Conflict if another scene has the same (collection, id), InvalidValue for a
        record that has no JSON form (NaN, say).
        """

    def scenes_taken(self, ids: Sequence[str], collections: Sequence[str | None]) -> list[int]:
        """Which rows of these names (id and collection of each) are those of known scenes."""

    def put_sheet(self, sheet: SceneSheet, uids: Sequence[str], records: Sequence[str], /) -> None:
        """Insert many new scenes at once; as `put_scenes` for each of its rows.

        `uids` are new, names are not in `scenes_taken`, `records` are those of
        `catalogue.store.sheets.written`.
        """

    def deferred(self) -> AbstractContextManager[None]:
        """Inside a transaction: what slows many new rows is put off until the end of this.

        Searches of this store by place and time miss the new ones until then.
        """

    def scene(self, uid: str) -> Scene:
        """Raises NotFound."""

    def scenes_named(self, id: str, collection: str | None = None) -> list[Scene]:
        """Scenes with this id, of one collection if it is given ("" means: of none)."""

    def scenes_with_hash(self, sha256: str) -> list[Scene]:
        """Scenes that have an asset with this content."""

    def unplaced_pictures(self, limit: int) -> list[Scene]:
        """Pictures and links (kind reference, of no collection) without a place, newest first."""

    def scenes(
        self,
        query: SceneQuery = SceneQuery(),
        *,
        limit: int | None = None,
        after: tuple[int, str] | None = None,
    ) -> Iterator[Scene]:
        """Newest first: by (begin of `when` descending, uid), scenes without a time last.

        A superset on the axes of space and time (boxes against boxes), exact on the others.
        `after` is the (begin_us, uid) of the last scene of the page before; for one without a
        time begin_us is catalogue.interval.MIN_US. The collection "" means: of none. Records
        that change while one iterates may come in either version.
        """

    def list_scenes(
        self, query: SceneQuery, limit: int, after: tuple[int, str] | None = None
    ) -> list[ListedScene]:
        """The first `limit` of `scenes(query, after=after)`, without their records."""

    def scene_summaries(self, query: SceneQuery) -> list[SceneSummary]:
        """What ranks the scenes of `scenes(query)`: the same scenes, in no order."""

    def scene_sketches(self, query: SceneQuery) -> Sketches:
        """What bounds the rank of the scenes that meet a query's boxes and span.

        A superset, other conditions aside, in no order; those in neither place nor time are not
        in it.
        """

    def sketched_scenes(self, keys: Sequence[int]) -> list[Scene]:
        """The scenes with these keys of `scene_sketches`: once each, in no order, without those
        that are gone; of their fields only those of `SceneSummary`, the footprint and `doubt_m`.
        """

    def scene_footprints(self, uids: Sequence[str]) -> dict[str, BaseGeometry]:
        """The footprints of these scenes by uid; without those that have none or do not exist."""

    def scene_rows(self, uids: Sequence[str] | None = None) -> Iterator[list[SceneRow]]:
        """What draws and filters footprints, some thousand scenes at a time, in no order.

        Of all scenes that have a footprint, or of those among `uids`.
        """

    def histogram(self, query: SceneQuery = SceneQuery()) -> list[MonthCount]:
        """How many scenes of `scenes(query)` began in each month (UTC): (month, platform, count).

        Each scene counts once, in the month of its begin, written 2022-06; month None is for
        those whose begin is unknown or open. A scene counts where its box meets a box, so in a
        small view a slanted footprint may count beside it. By month, then platform, None last.
        """

    def scene_versions(self, uid: str) -> list[Scene]:
        """The superseded versions of a scene, oldest first; empty for an unknown uid."""

    def scene_count(self) -> int:
        """How many scenes there are."""

    def collections(self) -> list[str | None]:
        """The distinct collections, sorted, None last."""

    def platforms(self) -> list[str]:
        """The distinct platforms, sorted."""

    # -- observations --------------------------------------------------------------------------
    def put_observations(self, observations: Sequence[Observation]) -> None:
        """Insert, or replace by uid (the old version goes to history)."""

    def observation(self, uid: str) -> Observation:
        """Raises NotFound."""

    def observations_named(self, id: str) -> list[Observation]:
        """Observations with this id."""

    def observations(
        self, boxes: Sequence[BBox] = (), when: Interval | None = None
    ) -> Iterator[Observation]:
        """In order of (id, uid). A superset where boxes or an interval are given; then without
        those that have no place or no time respectively.
        """

    def observation_sketches(
        self, boxes: Sequence[BBox], when: Interval | None
    ) -> ObservationSketches:
        """What bounds the rank of `observations(boxes, when)`: those or more, in no order."""

    def sketched_observations(self, keys: Sequence[int]) -> list[Observation]:
        """The observations with these keys of `observation_sketches`: once each, in no order,
        without those that are gone.
        """

    def observation_versions(self, uid: str) -> list[Observation]:
        """The superseded versions of an observation, oldest first."""

    def observation_count(self) -> int:
        """How many observations there are."""

    # -- annotations ---------------------------------------------------------------------------
    def put_annotation(self, annotation: Annotation) -> None:
        """Insert or replace by uid, retracted ones too (the old version goes to history).

        `rev` must be greater than `annotation_rev()`.
        """

    def annotation(self, uid: str) -> Annotation:
        """Also a retracted one. Raises NotFound."""

    def annotations(
        self, scene: str | None = None, *, since: int = 0, retracted: bool = False
    ) -> Iterator[Annotation]:
        """In order of rev, those with rev > since; retracted ones only if asked for."""

    def annotation_count(self) -> int:
        """How many annotations there are that are not retracted."""

    def annotation_versions(self, uid: str) -> list[Annotation]:
        """The superseded versions of an annotation, oldest first."""

    def annotation_rev(self) -> int:
        """The highest rev given so far, 0 at first."""

    # -- words -----------------------------------------------------------------------------------
    def search_text(self, text: str, limit: int) -> list[TextHit]:
        """What people wrote that has every word of `text`, then scenes that have it in their name.

        Observations (id, title, class, claim, note, source) and notes of annotations that stand:
        a word matches where it begins one, whatever its case and accents; best first. Scenes:
        `collection/id` contains the text as it is, in any case of ASCII letters. At most `limit`
        of each; nothing for a text without a letter or digit.
        """

    # -- taxonomy ------------------------------------------------------------------------------
    def classes(self) -> list[TaxonomyClass]:
        """In the order in which they were put."""

    def put_classes(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the whole taxonomy."""

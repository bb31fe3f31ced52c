"""class Catalogue: the verbs, a few lines each, over reading, storing, linking and writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from shapely import box

from catalogue import space
from catalogue.annotate import completed, same_annotation
from catalogue.errors import Ambiguous, Conflict, NotFound, StoreError, UnreadableFile
from catalogue.identity import UNCOLLECTED, full_name, readings_of
from catalogue.ingest import record, take_observations, take_scenes
from catalogue.interval import Interval, format_utc
from catalogue.join import link, search_boxes, search_interval, why_not
from catalogue.journal import Entry, row
from catalogue.model import (
    Annotation,
    BBox,
    Link,
    Observation,
    Outcome,
    Rejected,
    Scene,
    SceneQuery,
    TaxonomyClass,
)
from catalogue.rank import best_links
from catalogue.settings import Settings
from catalogue.store.codec import annotation_to_json, row_digest
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.protocol import Store
from catalogue.store.rules import MonthCount
from catalogue.taxonomy import DEFAULT_CLASSES

if TYPE_CHECKING:
    import geopandas
    import pyarrow

    from catalogue.check import Finding
    from catalogue.linking import LinkCounts
    from catalogue.read.imagery import ReadOptions
    from catalogue.write.table import Written

FILE = "catalogue.gpkg"
# So many new records at once are a bulk load.
PACK_FROM = 5000
Progress = Callable[[int, int | None], None]


class Catalogue:
    """A folder that holds imagery metadata, observations, annotations and their history.

    Use it as a context manager: `with Catalogue.open("case-1") as cat: ...`. All verbs raise
    errors of `catalogue.errors` only. Times are UTC, coordinates lon/lat, lengths metres.
    """

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.store = store
        self.folder = folder
        self.settings = settings

    # -- opening -------------------------------------------------------------------------------
    @classmethod
    def open(
        cls, folder: str | Path, *, create: bool = False, settings: Settings | None = None
    ) -> Catalogue:
        """Open the catalogue in `folder`; with `create`, make it if there is none.

        Raises StoreError if there is none and `create` is False, or if it cannot be made.
        """
        folder = Path(folder).resolve()
        settings = settings or Settings.read()
        path = folder / FILE
        if path.exists():
            return cls(GeoPackageStore.open(path), folder, settings)._with_classes()
        if not create:
            raise StoreError(
                f"{folder} holds no catalogue (no {FILE}). Make one with `catalogue init`, or name "
                "another folder with --catalogue."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{folder} cannot be made: {error.strerror or error}. Name another folder."
            ) from error
        return cls(GeoPackageStore.create(path), folder, settings)._with_classes()

    def _with_classes(self) -> Self:
        """Classes to begin with; also where the making of the catalogue was cut off before them."""
        if not self.store.classes():
            self.set_classes(DEFAULT_CLASSES)
        return self

    def close(self) -> None:
        """Release the file; closing twice is harmless."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- what have I got -----------------------------------------------------------------------
    def add(
        self,
        paths: Sequence[str | Path],
        options: ReadOptions | None = None,
        *,
        progress: Progress | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Take imagery in: files, folders, STAC. Good ones go in, the rest come back rejected."""
        from catalogue.imagery.limits import Limits
        from catalogue.read.imagery import ReadOptions, read_imagery

        options = options or ReadOptions(
            workers=self.settings.workers, limits=Limits.of(self.settings)
        )
        read = read_imagery([Path(p) for p in paths], options, progress)
        outcome = take_scenes(self.store, read, self.settings.author, dry_run=dry_run)
        if not dry_run:
            self._pack_after(outcome, self.store.scene_count)
        return outcome

    def _pack_after(self, outcome: Outcome, count: Callable[[], int]) -> None:
        """Pack the indexes when most of what there is has just come in."""
        if outcome.added >= PACK_FROM and 2 * outcome.added >= count():
            self.store.pack()

    def add_files(
        self,
        paths: Sequence[str | Path],
        *,
        when: str | None = None,
        collection: str | None = None,
        obtained_from: str | None = None,
        licence: str | None = None,
        progress: Progress | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """`add` with its options as keywords; `when` is for files that carry no time."""
        from catalogue.imagery.limits import Limits
        from catalogue.read.imagery import ReadOptions

        options = ReadOptions(
            when=when,
            collection=collection,
            obtained_from=obtained_from,
            licence=licence,
            workers=self.settings.workers,
            limits=Limits.of(self.settings),
        )
        return self.add(paths, options, progress=progress, dry_run=dry_run)

    def columns_of(
        self, path: str | Path, mapping: Mapping[str, str] | None = None
    ) -> tuple[dict[str, str], list[str]]:
        """The mapping (field to column) of a file of observations, and all its columns.

        What `mapping` does not say is guessed. Raises UnreadableFile, InvalidValue.
        """
        from catalogue.read.observations import read_observations

        table = read_observations(Path(path), mapping)
        return dict(table.mapping), list(table.columns)

    def observe(
        self,
        path: str | Path,
        mapping: Mapping[str, str] | None = None,
        *,
        dry_run: bool = False,
    ) -> Outcome:
        """Take reported observations in from CSV, GeoJSON or GeoPackage.

        Rows that cannot be taken come back rejected, a file that cannot be opened likewise.
        Raises InvalidValue where `mapping` names what is not there.
        """
        from catalogue.read.observations import read_observations

        try:
            table = read_observations(Path(path), mapping)
        except UnreadableFile as error:
            return Outcome(rejected=(Rejected(str(path), str(error)),))
        outcome = take_observations(
            self.store, table.rows, self.settings.author, source=Path(path).name, dry_run=dry_run
        )
        if not dry_run:
            self._pack_after(outcome, self.store.observation_count)
        return replace(outcome, warnings=(*table.warnings, *outcome.warnings))

    def put_observation(self, observation: Observation) -> Observation:
        """Store one observation a person entered; a known id becomes a new version."""
        take_observations(self.store, [observation], self.settings.author, source="entered")
        return self.named_observation(observation.id)

    def enter_observation(self, fields: Mapping[str, str]) -> Observation:
        """Store one observation given as fields of a form, read just as a row of a file is.

        Raises InvalidValue naming the field.
        """
        from catalogue.errors import InvalidValue
        from catalogue.read.observations import build_observation

        built = build_observation(fields)
        if isinstance(built, Rejected):
            raise InvalidValue(f"{built.field or 'observation'}: {built.reason}")
        return self.put_observation(built)

    def scene(self, uid: str) -> Scene:
        """One scene by its uid. Raises NotFound."""
        return self.store.scene(uid)

    def named_scene(self, name: str) -> Scene:
        """One scene by id, `collection/id` or uid. Raises NotFound or Ambiguous.

        `uncollected/id` is the one without a collection where others have the same id.
        """
        found = self.store.scenes_named(name)
        for collection, scene_id in readings_of(name):
            if found:
                break
            found = self.store.scenes_named(scene_id, collection)
            if not found and collection == UNCOLLECTED:
                found = self.store.scenes_named(scene_id, "")
        if not found:
            return self.store.scene(name)
        if len(found) > 1:
            names = ", ".join(sorted(full_name(s) for s in found))
            raise Ambiguous(
                f"{name!r} is the id of {len(found)} scenes: {names}. Name one in full."
            )
        return found[0]

    def observation(self, uid: str) -> Observation:
        """One observation by its uid. Raises NotFound."""
        return self.store.observation(uid)

    def named_observation(self, name: str) -> Observation:
        """One observation by id or uid. Raises NotFound."""
        found = self.store.observations_named(name)
        return found[0] if found else self.store.observation(name)

    def scenes(
        self,
        query: SceneQuery = SceneQuery(),
        *,
        limit: int | None = None,
        after: tuple[int, str] | None = None,
    ) -> Iterator[Scene]:
        """Scenes that match exactly, newest first; `after` pages (see `Store.scenes`)."""
        count = 0
        areas = [box(b.west, b.south, b.east, b.north) for q in query.boxes for b in q.parts]
        for scene in self.store.scenes(query, after=after):
            if limit is not None and count >= limit:
                return
            if _matches(scene, areas, query.when):
                count += 1
                yield scene

    def search(self, bbox: BBox | None = None, when: Interval | None = None) -> list[Scene]:
        """Scenes with known place and time in a box and an interval, newest first."""
        query = SceneQuery(boxes=(bbox,) if bbox else (), when=when)
        return [scene for scene in self.scenes(query) if scene.can_link]

    def observations(
        self, boxes: Sequence[BBox] = (), when: Interval | None = None
    ) -> Iterator[Observation]:
        """Observations whose place and time may meet; all without conditions."""
        return self.store.observations(boxes, when)

    def histogram(self, query: SceneQuery = SceneQuery()) -> list[MonthCount]:
        """How many scenes began in each month: (month as 2022-06 or None, platform, count).

        A footprint counts by its bounding box; see `catalogue.store.protocol.Store.histogram`.
        """
        return self.store.histogram(query)

    def counts(self) -> dict[str, int]:
        """How many scenes, observations and annotations there are."""
        return {
            "scenes": self.store.scene_count(),
            "observations": self.store.observation_count(),
            "annotations": self.store.annotation_count(),
        }

    # -- what could show it --------------------------------------------------------------------
    def links_for_observation(self, uid: str, limit: int | None = None) -> list[Link]:
        """Scenes that could have shown an observation, best first; the first `limit` if given."""
        observation = self.store.observation(uid)
        if observation.place is None or observation.when is None:
            return []
        query = SceneQuery(
            boxes=search_boxes(observation.place),
            when=search_interval(observation.when, self.settings.margin_days),
        )
        candidates = self.store.scene_summaries(query)
        fetch = self.store.scene_footprints
        return best_links(observation, candidates, fetch, limit, self.settings.margin_days)

    def links_for_scene(self, uid: str) -> list[Link]:
        """Observations a scene could have shown, best first."""
        scene = self.store.scene(uid)
        if scene.footprint is None or scene.when is None:
            return []
        boxes = [BBox(*b) for b in space.boxes(scene.footprint)]
        margin = timedelta(days=self.settings.margin_days)
        around = scene.when.widened(margin, margin)
        found = []
        for observation in self.store.observations(boxes, around):
            made = link(observation, scene, self.settings.margin_days)
            if made is not None:
                found.append(made)
        return sorted(found, key=lambda k: (-k.score.value, -k.score.high, k.observation))

    def link(self, progress: Progress | None = None) -> Iterator[Link]:
        """Every link of every observation with its reasons, observation by observation.

        For many links, take `link_tables`.
        """
        from catalogue.linking import all_links

        return all_links(self.store, self.settings.margin_days, progress)

    def link_tables(self, progress: Progress | None = None) -> Iterator[pyarrow.Table]:
        """Every link in columns, some observations at a time; best first for each of them.

        Columns: observation, scene (ids), role, certainty, covered, dt_s, score, score_low,
        score_high, level, observation_uid, scene_uid; units as in `catalogue.model.Link`.
        """
        from catalogue.linking import all_tables

        return all_tables(self.store, self.settings.margin_days, progress)

    def link_all(
        self,
        out: str | Path | None = None,
        *,
        overwrite: bool = False,
        progress: Progress | None = None,
    ) -> LinkCounts:
        """Link everything and count; to `out` if given, in the format of its extension.

        A .parquet file has the columns of `link_tables`; the others are as `export` writes them.
        Raises InvalidValue for an extension that is not known and for a file that exists.
        """
        from catalogue.linking import counting
        from catalogue.write.links import write_link_tables
        from catalogue.write.registry import format_of

        kind = format_of("links", Path(out)) if out is not None else None
        counts: list[LinkCounts] = []
        tables = counting(self.link_tables(progress), counts)
        if out is not None and kind == ".parquet":
            write_link_tables(Path(out), tables, overwrite=overwrite)
        else:
            for _ in tables:
                pass
            if out is not None:
                self.export("links", out, overwrite=overwrite)
        return counts[0]

    def why_not(self, observation: str, scene: str) -> tuple[str, ...]:
        """The reasons why a scene is not linked to an observation; empty if it is."""
        return why_not(
            self.store.observation(observation), self.store.scene(scene), self.settings.margin_days
        )

    # -- what did I see ------------------------------------------------------------------------
    def classes(self) -> list[TaxonomyClass]:
        """The classes to tag with, in the order of the palette."""
        return self.store.classes()

    def set_classes(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the taxonomy."""
        from catalogue.store.codec import taxonomy_to_json

        with self.store.transaction():
            self.store.put_classes(classes)
            payload = [taxonomy_to_json(c) for c in classes]
            record(self.store, self.settings.author, "set-classes", [], classes=payload)

    def annotations(
        self, scene: str | None = None, *, since: int = 0, retracted: bool = False
    ) -> Iterator[Annotation]:
        """Annotations in order of rev, of one scene (uid) if given."""
        return self.store.annotations(scene, since=since, retracted=retracted)

    def annotate(self, annotation: Annotation, base: int = 0) -> Annotation:
        """Store what a person saw. `base` is the rev they edited, 0 for a new one.

        The same content again changes nothing. Raises Conflict if someone else changed it since
        `base`, NotFound for an unknown scene, InvalidValue for an unknown class.
        """
        with self.store.transaction():
            scene = self.store.scene(annotation.scene)
            current = self._current(annotation.uid)
            full = completed(annotation, scene, self.store.classes())
            if current and not current.retracted and same_annotation(current, full):
                return current
            if current and base < current.rev:
                raise Conflict(
                    f"annotation {annotation.uid} is at revision {current.rev}, this change was "
                    f"made on revision {base}. Load it again and repeat the change."
                )
            full = replace(full, created=current.created if current else _now(), retracted=False)
            return self._put(full, "annotate")

    def retract(self, uid: str, base: int | None = None) -> Annotation:
        """Take an annotation back; it stays in the history. Twice is harmless."""
        with self.store.transaction():
            current = self.store.annotation(uid)
            if current.retracted:
                return current
            if base is not None and base < current.rev:
                raise Conflict(
                    f"annotation {uid} changed since revision {base}. Load it again, then retract."
                )
            return self._put(replace(current, retracted=True), "retract")

    def _put(self, annotation: Annotation, op: str) -> Annotation:
        stored = replace(annotation, rev=self.store.annotation_rev() + 1)
        self.store.put_annotation(stored)
        rows = [row("annotation", stored.uid, row_digest(stored))]
        record(self.store, stored.author, op, rows, annotation=annotation_to_json(stored))
        return stored

    def _current(self, uid: str) -> Annotation | None:
        try:
            return self.store.annotation(uid)
        except NotFound:
            return None

    # -- out of here ---------------------------------------------------------------------------
    def export(self, kind: str, path: str | Path, *, overwrite: bool = False) -> Written:
        """Write scenes, observations, annotations or links; the format is the file's extension."""
        from catalogue.write.registry import export

        return export(self, kind, Path(path), overwrite=overwrite)

    def snapshot(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """A consistent copy of catalogue.gpkg that GDAL and QGIS may open, all of it or nothing.

        Raises InvalidValue if `path` exists and `overwrite` is False, or is a catalogue itself.
        """
        from catalogue.write.atomic import atomic

        with atomic(Path(path), overwrite=overwrite) as draft:
            self.store.snapshot(draft)  # type: ignore[attr-defined]
        return Path(path)

    def history(self, after: int = 0) -> Iterator[Entry]:
        """The journal, oldest first."""
        return self.store.entries(after)

    def check(self, *, files: bool = True) -> Iterator[Finding]:
        """Verify the history, every record against it, and with `files` every local file."""
        from catalogue.check import check

        return check(self.store, files=files)

    def scenes_frame(self, query: SceneQuery = SceneQuery()) -> geopandas.GeoDataFrame:
        """Scenes as a GeoDataFrame in EPSG:4326, one row each, geometry None where unknown."""
        from catalogue.frames import scenes_frame

        return scenes_frame(self.scenes(query))

    def observations_frame(self) -> geopandas.GeoDataFrame:
        """Observations as a GeoDataFrame in EPSG:4326; the geometry is the first candidate's."""
        from catalogue.frames import observations_frame

        return observations_frame(self.observations())

    def annotations_frame(self) -> geopandas.GeoDataFrame:
        """Annotations as a GeoDataFrame in EPSG:4326."""
        from catalogue.frames import annotations_frame

        return annotations_frame(self.annotations())


def _now() -> str:
    return format_utc(datetime.now(UTC))


def _matches(scene: Scene, areas: Sequence[object], when: Interval | None) -> bool:
    if areas and not (scene.footprint and any(scene.footprint.intersects(a) for a in areas)):
        return False
    return when is None or (scene.when is not None and scene.when.meets(when))

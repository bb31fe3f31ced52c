"""What have I got: scenes and observations in, and found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.errors import Ambiguous, UnreadableFile
from catalogue.identity import UNCOLLECTED, full_name, readings_of
from catalogue.ingest import take_observations, take_scenes
from catalogue.interval import MIN_US, Interval
from catalogue.model import BBox, ListedScene, Observation, Outcome, Rejected, Scene, SceneQuery
from catalogue.store.rules import MonthCount, TextHit
from catalogue.verbs.base import Progress, Verbs
from catalogue.verbs.exact import areas_of, matches, matching

if TYPE_CHECKING:
    import pyarrow

    from catalogue.prepare import Prepared
    from catalogue.read.imagery import ReadOptions

# So many new records at once are a bulk load.
PACK_FROM = 5000
# Scenes read beyond those wanted: few footprints miss an area that their boxes meet.
MORE = 10


class Have(Verbs):
    """What have I got: scenes and observations in, and found again."""

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

    def add_columns(
        self,
        source: str | Path | pyarrow.Table | Iterable[pyarrow.RecordBatch],
        mapping: Mapping[str, str] | None = None,
        *,
        collection: str | None = None,
        progress: Progress | None = None,
    ) -> Outcome:
        """Take many scenes in from a table of footprints: GeoParquet or Arrow, a row for each.

        `mapping` says which column a field is in (see `catalogue.read.footprints.GUESSES`), what
        it does not say is guessed; `collection` is for tables without one. All in one
        transaction, in which others can read but not write. Raises UnreadableFile.
        """
        from catalogue.sheets import take_columns

        author = self.settings.author
        return take_columns(self.store, source, author, mapping, collection, progress)

    def prepare(
        self, scenes: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Iterator[Prepared]:
        """Make scenes (uids; all without) ready to look at, so that no tile has to be drawn.

        Yields what became of each. Closing the iterator stops; whole copies stay.
        """
        from catalogue.prepare import prepare

        found = list(self.store.scenes()) if scenes is None else [self.scene(s) for s in scenes]
        return prepare(self.folder, found, self.settings, progress)

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
        areas = areas_of(query)
        for scene in self.store.scenes(query, after=after):
            if limit is not None and count >= limit:
                return
            if matches(scene, areas, query.when):
                count += 1
                yield scene

    def list_scenes(
        self,
        query: SceneQuery = SceneQuery(),
        *,
        limit: int,
        after: tuple[int, str] | None = None,
    ) -> list[ListedScene]:
        """The first `limit` of `scenes`, only what a list or a map shows of each."""
        found: list[ListedScene] = []
        areas = areas_of(query)
        while len(found) < limit:
            asked = limit - len(found) + MORE
            some = self.store.list_scenes(query, asked, after)
            found += matching(some, areas, query.when)
            if len(some) < asked:
                break
            last = some[-1].summary
            after = (last.span[0] if last.span else MIN_US, last.uid)
        return found[:limit]

    def search(self, bbox: BBox | None = None, when: Interval | None = None) -> list[Scene]:
        """Scenes with known place and time in a box and an interval, newest first."""
        query = SceneQuery(boxes=(bbox,) if bbox else (), when=when)
        return [scene for scene in self.scenes(query) if scene.can_link]

    def observations(
        self, boxes: Sequence[BBox] = (), when: Interval | None = None
    ) -> Iterator[Observation]:
        """Observations whose place and time may meet; all without conditions."""
        return self.store.observations(boxes, when)

    def search_text(self, text: str, limit: int = 20) -> list[TextHit]:
        """Observations and notes with these words, then scenes with this name; see `Store`."""
        return self.store.search_text(text, limit)

    def histogram(self, query: SceneQuery = SceneQuery()) -> list[MonthCount]:
        """How many scenes began in each month: (month as 2022-06 or None, platform, count).

        A footprint counts by its bounding box; see `catalogue.store.protocol.Store.histogram`.
        """
        return self.store.histogram(query)

    def counts(self) -> dict[str, int]:
        """How many scenes, observations, annotations and reports there are."""
        return {
            "scenes": self.store.scene_count(),
            "observations": self.store.observation_count(),
            "annotations": self.store.annotation_count(),
            "reports": self.store.report_count(),
        }

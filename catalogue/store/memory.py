"""A store of plain dicts: the oracle that the other stores are held to, and a store for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import numpy as np
from shapely.geometry.base import BaseGeometry

from catalogue.errors import NotFound
from catalogue.interval import Interval
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
    row_of,
    summary_of,
)
from catalogue.rank import sketches_of
from catalogue.reported import observation_sketches_of
from catalogue.store import rules
from catalogue.store.codec import row_digest
from catalogue.store.extents import meets, observation_extents, scene_extents, wanted
from catalogue.store.memory_clouds import MemoryClouds
from catalogue.store.memory_evidence import MemoryEvidence
from catalogue.store.memory_links import MemoryLinks
from catalogue.store.memory_reports import MemoryReports
from catalogue.store.rules import MonthCount, TextHit


class MemoryStore(MemoryReports, MemoryEvidence):
    """Implements `catalogue.store.protocol.Store`. Threads may share it; it is gone with it."""

    @property
    def links(self) -> MemoryLinks:
        """The links computed so far."""
        return MemoryLinks(self)

    @property
    def clouds(self) -> MemoryClouds:
        """Cloud over places."""
        return MemoryClouds(self)

    def pack(self) -> None:
        """There is no index."""

    # -- scenes --------------------------------------------------------------------------------
    def put_scenes(self, scenes: Sequence[Scene]) -> None:
        """Insert, or replace by uid."""
        with self._lock:
            state = self._writing()
            for scene in scenes:
                row_digest(scene)  # refuses what has no JSON form, as every store must
                scene_extents(scene)
                for other in self.scenes_named(scene.id, scene.collection or ""):
                    if other.uid != scene.uid:
                        raise rules.name_taken(scene, other.uid)
                if scene.uid in state.scenes:
                    state.superseded.append(state.scenes[scene.uid])
                    state.forget_clouds(scene.uid)
                state.scenes[scene.uid] = scene

    def scenes_taken(self, ids: Sequence[str], collections: Sequence[str | None]) -> list[int]:
        """Which rows of these names are those of scenes that are there."""
        with self._lock:
            names = {(s.id, s.collection or "") for s in self._open().scenes.values()}
        wanted_names = enumerate(zip(ids, collections, strict=True))
        return [n for n, (name, among) in wanted_names if (name, among or "") in names]

    def put_sheet(self, sheet: SceneSheet, uids: Sequence[str], _records: Sequence[str]) -> None:
        """Insert many new scenes at once."""
        self.put_scenes([sheet.scene(row, uid) for row, uid in enumerate(uids)])

    def deferred(self) -> AbstractContextManager[None]:
        """Nothing is slow."""
        return nullcontext()

    def scene(self, uid: str) -> Scene:
        """Raises NotFound."""
        with self._lock:
            if uid in self._open().scenes:
                return self._state.scenes[uid]
        raise NotFound(f"no scene {uid!r}; list what there is with `catalogue scenes`.")

    def scenes_named(self, id: str, collection: str | None = None) -> list[Scene]:
        """Scenes with this id, of one collection if it is given ("" means: of none)."""
        with self._lock:
            found = [s for s in self._open().scenes.values() if s.id == id]
        if collection is not None:
            found = [s for s in found if (s.collection or "") == collection]
        return sorted(found, key=lambda s: s.uid)

    def scenes_with_hash(self, sha256: str) -> list[Scene]:
        """Scenes that have an asset with this content."""
        with self._lock:
            every = list(self._open().scenes.values())
        found = [s for s in every if any(a.sha256 == sha256 for a in s.assets)]
        return sorted(found, key=lambda s: s.uid)

    def unplaced_pictures(self, limit: int) -> list[Scene]:
        """Pictures and links without a place, the newest first."""
        with self._lock:
            every = list(self._open().scenes.values())
        plain = [s for s in reversed(every) if s.kind == "reference" and s.collection is None]
        return [s for s in plain if s.footprint is None][:limit]

    def scenes(
        self,
        query: SceneQuery = SceneQuery(),
        *,
        limit: int | None = None,
        after: tuple[int, str] | None = None,
    ) -> Iterator[Scene]:
        """Newest first, those without a time last."""
        boxes, span = wanted(query.boxes, query.when)
        with self._lock:
            every = sorted(self._open().scenes.values(), key=rules.scene_order)
        if after is not None:
            every = [s for s in every if rules.scene_order(s) > (-after[0], after[1])]
        found = [s for s in every if rules.scene_matches(s, query, boxes, span)]
        return iter(found if limit is None else found[:limit])

    def list_scenes(
        self, query: SceneQuery, limit: int, after: tuple[int, str] | None = None
    ) -> list[ListedScene]:
        """The first scenes, without their records."""
        found = self.scenes(query, limit=limit, after=after)
        return [ListedScene(summary_of(s), s.footprint) for s in found]

    def scene_summaries(self, query: SceneQuery) -> list[SceneSummary]:
        """What ranks the scenes of `scenes(query)`."""
        return [summary_of(scene) for scene in self.scenes(query)]

    def scene_sketches(self, query: SceneQuery) -> Sketches:
        """What bounds the rank of the scenes in a query's boxes and span."""
        boxes, span = wanted(query.boxes, query.when)
        with self._lock:
            every = list(enumerate(self._open().scenes.values()))
        found = [(n, s) for n, s in every if meets(scene_extents(s), boxes, span)]
        return sketches_of([s for _, s in found], [n for n, _ in found])

    def sketched_scenes(self, keys: Sequence[int]) -> list[Scene]:
        """The scenes of sketches, as far as they rank, with their footprints."""
        with self._lock:
            every = list(self._open().scenes.values())
        return [
            summary_of(every[n]).scene(every[n].footprint, every[n].doubt_m)
            for n in sorted(set(keys))
        ]

    def scene_footprints(self, uids: Sequence[str]) -> dict[str, BaseGeometry]:
        """The footprints of these scenes; without those that have none."""
        with self._lock:
            found = [self._open().scenes.get(uid) for uid in uids]
        return {s.uid: s.footprint for s in found if s and s.footprint is not None}

    def scene_rows(self, uids: Sequence[str] | None = None) -> Iterator[list[SceneRow]]:
        """What draws and filters footprints."""
        with self._lock:
            every = self._open().scenes
            wanted = every.values() if uids is None else [every[u] for u in uids if u in every]
            rows = [row_of(scene) for scene in wanted]
        return iter([[row for row in rows if row is not None]])

    def histogram(self, query: SceneQuery = SceneQuery()) -> list[MonthCount]:
        """(month, platform, count), by month and platform, None last."""
        scenes = self.scenes(query)
        counts = Counter((rules.month_of(rules.scene_key(s)[0]), s.platform) for s in scenes)
        return rules.sorted_months(counts)

    def scene_versions(self, uid: str) -> list[Scene]:
        """The superseded versions of a scene, oldest first."""
        with self._lock:
            every = self._open().superseded
            return [s for s in every if isinstance(s, Scene) and s.uid == uid]

    def scene_count(self) -> int:
        """How many scenes there are."""
        return len(self._open().scenes)

    def collections(self) -> list[str | None]:
        """The distinct collections, sorted, None last."""
        with self._lock:
            found = {s.collection for s in self._open().scenes.values()}
        return sorted(found, key=lambda c: (c is None, c or ""))

    def platforms(self) -> list[str]:
        """The distinct platforms, sorted."""
        with self._lock:
            return sorted({s.platform for s in self._open().scenes.values() if s.platform})

    # -- observations --------------------------------------------------------------------------
    def put_observations(self, observations: Sequence[Observation]) -> None:
        """Insert, or replace by uid."""
        with self._lock:
            state = self._writing()
            for observation in observations:
                row_digest(observation)
                observation_extents(observation)
                if observation.uid in state.observations:
                    state.superseded.append(state.observations[observation.uid])
                    state.forget_clouds(observation.uid)
                state.observations[observation.uid] = observation

    def observation(self, uid: str) -> Observation:
        """Raises NotFound."""
        with self._lock:
            if uid in self._open().observations:
                return self._state.observations[uid]
        raise NotFound(f"no observation {uid!r}; list what there is with `catalogue observations`.")

    def observations_named(self, id: str) -> list[Observation]:
        """Observations with this id."""
        return [o for o in self.observations() if o.id == id]

    def observations(
        self, boxes: Sequence[BBox] = (), when: Interval | None = None
    ) -> Iterator[Observation]:
        """In order of (id, uid)."""
        parts, span = wanted(boxes, when)
        with self._lock:
            every = sorted(self._open().observations.values(), key=lambda o: (o.id, o.uid))
        if parts or span:
            every = [o for o in every if meets(observation_extents(o), parts, span)]
        return iter(every)

    def observation_sketches(
        self, boxes: Sequence[BBox], when: Interval | None
    ) -> ObservationSketches:
        """What bounds the rank of the observations in boxes and an interval."""
        parts, span = wanted(boxes, when)
        with self._lock:
            every = list(self._open().observations.values())
        found = [n for n, o in enumerate(every) if meets(observation_extents(o), parts, span)]
        known = observation_sketches_of([every[n] for n in found])
        return replace(known, key=np.array(found, dtype=np.int64)[known.key])

    def sketched_observations(self, keys: Sequence[int]) -> list[Observation]:
        """The observations of sketches."""
        with self._lock:
            every = list(self._open().observations.values())
        return [every[n] for n in sorted(set(keys))]

    def observation_versions(self, uid: str) -> list[Observation]:
        """The superseded versions of an observation, oldest first."""
        with self._lock:
            every = self._open().superseded
            return [o for o in every if isinstance(o, Observation) and o.uid == uid]

    def observation_count(self) -> int:
        """How many observations there are."""
        return len(self._open().observations)

    # -- annotations ---------------------------------------------------------------------------
    def put_annotation(self, annotation: Annotation) -> None:
        """Insert or replace by uid. Raises Conflict for a rev that is not new."""
        with self._lock:
            state = self._writing()
            rules.check_revision(annotation, self.annotation_rev())
            row_digest(annotation)
            if annotation.uid in state.annotations:
                state.superseded.append(state.annotations[annotation.uid])
            state.annotations[annotation.uid] = annotation

    def annotation(self, uid: str) -> Annotation:
        """Also a retracted one. Raises NotFound."""
        with self._lock:
            if uid in self._open().annotations:
                return self._state.annotations[uid]
        raise NotFound(f"no annotation {uid!r}; it may never have been saved.")

    def annotations(
        self, scene: str | None = None, *, since: int = 0, retracted: bool = False
    ) -> Iterator[Annotation]:
        """In order of rev, those with rev > since; retracted ones only if asked for."""
        with self._lock:
            every = sorted(self._open().annotations.values(), key=lambda a: a.rev)
        return iter(
            [
                a
                for a in every
                if a.rev > since
                and (scene is None or a.scene == scene)
                and (retracted or not a.retracted)
            ]
        )

    def annotation_versions(self, uid: str) -> list[Annotation]:
        """The superseded versions of an annotation, oldest first."""
        with self._lock:
            every = self._open().superseded
            return [a for a in every if isinstance(a, Annotation) and a.uid == uid]

    def annotation_count(self) -> int:
        """How many stand; retracted ones do not count."""
        return sum(1 for _ in self.annotations())

    def annotation_rev(self) -> int:
        """The highest rev given so far, 0 at first."""
        with self._lock:
            return max((a.rev for a in self._open().annotations.values()), default=0)

    # -- words -----------------------------------------------------------------------------------
    def search_text(self, text: str, limit: int) -> list[TextHit]:
        """What people wrote, then scenes by name."""
        with self._lock:
            return rules.found_by_words(
                text, limit, self.observations(), self.annotations(), self._open().scenes.values()
            )

    # -- taxonomy ------------------------------------------------------------------------------
    def classes(self) -> list[TaxonomyClass]:
        """In the order in which they were put."""
        with self._lock:
            return list(self._open().classes)

    def put_classes(self, classes: Sequence[TaxonomyClass]) -> None:
        """Replace the whole taxonomy."""
        with self._lock:
            state = self._writing()
            for entry in classes:
                row_digest(entry)
            state.classes = list(classes)

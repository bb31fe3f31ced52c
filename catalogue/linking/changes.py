"""What has changed since the links of a store were computed, and what that touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import numpy as np

from catalogue import space
from catalogue.join import search_boxes, search_interval
from catalogue.linking.known import Known, known
from catalogue.linking.parts import Parts
from catalogue.model import BBox, Observation, Scene, SceneQuery
from catalogue.space.edges import Ints
from catalogue.store.linked import LinkRun, SceneRow
from catalogue.store.protocol import Store

# Up to so many changed records are looked up one by one, if they touch so many observations at
# most; beyond, all observations are gone through.
FEW = 256
FEW_TOUCHED = 2_000


class Changes:
    """Scenes and observations that are new or replaced since the run's first mark."""

    def __init__(self, store: Store, run: LinkRun) -> None:
        self._store, self._run = store, run
        since = run.since or run.upto
        self.scenes = store.links.scenes_since(since)
        self.observations = set(store.links.observations_since(since))
        self.few = len(self.scenes) <= FEW and len(self.observations) <= FEW
        self._touched = list(self._look_up()) if self.few else []
        self.few = self.few and len(self._touched) <= FEW_TOUCHED

    @property
    def numbers(self) -> Ints:
        """The changed scenes by number."""
        return np.array([number for number, _ in self.scenes], dtype=np.int64)

    def names(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """(id, uid) of scenes by number."""
        return {n.number: (n.id, n.uid) for n in self._store.links.scene_names(numbers)}

    def changed_scenes(self) -> Iterator[SceneRow]:
        """Those of the changed scenes that can be linked."""
        return self._store.links.scene_rows([uid for _, uid in self.scenes])

    def changed_observations(self) -> Iterator[Observation]:
        """The changed observations, without those that are already done if there are many."""
        if self.few:
            return map(self._store.observation, sorted(self.observations))
        missing = self._store.links.missing(self._run)
        return (o for o in missing if o.uid in self.observations)

    def scenes_near(self) -> Parts | tuple[Known]:
        """Every scene that may be linked to a changed observation."""
        if not self.few:
            return Parts(self._store)
        found: dict[str, None] = {}
        for observation in map(self._store.observation, sorted(self.observations)):
            if observation.place is None or observation.when is None:
                continue
            span = search_interval(observation.when, self._run.margin_days)
            query = SceneQuery(boxes=search_boxes(observation.place), when=span)
            found |= dict.fromkeys(s.uid for s in self._store.scene_summaries(query))
        return (known(self._store.links.scene_rows(list(found))),)

    def touched_observations(self) -> Iterator[Observation]:
        """Unchanged observations that a changed scene may be, or have been, linked to."""
        if self.few:
            return iter(self._touched)
        # The changed ones are not missing any more: they were joined first.
        return self._store.links.missing(self._run)

    def _look_up(self) -> Iterator[Observation]:
        """Stops when there are too many."""
        seen = set(self.observations)
        for _, uid in self.scenes:
            for scene in (self._store.scene(uid), *self._store.scene_versions(uid)):
                for observation in self._around(scene):
                    if observation.uid not in seen:
                        seen.add(observation.uid)
                        yield observation
                        if len(seen) > len(self.observations) + FEW_TOUCHED:
                            return

    def _around(self, scene: Scene) -> Iterator[Observation]:
        if scene.footprint is None or scene.when is None:
            return iter(())
        margin = timedelta(days=self._run.margin_days, microseconds=1)
        boxes = [BBox(*b) for b in space.boxes(scene.footprint)]
        return self._store.observations(boxes, scene.when.widened(margin, margin))

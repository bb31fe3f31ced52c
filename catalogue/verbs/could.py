"""What could show it: links between observations and scenes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from catalogue import space
from catalogue.join import search_boxes, search_interval, why_not
from catalogue.model import BBox, Link, SceneQuery
from catalogue.rank import best_links
from catalogue.reported import best_observations
from catalogue.verbs.base import Progress, Verbs

if TYPE_CHECKING:
    import pyarrow

    from catalogue.linking import Relinked
    from catalogue.overcast import Looked


class Could(Verbs):
    """What could show it: links between observations and scenes."""

    def links_for_observation(self, uid: str, limit: int | None = None) -> list[Link]:
        """Scenes that could have shown an observation, best first; the first `limit` if given."""
        observation = self.store.observation(uid)
        if observation.place is None or observation.when is None:
            return []
        query = SceneQuery(
            boxes=search_boxes(observation.place),
            when=search_interval(observation.when, self.settings.margin_days),
        )
        candidates = self.store.scene_sketches(query)
        fetch = self.store.sketched_scenes
        margin_days, p = self.settings.margin_days, self.parameters
        told = self.store.clouds.of([uid]).get(uid, {})
        clouded = [(self.store.scene(scene), cloud) for scene, cloud in told.items()]
        return best_links(observation, candidates, fetch, limit, margin_days, p, clouded)

    def links_for_scene(self, uid: str, limit: int | None = None) -> list[Link]:
        """Observations a scene could have shown, best first; the first `limit` if given."""
        scene = self.store.scene(uid)
        if scene.footprint is None or scene.when is None:
            return []
        boxes = [BBox(*b) for b in space.boxes(scene.footprint)]
        margin = timedelta(days=self.settings.margin_days)
        around = scene.when.widened(margin, margin)
        candidates = self.store.observation_sketches(boxes, around)
        fetch = self.store.sketched_observations
        margin_days, p = self.settings.margin_days, self.parameters
        told = self.store.clouds.of_scene(uid).values()
        clouded = [(self.store.observation(t.observation), t.cloud) for t in told]
        return best_observations(scene, candidates, fetch, limit, margin_days, p, clouded)

    def look_at_clouds(self, progress: Progress | None = None) -> Looked:
        """Look up in the masks of scenes how much cloud lies over the places they may show.

        Scores count by it from then on. What is known already is not looked at again; stopped, it
        goes on where it was. `progress` is told of scenes with a mask.
        """
        from catalogue.imagery.limits import Limits
        from catalogue.imagery.sandbox import Sandbox
        from catalogue.overcast import look_at_clouds

        with Sandbox(1, Limits.of(self.settings)) as sandbox:
            return look_at_clouds(self.store, sandbox, self.settings.margin_days, progress)

    def link(self, progress: Progress | None = None) -> Iterator[Link]:
        """Every link of every observation with its reasons, observation by observation.

        For many links, take `link_tables`.
        """
        from catalogue.linking import all_links

        self.relink(progress)
        return all_links(self.store, self.settings.margin_days, self.parameters)

    def link_tables(self, progress: Progress | None = None) -> Iterator[pyarrow.Table]:
        """Every link in columns, some observations at a time; best first for each of them.

        Columns: observation, scene (ids), role, certainty, covered, dt_s, score, score_low,
        score_high, level, observation_uid, scene_uid; units as in `catalogue.model.Link`.
        """
        from catalogue.linking import stored_tables

        self.relink(progress)
        return stored_tables(self.store)

    def relink(self, progress: Progress | None = None) -> Relinked:
        """Bring the kept links up to date: those of what is new or changed.

        An exception of `progress` stops it; what is linked by then is kept.
        """
        from catalogue.linking import relink

        margin_days, p = self.settings.margin_days, self.parameters
        return relink(self.store, margin_days, progress=progress, parameters=p)

    def why_not(self, observation: str, scene: str) -> tuple[str, ...]:
        """The reasons why a scene is not linked to an observation; empty if it is."""
        return why_not(
            self.store.observation(observation), self.store.scene(scene), self.settings.margin_days
        )

"""Links in the store of plain dicts; a scene's number is its place among those ever put."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import shapely

from catalogue.model import Observation, Scene
from catalogue.store.linked import Linked, LinkRun, LinkTotals, Mark, SceneName, SceneRow, overtaken
from catalogue.store.memory_base import MemoryBase


class MemoryLinks:
    """Implements `catalogue.store.linked.LinkStore` on the state of a `MemoryBase`."""

    def __init__(self, base: MemoryBase) -> None:
        self._base = base

    # -- what has changed ------------------------------------------------------------------------
    def mark(self) -> Mark:
        """How far the records have come now."""
        with self._base.locked() as state:
            old = len(state.superseded)
            newest = max((number for number, _ in state.clouds.values()), default=0)
            return Mark(len(state.scenes), old, len(state.observations), old, newest)

    def scenes_since(self, mark: Mark) -> list[tuple[int, str]]:
        """(number, uid) of the scenes put after the mark."""
        with self._base.locked() as state:
            old = {s.uid for s in state.superseded[mark.old_scenes :] if isinstance(s, Scene)}
            every = list(enumerate(state.scenes, start=1))
        return [(n, uid) for n, uid in every if n > mark.scenes or uid in old]

    def observations_since(self, mark: Mark) -> list[str]:
        """The uids of the observations put after the mark."""
        with self._base.locked() as state:
            late = state.superseded[mark.old_observations :]
            every = list(enumerate(state.observations, start=1))
            told = {r.observation for number, r in state.clouds.values() if number > mark.clouds}
        old = {o.uid for o in late if isinstance(o, Observation)}
        return [uid for n, uid in every if n > mark.observations or uid in old | told]

    def scene_rows(self, uids: Sequence[str] | None = None) -> Iterator[SceneRow]:
        """The scenes that can be linked, by number; or those of `uids`."""
        with self._base.locked() as state:
            numbers = {uid: n for n, uid in enumerate(state.scenes, start=1)}
            wanted = [uid for uid in (numbers if uids is None else uids) if uid in numbers]
            rows = [_row(numbers[uid], state.scenes[uid]) for uid in wanted]
        return (row for row in rows if row is not None)

    def scene_names(self, numbers: Sequence[int] | None = None) -> Iterator[SceneName]:
        """What scenes are called: all by number, or those of `numbers`."""
        with self._base.locked() as state:
            every = {
                n: SceneName(n, s.uid, s.id, s.collection)
                for n, s in enumerate(state.scenes.values(), start=1)
            }
        return iter([every[n] for n in (every if numbers is None else numbers) if n in every])

    def shared_ids(self) -> set[str]:
        """The ids that several scenes have, in different collections."""
        with self._base.locked() as state:
            ids = Counter(scene.id for scene in state.scenes.values())
        return {name for name, count in ids.items() if count > 1}

    # -- runs ------------------------------------------------------------------------------------
    def run(self) -> LinkRun | None:
        """The newest run."""
        with self._base.locked() as state:
            return state.run

    def begin(self, run: LinkRun) -> None:
        """Record a run that is to follow."""
        with self._base.locked(writing=True) as state:
            if state.run is not None and state.run.number >= run.number:
                raise overtaken()
            state.run = run
            if run.since is None:
                state.links = {}

    def put(self, run: LinkRun, linked: Sequence[Linked]) -> None:
        """Insert or replace the links of observations."""
        with self._base.locked(writing=True) as state:
            self._check(run)
            state.links |= {each.observation: (run.number, each) for each in linked}

    def finish(self, run: LinkRun) -> None:
        """Record that a run is done."""
        with self._base.locked(writing=True) as state:
            self._check(run)
            state.run = replace(run, done=True)

    def _check(self, run: LinkRun) -> None:
        newest = self.run()
        if newest is None or newest.number != run.number:
            raise overtaken()

    # -- links -----------------------------------------------------------------------------------
    def missing(self, run: LinkRun) -> Iterator[Observation]:
        """Observations for which this run has put no links yet, by (id, uid)."""
        with self._base.locked() as state:
            done = {uid for uid, (number, _) in state.links.items() if number == run.number}
            left = [o for uid, o in state.observations.items() if uid not in done]
        return iter(sorted(left, key=lambda o: (o.id, o.uid)))

    def put_by(self, run: LinkRun) -> int:
        """For how many observations this run has put links."""
        with self._base.locked() as state:
            return sum(number == run.number for number, _ in state.links.values())

    def of(self, observations: Sequence[str]) -> dict[str, Linked]:
        """The links of these observations by uid."""
        with self._base.locked() as state:
            return {uid: state.links[uid][1] for uid in observations if uid in state.links}

    def every(self) -> Iterator[tuple[str, Linked]]:
        """(id of the observation, its links), by (id, uid)."""
        with self._base.locked() as state:
            names = {uid: state.observations[uid].id for uid in state.links}
            found = [(names[uid], each) for uid, (_, each) in state.links.items()]
        return iter(sorted(found, key=lambda pair: (pair[0], pair[1].observation)))

    def totals(self) -> LinkTotals:
        """How many links there are."""
        with self._base.locked() as state:
            every = [each.totals for _, each in state.links.values()]
        return LinkTotals(*map(sum, zip(*every, strict=True))) if every else LinkTotals()


def _row(number: int, scene: Scene) -> SceneRow | None:
    if scene.footprint is None or scene.when is None:
        return None
    return SceneRow(
        number,
        scene.uid,
        scene.id,
        scene.collection,
        scene.when.begin_us,
        scene.when.end_us,
        scene.platform,
        scene.instruments,
        scene.gsd_m,
        scene.cloud_pct,
        scene.sun_elevation_deg,
        scene.off_nadir_deg,
        shapely.to_wkb(scene.footprint, byte_order=1, flavor="iso"),
        scene.doubt_m,
    )

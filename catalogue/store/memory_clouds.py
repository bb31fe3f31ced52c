"""Cloud over places in the store of plain dicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.model import CloudAtPlace, Clouds, Scene
from catalogue.store.clouded import PlaceCloud
from catalogue.store.codec import dumps, scene_to_json
from catalogue.store.memory_base import MemoryBase


class MemoryClouds:
    """Implements `catalogue.store.clouded.CloudStore` on the state of a `MemoryBase`."""

    def __init__(self, base: MemoryBase) -> None:
        self._base = base

    def put(self, rows: Sequence[PlaceCloud]) -> None:
        """Insert, or replace by pair under a new number."""
        with self._base.locked(writing=True) as state:
            for row in rows:
                state.cloud_number += 1
                state.clouds[row.observation, row.scene] = (state.cloud_number, row)

    def of(self, observations: Sequence[str]) -> dict[str, Clouds]:
        """By uid of these observations."""
        wanted = set(observations)
        found: dict[str, dict[str, CloudAtPlace]] = {}
        for row in self._rows():
            if row.observation in wanted:
                found.setdefault(row.observation, {})[row.scene] = row.cloud
        return dict(found)

    def of_scene(self, scene: str) -> dict[str, PlaceCloud]:
        """By uid of the observation."""
        return {row.observation: row for row in self._rows() if row.scene == scene}

    def observations(self) -> set[str]:
        """The uids of the observations of whose places something is known."""
        return {row.observation for row in self._rows()}

    def scenes_naming(self, words: Sequence[str]) -> Iterator[Scene]:
        """Scenes that hold one of these words somewhere in their records."""
        with self._base.locked() as state:
            every = list(state.scenes.values())
        lower = [word.lower() for word in words]
        return (s for s in every if any(w in dumps(scene_to_json(s)).lower() for w in lower))

    def _rows(self) -> list[PlaceCloud]:
        with self._base.locked() as state:
            return [row for _, row in state.clouds.values()]

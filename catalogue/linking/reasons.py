"""Links of a store as `Link` values, with the reasons of their scores."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from catalogue.join import links
from catalogue.linking.packed import unpack
from catalogue.model import Link
from catalogue.score import DEFAULTS, Parameters
from catalogue.store.protocol import Store


def all_links(
    store: Store, margin_days: float, parameters: Parameters = DEFAULTS
) -> Iterator[Link]:
    """Every link by observation (id, uid), best first: the rows say which scenes, the join why."""
    scene = lru_cache(maxsize=4096)(store.scene)
    for _, linked in store.links.every():
        numbers = unpack([linked]).rows["scene"].tolist()
        if numbers:
            scenes = [scene(name.uid) for name in store.links.scene_names(numbers)]
            observation = store.observation(linked.observation)
            clouds = store.clouds.of([observation.uid]).get(observation.uid)
            yield from links(observation, scenes, margin_days, parameters, clouds)

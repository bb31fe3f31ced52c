"""In which order the tiles of a scene are looked at: the queues of the contact sheet."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from catalogue import grid, space
from catalogue.errors import InvalidValue, NotFound
from catalogue.model import Annotation, Observation
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.scene_grid import grid_json

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

QUEUES = ("scene", "observation", "random", "class", "disagreement")
SAMPLE = 100
_MOST_OBSERVATIONS = 50
_MOST_SEED = 2**31


async def queue(context: Context, request: Request) -> Response:
    """GET /api/scenes/{uid}/queue?by=&z=&observation=&class=&seed=&n=: keys of tiles in order.

    {by, keys, observation, observations: [{uid, title}]}; the observations are those that the
    scene could have shown, and `observation` the one that was used.
    """
    asked = request.query_params
    uid, by = request.path_params["uid"], asked.get("by") or "scene"
    z = None if not asked.get("z") else http.whole(asked["z"], "z", 0, grid.MAX_ZOOM)
    seed = http.whole(asked.get("seed"), "seed", 0, _MOST_SEED, default=0)
    n = http.whole(asked.get("n"), "n", 1, grid.MOST_TILES, default=SAMPLE)
    if by not in QUEUES:
        raise InvalidValue(f"by is {by[:80]!r}; it is one of {', '.join(QUEUES)}.")

    def make() -> dict[str, Any]:
        cat = context.catalogue
        said = list(cat.annotations(uid))
        keys = [t["key"] for t in grid_json(cat.scene(uid), z, said)["tiles"]]
        known = _observations(cat, uid)
        wanted = asked.get("observation") or (known[0].uid if known else None)
        rules: dict[str, Callable[[], list[str]]] = {
            "scene": lambda: keys,
            "observation": lambda: by_observation(keys, _observation(cat, wanted)),
            "random": lambda: sample(keys, seed, n),
            "class": lambda: with_class(keys, said, asked.get("class") or None),
            "disagreement": lambda: disputed(keys, said),
        }
        return {
            "by": by,
            "keys": rules[by](),
            "observation": wanted if by == "observation" else None,
            "observations": [{"uid": o.uid, "title": o.title or o.id} for o in known],
        }

    return json_response(await http.in_thread(make))


def _observations(cat: Catalogue, scene: str) -> list[Observation]:
    links = cat.links_for_scene(scene)
    uids = dict.fromkeys(link.observation for link in links)
    return [cat.observation(uid) for uid in list(uids)[:_MOST_OBSERVATIONS]]


def _observation(cat: Catalogue, uid: str | None) -> Observation:
    if uid is None:
        raise NotFound("no observation of this catalogue could be seen on this scene.")
    return cat.observation(uid)


def by_observation(keys: Sequence[str], observation: Observation) -> list[str]:
    """Tiles that meet the place first, then the others by their distance from it (metres).

    Without a place, or on tiles without georeference, the order stays.
    """
    place = observation.place
    if place is None or any(key.startswith(grid.PIXELS) for key in keys):
        return list(keys)

    def far(key: str) -> float:
        tile = grid.parse_key(key)
        outline = grid.tile_polygon(tile.grid, tile.z, tile.x, tile.y)
        gaps = (
            space.gap_m(outline, c.geometry) - (c.r95_m or 0)
            for c in place.candidates
            if c.geometry is not None
        )
        return max(0.0, min(gaps, default=0.0))

    return sorted(keys, key=far)  # stable: reading order where they are equally far


def sample(keys: Sequence[str], seed: int, n: int) -> list[str]:
    """`n` of the tiles at random; the same seed draws the same ones of the same grid."""
    return random.Random(seed).sample(list(keys), min(n, len(keys)))  # noqa: S311 - no secret


def with_class(keys: Sequence[str], said: Iterable[Annotation], cls: str | None) -> list[str]:
    """Tiles that carry a class, or with None any class."""
    tags = (a for a in said if a.kind == "tile" and a.cls and a.state != "suggested")
    tagged = {a.tile for a in tags if cls in (None, a.cls)}
    return [key for key in keys if key in tagged]


def disputed(keys: Sequence[str], said: Iterable[Annotation]) -> list[str]:
    """Tiles of which two people say different things: other classes, or one of them nothing."""
    verdicts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in said:
        if one.kind != "tile" or one.tile is None or one.state not in ("tagged", "empty"):
            continue
        verdicts[one.tile][one.author] |= {one.cls} if one.cls else set()
    odd = {
        tile
        for tile, by_author in verdicts.items()
        if len({frozenset(classes) for classes in by_author.values()}) > 1
    }
    return [key for key in keys if key in odd]

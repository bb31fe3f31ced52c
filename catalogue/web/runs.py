"""A tagging queue over several scenes: which tiles of which scene, and how far one is over all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from catalogue import grid
from catalogue.errors import CatalogueError, InvalidValue, NotFound
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.queues import QUEUES, SAMPLE, by_observation, disputed, with_class
from catalogue.web.scene_grid import grid_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

MOST_SCENES = 200
_MOST_SEED = 2**31


async def run(context: Context, request: Request) -> Response:
    """POST /api/queue {scenes, by, z, observation, class, seed, n}: a queue over those scenes.

    {items: [{scene, id, keys, done}], total, done}: the tiles of each in order, and how many of
    them somebody looked at. A scene with no tile in the queue is left out.
    """
    body = await http.json_body(request)
    return json_response(await http.in_thread(run_json, context.catalogue, body))


def run_json(cat: Catalogue, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of `run`. Raises InvalidValue, or NotFound for what does not exist."""
    uids, by = asked.get("scenes"), asked.get("by") or "scene"
    if not isinstance(uids, list) or not 0 < len(uids) <= MOST_SCENES:
        raise InvalidValue(f"scenes must be a list of 1 to {MOST_SCENES} uids.")
    if by not in QUEUES:
        raise InvalidValue(f"by is {str(by)[:80]!r}; it is one of {', '.join(QUEUES)}.")
    z = None if asked.get("z") is None else http.whole(asked["z"], "z", 0, grid.MAX_ZOOM)
    items = [
        item for uid in dict.fromkeys(map(str, uids)) if (item := _item(cat, uid, by, z, asked))
    ]
    if by == "random":
        seed = http.whole(asked.get("seed"), "seed", 0, _MOST_SEED, default=0)
        _sample(items, seed, http.whole(asked.get("n"), "n", 1, grid.MOST_TILES, default=SAMPLE))
    items = [item for item in items if item["keys"]]
    for item in items:
        seen = item.pop("seen")
        item["done"] = sum(key in seen for key in item["keys"])
    total, done = (sum(n) for n in ([len(i["keys"]) for i in items], [i["done"] for i in items]))
    return {"items": items, "total": total, "done": done}


def _item(
    cat: Catalogue, uid: str, by: str, z: int | None, asked: Mapping[str, Any]
) -> dict[str, Any] | None:
    """All tiles of one scene that are in the queue, with those that were looked at."""
    scene, said = cat.scene(uid), list(cat.annotations(uid))
    try:
        tiles = grid_json(scene, z, said)["tiles"]
    except CatalogueError:  # neither place nor picture, or too many tiles at this zoom
        return None
    keys = [tile["key"] for tile in tiles]
    if by == "observation":
        wanted = asked.get("observation")
        if not wanted:
            raise NotFound("observation is missing; say by which one the tiles are ordered.")
        keys = by_observation(keys, cat.observation(str(wanted)))
    elif by == "class":
        keys = with_class(keys, said, asked.get("class") or None)
    elif by == "disagreement":
        keys = disputed(keys, said)
    seen = {tile["key"] for tile in tiles if tile["state"] != "unseen"}
    return {"scene": uid, "id": scene.id, "keys": keys, "seen": seen}


def _sample(items: list[dict[str, Any]], seed: int, n: int) -> None:
    """Leave `n` tiles of all together, drawn at random; the same seed draws the same ones."""
    every = [(number, key) for number, item in enumerate(items) for key in item["keys"]]
    drawn = random.Random(seed).sample(every, min(n, len(every)))  # noqa: S311 - no secret
    for number, item in enumerate(items):
        item["keys"] = [key for owner, key in drawn if owner == number]

"""Every scene over one place in order of time: what a film strip shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalogue.errors import InvalidValue
from catalogue.imagery import display
from catalogue.interval import format_utc
from catalogue.model import BBox, Observation, Scene, SceneQuery
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

# More do not fit on a screen; the newest are shown, and how many there are is said.
MOST_SCENES = 600


async def strip(context: Context, request: Request) -> Response:
    """GET /api/strip?lon=&lat=&observation=: scenes over a place, and when it was reported.

    With `scenes` (uids, parted by commas) those, wherever they are.

    {scenes: oldest first, undated, more, windows: [{begin, end}]}, times in UTC. `observation` is
    a uid; its occurrences are the windows.
    """
    asked = request.query_params
    uid = asked.get("observation") or None
    named = [u for u in asked.get("scenes", "").split(",") if u][:MOST_SCENES]
    cat = context.catalogue
    if named:
        return json_response(await http.in_thread(lambda: chosen_json(cat, named, uid)))
    lon, lat = http.number(asked.get("lon"), "lon"), http.number(asked.get("lat"), "lat")
    if lon is None or lat is None:
        raise InvalidValue("lon and lat are needed, in degrees.")
    place = BBox(lon, lat, lon, lat)
    return json_response(await http.in_thread(lambda: strip_json(cat, place, uid)))


def strip_json(cat: Catalogue, place: BBox, observation: str | None) -> dict[str, Any]:
    """The answer of `strip`. Raises NotFound for an observation that does not exist."""
    query = SceneQuery(boxes=(place,))
    return _json(cat, list(cat.scenes(query, limit=MOST_SCENES + 1)), observation)


def chosen_json(cat: Catalogue, uids: list[str], observation: str | None) -> dict[str, Any]:
    """The same of these scenes. Raises NotFound for one that does not exist."""
    return _json(cat, [cat.scene(uid) for uid in dict.fromkeys(uids)], observation)


def _json(cat: Catalogue, found: list[Scene], observation: str | None) -> dict[str, Any]:
    windows = _windows(cat.observation(observation)) if observation else []
    shown = found[:MOST_SCENES]
    dated = [s for s in shown if s.when is not None and s.when.begin is not None]
    dated.sort(key=lambda s: (s.when.begin_us if s.when else 0, s.uid))
    return {
        "scenes": [_row(s) for s in dated],
        "undated": [_row(s) for s in shown if s not in dated],
        "more": len(found) > MOST_SCENES,
        "windows": windows,
    }


def _windows(observation: Observation) -> list[dict[str, str | None]]:
    if observation.when is None:
        return []
    return [
        {
            "begin": format_utc(interval.begin) if interval.begin else None,
            "end": format_utc(interval.end) if interval.end else None,
        }
        for occurrence in observation.when.occurrences
        for interval, _ in occurrence.alternatives
    ]


def _row(scene: Scene) -> dict[str, Any]:
    when = scene.when
    return {
        "uid": scene.uid,
        "id": scene.id,
        "t_begin": format_utc(when.begin) if when and when.begin else None,
        "t_end": format_utc(when.end) if when and when.end else None,
        "platform": scene.platform,
        "gsd": scene.gsd_m,
        "cloud": scene.cloud_pct,
        "has_picture": display.choose(scene) is not None,
    }

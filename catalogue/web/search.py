"""Free-text search: places by coordinates (and by name, where there is a gazetteer), then what
people wrote, then scenes by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalogue.coordinates import parse_place
from catalogue.errors import InvalidPlace, NotFound
from catalogue.model import Observation, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.scenes import brief
from catalogue.when import describe
from catalogue.write.stac import bbox

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

Json = dict[str, Any]
MOST = 20
_LONGEST = 500
_PAD_DEG = 0.02


def coordinates(text: str) -> list[Json]:
    """The place that a text gives in coordinates, in any notation that observations may use."""
    try:
        spot = parse_place(text)
    except InvalidPlace:
        return []
    pad = max((spot.r95_m or 0) / 111_320 * 2, _PAD_DEG)
    south, north = max(spot.lat - pad, -90), min(spot.lat + pad, 90)
    return [
        {
            "kind": "place",
            "title": f"{spot.lat:.5f}, {spot.lon:.5f}",
            "more": f"latitude, longitude ({spot.notation})",
            "bounds": [spot.lon - pad, south, spot.lon + pad, north],
            "at": [spot.lon, spot.lat],
        }
    ]


async def found(context: Context, request: Request) -> Response:
    """Answer `GET /api/search?q=`: places, observations, notes and scenes to jump to.

    {hits, gazetteer}; the latter says whether places were looked for by name. A place has `kind`
    "place", `title`, `more`, `bounds` (west, south, east, north; degrees) and `at`.
    """
    text = request.query_params.get("q", "")[:_LONGEST].strip()

    def make() -> Json:
        cat = context.catalogue
        places = coordinates(text) or context.places.find(text)
        hits = [_hit(cat, hit.kind, hit.uid) for hit in cat.search_text(text, MOST)]
        # A name that is only much like it comes where nothing else does.
        known = [*places, *(hit for hit in hits if hit)] or context.places.alike(text)
        return {"hits": known, "gazetteer": context.places.status()}

    return json_response(await http.in_thread(make))


def _hit(cat: Catalogue, kind: str, uid: str) -> Json | None:
    """A line of the list; None for what is gone."""
    try:
        if kind == "observation":
            return _observation(cat.observation(uid))
        if kind == "scene":
            return _scene(cat.scene(uid))
        note = cat.store.annotation(uid)
        scene = cat.scene(note.scene)
    except NotFound:
        return None
    return {**_scene(scene), "kind": "note", "title": note.note, "note": uid, "id": scene.id}


def _observation(observation: Observation) -> Json:
    place = observation.place
    bounds = None
    if place is not None:
        best = max(place.candidates, key=lambda c: c.p)
        pad = max((best.r95_m or 0) / 111_320 * 2, _PAD_DEG)
        west, south, east, north = best.geometry.bounds
        bounds = [west - pad, max(south - pad, -90), east + pad, min(north + pad, 90)]
    return {
        "kind": "observation",
        "uid": observation.uid,
        "id": observation.id,
        "title": observation.title,
        "when": describe(observation.when) if observation.when else None,
        "status": observation.status,
        "bounds": bounds,
    }


def _scene(scene: Scene) -> Json:
    bounds = bbox(scene.footprint) if scene.footprint else None
    return {**brief(scene), "kind": "scene", "bounds": bounds}

"""Objects followed over images, over HTTP: strips by date, counts, and a time for a claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from shapely import Point

from catalogue.errors import InvalidValue
from catalogue.evidence.occupancy import STATES, Occupancy, counts
from catalogue.evidence.track_words import STATE_WORDS, came, went
from catalogue.interval import Interval
from catalogue.model import BBox, Observation, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.scenes import brief
from catalogue.when import describe

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

MOST_TRACKS = 200
_MOST_CLAIMS = 500
_WITHIN_M = 5000.0
_MAX_TEXT = 2000


async def tracks(context: Context, request: Request) -> Response:
    """GET /api/tracks?class=&lon=&lat=&within=: objects drawn on images, with the strip of each.

    {tracks, total, scenes: {uid: facts}, counts: by image and class, claims, states: words}. At
    most MOST_TRACKS of them, those on most images first; times are UTC, in ms since 1970.
    """
    asked = request.query_params
    lon, lat = http.number(asked.get("lon"), "lon"), http.number(asked.get("lat"), "lat")
    if (lon is None) != (lat is None):
        raise InvalidValue("lon and lat are needed together, in degrees.")
    near = None
    if lon is not None and lat is not None:
        BBox(lon, lat, lon, lat)  # refuses what is not on the globe
        near = Point(lon, lat)
    within = http.number(asked.get("within"), "within")
    within = _WITHIN_M if within is None else within
    if within <= 0:
        raise InvalidValue(f"within is {within:g} m; give more than 0.")
    cls = asked.get("class") or None
    cat = context.catalogue
    return json_response(await http.in_thread(lambda: tracks_json(cat, cls, near, within)))


def tracks_json(cat: Catalogue, cls: str | None, near: Point | None, within_m: float) -> Any:
    """The answer of `tracks`. Raises InvalidValue for an unknown class."""
    every = cat.tracks(cls, near=near, within_m=within_m)
    every.sort(key=lambda one: -len(one.track.scenes))
    found = every[:MOST_TRACKS]
    uids = {stay.scene for one in found for stay in one.strip}
    scenes = {uid: cat.scene(uid) for uid in uids}
    classes = {c.id: c for c in cat.classes()}
    return {
        "tracks": [_track(one, classes) for one in found],
        "total": len(every),
        "scenes": {uid: {**brief(s), **_times(s.when)} for uid, s in scenes.items()},
        "counts": [
            {"scene": c.scene, "class": c.cls, "present": c.present, "unknown": c.unknown}
            for c in counts(found)
        ],
        "claims": _claims(cat, found, scenes.values()),
        "states": {state: STATE_WORDS[state] for state in STATES},
    }


async def date(context: Context, request: Request) -> Response:
    """PUT /api/tracks/{track}/date {observation, bound, why}: give a claim the time it leaves.

    `bound` is "appeared", "present" or "gone". The claim gets a new version; the old one stays.
    """
    track = request.path_params["track"]
    body = await http.json_body(request)
    observation, bound, why = (_text(body, name) for name in ("observation", "bound", "why"))
    if observation is None or bound is None:
        raise InvalidValue("a date needs an observation (uid) and a bound.")

    def make() -> dict[str, Any]:
        new = context.catalogue.date_by_track(observation, track, bound, why=why)
        return {"uid": new.uid, "version": new.version, "when": _when(new)}

    return json_response(await http.in_thread(make))


def _track(one: Occupancy, classes: Any) -> dict[str, Any]:
    track = one.track
    entry = classes.get(track.cls)
    return {
        "id": track.id,
        "class": track.cls,
        "path": entry.path if entry else track.cls,
        "colour": entry.colour if entry else None,
        "lon": track.best.lon,
        "lat": track.best.lat,
        "error_m": track.best.error_m,
        "across_m": track.across_m,
        "authors": sorted({s.author for s in track.sightings}),
        "sightings": [{"annotation": s.annotation, "scene": s.scene} for s in track.sightings],
        "edtf": {"appeared": one.appeared, "present": one.present, "gone": one.gone},
        "came": came(one),
        "went": went(one),
        "strip": [
            {"scene": stay.scene, "state": stay.state, "why": stay.why} for stay in one.strip
        ],
    }


def _times(when: Interval | None) -> dict[str, float | None]:
    ends = (None, None) if when is None else (when.begin, when.end)
    begin, end = (None if t is None else t.timestamp() * 1000 for t in ends)
    return {"begin_ms": begin, "end_ms": end}


def _claims(
    cat: Catalogue, found: Iterable[Occupancy], scenes: Iterable[Scene]
) -> list[dict[str, Any]]:
    """Claims that such an object may date: first those that name its class or an image of it."""
    classes = {one.track.cls for one in found}
    linked = {k.observation for s in scenes for k in cat.links_for_scene(s.uid, _MOST_CLAIMS)}
    every = sorted(
        (
            (o.uid not in linked, not classes & {t.cls for t in o.objects if t.cls}, o.id, o)
            for o in cat.observations()
        ),
        key=lambda each: each[:3],
    )
    return [{"uid": o.uid, "title": o.title, "when": _when(o)} for *_, o in every[:_MOST_CLAIMS]]


def _when(claim: Observation) -> str | None:
    return describe(claim.when) if claim.when else None


def _text(body: Any, name: str) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MAX_TEXT or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {_MAX_TEXT:,}.")
    return value

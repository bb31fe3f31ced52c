"""Annotations over HTTP: idempotent PUT and DELETE by a uuid the client made, and what is new."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import shapely
from starlette.responses import Response

from catalogue import space
from catalogue.errors import Conflict, InvalidValue
from catalogue.model import Annotation
from catalogue.web import http
from catalogue.web.errors import json_response, problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.web.context import Context

_MAX_TEXT = 10_000
_MAX_REV = 2**53


async def changes(context: Context, request: Request) -> Response:
    """Answer `GET /api/annotations?scene=UID&since=REV`."""
    asked = request.query_params
    since = http.whole(asked.get("since"), "since", 0, _MAX_REV, default=0)
    scene = asked.get("scene") or None

    def make() -> dict[str, Any]:
        cat = context.catalogue
        # Read before the rows: a rev that is too old only has them sent once more.
        rev = cat.store.annotation_rev()
        found = list(cat.annotations(scene, since=since, retracted=True))
        return {
            "rev": rev,
            "annotations": [feature(a) for a in found if not a.retracted],
            "retracted": [a.uid for a in found if a.retracted],
        }

    return json_response(await http.in_thread(make))


async def put(context: Context, request: Request) -> Response:
    """PUT /api/annotations/{uuid}: store, 409 if it changed since the revision it is based on."""
    uid = checked_uid(request.path_params["uid"])
    body = await http.json_body(request)
    base = http.whole(body.get("base"), "base", 0, _MAX_REV, default=0)
    annotation = from_json(uid, body, context.catalogue.settings.author)
    try:
        stored = await http.in_thread(context.catalogue.annotate, annotation, base)
    except Conflict as error:
        return await _conflict(context, uid, error)
    return json_response({"rev": stored.rev, "annotation": feature(stored)})


async def delete(context: Context, request: Request) -> Response:
    """DELETE /api/annotations/{uuid}?base=REV: retract; the history keeps it."""
    uid = checked_uid(request.path_params["uid"])
    given = request.query_params.get("base")
    base = None if given is None else http.whole(given, "base", 0, _MAX_REV)
    try:
        stored = await http.in_thread(context.catalogue.retract, uid, base)
    except Conflict as error:
        return await _conflict(context, uid, error)
    return json_response({"rev": stored.rev})


async def _conflict(context: Context, uid: str, error: Conflict) -> Response:
    current = await http.in_thread(context.catalogue.store.annotation, uid)
    return problem(409, str(error), annotation=feature(current))


def checked_uid(text: str) -> str:
    """A uuid as the client wrote it. Raises InvalidValue."""
    try:
        if text.lower() in (str(uuid.UUID(text)), uuid.UUID(text).hex):
            return text.lower()
    except ValueError:
        pass
    raise InvalidValue(f"{text[:80]!r} is not a uuid; make one with crypto.randomUUID().")


def from_json(uid: str, body: Mapping[str, Any], author: str) -> Annotation:
    """The annotation of a request body. Raises InvalidValue or InvalidGeometry."""
    geometry = body.get("geometry")
    return Annotation(
        uid=uid,
        scene=_text(body, "scene") or _missing("scene"),
        kind=_text(body, "kind") or _missing("kind"),  # type: ignore[arg-type]  # checks itself
        cls=_text(body, "class"),
        geometry=None if geometry is None else space.normalise(_object(body, "geometry")),
        pixels=_pixels(body.get("pixels")),
        tile=_text(body, "tile"),
        state=_text(body, "state") or "tagged",  # type: ignore[arg-type]  # checks itself
        attributes=_object(body, "attributes"),
        author=_text(body, "author") or author,
        confidence=http.number(body.get("confidence"), "confidence"),
        note=_text(body, "note"),
        asset_sha256=_text(body, "asset_sha256"),
        view=_object(body, "view"),
    )


def _missing(name: str) -> str:
    raise InvalidValue(f"{name} is missing.")


def _text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MAX_TEXT or "\0" in value:
        raise InvalidValue(
            f"{name} is {str(value)[:80]!r}; give a text of at most 10,000 characters."
        )
    return value


def _object(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a JSON object.")
    return value


def _pixels(value: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    """[[[column, row], ...], ...] as tuples."""
    if value is None:
        return ()
    try:
        return tuple(tuple((_finite(x), _finite(y)) for x, y in part) for part in value)
    except (TypeError, ValueError):
        raise InvalidValue("pixels must be lists of [column, row], one list per part.") from None


def _finite(value: Any) -> float:
    found = http.number(value, "pixels")
    if found is None:
        raise ValueError(value)
    return found


def feature(annotation: Annotation) -> dict[str, Any]:
    """GeoJSON in lon/lat; without a geometry the pixel coordinates are all there is."""
    geometry = annotation.geometry
    return {
        "type": "Feature",
        "id": annotation.uid,
        "geometry": None if geometry is None else shapely.geometry.mapping(geometry),
        "properties": {
            "uid": annotation.uid,
            "scene": annotation.scene,
            "kind": annotation.kind,
            "class": annotation.cls,
            "state": annotation.state,
            "tile": annotation.tile,
            "pixels": [[list(p) for p in part] for part in annotation.pixels],
            "attributes": dict(annotation.attributes),
            "author": annotation.author,
            "confidence": annotation.confidence,
            "note": annotation.note,
            "asset_sha256": annotation.asset_sha256,
            "view": dict(annotation.view),
            "rev": annotation.rev,
            "created": annotation.created,
        },
    }

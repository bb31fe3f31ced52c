"""Pictures and links over HTTP: taken in, placed, and the places taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import shapely

from catalogue.errors import Conflict, InvalidValue
from catalogue.model import ControlPoint, PlacingMethod
from catalogue.picturefiles import MOST_BYTES
from catalogue.read.control_points import control_point
from catalogue.space.control import Fit, outline
from catalogue.web import http
from catalogue.web.errors import json_response, problem
from catalogue.web.scenes import scene_json

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.web.context import Context

_STATED = {"name": "name", "date": "date", "stated_by": "stated_by", "source": "obtained_from",
    "rights": "rights", "attribution": "attribution"}  # fmt: skip
_KINDS = ("image/png", "image/jpeg")
_MOST_TEXT = 2000
_MOST_POINTS = 1000


async def create(context: Context, request: Request) -> Response:
    """POST /api/pictures?name=&date=&stated_by=&source=&rights=&link=: the body is the picture.

    PNG or JPEG, told by its first bytes and decoded in a confined process before it is kept. A
    body of this type needs the page's leave from the server first, so no other site can send one.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _KINDS:
        raise InvalidValue(f"Content-Type is {kind!r}; send a PNG or JPEG picture.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise InvalidValue(f"the picture is larger than {MOST_BYTES // 2**20} MB.")
    given = _stated(request.query_params)
    url = _text(request.query_params, "link")
    made = await http.in_thread(
        lambda: context.catalogue.add_picture(bytes(body), url=url, **given)
    )
    return json_response(scene_json(made))


async def link(context: Context, request: Request) -> Response:
    """POST /api/links {url, name, date, stated_by, source, rights}: an address, never opened."""
    body = await http.json_body(request)
    given, url = _stated(body), _text(body, "url") or ""
    made = await http.in_thread(lambda: context.catalogue.add_link(url, **given))
    return json_response(scene_json(made))


async def fit(context: Context, request: Request) -> Response:
    """POST /api/scenes/{uid}/fit {points, method}: how well points place it; nothing is stored."""
    uid = request.path_params["uid"]
    body = await http.json_body(request)
    points, method = _points(body), _method(body)

    def make() -> dict[str, Any]:
        cat = context.catalogue
        found = cat.fit_picture(uid, points, method)
        original = cat.scene(uid).original
        shape = original.raster.shape if original and original.raster else (1, 1)
        return _fit_json(found, shape)

    return json_response(await http.in_thread(make))


async def place(context: Context, request: Request) -> Response:
    """PUT /api/scenes/{uid}/placing {points, method, against, error_m, base}: as a new version."""
    uid = request.path_params["uid"]
    body = await http.json_body(request)
    points, method, base = _points(body), _method(body), _base(body.get("base"))
    against, error_m = _text(body, "against"), http.number(body.get("error_m"), "error_m")
    return await _changed(
        context, uid,
        lambda: context.catalogue.place_picture(
            uid, points, method, against=against, error_m=error_m, base=base
        ),
    )  # fmt: skip


async def unplace(context: Context, request: Request) -> Response:
    """DELETE /api/scenes/{uid}/placing?base=: take its place back; the history keeps it."""
    uid, base = request.path_params["uid"], _base(request.query_params.get("base"))
    return await _changed(context, uid, lambda: context.catalogue.unplace_picture(uid, base))


async def _changed(context: Context, uid: str, change: Any) -> Response:
    try:
        made = await http.in_thread(change)
    except Conflict as error:
        now = await http.in_thread(context.catalogue.scene, uid)
        return problem(409, str(error), scene=scene_json(now))
    return json_response(scene_json(made))


def _fit_json(found: Fit, shape: tuple[int, int]) -> dict[str, Any]:
    ground = outline(found.crs, found.matrix, shape)
    return {
        "residuals_m": list(found.residuals_m),
        "left_out_m": list(found.left_out_m),
        "rms_m": found.rms_m,
        "error_m": found.error_m,
        "pixel_m": found.pixel_m,
        "outline": shapely.geometry.mapping(ground),
    }


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: _text(values, name) for name, field in _STATED.items()}


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MOST_TEXT or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {_MOST_TEXT}.")
    return value


def _points(body: Mapping[str, Any]) -> list[ControlPoint]:
    given = body.get("points")
    if not isinstance(given, list) or len(given) > _MOST_POINTS:
        raise InvalidValue(f"points must be a list of at most {_MOST_POINTS} control points.")
    found = []
    for n, one in enumerate(given, 1):
        if not isinstance(one, dict):
            raise InvalidValue(f"control point {n} must be an object of column, row, lon, lat.")
        found.append(control_point(one, f"control point {n}"))
    return found


def _method(body: Mapping[str, Any]) -> PlacingMethod:
    method = body.get("method", "affine")
    if method not in ("affine", "projective"):
        raise InvalidValue(f"method {method!r} is neither affine nor projective.")
    return method  # type: ignore[no-any-return]  # one of the two


def _base(value: Any) -> int | None:
    return None if value is None else http.whole(value, "base", 1, 2**53)

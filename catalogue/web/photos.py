"""Reference photos over HTTP: pinned beside a claim or a scene, features numbered in both."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely import Point
from starlette.responses import FileResponse

from catalogue.errors import InvalidValue, NotFound
from catalogue.model import BBox, Photo
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.web.context import Context

_KINDS = ("image/jpeg", "image/png", "image/webp")
_MOST_BYTES = 50 * 1024**2
_MOST_TEXT = 2000


async def listing(context: Context, request: Request) -> Response:
    """GET /api/photos?observation=&scene=: those pinned to this claim, this scene or both."""
    asked = request.query_params
    observation, scene = asked.get("observation") or None, asked.get("scene") or None

    def find() -> list[dict[str, Any]]:
        cat = context.catalogue
        found = [*cat.photos(observation=observation), *cat.photos(scene=scene)]
        if observation is None or scene is None:
            found = cat.photos(observation, scene)
        wanted = {p.uid: p for p in found if _belongs(p, observation, scene)}
        return [photo_json(p) for p in wanted.values()]

    return json_response({"photos": await http.in_thread(find)})


def _belongs(photo: Photo, observation: str | None, scene: str | None) -> bool:
    """False for a photo of this claim at another scene, or of this scene at another claim."""
    pairs = ((photo.observation, observation), (photo.scene, scene))
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


async def pin(context: Context, request: Request) -> Response:
    """POST /api/photos?observation=&scene=&caption=&source=&taken=&licence=: the body is it.

    JPEG, PNG or WebP by its first bytes, at most 50 MB; kept as it is.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _KINDS:
        raise InvalidValue(f"Content-Type is {kind!r}; send a JPEG, PNG or WebP picture.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise InvalidValue("the picture is larger than 50 MB; send a smaller one.")
    asked = request.query_params
    names = ("observation", "scene", "source", "taken", "licence")
    given = {name: _text(asked, name) for name in names}
    caption = _text(asked, "caption") or ""

    def make() -> Photo:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "photo"
            path.write_bytes(body)
            return context.catalogue.pin_photo(path, caption, **given)

    return json_response(photo_json(await http.in_thread(make)))


async def picture(context: Context, request: Request) -> Response:
    """GET /api/photos/{uid}/picture: its bytes, as they were pinned."""
    found = await http.in_thread(_photo, context, request.path_params["uid"])
    path = Path(found.file.href)
    if not path.is_file() or found.file.media_type not in _KINDS:
        raise NotFound("the file of this photo is not here any more; pin it again.")
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "sandbox"}
    return FileResponse(path, media_type=found.file.media_type, headers=headers)


async def match(context: Context, request: Request) -> Response:
    """PUT /api/photos/{uid}/matches {photo: [x, y], fits, number, pixels, place, note, base}.

    `photo` and `pixels` are pixels from the upper left, `place` is [lon, lat]; both are left out
    of what the scene does not show. Answers the photo; 409 if someone else changed it since.
    """
    uid = request.path_params["uid"]
    body = await http.json_body(request)
    spot = _two(body, "photo")
    if spot is None:
        raise InvalidValue("photo is missing; give [x, y] in pixels of the photo.")
    place = _two(body, "place")
    if place is not None:
        BBox(*place, *place)  # refuses what is not on the globe
    number = None if body.get("number") is None else http.whole(body["number"], "number", 1, 200)

    def make() -> Photo:
        return context.catalogue.match_photo(
            uid, spot, fits=body.get("fits") is not False, number=number,
            pixels=_two(body, "pixels"), place=None if place is None else Point(*place),
            note=_text(body, "note"), base=_base(body.get("base")),
        )  # fmt: skip

    return json_response(photo_json(await http.in_thread(make)))


async def unmatch(context: Context, request: Request) -> Response:
    """DELETE /api/photos/{uid}/matches/{number}?base=: take a feature off. Answers the photo."""
    uid = request.path_params["uid"]
    number = http.whole(request.path_params["number"], "number", 1, 200)
    base = _base(request.query_params.get("base"))
    cat = context.catalogue
    return json_response(photo_json(await http.in_thread(cat.unmatch_photo, uid, number, base)))


async def withdraw(context: Context, request: Request) -> Response:
    """DELETE /api/photos/{uid}: take it off; its file and its history stay."""
    uid = request.path_params["uid"]
    cat = context.catalogue
    return json_response(photo_json(await http.in_thread(cat.withdraw, Photo, uid)))


def photo_json(found: Photo) -> dict[str, Any]:
    """All that the screen shows of one."""
    return {
        "uid": found.uid,
        "version": found.version,
        "caption": found.caption,
        "author": found.author,
        "observation": found.observation,
        "scene": found.scene,
        "source": found.source,
        "taken": found.taken,
        "licence": found.licence,
        "sha256": found.file.sha256,
        "picture": f"/api/photos/{found.uid}/picture",
        "matches": [
            {
                "number": m.number,
                "photo": list(m.photo),
                "fits": m.fits,
                "pixels": None if m.pixels is None else list(m.pixels),
                "place": None if m.place is None else [m.place.x, m.place.y],
                "note": m.note,
            }
            for m in found.matches
        ],
    }


def _photo(context: Context, uid: str) -> Photo:
    found = context.catalogue.store.evidence(Photo, uid)
    if found.withdrawn:
        raise NotFound(f"there is no photo {uid!r} any more.")
    return found


def _two(body: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    value = body.get(name)
    if value is None:
        return None
    numbers = [http.number(v, name) for v in value] if isinstance(value, list) else []
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give two numbers.")
    return numbers[0], numbers[1]


def _base(value: Any) -> int | None:
    return None if value is None else http.whole(value, "base", 1, 2**53)


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MOST_TEXT or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {_MOST_TEXT:,}.")
    return value

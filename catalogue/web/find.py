"""Finding imagery over HTTP: show what would be sent, send it on a yes, tell how far it is.

All of them take and give JSON. A search is described by
`{"observation": uid, "endpoint": url, "collections": [text], "enlarge": "10" or "150km",
"datetime": "A/B", "days": number, "cloud": %, "gsd": m, "limit": scenes, "download": [asset],
"from": [host], "most_mb": MB, "header_env": name, "name": text, "case": id}`, of which the
first two are needed; or by `{"again": search}` with "limit", "download", "from", "most_mb" and
"header_env".
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from catalogue.errors import Conflict, InvalidValue
from catalogue.find.access import Access
from catalogue.find.plan import Limits, Plan
from catalogue.find.words import preview_json
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

_AGAIN = {"again", "limit", "download", "from", "most_mb", "header_env", "digest"}
_FIELDS = _AGAIN - {"again"} | {
    "observation", "endpoint", "collections", "enlarge", "datetime", "days", "cloud", "gsd",
    "name", "case",
}  # fmt: skip
_MOST_SCENES = 100_000


async def preview(context: Context, request: Request) -> Response:
    """POST /api/find/preview {search}: exactly what would be sent. Sends nothing.

    Answers `{"method", "url", "host", "headers", "body", "body_bytes", "text", "says": [sentence],
    "digest", "area_km2", "aoi": GeoJSON Feature, "curl"}`: `text` and `says` are to be shown,
    `digest` is what `run` wants to hear.
    """
    body = await http.json_body(request)

    def make() -> dict[str, Any]:
        plan, access = planned(context.catalogue, body)
        shown = context.catalogue.preview_search(plan, access)
        curl = plan.request.curl(access.env)
        return {**preview_json(shown, plan.request), "curl": curl}

    return json_response(await http.in_thread(make))


async def run(context: Context, request: Request) -> Response:
    """POST /api/find/run {search, "digest"}: send what was shown. Answers 202 with the job.

    409 if another request would be sent than the digest was given for, 503 if two are running,
    501 without the extra [find]. The job is `{"job": id, "state": "running", "done" or "failed",
    "what": "scenes" or "bytes", "done": number, "total": number or null, "result", "error"}`.
    """
    body = await http.json_body(request)

    def make() -> dict[str, Any]:
        import catalogue.find.run  # noqa: F401 - says what is missing

        plan, access = planned(context.catalogue, body)
        if body.get("digest") != context.catalogue.preview_search(plan, access).digest:
            raise Conflict("this is not what was shown; look at the request again, then send it.")
        return context.finds.search(plan, access).as_json()

    return json_response(await http.in_thread(make), 202)


async def job(context: Context, request: Request) -> Response:
    """GET /api/find/jobs/{job}: how far it is; `result` once it is done.

    A result is what `catalogue find --json` prints: `{"words": a sentence, "new": [{"uid",
    "scene"}], "known": [...], "outside", "beyond", "repeated", "rejected": [...], "fetched":
    [...], "matched", "received", "pages", "seconds", "error", "fetch_error", "search": its uid}`.
    """
    return json_response(context.finds.get(request.path_params["job"]).as_json())


async def stop(context: Context, request: Request) -> Response:
    """DELETE /api/find/jobs/{job}: stop it; what came by then is kept. Answers the job."""
    found = context.finds.get(request.path_params["job"])
    await http.in_thread(found.stop.set)
    return json_response(found.as_json())


def planned(cat: Catalogue, body: Mapping[str, Any]) -> tuple[Plan, Access]:
    """The search that a body describes. Raises InvalidValue, NotFound, InvalidTime."""
    again = _text(body, "again")
    strange = sorted(body.keys() - (_FIELDS if again is None else _AGAIN))
    if strange:
        raise InvalidValue(f"{strange[0]!r} is not a field of a search; leave it out.")
    access = Access.of(os.environ, _text(body, "header_env"), _texts(body, "from"))
    most_mb = http.number(body.get("most_mb"), "most_mb")
    limits = Limits(most_scenes=http.whole(body.get("limit"), "limit", 1, _MOST_SCENES, 1000))
    if most_mb is not None:
        if most_mb <= 0:
            raise InvalidValue(f"most_mb is {most_mb:g}; give more than 0.")
        limits = Limits(limits.most_scenes, file_bytes=int(most_mb * 1024**2))
    download = _texts(body, "download")
    if again is not None:
        return cat.plan_again(again, download=download, limits=limits), access
    observation, endpoint = _text(body, "observation"), _text(body, "endpoint")
    if observation is None or endpoint is None:
        raise InvalidValue("a search needs an observation (uid) and an endpoint (https://...).")
    plan = cat.plan_search(
        observation,
        endpoint,
        collections=_texts(body, "collections"),
        enlarge=_text(body, "enlarge"),
        when=_text(body, "datetime"),
        days=http.number(body.get("days"), "days"),
        cloud_max_pct=http.number(body.get("cloud"), "cloud"),
        gsd_max_m=http.number(body.get("gsd"), "gsd"),
        download=download,
        name=_text(body, "name"),
        case=_text(body, "case"),
        limits=limits,
    )
    return plan, access


def _text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 4000:
        raise InvalidValue(f"{name} must be a text.")
    return value


def _texts(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise InvalidValue(f"{name} must be a list of texts.")
    return tuple(value)

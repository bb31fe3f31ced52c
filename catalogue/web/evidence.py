"""What is still unproven, over HTTP: the coverage matrix, a pair, gaps, a report."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response

from catalogue.errors import InvalidValue
from catalogue.evidence.as_json import assessment_json, bracket_json, seen_json
from catalogue.evidence.filters import Filters
from catalogue.evidence.matrix_json import matrix_json
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.web.context import Context

_MEDIA = {".csv": "text/csv", ".svg": "image/svg+xml", ".png": "image/png"}


def filters_of(asked: Mapping[str, Any], several: Any) -> Filters:
    """The filters in a query: report*, observation*, case, state*, role*, usable (yes or no),
    datetime (A/B, of the scenes), author. `*` may come several times.
    """
    usable = asked.get("usable")
    if usable not in (None, "", "yes", "no"):
        raise InvalidValue(f"usable is {usable!r}; say yes or no, or leave it out.")
    return Filters(
        reports=tuple(several("report")),
        observations=tuple(several("observation")),
        case=asked.get("case") or None,
        states=tuple(several("state")),
        roles=tuple(several("role")),
        usable=None if not usable else usable == "yes",
        when=http.interval(asked.get("datetime")),
        author=asked.get("author") or None,
    )


async def matrix(context: Context, request: Request) -> Response:
    """GET /api/matrix: see `catalogue.evidence.matrix_json`; `parts=yes` adds the sub-cells.

    What is new or changed is linked first. With `wait=no` that is not waited for if it takes long:
    the answer is then 202 with `{"linking": {"done", "total", "compiling"}}` (observations), to be
    asked again.
    """
    asked = request.query_params
    filters = filters_of(asked, asked.getlist)
    with_parts = asked.get("parts") == "yes"
    known = request.headers.get("if-none-match")
    if asked.get("wait") == "no":
        waiting = await http.in_thread(context.linking.bring)
        if waiting is not None:
            return json_response({"linking": waiting._asdict()}, 202)

    def make() -> tuple[str, bytes]:
        made = matrix_json(context.catalogue.matrix(filters, with_parts=with_parts))
        body = orjson.dumps(made, option=orjson.OPT_SERIALIZE_NUMPY)
        return f'"{hashlib.sha256(body).hexdigest()[:32]}"', body

    tag, body = await http.in_thread(make)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


async def matrix_file(context: Context, request: Request) -> Response:
    """GET /api/matrix/{name}: the matrix as a file to keep, matrix.csv, .svg or .png."""
    name = request.path_params["name"]
    filters = filters_of(request.query_params, request.query_params.getlist)

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(name).name
            context.catalogue.write_matrix(path, filters)
            return path.read_bytes()

    body = await http.in_thread(make)
    media = _MEDIA[Path(name).suffix.lower()]
    headers = {"Content-Disposition": f'attachment; filename="matrix{Path(name).suffix.lower()}"'}
    return Response(body, headers=headers | {"Cache-Control": "no-store"}, media_type=media)


async def pair(context: Context, request: Request) -> Response:
    """GET /api/pairs/{observation}/{scene}: the link with its reasons, and the verdicts so far."""
    observation, scene = (request.path_params[name] for name in ("observation", "scene"))

    def make() -> dict[str, Any]:
        found = context.catalogue.cell(observation, scene)
        return {
            "observation": found.observation.uid,
            "id": found.observation.id,
            "title": found.observation.title,
            "scene": found.scene.uid,
            "scene_id": found.scene.id,
            "link": None if found.seen is None else seen_json(found.seen),
            "terms": [] if found.seen is None else _terms(found.seen.link.score.terms),
            "why_not": list(found.why_not),
            "state": found.state,
            "flags": list(found.flags),
            "assessments": [assessment_json(one) for one in found.assessments],
        }

    return json_response(await http.in_thread(make))


def _terms(terms: Any) -> list[dict[str, Any]]:
    names = ("name", "low", "high", "value", "reason", "known")
    return [{name: getattr(term, name) for name in names} for term in terms]


async def gaps(context: Context, request: Request) -> Response:
    """GET /api/observations/{uid}/gaps: for each time the images around it and what is missing."""
    uid = request.path_params["uid"]

    def make() -> dict[str, Any]:
        found = context.catalogue.gaps(uid)
        return {"observation": uid, "gaps": [bracket_json(one) for one in found]}

    return json_response(await http.in_thread(make))


async def report(context: Context, request: Request) -> Response:
    """GET /api/reports/{uid}/evidence: as `catalogue evidence REPORT --json` prints it."""
    from catalogue.evidence.report_json import evidence_json

    uid = request.path_params["uid"]
    cat = context.catalogue
    return json_response(await http.in_thread(lambda: evidence_json(cat.evidence(uid))))

"""Reports over HTTP: texts in, suggestions out, decisions back. Spans are in UTF-16 units here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from catalogue.errors import InvalidValue
from catalogue.model import REASONS, Report, Span
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.report_json import claimed, document, summary
from catalogue.web.utf16 import Offsets

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.suggesting import Edits
    from catalogue.web.context import Context

_MAX_TEXT = 10_000
_TAKEN = ("title", "published", "publisher", "url", "archive_url", "accessed", "language",
    "translation", "translator")  # fmt: skip
_CHANGED = (*_TAKEN, "reliability")
_FIELDS = ("title", "time", "lon", "lat", "place", "radius_m", "status", "class", "object",
    "length_m", "width_m", "count", "note", "attribution")  # fmt: skip


async def listing(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """Answer `GET /api/reports`."""
    cat = context.catalogue
    found = await http.in_thread(lambda: [summary(cat, r) for r in cat.reports()])
    return json_response({"reports": found, "reasons": list(REASONS)})


async def create(context: Context, request: Request) -> Response:
    """POST /api/reports {text, published, ...}: keep a pasted text, once."""
    from catalogue.read.reports import Draft

    body = await http.json_body(request)
    text = body.get("text")
    if not isinstance(text, str):
        raise InvalidValue("text is missing; paste the report's words.")
    given: dict[str, Any] = {name: _text(body, name) for name in _TAKEN}
    name = _text(body, "id") or _name(given)
    taken = await http.in_thread(
        context.catalogue.add_report, Draft(text, name, source="pasted", **given)
    )
    return json_response({"uid": taken.report.uid, "id": taken.report.id, "new": taken.new})


def _name(given: Mapping[str, Any]) -> str:
    # Never made of the text: a name in it could not be redacted.
    return "-".join(["report", *([given["published"]] if given["published"] else [])])


async def read(context: Context, request: Request) -> Response:
    """GET /api/reports/{uid}: its texts, suggestions, decisions and observations."""
    uid = request.path_params["uid"]

    def make() -> dict[str, Any]:
        cat = context.catalogue
        return document(cat, cat.report(uid))

    return json_response(await http.in_thread(make))


async def change(context: Context, request: Request) -> Response:
    """PATCH /api/reports/{uid} {published, translation, ...}: what is known of it, not its text."""
    body = await http.json_body(request)
    changes = {name: _text(body, name, 4_000_000) or "" for name in _CHANGED if name in body}
    uid = request.path_params["uid"]
    new = await http.in_thread(lambda: context.catalogue.edit_report(uid, **changes))
    return json_response({"uid": new.uid, "version": new.version})


async def decide(context: Context, request: Request) -> Response:
    """PUT /api/reports/{uid}/decisions/{suggestion}: {"verdict", "reason" or "edits"}."""
    body = await http.json_body(request)
    uid, name = request.path_params["uid"], request.path_params["suggestion"]
    verdict = body.get("verdict")
    cat = context.catalogue
    if verdict == "reject":
        reason = _text(body, "reason") or ""
        made = await http.in_thread(cat.reject, uid, name, reason)
        return json_response({"verdict": "reject", "reason": made.reason, "observation": None})
    if verdict != "accept":
        raise InvalidValue(f"verdict {verdict!r} is neither accept nor reject.")
    edits = _edits(body.get("edits"))
    accepted = await http.in_thread(lambda: claimed(cat, cat.accept(uid, name, edits)))
    return json_response({"verdict": "accept", "reason": None, "observation": accepted})


async def claim(context: Context, request: Request) -> Response:
    """POST /api/reports/{uid}/claims {start, end, part, fields}: words that a person marked."""
    body = await http.json_body(request)
    uid, part = request.path_params["uid"], _text(body, "part") or "text"
    given = body.get("fields") or {}
    if not isinstance(given, dict):
        raise InvalidValue("fields must be a JSON object.")
    fields = {name: _text(given, name) or "" for name in _FIELDS if given.get(name) is not None}
    cat = context.catalogue

    def make() -> dict[str, Any]:
        span = _span(cat.report(uid), part, body)
        return claimed(cat, cat.claim(uid, span, fields))

    return json_response({"observation": await http.in_thread(make)})


def _span(report: Report, part: str, body: Mapping[str, Any]) -> Span:
    words = report.words(part)
    offsets = Offsets(words)
    start, end = (http.whole(body.get(n), n, 0, 2 * len(words) + 1) for n in ("start", "end"))
    return Span(offsets.to_points(start), offsets.to_points(end), "claim", part)  # type: ignore[arg-type]


def _edits(given: Any) -> Edits:
    from catalogue.suggesting import Edits

    if given is None:
        return Edits()
    if not isinstance(given, dict):
        raise InvalidValue("edits must be a JSON object.")
    texts = {
        name: _text(given, name, empty=True)
        for name in ("title", "time", "where", "status", "event_class", "note")
    }
    candidate = given.get("candidate")
    return Edits(
        **texts,
        candidate=None if candidate is None else http.whole(candidate, "candidate", 0, 10_000),
        radius_m=http.number(given.get("radius_m"), "radius_m"),
    )


def _text(
    body: Mapping[str, Any], name: str, most: int = _MAX_TEXT, *, empty: bool = False
) -> str | None:
    value = body.get(name)
    if value is None or (value == "" and not empty):
        return None
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {most:,}.")
    return value

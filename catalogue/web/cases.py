"""Cases and the search log over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from catalogue.errors import InvalidValue
from catalogue.evidence.as_json import case_json, search_json
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.model import Case
    from catalogue.web.context import Context

_MOST_TEXT = 10_000
_CASE = ("title", "reports", "observations", "places", "sensitivity", "note")


async def cases(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """GET /api/cases."""
    cat = context.catalogue
    return json_response(
        {"cases": await http.in_thread(lambda: [case_json(c) for c in cat.cases()])}
    )


async def open_case(context: Context, request: Request) -> Response:
    """POST /api/cases {id, question, title, reports, observations, places, sensitivity, note}."""
    body = await http.json_body(request)
    name, question = _text(body, "id"), _text(body, "question")
    more = {name: body[name] for name in _CASE if name in body}
    cat = context.catalogue
    made = await http.in_thread(lambda: cat.open_case(name or "", question or "", **_checked(more)))
    return json_response(case_json(made), 201)


async def case(context: Context, request: Request) -> Response:
    """GET /api/cases/{uid}: a case with its searches."""
    uid = request.path_params["uid"]

    def make() -> dict[str, Any]:
        return _with_searches(context.catalogue, context.catalogue.named_case(uid))

    return json_response(await http.in_thread(make))


async def change_case(context: Context, request: Request) -> Response:
    """PATCH /api/cases/{uid} {base, closed: true or false, and what POST takes but id}."""
    body = await http.json_body(request)
    uid, cat = request.path_params["uid"], context.catalogue
    base = None if body.get("base") is None else http.whole(body["base"], "base", 1, 10**9)
    changes = _checked({name: body[name] for name in ("question", *_CASE) if name in body})

    def make() -> Case:
        made = cat.change_case(uid, base, **changes) if changes else cat.named_case(uid)
        if "closed" in body:
            made = cat.close_case(uid) if body["closed"] else cat.reopen_case(uid)
        return made

    return json_response(case_json(await http.in_thread(make)))


def _checked(more: Mapping[str, Any]) -> dict[str, Any]:
    """Each of the type that it must have."""
    found: dict[str, Any] = {}
    for name, value in more.items():
        if name in ("reports", "observations"):
            found[name] = _texts(value, name)
        elif name == "places":
            found[name] = None if value is None else _object(value, name)
        else:
            found[name] = _text(more, name) or ("" if name != "note" else None)
    return found


def _with_searches(cat: Catalogue, found: Case) -> dict[str, Any]:
    return case_json(found) | {
        "searches": [search_json(s) for s in cat.searches(case=found.uid)],
    }


async def searches(context: Context, request: Request) -> Response:
    """GET /api/searches?observation=&case=: the search log, oldest first."""
    asked, cat = request.query_params, context.catalogue

    def make() -> list[dict[str, Any]]:
        case = asked.get("case")
        uid = cat.named_case(case).uid if case else None
        found = cat.searches(observation=asked.get("observation") or None, case=uid)
        return [search_json(search) for search in found]

    return json_response({"searches": await http.in_thread(make)})


async def log_search(context: Context, request: Request) -> Response:
    """POST /api/searches {provider, searched, area or bbox or at_place, datetime, filters,
    collections, found, observations, case, name, note}: one made by hand elsewhere.
    """
    body = await http.json_body(request)
    area: Any = http.bbox(body.get("bbox"))
    if body.get("area") is not None:
        area = _object(body["area"], "area")
    found = body.get("found")
    given: dict[str, Any] = {
        "searched": _text(body, "searched"),
        "area": area,
        "at_place": body.get("at_place") is True,
        "when": http.interval(_text(body, "datetime")),
        "filters": _object(body.get("filters") or {}, "filters"),
        "collections": _texts(body.get("collections") or [], "collections"),
        "found": None if found is None else http.whole(found, "found", 0, 10**9),
        "observations": _texts(body.get("observations") or [], "observations"),
        **{name: _text(body, name) for name in ("case", "name", "note")},
    }
    provider, cat = _text(body, "provider") or "", context.catalogue
    made = await http.in_thread(lambda: cat.log_search(provider, **given))
    return json_response(search_json(made), 201)


async def run_search(context: Context, request: Request) -> Response:
    """POST /api/searches/{uid}/run: a saved search over this catalogue, and what is new in it."""
    uid, cat = request.path_params["uid"], context.catalogue
    found = await http.in_thread(lambda: cat.run_saved(uid))
    return json_response(
        {
            "search": search_json(found.search),
            "found": len(found.scenes),
            "new": [{"scene": scene.uid, "id": scene.id} for scene in found.new],
        }
    )


def _text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MOST_TEXT or "\0" in value:
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a text of at most {_MOST_TEXT:,}.")
    return value


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a list of texts.")
    return tuple(value)


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidValue(f"{name} is {str(value)[:80]!r}; give a JSON object.")
    return value

"""By how much one scene of a pair is moved to lie on the other, as people set it in Compare."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from catalogue.errors import Conflict, InvalidValue, NotFound
from catalogue.model import Nudge
from catalogue.reporting import now
from catalogue.web import http
from catalogue.web.errors import json_response, problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

# A pair has one nudge, whichever of the two is named first.
_PAIRS = uuid.UUID("6f4a3f6e-9a4e-5d0b-8f43-0c6d1b7b2a11")


async def read(context: Context, request: Request) -> Response:
    """GET /api/nudges/{first}/{second}: {east_m, north_m, version, author} of `second`; 0 if none.

    `version` is what a change is based on.
    """
    first, second = request.path_params["first"], request.path_params["second"]
    return json_response(await http.in_thread(_current, context.catalogue, first, second))


async def put(context: Context, request: Request) -> Response:
    """PUT /api/nudges/{first}/{second} {east_m, north_m, base}: a version of its own, in history.

    0 and 0 put it back on its own ground. 409 with the current one if it changed since.
    """
    first, second = request.path_params["first"], request.path_params["second"]
    body = await http.json_body(request)
    base = http.whole(body.get("base"), "base", 0, 2**53, default=0)
    moved = [http.number(body.get(name), name) for name in ("east_m", "north_m")]
    if moved[0] is None or moved[1] is None:
        raise InvalidValue("east_m and north_m are needed, in metres.")
    east, north = moved[0], moved[1]
    cat = context.catalogue

    def make() -> dict[str, Any]:
        for one in (first, second):
            cat.scene(one)
        if first == second:
            raise InvalidValue("a nudge is between two scenes; these are one.")
        a, b, sign = _ordered(first, second)
        cat.keep(
            Nudge(_name(a, b), a, b, sign * east, sign * north, cat.settings.author, now()), base
        )
        return _current(cat, first, second)

    try:
        return json_response(await http.in_thread(make))
    except Conflict as error:
        current = await http.in_thread(_current, cat, first, second)
        return problem(409, str(error), nudge=current)


def _current(cat: Catalogue, first: str, second: str) -> dict[str, Any]:
    a, b, sign = _ordered(first, second)
    try:
        kept = cat.store.evidence(Nudge, _name(a, b))
    except NotFound:
        return {"east_m": 0.0, "north_m": 0.0, "version": 0, "author": None}
    moved = (0.0, 0.0) if kept.withdrawn else (sign * kept.east_m, sign * kept.north_m)
    author = None if kept.withdrawn else kept.author
    return {
        "east_m": moved[0] + 0.0, "north_m": moved[1] + 0.0, "version": kept.version,
        "author": author,
    }  # fmt: skip


def _ordered(first: str, second: str) -> tuple[str, str, int]:
    """The pair in one order, and -1 where that turns it round."""
    return (first, second, 1) if first <= second else (second, first, -1)


def _name(a: str, b: str) -> str:
    return uuid.uuid5(_PAIRS, f"{a} {b}").hex

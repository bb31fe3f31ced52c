"""Footprints over HTTP: vector tiles, and how far they are loaded."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from starlette.responses import Response

from catalogue.errors import NotFound
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.grids import GRIDS
from catalogue.web.query import footprint_query
from catalogue.web.selection import encode_tile

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.web.context import Context

MVT_TYPE = "application/vnd.mapbox-vector-tile"
_MAX_ZOOM = 24
# Numbers of the index count from 1 in each process: an ETag of the one before must not match.
_STARTED = f"{time.time_ns():x}"


async def tile(context: Context, request: Request) -> Response:
    """Answer `GET /api/footprints/[{grid}/]{z}/{x}/{y}.mvt`; 503 while footprints are loaded."""
    name = request.path_params.get("grid", "WebMercatorQuad")
    grid = GRIDS.get(name)
    if grid is None:
        raise NotFound(f"there is no grid {name!r}; there are {', '.join(GRIDS)}.")
    z = http.whole(request.path_params["z"], "z", 0, _MAX_ZOOM)
    x = http.whole(request.path_params["x"], "x", 0, 2**z - 1)
    y = http.whole(request.path_params["y"], "y", 0, 2**z - 1)
    query = footprint_query(request)

    def make() -> tuple[str, bytes]:
        number, chosen = context.index.select(query)
        named = f"{_STARTED}/{number}/{name}/{z}/{x}/{y}/{query!r}"
        tag = f'"{hashlib.sha256(named.encode()).hexdigest()[:32]}"'
        if tag == request.headers.get("if-none-match"):
            return tag, b""
        body = context.footprints.get(tag)
        if body is None:
            body = encode_tile(chosen, grid, (z, x, y))
            context.footprints.put(tag, body)
        return tag, body

    tag, body = await http.in_thread(make)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag == request.headers.get("if-none-match"):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=MVT_TYPE)


async def state(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """Answer `GET /api/footprints/state`: whether they are loaded, and the number they have."""
    return json_response(await http.in_thread(context.index.status))

"""Tiles of scenes, by ids only: no path and no address ever comes from a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from catalogue.errors import NotFound
from catalogue.imagery import display
from catalogue.imagery.copies import layers_of
from catalogue.imagery.render import TileRequest, render_tile
from catalogue.imagery.style import parse_style
from catalogue.imagery.thumbnail import draw_thumbnail
from catalogue.web import http

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.imagery.display import Display
    from catalogue.web.context import Context

_MAX_ZOOM = 26
_FOREVER = "private, max-age=31536000, immutable"


async def tile(context: Context, request: Request) -> Response:
    """Answer `GET /tiles/scenes/{uid}/{grid}/{z}/{x}/{y}.webp?v=`."""
    asked = request.path_params
    z = http.whole(asked["z"], "z", 0, _MAX_ZOOM)
    x = http.whole(asked["x"], "x", 0, 2**z - 1)
    y = http.whole(asked["y"], "y", 0, 2**z - 1)
    version, style = request.query_params.get("v"), request.query_params.get("style")
    ready = None
    if not style:  # a display copy holds the usual look only
        ready = context.displays.ready(asked["uid"], version, asked["grid"], (z, x, y))
    if ready is not None and version is not None:
        return _answer(request, version, (z, x, y), ready, known=True)
    scene = await http.in_thread(context.catalogue.scene, asked["uid"])
    if asked["grid"] == display.PIXELS:  # a placed picture as it came
        scene = scene.unplaced()
    shown = display.choose(scene, parse_style(style) if style else None)
    if shown is None:
        raise NotFound(display.why_not(scene))
    if asked["grid"] != shown.grid:
        raise NotFound(f"this scene has tiles in grid {shown.grid!r}, not {asked['grid']!r}.")
    usual = display.choose(scene) if style else shown
    known = usual is not None and version == usual.version
    if request.headers.get("if-none-match") == _tag(shown.version, (z, x, y)):
        return _answer(request, shown.version, (z, x, y), b"", known=known)
    if shown.look is None and context.displays.opened(scene, shown):
        ready = context.displays.ready(scene.uid, shown.version, shown.grid, (z, x, y))
    body = await _render(context, shown, (z, x, y)) if ready is None else ready
    return _answer(request, shown.version, (z, x, y), body, known=known)


def _tag(version: str, place: tuple[int, int, int]) -> str:
    return f'"{version}-{"-".join(map(str, place))}"'


def _answer(
    request: Request, version: str, place: tuple[int, int, int], body: bytes, *, known: bool
) -> Response:
    """The tile, or that the browser has it, or that it is empty."""
    tag = _tag(version, place)
    headers = {"ETag": tag, "Cache-Control": _FOREVER if known else "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if not body:
        return Response(status_code=204, headers=headers)
    return Response(body, headers=headers, media_type="image/webp")


async def thumbnail(context: Context, request: Request) -> Response:
    """Answer `GET /tiles/scenes/{uid}/thumbnail.webp`: all that is valid of a scene.

    256 px at most, in its own grid and not north up: it says what it looks like, not where it is.
    """
    scene = await http.in_thread(context.catalogue.scene, request.path_params["uid"])
    shown = display.choose(scene)
    if shown is None:
        raise NotFound(display.why_not(scene))
    tag = f'"{shown.version}-thumbnail"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=3600"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    zoom = display.pixel_maxzoom(shown.raster.shape)
    whole = replace(shown, grid=display.PIXELS, tilesize=display.PIXEL_TILE, maxzoom=zoom)
    body = await _render(context, whole, (0, 0, 0), draw_thumbnail)
    if not body:
        return Response(status_code=204, headers=headers)
    return Response(body, headers=headers, media_type="image/webp")


async def _render(
    context: Context,
    shown: Display,
    place: tuple[int, int, int],
    draw: Callable[[TileRequest], bytes] = render_tile,
) -> bytes:
    try:
        return await context.pool.run(draw, await _request(context, shown, place))
    except FileNotFoundError:  # evicted between the look and the reading: make it again
        return await context.pool.run(draw, await _request(context, shown, place))


async def _request(context: Context, shown: Display, place: tuple[int, int, int]) -> TileRequest:
    working = [await context.working.of(part.asset) for part in shown.drawn]
    z, x, y = place
    return TileRequest(
        layers_of(shown, working), shown.grid, z, x, y, shown.tilesize, shown.maxzoom, shown.look
    )

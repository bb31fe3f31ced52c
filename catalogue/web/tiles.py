"""Tiles of scenes, by ids only: no path and no address ever comes from a client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from catalogue.errors import NotFound
from catalogue.imagery import display
from catalogue.imagery.render import Layer, TileRequest, render_tile
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
    scene = await http.in_thread(context.catalogue.scene, asked["uid"])
    shown = display.choose(scene)
    if shown is None:
        raise NotFound(display.why_not(scene))
    if asked["grid"] != shown.grid:
        raise NotFound(f"this scene has tiles in grid {shown.grid!r}, not {asked['grid']!r}.")
    tag = f'"{shown.version}-{z}-{x}-{y}"'
    known = request.query_params.get("v") == shown.version
    headers = {"ETag": tag, "Cache-Control": _FOREVER if known else "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    body = await _render(context, shown, (z, x, y))
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
    layers = []
    for part in shown.drawn:
        path = await context.working.of(part.asset)
        raster = part.asset.raster
        given = (raster.crs, raster.transform) if raster and raster.georeference == "affine" else ()
        layers.append(Layer(str(path), part.bands, part.stretch, *given))
    z, x, y = place
    return TileRequest(tuple(layers), shown.grid, z, x, y, shown.tilesize, shown.maxzoom)

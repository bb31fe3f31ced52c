"""What is under the pointer, and what range a style should be stretched over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import mgrs

from catalogue.errors import InvalidValue, NotFound
from catalogue.imagery import display
from catalogue.imagery.bands import bands_of
from catalogue.imagery.copies import layers_of
from catalogue.imagery.display import Display, Drawn
from catalogue.imagery.style import parse_style, style_json
from catalogue.imagery.values import Pixel, pixel_at, range_of
from catalogue.model import BBox, Scene
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.imagery.render import Layer
    from catalogue.web.context import Context

_MOST_BANDS = 64


async def pixel(context: Context, request: Request) -> Response:
    """GET /api/scenes/{uid}/pixel?lon=&lat= (or col=&row=): the values of every band there.

    {col, row, lon, lat, mgrs, values: [{name, label, value}]}; null is not valid or unknown.
    """
    asked = request.query_params
    scene = await http.in_thread(context.catalogue.scene, request.path_params["uid"])
    lon, lat = http.number(asked.get("lon"), "lon"), http.number(asked.get("lat"), "lat")
    col, row = http.number(asked.get("col"), "col"), http.number(asked.get("row"), "row")
    on_ground = lon is not None and lat is not None
    x, y = (lon, lat) if on_ground else (col, row)
    if x is None or y is None:
        raise InvalidValue("give lon and lat in degrees, or col and row in pixels.")
    if on_ground:
        BBox(x, y, x, y)  # refuses what is not on the globe
    shown = display.choose(scene)
    if shown is None:
        raise NotFound(display.why_not(scene))
    if on_ground and shown.grid == display.PIXELS:
        raise InvalidValue("this picture has no place on the ground; give col and row.")
    bands = [b for b in bands_of(scene) if b.asset.raster][:_MOST_BANDS]
    parts = tuple(Drawn(b.asset, (b.index,), None) for b in bands)
    layers = await _layers(context, shown, parts)
    found = await context.pool.run(_pixel, layers, x, y, on_ground)
    return json_response(
        {
            "col": found.col,
            "row": found.row,
            "lon": lon if on_ground else None,
            "lat": lat if on_ground else None,
            "mgrs": mgrs_of(x, y) if on_ground else None,
            "values": [
                {"name": b.name, "label": b.label, "value": v}
                for b, v in zip(bands, found.values, strict=True)
            ],
        }
    )


def _pixel(layers: tuple[Layer, ...], x: float, y: float, on_ground: bool) -> Pixel:
    return pixel_at(layers, x, y, on_ground=on_ground)


async def stretch(context: Context, request: Request) -> Response:
    """GET /api/scenes/{uid}/stretch?style=: the style with p2 to p98 of what it shows."""
    scene = await http.in_thread(context.catalogue.scene, request.path_params["uid"])
    style = parse_style(request.query_params.get("style") or "{}")
    shown = display.choose(scene, style)
    if shown is None or shown.look is None:
        raise NotFound(display.why_not(scene))
    found = await context.pool.run(range_of, await _layers(context, shown, shown.drawn), shown.look)
    return json_response(style_json(replace(style, stretch=tuple(found))))


async def _layers(context: Context, shown: Display, parts: tuple[Drawn, ...]) -> tuple[Layer, ...]:
    own = Display(parts, shown.grid, shown.minzoom, shown.maxzoom, shown.tilesize, shown.version)
    return layers_of(own, [await context.working.of(part.asset) for part in parts])


def mgrs_of(lon: float, lat: float) -> str | None:
    """The position in the Military Grid Reference System to 1 m; None beyond its reach."""
    try:
        return str(mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=5))
    except mgrs.core.MGRSError:
        return None


def styles_json(scene: Scene) -> dict[str, Any]:
    """The bands of a scene and the usual ways to combine them, for a menu."""
    from catalogue.imagery.bands import combinations
    from catalogue.imagery.look import COLORMAPS

    bands = bands_of(scene)
    return {
        "bands": [
            {
                "name": b.name,
                "label": b.label,
                "dtype": b.asset.raster.dtype if b.asset.raster else None,
                "low": b.statistics.p2 if b.statistics else None,
                "high": b.statistics.p98 if b.statistics else None,
            }
            for b in bands
        ],
        "combinations": [
            {"id": c.id, "name": c.name, "bands": list(c.bands)} for c in combinations(bands)
        ],
        "colormaps": list(COLORMAPS),
    }

"""The tiles of a scene to be tagged, in reading order, and what was said of each."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import morecantile
import pyproj

from catalogue import grid
from catalogue.errors import InvalidValue, NotFound
from catalogue.imagery import display
from catalogue.model import Annotation, Scene
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.web.context import Context

# Which state a tile shows when its annotations differ.
_RANK = {"unseen": 0, "seen": 1, "empty": 2, "flagged": 3, "tagged": 4}
Ring = list[list[float]]


async def tile_grid(context: Context, request: Request) -> Response:
    """Answer `GET /api/scenes/{uid}/grid?z=`."""
    uid, z = request.path_params["uid"], request.query_params.get("z")
    wanted = None if z is None else http.whole(z, "z", 0, grid.MAX_ZOOM)

    def make() -> dict[str, Any]:
        scene = context.catalogue.scene(uid)
        return grid_json(scene, wanted, list(context.catalogue.annotations(uid)))

    return json_response(await http.in_thread(make))


def grid_json(scene: Scene, z: int | None, annotations: list[Annotation]) -> dict[str, Any]:
    """The tiles of a scene; `z` None is the zoom to tag at.

    Rings are lon/lat, on a scene without georeference (column, row). Raises InvalidValue, naming
    a zoom that fits, if there are more than `catalogue.grid.MOST_TILES`.
    """
    shown = display.choose(scene)
    if shown is not None and shown.grid == grid.PIXELS:
        z = _pixel_zoom(shown) if z is None else z
        tiles = _pixel_tiles(shown, z)
        name = shown.grid
    elif scene.footprint is None:
        raise NotFound(f"scene {scene.name} has no place and no picture, so no tiles.")
    else:
        name = grid.grid_for(scene.footprint)
        z = grid.tile_zoom(scene.gsd_m, scene.footprint) if z is None else z
        found = grid.tiles_of(scene.footprint, name, z)
        tiles = [(x, y, tile_ring(name, z, x, y)) for x, y in found]
    said = _states(annotations)
    unsaid: tuple[str, list[str]] = ("unseen", [])
    out = []
    for x, y, ring in tiles:
        key = f"{name}/{z}/{x}/{y}"
        state, classes = said.get(key, unsaid)
        out.append({"x": x, "y": y, "key": key, "ring": ring, "state": state, "classes": classes})
    return {"grid": name, "z": z, "tiles": out}


def _pixel_zoom(shown: display.Display) -> int:
    """The finest zoom at which a picture has no more than MOST_TILES tiles."""
    zooms = range(shown.maxzoom, 0, -1)
    return next((z for z in zooms if math.prod(_pixel_counts(shown, z)) <= grid.MOST_TILES), 0)


def _pixel_counts(shown: display.Display, z: int) -> tuple[int, int]:
    """Tiles across and down."""
    rows, cols = shown.raster.shape
    side = display.PIXEL_TILE * 2 ** (shown.maxzoom - z)
    return math.ceil(cols / side), math.ceil(rows / side)


def _pixel_tiles(shown: display.Display, z: int) -> list[tuple[int, int, Ring]]:
    if z > shown.maxzoom:
        raise InvalidValue(f"zoom {z} is finer than this image's pixels; use {shown.maxzoom}.")
    rows, cols = shown.raster.shape
    side = display.PIXEL_TILE * 2 ** (shown.maxzoom - z)
    across, down = _pixel_counts(shown, z)
    if across * down > grid.MOST_TILES:
        fits = _pixel_zoom(shown)
        raise InvalidValue(f"zoom {z} gives {across * down} tiles; use {fits}.")
    out: list[tuple[int, int, Ring]] = []
    for y in range(down):
        for x in range(across):
            left, top = x * side, y * side
            right, bottom = min(left + side, cols), min(top + side, rows)
            out.append((x, y, _closed((left, top), (right, top), (right, bottom), (left, bottom))))
    return out


def _closed(*corners: tuple[float, float]) -> Ring:
    return [list(c) for c in (*corners, corners[0])]


@cache
def _to_lonlat(name: str) -> pyproj.Transformer:
    crs = morecantile.tms.get(name).crs.to_epsg()
    return pyproj.Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)


def tile_ring(name: str, z: int, x: int, y: int) -> Ring:
    """The corners of a tile in lon/lat, clockwise from the upper left, as they are in the grid.

    Not cut at 180 degrees: brought back into the grid's own system they are a square.
    """
    left, bottom, right, top = morecantile.tms.get(name).xy_bounds(morecantile.Tile(x, y, z))
    xs, ys = (left, right, right, left), (top, top, bottom, bottom)
    lons, lats = _to_lonlat(name).transform(xs, ys)
    corners = zip(lons, lats, strict=True)
    return _closed(*((round(lon, 9), round(lat, 9)) for lon, lat in corners))


def _states(annotations: list[Annotation]) -> dict[str, tuple[str, list[str]]]:
    """Per tile the strongest state that was given and all classes."""
    out: dict[str, tuple[str, list[str]]] = {}
    for one in annotations:
        if one.kind != "tile" or one.tile is None or one.state == "suggested":
            continue
        state, classes = out.get(one.tile, ("unseen", []))
        state = max(state, one.state, key=_RANK.__getitem__)
        add = [one.cls] if one.cls and one.cls not in classes else []
        out[one.tile] = (state, [*classes, *add])
    return out

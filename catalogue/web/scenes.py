"""Scenes over HTTP: details, original files, the tile grid, and what is under a point."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from starlette.responses import FileResponse, Response

from catalogue import grid, space
from catalogue.errors import InvalidValue, NotFound
from catalogue.imagery import display
from catalogue.interval import format_utc
from catalogue.model import Annotation, BBox, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.footprints import scenes_at
from catalogue.web.observations import observations_at
from catalogue.write.stac import bbox

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.web.context import Context

MOST_TILES = 4096
_MOST_HITS = 200
# Which state a tile shows when its annotations differ.
_RANK = {"unseen": 0, "seen": 1, "empty": 2, "flagged": 3, "tagged": 4}


async def details(context: Context, request: Request) -> Response:
    """Answer `GET /api/scenes/{uid}`."""
    uid = request.path_params["uid"]
    return json_response(await http.in_thread(lambda: scene_json(context.catalogue.scene(uid))))


def scene_json(scene: Scene) -> dict[str, Any]:
    """All that the screen shows of one scene; times are UTC, None is unknown."""
    when = scene.when
    tags = scene.stac.get("properties")
    attribution = next((a.provenance.attribution for a in scene.assets), None)
    return {
        "uid": scene.uid,
        "id": scene.id,
        "collection": scene.collection,
        "name": scene.name,
        "kind": scene.kind,
        "t_begin": format_utc(when.begin) if when and when.begin else None,
        "t_end": format_utc(when.end) if when and when.end else None,
        "t_source": scene.when_source,
        "platform": scene.platform,
        "gsd": scene.gsd_m,
        "cloud": scene.cloud_pct,
        "off_nadir": scene.off_nadir_deg,
        "sun_elevation": scene.sun_elevation_deg,
        "sun_azimuth": scene.sun_azimuth_deg,
        "footprint": shapely.geometry.mapping(scene.footprint) if scene.footprint else None,
        "bounds": bbox(scene.footprint) if scene.footprint else None,
        "crs": scene.crs,
        "synthetic": bool(isinstance(tags, dict) and tags.get("synthetic"))
        or "SYNTHETIC" in scene.id.upper(),
        "warnings": list(scene.warnings),
        "attribution": attribution,
        "imagery": _imagery(scene),
    }


def _imagery(scene: Scene) -> dict[str, Any] | None:
    if not scene.assets:
        return None
    shown = display.choose(scene)
    if shown is None:
        return {"why_not": display.why_not(scene)}
    raster = shown.raster
    return {
        "grid": shown.grid,
        "minzoom": shown.minzoom,
        "maxzoom": shown.maxzoom,
        "tilesize": shown.tilesize,
        "url": f"/tiles/scenes/{scene.uid}/{shown.grid}/{{z}}/{{x}}/{{y}}.webp?v={shown.version}",
        "shape": list(raster.shape),
        "asset_sha256": shown.asset.sha256,
        "transform": list(raster.transform) if raster.transform else None,
        "why_not": None,
    }


async def asset(context: Context, request: Request) -> Response:
    """GET /api/scenes/{uid}/assets/{key}: the original, byte for byte, never opened by GDAL."""
    scene = await http.in_thread(context.catalogue.scene, request.path_params["uid"])
    key = request.path_params["key"]
    found = next((a for a in scene.assets if a.key == key and a.is_local), None)
    path = Path(found.href) if found else None
    if path is None or not path.is_file():
        raise NotFound(f"scene {scene.name} has no file {key!r} on this computer.")
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=path.name,
        headers={"Cache-Control": "private, no-cache"},
    )


async def tile_grid(context: Context, request: Request) -> Response:
    """Answer `GET /api/scenes/{uid}/grid?z=`."""
    uid, z = request.path_params["uid"], request.query_params.get("z")
    wanted = None if z is None else http.whole(z, "z", 0, 26)

    def make() -> dict[str, Any]:
        scene = context.catalogue.scene(uid)
        return grid_json(scene, wanted, list(context.catalogue.annotations(uid)))

    return json_response(await http.in_thread(make))


def grid_json(scene: Scene, z: int | None, annotations: list[Annotation]) -> dict[str, Any]:
    """The tiles of a scene in reading order, each with its ring and what was said of it.

    Rings are lon/lat, on a scene without georeference (column, row). Raises InvalidValue if
    they are more than MOST_TILES; it names a zoom that has fewer.
    """
    shown = display.choose(scene)
    if shown is not None and shown.grid == display.PIXELS:
        z = shown.maxzoom if z is None else z
        tiles = _pixel_tiles(shown, z)
        name = shown.grid
    elif scene.footprint is None:
        raise NotFound(f"scene {scene.name} has no place and no picture, so no tiles.")
    else:
        name = grid.grid_for(scene.footprint)
        z = grid.tile_zoom(scene.gsd_m, scene.footprint) if z is None else z
        _check_count(scene, z)
        found = grid.tiles_of(scene.footprint, name, z)
        tiles = [(x, y, _ring(grid.tile_polygon(name, z, x, y))) for x, y in found]
    said = _states(annotations)
    unsaid: tuple[str, list[str]] = ("unseen", [])
    out = []
    for x, y, ring in tiles:
        key = f"{name}/{z}/{x}/{y}"
        state, classes = said.get(key, unsaid)
        out.append({"x": x, "y": y, "key": key, "ring": ring, "state": state, "classes": classes})
    return {"grid": name, "z": z, "tiles": out}


def _pixel_tiles(shown: display.Display, z: int) -> list[tuple[int, int, list[list[float]]]]:
    rows, cols = shown.raster.shape
    side = display.PIXEL_TILE * 2.0 ** (shown.maxzoom - z)
    across, down = int(-(-cols // side)), int(-(-rows // side))
    if across * down > MOST_TILES:
        raise InvalidValue(f"zoom {z} has {across * down} tiles; use {shown.maxzoom}.")
    out = []
    for y in range(down):
        for x in range(across):
            left, top = x * side, y * side
            right, bottom = min(left + side, cols), min(top + side, rows)
            ring = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
            out.append((x, y, ring))
    return out


def _check_count(scene: Scene, z: int) -> None:
    """Refuse before the tiles are made: 4 times more with each zoom."""
    assert scene.footprint is not None  # noqa: S101 - the caller looked
    side = 40_075_017.0 / 2**z
    estimate = space.area_m2(scene.footprint) / side**2
    if estimate > MOST_TILES:
        better = z
        while estimate > MOST_TILES / 2:
            better, estimate = better - 1, estimate / 4
        raise InvalidValue(f"zoom {z} has more than {MOST_TILES} tiles; use {better}.")


def _ring(polygon: Any) -> list[list[float]]:
    # A tile never crosses 180 degrees in these grids, so it has one part.
    part = shapely.get_parts(polygon)[0]
    return [[round(x, 9), round(y, 9)] for x, y in part.exterior.coords]


def _states(annotations: list[Annotation]) -> dict[str, tuple[str, list[str]]]:
    """Per tile the strongest state that was given and all classes."""
    out: dict[str, tuple[str, list[str]]] = {}
    for one in annotations:
        if one.kind != "tile" or one.tile is None:
            continue
        state, classes = out.get(one.tile, ("unseen", []))
        state = max(state, one.state, key=_RANK.__getitem__)
        add = [one.cls] if one.cls and one.cls not in classes else []
        out[one.tile] = (state, [*classes, *add])
    return out


async def hit(context: Context, request: Request) -> Response:
    """GET /api/hit?lon=&lat=&z=&(filters): observations, then scenes, smallest first.

    `z` is the map's zoom: a point counts as hit within 8 pixels.
    """
    asked = request.query_params
    lon, lat = http.number(asked.get("lon"), "lon"), http.number(asked.get("lat"), "lat")
    if lon is None or lat is None:
        raise InvalidValue("lon and lat are needed, in degrees.")
    BBox(lon, lat, lon, lat)  # refuses what is not on the globe
    z = http.number(asked.get("z"), "z")
    query = http.scene_query(request)

    def make() -> dict[str, Any]:
        _, index = context.index.get()
        scenes = []
        for own in scenes_at(index, query, lon, lat):
            footprint = context.catalogue.scene(own["uid"]).footprint
            area = space.area_m2(footprint) / 1e6 if footprint else None
            scenes.append({**own, "kind": "scene", "area_km2": area})
        scenes.sort(key=lambda s: (s["area_km2"] or 0, s["id"], s["uid"]))
        near = observations_at(context.catalogue, lon, lat, z, query.when)
        return {"hits": [*near, *scenes][:_MOST_HITS]}

    return json_response(await http.in_thread(make))

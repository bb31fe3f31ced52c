"""Scenes over HTTP: details, original files, and what is under a point."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from starlette.responses import FileResponse, Response

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.imagery import display
from catalogue.interval import format_utc
from catalogue.model import BBox, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.footprints import scenes_at
from catalogue.web.observations import observations_at
from catalogue.web.pixels import styles_json
from catalogue.write.stac import bbox

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.web.context import Context

_MOST_HITS = 200


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
        "styles": styles_json(scene),
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

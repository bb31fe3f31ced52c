"""Scenes over HTTP: details, original files, and what is under a point."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from starlette.responses import FileResponse, Response

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.imagery import display
from catalogue.interval import format_utc
from catalogue.model import LINK, BBox, Scene
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.web.observations import observations_at
from catalogue.web.pixels import styles_json
from catalogue.web.query import footprint_query
from catalogue.write.stac import bbox

if TYPE_CHECKING:
    from starlette.requests import Request

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

_MOST_HITS = 100


async def details(context: Context, request: Request) -> Response:
    """Answer `GET /api/scenes/{uid}`. Who asks is about to look: its pixels are made ready."""
    scene = await http.in_thread(context.catalogue.scene, request.path_params["uid"])
    shown = display.choose(scene)
    if shown is not None:
        context.displays.opened(scene, shown)
    return json_response(await http.in_thread(scene_json, scene))


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
        "version": scene.version,
        "stated_date": scene.stated_date,
        "stated_by": scene.stated_by,
        "link": next((a.href for a in scene.assets if a.key == LINK), None),
        "placing": asdict(scene.placing) if scene.placing else None,
        "position_error": scene.position_error_m,
        "attribution": attribution,
        "imagery": _imagery(scene),
        "picture": _imagery(scene.unplaced()) if scene.kind == "reference" else None,
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
    """GET /api/hit?lon=&lat=&z=&near=*&(filters): observations, then scenes, smallest first.

    `z` is the map's zoom: a point counts as hit within 8 pixels. `near` names scenes whose marks
    were hit, being wider than the footprints. At most _MOST_HITS scenes; `total` counts all.
    """
    asked = request.query_params
    lon, lat = http.number(asked.get("lon"), "lon"), http.number(asked.get("lat"), "lat")
    if lon is None or lat is None:
        raise InvalidValue("lon and lat are needed, in degrees.")
    BBox(lon, lat, lon, lat)  # refuses what is not on the globe
    z = http.number(asked.get("z"), "z")
    query = footprint_query(request)

    def make() -> dict[str, Any]:
        _, chosen = context.index.select(query)
        rows = chosen.under(lon, lat)
        found = [uid.decode() for uid in chosen.index.parts.uid[rows].tolist()]
        uids = list(dict.fromkeys((*asked.getlist("near")[:_MOST_HITS], *found)))
        scenes = [h for uid in uids[:_MOST_HITS] if (h := _hit(context.catalogue, uid))]
        scenes.sort(key=lambda s: (s["area_km2"] or 0, s["id"], s["uid"]))
        near = observations_at(context.catalogue, lon, lat, z, query.when)
        return {"hits": [*near, *scenes], "total": len(near) + len(uids)}

    return json_response(await http.in_thread(make))


def _hit(cat: Catalogue, uid: str) -> dict[str, Any] | None:
    """What a list says of a scene; None if it is gone."""
    try:
        scene = cat.scene(uid)
    except NotFound:
        return None
    return {**brief(scene), "kind": "scene"}


def brief(scene: Scene) -> dict[str, Any]:
    """A scene in a list; `t` is the begin in ms since 1970, None is unknown."""
    begin = scene.when.begin if scene.when else None
    return {
        "uid": scene.uid,
        "id": scene.id,
        "collection": scene.collection,
        "platform": scene.platform,
        "t": int(begin.timestamp() * 1000) if begin else None,
        "gsd": scene.gsd_m,
        "cloud": scene.cloud_pct,
        "area_km2": space.area_m2(scene.footprint) / 1e6 if scene.footprint else None,
    }

"""Scenes -> STAC 1.1 ItemCollection.

An item that came in as STAC goes out as it was received, every field of it; only the hrefs of
files on this machine are the paths where the files lie, and files found later are added. A lone
raster becomes an item of what is known of it. STAC asks for a time: a scene without one is left
out, with a warning that names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from catalogue.interval import format_utc
from catalogue.model import Asset, Scene
from catalogue.write.atomic import atomic
from catalogue.write.table import Written, json_text

VERSION = "1.1.0"
_EXTENSION = "https://stac-extensions.github.io/{}/schema.json"
_FIELDS = {  # property -> (field of Scene, extension)
    "platform": ("platform", None),
    "gsd": ("gsd_m", None),
    "eo:cloud_cover": ("cloud_pct", "eo/v1.1.0"),
    "view:off_nadir": ("off_nadir_deg", "view/v1.0.0"),
    "view:sun_elevation": ("sun_elevation_deg", "view/v1.0.0"),
    "view:sun_azimuth": ("sun_azimuth_deg", "view/v1.0.0"),
}
_ASSET_EXTENSIONS = {"file": "file/v2.1.0", "proj": "projection/v2.0.0"}


def write_stac(path: Path, scenes: Iterable[Scene], *, overwrite: bool = False) -> Written:
    """Write an ItemCollection, one item a line. Raises InvalidValue (see `atomic`)."""
    count, warnings = 0, []
    with (
        atomic(path, overwrite=overwrite) as draft,
        draft.open("w", encoding="utf-8", newline="\n") as out,
    ):
        out.write('{"type":"FeatureCollection","features":[')
        for scene in scenes:
            item = to_item(scene)
            if item is None:
                warnings.append(f"{scene.name}: left out, STAC needs an acquisition time.")
                continue
            out.write(",\n" if count else "\n")
            out.write(json_text(item, f"scene {scene.name}"))
            count += 1
        out.write("\n]}\n")
    return Written(path, count, tuple(warnings))


def to_item(scene: Scene) -> dict[str, Any] | None:
    """The scene as a STAC Item, None if its time is unknown or open on a side."""
    when = scene.when
    if when is None or when.begin is None or when.end is None:
        return None
    times = _times(when.begin, when.end)
    if scene.stac.get("type") != "Feature":
        return _built(scene, times)
    item: dict[str, Any] = json.loads(json.dumps(scene.stac))  # a copy to the last level
    item["id"] = scene.id  # a lone raster may have been renamed, and a collection been given
    if scene.collection is not None:
        item["collection"] = scene.collection
    properties = item.setdefault("properties", {})
    if not (properties.get("datetime") or properties.get("start_datetime")):
        properties.update(times)
    assets = item.setdefault("assets", {})
    for asset in scene.assets:
        if asset.key in assets and asset.is_local:
            assets[asset.key]["href"] = asset.href
        elif asset.key not in assets:
            assets[asset.key] = _asset(asset)
    item.setdefault("links", [])
    return item


def _times(begin: datetime, end: datetime) -> dict[str, Any]:
    if begin == end:
        return {"datetime": format_utc(begin)}
    return {
        "datetime": None,
        "start_datetime": format_utc(begin),
        "end_datetime": format_utc(end),
    }


def _built(scene: Scene, properties: dict[str, Any]) -> dict[str, Any]:
    extensions: set[str] = set()
    if scene.instruments:
        properties["instruments"] = list(scene.instruments)
    for name, (field, extension) in _FIELDS.items():
        value = getattr(scene, field)
        if value is not None:
            properties[name] = value
            extensions |= {extension} if extension else set()
    if scene.crs:
        code = re.fullmatch(r"[A-Z]+:\w+", scene.crs)
        properties["proj:code" if code else "proj:wkt2"] = scene.crs
        extensions.add(_ASSET_EXTENSIONS["proj"])
    assets = {asset.key: _asset(asset) for asset in scene.assets}
    names = {name.split(":")[0] for asset in assets.values() for name in asset}
    extensions |= {path for prefix, path in _ASSET_EXTENSIONS.items() if prefix in names}
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": sorted(_EXTENSION.format(name) for name in extensions),
        "id": scene.id,
        "geometry": None if scene.footprint is None else mapping(scene.footprint),
        "properties": properties,
        "links": [],
        "assets": assets,
    }
    if scene.footprint is not None:
        item["bbox"] = bbox(scene.footprint)
    if scene.collection is not None:
        item["collection"] = scene.collection
    return item


def _asset(asset: Asset) -> dict[str, Any]:
    value: dict[str, Any] = {"href": asset.href}
    if asset.media_type:
        value["type"] = asset.media_type
    if asset.roles:
        value["roles"] = list(asset.roles)
    if asset.size is not None:
        value["file:size"] = asset.size
    if asset.sha256:
        value["file:checksum"] = "1220" + asset.sha256  # multihash: sha2-256, 32 bytes
    raster = asset.raster
    if raster is not None:
        value["proj:shape"] = list(raster.shape)
        if raster.transform is not None and raster.georeference == "affine":
            value["proj:transform"] = list(raster.transform)
    return value


def bbox(geometry: BaseGeometry) -> list[float]:
    """[west, south, east, north]; west > east where parts meet at 180 degrees (RFC 7946, 5.2)."""
    west, south, east, north = geometry.bounds
    parts = shapely.bounds(shapely.get_parts(geometry))
    if west == -180 and east == 180 and not any(p[0] == -180 and p[2] == 180 for p in parts):
        # the gap between the parts, seen from the west, is what the box leaves out
        ends = sorted((float(p[0]), float(p[2])) for p in parts)
        reach, gap, around = ends[0][1], 0.0, (west, east)
        for begin, end in ends[1:]:
            if begin - reach > gap:
                gap, around = begin - reach, (begin, reach)
            reach = max(reach, end)
        west, east = around
    return [float(west), float(south), float(east), float(north)]

"""From one raster (or the bands of one Landsat product) to a Scene with its own STAC item."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidTime
from catalogue.imagery.sandbox import Sandbox
from catalogue.interval import Interval, format_utc
from catalogue.model import Asset, BandStatistics, RasterInfo, Scene
from catalogue.read import dates
from catalogue.read.files import hashed
from catalogue.read.mtl import Mtl
from catalogue.read.names import LANDSAT_PRODUCT, Named, read_name
from catalogue.read.options import ReadOptions

MEDIA_TYPES = {
    "GTiff": "image/tiff; application=geotiff",
    "JP2OpenJPEG": "image/jp2",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
}
NO_TIME = "has no acquisition time; give it with --datetime, until then it is never linked."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the child process found out about one file."""

    asset: Asset
    footprint: BaseGeometry | None
    gsd_m: float | None
    tags: Mapping[str, str]
    warnings: tuple[str, ...]


def read_facts(path: Path, key: str, sandbox: Sandbox, options: ReadOptions) -> Facts:
    """Hash one raster and have it looked at. Raises UnreadableFile, without the path."""
    sha256, size = hashed(path)
    seen = sandbox.run("probe", path=str(path))
    wkb = seen["footprint"]
    asset = Asset(
        key=key,
        href=str(path),
        media_type=MEDIA_TYPES.get(seen["driver"]),
        roles=("data",),
        size=size,
        sha256=sha256,
        raster=raster_info(seen),
        provenance=options.provenance,
    )
    return Facts(
        asset,
        None if wkb is None else shapely.from_wkb(wkb),
        seen["gsd_m"],
        seen["tags"],
        tuple(seen["warnings"]),
    )


def raster_info(seen: Mapping[str, Any]) -> RasterInfo:
    """The child's answer as a value."""
    transform = seen["transform"]
    return RasterInfo(
        shape=(seen["shape"][0], seen["shape"][1]),
        bands=seen["bands"],
        dtype=seen["dtype"],
        crs=seen["crs"],
        transform=None if transform is None else tuple(transform),
        georeference=seen["georeference"],
        nodata=seen["nodata"],
        statistics=tuple(BandStatistics(*row) for row in seen["statistics"]),
        band_names=tuple(seen["band_names"]),
        colour=tuple(seen["colour"]),
    )


def lone_scene(path: Path, facts: Facts, options: ReadOptions) -> Scene:
    """One raster without a STAC item: its id is the file's stem."""
    return _scene(path.stem, (facts,), None, options)


def landsat_scene(
    product: str, bands: tuple[Facts, ...], mtl: Mtl | None, options: ReadOptions
) -> Scene:
    """The band files of one Landsat product as one scene with an asset each."""
    return _scene(product, bands, mtl, options)


def band_key(path: Path) -> str:
    """The asset key of a Landsat band file: "SR_B4" of "LC08_..._T1_SR_B4.TIF"."""
    found = LANDSAT_PRODUCT.fullmatch(path.stem)
    return found["part"] if found and found["part"] else "data"


def acquisition(
    stem: str, tags: Mapping[str, str], mtl: Mtl | None, options: ReadOptions
) -> dates.Found | None:
    """The best known time: given by hand, tags, MTL, file name, TIFFTAG_DATETIME last."""
    if options.when is not None:
        return given(options.when)
    found = dates.from_tags(tags)
    if found is not None and not (mtl and mtl.when and found.warning):
        return found
    if mtl is not None and mtl.when is not None:
        return mtl.when
    return read_name(stem).when or dates.from_tiff_datetime(tags)


def given(text: str) -> dates.Found:
    """The time a person gave. Raises InvalidTime."""
    try:
        return dates.Found(dates.parse_interval(text), "given")
    except InvalidTime:
        from catalogue.when import parse_edtf

        spans = [i for o in parse_edtf(text, zone="UTC") for i, _ in o.alternatives]
        begins, ends = [i.begin for i in spans], [i.end for i in spans]
        begin = None if None in begins else min(b for b in begins if b)
        end = None if None in ends else max(e for e in ends if e)
        return dates.Found(Interval(begin, end), "given")


def _scene(id_: str, files: tuple[Facts, ...], mtl: Mtl | None, options: ReadOptions) -> Scene:
    when = acquisition(id_, files[0].tags, mtl, options)
    named = read_name(id_)
    warnings = list(dict.fromkeys(w for f in files for w in f.warnings))
    if when is None:
        warnings.append(NO_TIME)
    elif when.warning:
        warnings.append(when.warning)
    placed = [f for f in files if f.footprint is not None]
    footprint = shapely.union_all([f.footprint for f in placed]) if placed else None
    gsds = [f.gsd_m for f in files if f.gsd_m is not None]
    crs = next((f.asset.raster.crs for f in files if f.asset.raster), None)
    gsd = min(gsds) if gsds else None
    return Scene(
        uid=uuid.uuid4().hex,
        id=id_,
        collection=options.collection,
        footprint=footprint,
        when=when.when if when else None,
        when_source=when.source if when else None,
        platform=(mtl.platform if mtl else None) or named.platform,
        instruments=(mtl.instruments if mtl else ()) or named.instruments,
        gsd_m=gsd if gsd is not None and 1e-6 <= gsd <= 1e7 else None,
        cloud_pct=mtl.cloud_pct if mtl else None,
        sun_elevation_deg=mtl.sun_elevation_deg if mtl else None,
        sun_azimuth_deg=mtl.sun_azimuth_deg if mtl else None,
        crs=crs,
        assets=tuple(f.asset for f in files),
        stac=_item(id_, files, footprint, when, gsd, mtl, named, options),
        warnings=tuple(warnings),
    )


def _item(
    id_: str,
    files: tuple[Facts, ...],
    footprint: BaseGeometry | None,
    when: dates.Found | None,
    gsd: float | None,
    mtl: Mtl | None,
    named: Named,
    options: ReadOptions,
) -> dict[str, Any]:
    """A STAC 1.1 item that says what was found and nothing more."""
    properties: dict[str, Any] = {
        **_times(when),
        "gsd": gsd,
        "platform": (mtl.platform if mtl else None) or named.platform,
        "instruments": list((mtl.instruments if mtl else ()) or named.instruments) or None,
        "eo:cloud_cover": mtl.cloud_pct if mtl else None,
        "view:sun_elevation": mtl.sun_elevation_deg if mtl else None,
        "view:sun_azimuth": mtl.sun_azimuth_deg if mtl else None,
    }
    kept = {k: v for k, v in properties.items() if v is not None or k == "datetime"}
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": "1.1.0",
        "id": id_,
        "geometry": None if footprint is None else shapely.geometry.mapping(footprint),
        "properties": kept,
        "links": [],
        "assets": {f.asset.key: written_asset(f.asset) for f in files},
    }
    if footprint is not None:
        item["bbox"] = _bbox(footprint)
    if options.collection:
        item["collection"] = options.collection
    return item


def _times(when: dates.Found | None) -> dict[str, Any]:
    if when is None or (when.when.begin is None and when.when.end is None):
        return {"datetime": None}
    begin, end = when.when.begin, when.when.end
    if when.when.is_instant and begin is not None:
        return {"datetime": format_utc(begin)}
    return {
        "datetime": None,
        "start_datetime": format_utc(begin) if begin else None,
        "end_datetime": format_utc(end) if end else None,
    }


def _bbox(footprint: BaseGeometry) -> list[float]:
    """[west, south, east, north]; west > east across 180 degrees (RFC 7946, section 5.2).

    The box is the circle of longitudes without the widest gap between the footprint's parts.
    """
    west, south, east, north = footprint.bounds
    spans = sorted((part.bounds[0], part.bounds[2]) for part in shapely.get_parts(footprint))
    widest, reach = 360.0 - (east - west), spans[0][1]
    box = [west, south, east, north]
    for begin, end in spans[1:]:
        if begin - reach > widest:
            widest = begin - reach
            box = [begin, south, reach, north]
        reach = max(reach, end)
    return box


def written_asset(asset: Asset) -> dict[str, Any]:
    """One asset in STAC's words."""
    raster = asset.raster
    out: dict[str, Any] = {
        "href": asset.href,
        "type": asset.media_type,
        "roles": list(asset.roles),
        "file:size": asset.size,
        "file:checksum": f"1220{asset.sha256}" if asset.sha256 else None,
    }
    if raster is not None:
        if raster.crs is not None:
            out["proj:code" if len(raster.crs) < 40 else "proj:wkt2"] = raster.crs
        out["proj:shape"] = list(raster.shape)
        out["proj:transform"] = list(raster.transform) if raster.transform else None
        out["nodata"] = raster.nodata
        out["data_type"] = raster.dtype
    return {k: v for k, v in out.items() if v is not None}

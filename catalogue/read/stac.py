"""From a STAC item (any version) to a Scene; files beside the item are joined by name."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import orjson

from catalogue.errors import UnreadableFile
from catalogue.model import Asset, Scene
from catalogue.read.geotiff import Facts, given
from catalogue.read.options import ReadOptions
from catalogue.read.stac_fields import mapping, read_fields

_MAX_ID = 1000
_SHA256_MULTIHASH = "1220"


def is_item(value: Any) -> bool:
    """True for a STAC item; a plain GeoJSON feature is none."""
    if not isinstance(value, Mapping) or value.get("type") != "Feature":
        return False
    if "stac_version" in value:
        return True
    return isinstance(value.get("assets"), Mapping) and "id" in value


def item_id(item: Mapping[str, Any]) -> str:
    """The item's id. Raises UnreadableFile when it has none that can be used."""
    value = item.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise UnreadableFile("is a STAC item without an id; give it one.")
    if len(value) > _MAX_ID or not value.isprintable():
        raise UnreadableFile("has an id that is too long or holds control characters.")
    return value


def collection_of(item: Mapping[str, Any], options: ReadOptions) -> str | None:
    """The item's collection, else the one given for files that name none."""
    value = item.get("collection") or mapping(item.get("properties")).get("collection")
    return value if isinstance(value, str) and value.isprintable() else options.collection


def digest(item: Mapping[str, Any]) -> bytes:
    """A short hash of everything the item says, links aside (they say where it lies)."""
    content = {k: v for k, v in item.items() if k != "links"}
    data = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(data, digest_size=16).digest()


def local_files(
    item: Mapping[str, Any], folder: Path, root: Path, names: frozenset[str], alone: bool
) -> dict[str, Path]:
    """The asset keys whose files lie on this machine.

    A relative href is followed inside `root` only. A URL is joined to the file in `folder` with
    the same name (`names` lists them) when that name holds the item's id or the item is `alone`
    there: "B02.tif" may be anyone's.
    """
    found: dict[str, Path] = {}
    known = str(item.get("id", "")).lower()
    for key, asset in mapping(item.get("assets")).items():
        href = mapping(asset).get("href")
        if not isinstance(href, str) or not href or "\x00" in href:
            continue
        path = _relative(href, folder, root)
        if path is None:
            name = PurePosixPath(unquote(urlsplit(href.replace("\\", "/")).path)).name
            if name in names and (alone or (known and known in name.lower())):
                path = folder / name
        if path is not None:
            found[str(key)] = path
    return found


def inside(href: str, folder: Path, root: Path) -> Path | None:
    """The path a relative href means, if it stays within `root`; None otherwise."""
    text = unquote(href).replace("\\", "/").split("#")[0].split("?")[0]
    if not text or "\x00" in text or "://" in text or text.startswith("/"):
        return None
    path = Path(os.path.normpath(folder / text))
    real = Path(os.path.realpath(path))
    return path if real.is_relative_to(os.path.realpath(root)) else None


def _relative(href: str, folder: Path, root: Path) -> Path | None:
    path = inside(href, folder, root)
    try:
        return path if path is not None and path.is_file() else None
    except OSError:  # a name too long for this file system
        return None


def scene_of(
    item: Mapping[str, Any],
    folder: Path,
    facts: Mapping[str, Facts],
    papers: Mapping[str, Asset],
    options: ReadOptions,
) -> Scene:
    """The scene of one item. `facts` are of its local rasters, `papers` its other local files.

    Raises UnreadableFile when the item has no usable id or states what cannot be, InvalidTime for
    a bad `--datetime`.
    """
    fields = read_fields(item)
    warnings = fields.warnings
    source = "STAC" if fields.when else None
    if options.when is not None:
        fields.when, source = given(options.when).when, "given"
    assets = _assets(item, folder, facts, papers, options, warnings)
    sizes = [f.gsd_m for f in facts.values() if f.gsd_m is not None]
    crs = next((a.raster.crs for a in assets if a.raster and a.raster.crs), None)
    gsd = fields.gsd_m if fields.gsd_m is not None else min(sizes, default=None)
    return Scene(
        uid=uuid.uuid4().hex,
        id=item_id(item),
        collection=collection_of(item, options),
        footprint=fields.footprint,
        when=fields.when,
        when_source=source,
        platform=fields.platform,
        instruments=fields.instruments,
        gsd_m=gsd,
        cloud_pct=fields.cloud_pct,
        off_nadir_deg=fields.off_nadir_deg,
        sun_elevation_deg=fields.sun_elevation_deg,
        sun_azimuth_deg=fields.sun_azimuth_deg,
        crs=fields.crs or crs,
        assets=assets,
        stac=item,
        warnings=tuple(warnings),
    )


def _assets(
    item: Mapping[str, Any],
    folder: Path,
    facts: Mapping[str, Facts],
    papers: Mapping[str, Asset],
    options: ReadOptions,
    warnings: list[str],
) -> tuple[Asset, ...]:
    own = _own_address(item)
    out, missing = [], 0
    for key, raw in mapping(item.get("assets")).items():
        stated = mapping(raw)
        href = stated.get("href")
        if not isinstance(href, str) or not href:
            continue
        local = facts[key].asset if key in facts else papers.get(key)
        sha256 = _sha256(stated)
        if local is not None:
            if sha256 is not None and local.sha256 != sha256:
                warnings.append(f"the file of asset {key} differs from the checksum in the item.")
            out.append(_stated(key, local.href, stated, local, options))
            continue
        absolute = _absolute(href, own, folder)
        missing += "://" not in absolute
        size = stated.get("file:size")
        remote = Asset(key, absolute, size=size if isinstance(size, int) else None, sha256=sha256)
        out.append(_stated(key, absolute, stated, remote, options))
    if missing:
        are = "is" if missing == 1 else "are"
        warnings.append(f"{missing} of its files {are} not where the item says.")
    return tuple(out)


def _stated(
    key: str, href: str, stated: Mapping[str, Any], known: Asset, options: ReadOptions
) -> Asset:
    media, roles = stated.get("type"), stated.get("roles")
    return Asset(
        key=str(key),
        href=href,
        media_type=media if isinstance(media, str) else known.media_type,
        roles=tuple(str(r) for r in roles) if isinstance(roles, list) else (),
        size=known.size,
        sha256=known.sha256,
        raster=known.raster,
        provenance=options.provenance,
    )


def _own_address(item: Mapping[str, Any]) -> str | None:
    links = item.get("links")
    for link in links if isinstance(links, list) else []:
        link = mapping(link)
        if link.get("rel") == "self" and "://" in str(link.get("href")):
            return str(link["href"])
    return None


def _absolute(href: str, own: str | None, folder: Path) -> str:
    if "://" in href:
        return href
    if own is not None:
        return urljoin(own, href)
    return os.path.normpath(folder / href.replace("\\", "/").replace("\x00", ""))


def _sha256(stated: Mapping[str, Any]) -> str | None:
    """A SHA-256 that the item states, as a multihash; other kinds of hash are left to `stac`."""
    text = stated.get("file:checksum") or stated.get("checksum:multihash")
    if not isinstance(text, str):
        return None
    text = text.lower()
    wanted = len(_SHA256_MULTIHASH) + 64
    return text[4:] if text.startswith(_SHA256_MULTIHASH) and len(text) == wanted else None

"""STAC Items, Collections and pages of them, with the links and addresses of this server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.errors import NotFound
from catalogue.identity import UNCOLLECTED
from catalogue.interval import format_utc
from catalogue.model import Scene, SceneQuery
from catalogue.write.stac import VERSION, bbox, to_item

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

MOST = 1000


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked for; `raw` are its parameters as they were given, for the next page's link."""

    query: SceneQuery
    area: BaseGeometry | None
    limit: int
    after: tuple[int, str] | None
    raw: Mapping[str, Any]


def link(rel: str, href: str, kind: str = "application/json", **more: Any) -> dict[str, Any]:
    """A STAC link; `kind` is its media type."""
    return {"rel": rel, "href": href, "type": kind, **more}


def page(cat: Catalogue, asked: Search, root: str) -> dict[str, Any]:
    """One page of items; `token` is None on the last one."""
    features: list[dict[str, Any]] = []
    last: Scene | None = None
    token = None
    for scene in _found(cat, asked):
        if len(features) == asked.limit and last is not None and last.when is not None:
            token = f"{last.when.begin_us}:{last.uid}"
            break
        made = item(scene, root)
        if made is not None:
            features.append(made)
            last = scene
    return {
        "type": "FeatureCollection",
        "features": features,
        "numberReturned": len(features),
        "token": token,
    }


def _found(cat: Catalogue, asked: Search) -> Iterator[Scene]:
    """Scenes with place and time that match, newest first."""
    query = asked.query
    loose = UNCOLLECTED in query.collections
    if loose:  # the store has no name for "in no collection", so it is looked at here
        query = replace(query, collections=())
    for scene in cat.scenes(query, after=asked.after):
        if not scene.can_link:
            continue
        if loose and (scene.collection or UNCOLLECTED) not in asked.query.collections:
            continue
        if asked.area is not None and not shapely.intersects(scene.footprint, asked.area):
            continue
        yield scene


def item(scene: Scene, root: str) -> dict[str, Any] | None:
    """The STAC Item with links and hrefs of this server; None if STAC has no form for its time."""
    made = to_item(scene)
    if made is None:
        return None
    name = scene.collection or UNCOLLECTED
    stac = f"{root}/stac"
    own = f"{stac}/collections/{quote(name, safe='')}"
    # What came with the item may point to files of whoever wrote it: only the web's addresses stay.
    kept = [
        link
        for link in made.get("links", ())
        if link.get("rel") not in ("self", "root", "parent", "collection", "item", "items")
        and str(link.get("href", "")).startswith(("http://", "https://"))
    ]
    links = [
        link("self", f"{own}/items/{quote(scene.id, safe='')}", "application/geo+json"),
        link("root", f"{stac}/"),
        link("parent", own),
        link("collection", own),
    ]
    assets = {
        key: href
        for key, value in made.get("assets", {}).items()
        if (href := _asset(scene, key, value, root)) is not None
    }
    return {
        **made,
        "id": scene.id,
        "collection": name,
        "geometry": shapely.geometry.mapping(scene.footprint),
        "bbox": bbox(scene.footprint) if scene.footprint is not None else None,
        "links": [*links, *kept],
        "assets": assets,
    }


def _asset(scene: Scene, key: str, value: Mapping[str, Any], root: str) -> dict[str, Any] | None:
    """An asset with an address on this server or on the web; None for a path that is not ours."""
    rest = {k: v for k, v in value.items() if k not in ("href", "alternate")}
    known = next((a for a in scene.assets if a.key == key), None)
    if known is not None and known.is_local:
        href = f"{root}/api/scenes/{scene.uid}/assets/{quote(key, safe='')}"
        return {**rest, "href": href}
    href = known.href if known is not None else str(value.get("href", ""))
    return {**rest, "href": href} if href.startswith(("http://", "https://", "s3://")) else None


def collection_names(cat: Catalogue) -> list[str]:
    """Collections by name, the one for scenes without a collection included."""
    return sorted({name or UNCOLLECTED for name in cat.store.collections()})


def check_known(cat: Catalogue, name: str) -> None:
    """Raise NotFound unless there is a collection of this name."""
    if name not in collection_names(cat):
        raise NotFound(f"there is no collection {name!r}.")


def collection(cat: Catalogue, name: str, root: str) -> dict[str, Any]:
    """A STAC Collection; its extent is that of the scenes that are listed."""
    own = f"{root}/collections/{quote(name, safe='')}"
    space_extent, time_extent = _extent(cat, name)
    return {
        "type": "Collection",
        "stac_version": VERSION,
        "id": name,
        "description": f"Scenes of collection {name}."
        if name != UNCOLLECTED
        else "Scenes that were taken in without a collection.",
        "license": "other",
        "extent": {"spatial": {"bbox": [space_extent]}, "temporal": {"interval": [time_extent]}},
        "links": [
            link("self", own),
            link("root", f"{root}/"),
            link("parent", f"{root}/"),
            link("items", f"{own}/items", "application/geo+json"),
        ],
    }


def _extent(cat: Catalogue, name: str) -> tuple[list[float], list[str | None]]:
    """The box and the times of the scenes that are listed; the world where there are none."""
    footprints: list[tuple[float, ...]] = []
    begins: list[datetime | None] = []
    ends: list[datetime | None] = []
    asked = Search(SceneQuery(collections=(name,)), None, MOST, None, {})
    for scene in _found(cat, asked):
        if scene.footprint is not None and scene.when is not None:
            footprints.append(scene.footprint.bounds)
            begins.append(scene.when.begin)
            ends.append(scene.when.end)
    if not footprints:
        return [-180.0, -90.0, 180.0, 90.0], [None, None]
    west, south = (min(f[i] for f in footprints) for i in (0, 1))
    east, north = (max(f[i] for f in footprints) for i in (2, 3))
    first = None if None in begins else min(b for b in begins if b)
    last = None if None in ends else max(e for e in ends if e)
    times = [None if t is None else format_utc(t) for t in (first, last)]
    return [west, south, east, north], times

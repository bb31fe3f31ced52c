"""A small STAC API (core, collections, items, item search) over scenes with place and time.

Scenes without a collection are listed in one called "uncollected". Files on this machine are
offered by id; no local path is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.interval import format_utc
from catalogue.model import BBox, Scene, SceneQuery
from catalogue.web import http
from catalogue.web.errors import json_response
from catalogue.write.stac import VERSION, bbox, to_item

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.catalogue import Catalogue
    from catalogue.web.context import Context

UNCOLLECTED = "uncollected"
_DEFAULT_LIMIT, _MOST = 10, 1000
_GEOJSON = {"Content-Type": "application/geo+json"}
_CONFORMS = (
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/ogcapi-features",
    "https://api.stacspec.org/v1.0.0/item-search",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked for; `raw` are its parameters as they were given, for the next page's link."""

    query: SceneQuery
    area: BaseGeometry | None
    limit: int
    after: tuple[int, str] | None
    raw: Mapping[str, Any]


def _root(request: Request) -> str:
    """Where this API stands, as the client sees it: scheme, host and any prefix before ours."""
    return str(request.base_url).rstrip("/")


def _link(rel: str, href: str, kind: str = "application/json", **more: Any) -> dict[str, Any]:
    return {"rel": rel, "href": href, "type": kind, **more}


async def landing(context: Context, request: Request) -> Response:
    """Answer `GET /stac/`."""
    root = _root(request) + "/stac"
    names = await http.in_thread(_collection_names, context.catalogue)
    geojson = "application/geo+json"
    links = [
        _link("self", f"{root}/"),
        _link("root", f"{root}/"),
        _link("conformance", f"{root}/conformance"),
        _link("data", f"{root}/collections"),
        _link("search", f"{root}/search", geojson, method="GET"),
        _link("search", f"{root}/search", geojson, method="POST"),
        *(_link("child", f"{root}/collections/{quote(name, safe='')}") for name in names),
    ]
    return json_response(
        {
            "type": "Catalog",
            "stac_version": VERSION,
            "id": "imagery-catalogue",
            "title": "Imagery catalogue",
            "description": "Scenes of this catalogue whose place and time are known.",
            "conformsTo": _CONFORMS,
            "links": links,
        }
    )


async def conformance(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """Answer `GET /stac/conformance`."""
    return json_response({"conformsTo": _CONFORMS})


async def collections(context: Context, request: Request) -> Response:
    """Answer `GET /stac/collections`."""
    root = _root(request) + "/stac"

    def make() -> list[dict[str, Any]]:
        names = _collection_names(context.catalogue)
        return [_collection(context.catalogue, name, root) for name in names]

    links = [_link("self", f"{root}/collections"), _link("root", f"{root}/")]
    return json_response({"collections": await http.in_thread(make), "links": links})


async def collection(context: Context, request: Request) -> Response:
    """Answer `GET /stac/collections/{collection}`."""
    name, root = request.path_params["collection"], _root(request) + "/stac"

    def make() -> dict[str, Any]:
        _known(context.catalogue, name)
        return _collection(context.catalogue, name, root)

    return json_response(await http.in_thread(make))


async def items(context: Context, request: Request) -> Response:
    """Answer `GET /stac/collections/{collection}/items`."""
    name, root = request.path_params["collection"], _root(request)
    asked = {**dict(request.query_params), "collections": [name]}

    def make() -> dict[str, Any]:
        _known(context.catalogue, name)
        return _page(context.catalogue, parse(asked), root)

    page = await http.in_thread(make)
    token = page.pop("token")
    here = f"{root}/stac/collections/{quote(name, safe='')}"
    links = [_link("self", f"{here}/items", "application/geo+json"), _link("root", f"{root}/stac/")]
    links.append(_link("collection", here))
    if token:
        again = urlencode({**dict(request.query_params), "token": token})
        links.append(_link("next", f"{here}/items?{again}", "application/geo+json"))
    return json_response({**page, "links": links}, headers=_GEOJSON)


async def item(context: Context, request: Request) -> Response:
    """Answer `GET /stac/collections/{collection}/items/{id}`."""
    name, named = request.path_params["collection"], request.path_params["id"]
    root = _root(request)

    def make() -> dict[str, Any]:
        cat = context.catalogue
        found = cat.store.scenes_named(named, name)
        if not found and name == UNCOLLECTED:
            found = cat.store.scenes_named(named, "")
        made = _item(found[0], root) if found and found[0].can_link else None
        if made is None:
            raise NotFound(
                f"collection {name!r} has no item {named!r} with a known place and time."
            )
        return made

    return json_response(await http.in_thread(make), headers=_GEOJSON)


async def search_get(context: Context, request: Request) -> Response:
    """Answer `GET /stac/search`."""
    asked: dict[str, Any] = dict(request.query_params)
    for name in ("ids", "collections"):
        if asked.get(name):
            asked[name] = asked[name].split(",")
    return await _answer(context, request, parse(asked), "GET")


async def search_post(context: Context, request: Request) -> Response:
    """Answer `POST /stac/search`."""
    return await _answer(context, request, parse(await http.json_body(request)), "POST")


async def _answer(context: Context, request: Request, asked: Search, method: str) -> Response:
    root = _root(request)
    page = await http.in_thread(_page, context.catalogue, asked, root)
    token, here = page.pop("token"), f"{root}/stac/search"
    links = [_link("self", here, "application/geo+json"), _link("root", f"{root}/stac/")]
    if token and method == "POST":
        body = {**asked.raw, "token": token}
        links.append(_link("next", here, "application/geo+json", method="POST", body=body))
    elif token:
        again = urlencode({**dict(request.query_params), "token": token})
        links.append(_link("next", f"{here}?{again}", "application/geo+json", method="GET"))
    return json_response({**page, "links": links}, headers=_GEOJSON)


def parse(asked: Mapping[str, Any]) -> Search:
    """The parameters of a search. Raises InvalidValue, InvalidTime or InvalidGeometry."""
    box = http.bbox(asked.get("bbox"))
    area = asked.get("intersects")
    if box is not None and area is not None:
        raise InvalidValue("give bbox or intersects, not both.")
    if isinstance(area, str):
        raise InvalidValue("intersects is a GeoJSON geometry; send it with POST.")
    geometry = None if area is None else space.normalise(area)
    boxes: tuple[BBox, ...] = (box,) if box else ()
    if geometry is not None:
        boxes = tuple(BBox(*b) for b in space.boxes(geometry))
    when = asked.get("datetime")
    if when is not None and not isinstance(when, str):
        raise InvalidValue(f"datetime is {when!r}; give a text.")
    limit = http.whole(asked.get("limit"), "limit", 1, 10**9, default=_DEFAULT_LIMIT)
    return Search(
        SceneQuery(
            boxes=boxes,
            when=http.interval(when),
            ids=_names(asked, "ids"),
            collections=_names(asked, "collections"),
        ),
        geometry,
        min(limit, _MOST),
        _token(asked.get("token")),
        asked,
    )


def _names(asked: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = asked.get(name) or []
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise InvalidValue(f"{name} is {value!r}; give a list of texts.")
    return tuple(value)


def _token(text: object) -> tuple[int, str] | None:
    """The last scene of the page before, as (begin in microseconds, uid)."""
    if text is None or text == "":
        return None
    begin, _, uid = str(text).partition(":")
    try:
        return int(begin), uid
    except ValueError:
        raise InvalidValue(f"token {text!r} is none of this server's.") from None


def _page(cat: Catalogue, asked: Search, root: str) -> dict[str, Any]:
    """One page of items; `token` is None on the last one."""
    features: list[dict[str, Any]] = []
    last: Scene | None = None
    token = None
    for scene in _found(cat, asked):
        if len(features) == asked.limit and last is not None and last.when is not None:
            token = f"{last.when.begin_us}:{last.uid}"
            break
        made = _item(scene, root)
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


def _item(scene: Scene, root: str) -> dict[str, Any] | None:
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
        _link("self", f"{own}/items/{quote(scene.id, safe='')}", "application/geo+json"),
        _link("root", f"{stac}/"),
        _link("parent", own),
        _link("collection", own),
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


def _collection_names(cat: Catalogue) -> list[str]:
    return sorted({name or UNCOLLECTED for name in cat.store.collections()})


def _known(cat: Catalogue, name: str) -> None:
    if name not in _collection_names(cat):
        raise NotFound(f"there is no collection {name!r}.")


def _collection(cat: Catalogue, name: str, root: str) -> dict[str, Any]:
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
            _link("self", own),
            _link("root", f"{root}/"),
            _link("parent", f"{root}/"),
            _link("items", f"{own}/items", "application/geo+json"),
        ],
    }


def _extent(cat: Catalogue, name: str) -> tuple[list[float], list[str | None]]:
    """The box and the times of the scenes that are listed; the world where there are none."""
    footprints: list[tuple[float, ...]] = []
    begins: list[datetime | None] = []
    ends: list[datetime | None] = []
    asked = Search(SceneQuery(collections=(name,)), None, _MOST, None, {})
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

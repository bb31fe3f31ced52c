"""A small STAC API (core, collections, items, item search) over scenes with place and time.

Scenes without a collection are listed in one called "uncollected". Files on this machine are
offered by id; no local path is ever shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.identity import UNCOLLECTED
from catalogue.model import BBox, SceneQuery
from catalogue.web import http, stac_items
from catalogue.web.errors import json_response
from catalogue.web.stac_items import Search, link
from catalogue.write.stac import VERSION

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.web.context import Context

_DEFAULT_LIMIT = 10
_GEOJSON = {"Content-Type": "application/geo+json"}
_CONFORMS = (
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/ogcapi-features",
    "https://api.stacspec.org/v1.0.0/item-search",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)


def _root(request: Request) -> str:
    """Where this API stands, as the client sees it: scheme, host and any prefix before ours."""
    return str(request.base_url).rstrip("/")


async def landing(context: Context, request: Request) -> Response:
    """Answer `GET /stac/`."""
    root = _root(request) + "/stac"
    names = await http.in_thread(stac_items.collection_names, context.catalogue)
    geojson = "application/geo+json"
    links = [
        link("self", f"{root}/"),
        link("root", f"{root}/"),
        link("conformance", f"{root}/conformance"),
        link("data", f"{root}/collections"),
        link("search", f"{root}/search", geojson, method="GET"),
        link("search", f"{root}/search", geojson, method="POST"),
        *(link("child", f"{root}/collections/{quote(name, safe='')}") for name in names),
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
        names = stac_items.collection_names(context.catalogue)
        return [stac_items.collection(context.catalogue, name, root) for name in names]

    links = [link("self", f"{root}/collections"), link("root", f"{root}/")]
    return json_response({"collections": await http.in_thread(make), "links": links})


async def collection(context: Context, request: Request) -> Response:
    """Answer `GET /stac/collections/{collection}`."""
    name, root = request.path_params["collection"], _root(request) + "/stac"

    def make() -> dict[str, Any]:
        stac_items.check_known(context.catalogue, name)
        return stac_items.collection(context.catalogue, name, root)

    return json_response(await http.in_thread(make))


async def items(context: Context, request: Request) -> Response:
    """Answer `GET /stac/collections/{collection}/items`."""
    name, root = request.path_params["collection"], _root(request)
    asked = {**dict(request.query_params), "collections": [name]}

    def make() -> dict[str, Any]:
        stac_items.check_known(context.catalogue, name)
        return stac_items.page(context.catalogue, parse(asked), root)

    page = await http.in_thread(make)
    token = page.pop("token")
    here = f"{root}/stac/collections/{quote(name, safe='')}"
    links = [link("self", f"{here}/items", "application/geo+json"), link("root", f"{root}/stac/")]
    links.append(link("collection", here))
    if token:
        again = urlencode({**dict(request.query_params), "token": token})
        links.append(link("next", f"{here}/items?{again}", "application/geo+json"))
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
        made = stac_items.item(found[0], root) if found and found[0].can_link else None
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
    page = await http.in_thread(stac_items.page, context.catalogue, asked, root)
    token, here = page.pop("token"), f"{root}/stac/search"
    links = [link("self", here, "application/geo+json"), link("root", f"{root}/stac/")]
    if token and method == "POST":
        body = {**asked.raw, "token": token}
        links.append(link("next", here, "application/geo+json", method="POST", body=body))
    elif token:
        again = urlencode({**dict(request.query_params), "token": token})
        links.append(link("next", f"{here}?{again}", "application/geo+json", method="GET"))
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
        min(limit, stac_items.MOST),
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

"""What every endpoint shares: routes with JSON errors, parameters, and blocking work aside."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import orjson
from anyio import CapacityLimiter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from catalogue.errors import InvalidValue
from catalogue.interval import Interval
from catalogue.model import BBox
from catalogue.web.errors import error_response, problem
from catalogue.when import parse_search_time

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]
MAX_BODY = 4 * 1024 * 1024
# Threads for the store, apart from the ones that Streamlit's pages share.
_STORE_THREADS = CapacityLimiter(4)


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """The result of a function that waits for the store or the disk."""
    return await anyio.to_thread.run_sync(function, *arguments, limiter=_STORE_THREADS)


class _Methods:
    """One path, one endpoint per method.

    A class, so that Starlette leaves methods to it: with a catch-all behind it, a wrong method
    would otherwise answer 404 and not 405.
    """

    def __init__(self, endpoints: dict[str, Endpoint]) -> None:
        self.endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        method = "GET" if request.method == "HEAD" else request.method
        endpoint = self.endpoints.get(method)
        if endpoint is None:
            response = problem(405, f"{request.method} is not possible here.")
            response.headers["Allow"] = ", ".join(sorted(self.endpoints))
        else:
            try:
                response = await endpoint(request)
            except ClientDisconnect:
                return
            except Exception as error:
                response = error_response(error)
        await response(scope, receive, send)


def route(path: str, **endpoints: Endpoint) -> Route:
    """A route with an endpoint per method, `route("/a", GET=read, PUT=write)`."""
    return Route(path, _Methods(endpoints))


async def not_found(request: Request) -> Response:
    """JSON 404 for a path that does not exist, where Streamlit would answer with its page."""
    return nothing_at(request.url.path)


def nothing_at(path: str) -> Response:
    """The JSON answer 404."""
    return problem(404, f"there is nothing at {path}.")


async def json_body(request: Request) -> dict[str, Any]:
    """The JSON object in the body. Raises InvalidValue for another type, size or form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/geo+json"):
        raise InvalidValue(f"Content-Type is {kind!r}; send application/json.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise InvalidValue(f"the body is larger than {MAX_BODY // 1024**2} MB.")
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValue(f"the body is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise InvalidValue("the body must be a JSON object.")
    return value


def number(value: object, name: str) -> float | None:
    """A finite number, None if it is absent or empty. Raises InvalidValue."""
    if value is None or value == "":
        return None
    try:
        found = float(value)  # type: ignore[arg-type]  # what cannot be one raises
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found) or isinstance(value, bool):
        raise InvalidValue(f"{name} is {value!r}; give a number.")
    return found


def whole(value: object, name: str, low: int, high: int, default: int | None = None) -> int:
    """A whole number within [low, high]; `default` if it is absent. Raises InvalidValue."""
    found = number(value, name)
    if found is None and default is not None:
        return default
    if found is None or found != int(found) or not low <= found <= high:
        raise InvalidValue(f"{name} is {value!r}; give a whole number from {low} to {high}.")
    return int(found)


def interval(text: str | None) -> Interval | None:
    """RFC 3339 "A/B", "A/..", "../B" or one moment "A", as STAC has it. Raises InvalidTime.

    B itself is included, as STAC asks. A date is a whole day.
    """
    return None if text is None else parse_search_time(text)


def bbox(value: object) -> BBox | None:
    """W,S,E,N, or six numbers with heights, which are left out. Raises InvalidValue."""
    if value is None or value == "":
        return None
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or len(parts) not in (4, 6):
        raise InvalidValue(f"bbox is {value!r}; give west,south,east,north in degrees.")
    found = [number(p, "bbox") for p in parts]
    if any(p is None for p in found):
        raise InvalidValue(f"bbox is {value!r}; give west,south,east,north in degrees.")
    west, south, east, north = found if len(found) == 4 else (*found[:2], *found[3:5])
    return BBox(west, south, east, north)  # type: ignore[arg-type]  # None was ruled out above

"""A background map from the internet: off until the user gives its address, off at each start.

While it is on, the pages may load pictures from that one host, and from no other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from catalogue.errors import InvalidValue
from catalogue.web import http
from catalogue.web.errors import json_response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from catalogue.web.context import Context

_LONGEST = 2000
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)


class Online:
    """What a running server was allowed to show from elsewhere; None at first."""

    def __init__(self) -> None:
        self.now: dict[str, str] | None = None

    def source(self) -> str:
        """The host as a source in a Content-Security-Policy, "" while it is off."""
        if self.now is None:
            return ""
        parts = urlsplit(self.now["url"])
        return f"{parts.scheme}://{parts.netloc}"


async def put(context: Context, request: Request) -> Response:
    """PUT /api/online {"url": "https://host/{z}/{x}/{y}.png", "credit": text}: switch it on."""
    body = await http.json_body(request)
    url = checked(body.get("url"))
    credit = body.get("credit")
    context.online.now = {"url": url, "credit": credit if isinstance(credit, str) else ""}
    return json_response(context.online.now)


async def delete(context: Context, request: Request) -> Response:  # noqa: ARG001 - one shape
    """DELETE /api/online: switch it off."""
    context.online.now = None
    return json_response({})


def checked(url: Any) -> str:
    """The address of XYZ tiles as given. Raises InvalidValue, with the form it should have."""
    form = "write it as https://host/{z}/{x}/{y}.png"
    if not isinstance(url, str) or not 0 < len(url) <= _LONGEST or not url.isprintable():
        raise InvalidValue(f"the address of the tiles is missing or too long; {form}.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidValue(f"{url!r} is no address; {form}.") from None
    if parts.scheme not in ("https", "http") or parts.username is not None:
        raise InvalidValue(f"{url!r} is no plain web address; {form}.")
    host = parts.hostname or ""
    named = host if port is None else f"{host}:{port}"
    if not _HOST.fullmatch(host) or parts.netloc != named:
        raise InvalidValue(f"{url!r} has no single host; {form}, without {{a-c}} in the host.")
    rest = parts.path + parts.query
    if not all(f"{{{name}}}" in rest for name in "zx") or not re.search(r"\{-?y\}", rest):
        raise InvalidValue(f"{url!r} does not say where z, x and y go; {form}.")
    return url

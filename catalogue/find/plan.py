"""What is to be searched and why, and exactly what would be sent for it. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shapely.geometry.base import BaseGeometry

from catalogue.find.access import Access
from catalogue.find.area import size_words
from catalogue.find.request import HEADERS, SearchRequest, datetime_text


@dataclass(frozen=True, slots=True)
class Limits:
    """What one search may cost. `tries` counts requests for one answer, the first included.

    `longest_wait_s` is the longest pause a provider may ask for between two of them.
    """

    most_scenes: int = 1000
    most_pages: int = 200
    page_bytes: int = 64 * 1024**2
    file_bytes: int = 4 * 1024**3
    connect_s: float = 10.0
    read_s: float = 60.0
    page_s: float = 300.0
    tries: int = 4
    backoff_s: float = 1.0
    longest_wait_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A search that has not been made. `request` is what the provider is told, `area` (normal
    form) the true place that what it answers is held against.

    `observation` and `case` are uids; `name` makes it a saved search; `again` is the one (uid)
    that it repeats. `download` are keys of assets to get as files.
    """

    request: SearchRequest
    area: BaseGeometry
    observation: str | None = None
    case: str | None = None
    name: str | None = None
    again: str | None = None
    download: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def host(self) -> str:
        """Who is asked."""
        return urlsplit(self.request.endpoint).netloc


@dataclass(frozen=True, slots=True)
class Preview:
    """The first request, byte for byte, but for the value of a secret header; and what it means."""

    method: str
    url: str
    host: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    says: tuple[str, ...]

    @property
    def text(self) -> str:
        """The request as HTTP has it."""
        path = urlsplit(self.url).path
        lines = [f"{self.method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in self.headers)]
        return "\n".join([*lines, "", self.body.decode()])

    @property
    def digest(self) -> str:
        """sha256 of what was shown: whoever says yes says it to this."""
        shown = "\n".join([self.url, self.text, *self.says])
        return hashlib.sha256(shown.encode()).hexdigest()


def preview(plan: Plan, access: Access) -> Preview:
    """Exactly what would be sent. Sends nothing."""
    request = plan.request
    body = request.body_bytes()
    headers = {"Host": plan.host, "Content-Length": str(len(body)), **HEADERS}
    if access.header is not None:
        headers[access.header[0]] = f"(the value of {access.env}, not shown)"
    return Preview(
        "POST",
        request.endpoint,
        plan.host,
        tuple(sorted(headers.items())),
        body,
        tuple(_says(plan, access)),
    )


def _says(plan: Plan, access: Access) -> list[str]:
    request, limits = plan.request, plan.limits
    when = "at any time" if request.when is None else f"of {datetime_text(request.when)}"
    said = [f"{plan.host} learns your network address, the area, and the time: scenes {when}."]
    words = size_words(plan.area, request.area)
    if words.startswith("asks for the place itself"):
        words += ": the provider learns it; --enlarge asks for more around it"
    said.append(f"The search {words}.")
    said.append(
        f"Further pages are asked for as its answers say, at the same host only: up to "
        f"{limits.most_pages} pages or {limits.most_scenes:,} scenes."
    )
    proxy = access.proxy(request.endpoint)
    if proxy:
        said.append(f"It goes through the proxy {urlsplit(proxy).hostname} of the environment.")
    if plan.download:
        others = f" or {', '.join(access.hosts)}" if access.hosts else ""
        said.append(
            f"Of scenes that show the place itself, {', '.join(plan.download)} "
            f"will be fetched from {plan.host}{others}: whoever serves them learns which scenes "
            "you want, and so about where the place is."
        )
    else:
        said.append("No picture is opened or fetched; scenes are added with their addresses.")
    return said

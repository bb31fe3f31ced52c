"""Pages of a search, from a STAC API by pystac-client: paged, bounded, within one host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import ProviderFailed, UnreadableFile
from catalogue.find.address import next_page
from catalogue.find.items import Page
from catalogue.find.request import HEADERS, SearchRequest, json_bytes
from catalogue.find.wire import Wire
from catalogue.read.json_text import load

from pystac_client.stac_api_io import StacApiIO  # isort: skip - `wire` says it if it is missing


def pages(request: SearchRequest, wire: Wire) -> Iterator[Page]:
    """Every page. Raises ProviderFailed, and Stopped when that is wished."""
    io = _Io(request.endpoint, wire)
    try:
        for page in io.get_pages(request.endpoint, "POST", request.body()):
            yield _page(page, io.last)
        if not io.page["features"]:  # which `get_pages` passes over
            yield _page(io.page, io.last)
    except RecursionError:
        raise ProviderFailed(f"{io.host}: its answer is nested too deeply to be read.") from None


def _page(page: Mapping[str, Any], url: str) -> Page:
    return Page(tuple(page["features"]), _matched(page), url, bool(page["links"]))


class _Io(StacApiIO):
    """pystac-client's paging over our wire."""

    def __init__(self, endpoint: str, wire: Wire) -> None:
        super().__init__(max_retries=None)
        self.endpoint, self.wire = endpoint, wire
        self.host = wire.endpoint.split("/")[2]
        self.last = endpoint
        self.page: Mapping[str, Any] = {}
        self.asked: set[tuple[str, str, bytes]] = set()

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,  # noqa: ARG002 - the provider's wish is no order
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """One page of the same host. Raises ProviderFailed."""
        method = (method or "GET").upper()
        if method not in ("GET", "POST"):
            raise ProviderFailed(f"{self.host}: its next page is to be had by {method[:20]!r}.")
        url = next_page(href, self.endpoint)
        body = json_bytes(parameters or {}) if method == "POST" else b""
        if (method, url, body) in self.asked:
            raise ProviderFailed(f"{self.host}: its next page is one that was asked for before.")
        self.asked.add((method, url, body))
        if len(self.asked) > self.wire.limits.most_pages:
            raise ProviderFailed(
                f"{self.host} has more than {self.wire.limits.most_pages} pages; ask for less."
            )
        self.last = url
        sent = HEADERS if method == "POST" else _without(HEADERS, "Content-Type")
        return self.wire.page(method, url, body or None, sent).decode("utf-8", "replace")

    def read_json(self, source: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A page whose items and links can be gone through. Raises ProviderFailed."""
        try:
            value = load(self.read_text(source, *args, **kwargs).encode())
        except UnreadableFile as error:
            raise ProviderFailed(f"{self.host}: its answer {error}") from None
        if not isinstance(value, Mapping) or not isinstance(value.get("features"), list):
            raise ProviderFailed(
                f"{self.host}: its answer is no page of STAC items; is this the address of a STAC "
                "API?"
            )
        links = value.get("links")
        following = [link for link in (links if isinstance(links, list) else []) if _leads(link)]
        self.page = {**value, "links": following[:1]}
        return dict(self.page)


def _leads(link: Any) -> bool:
    return (
        isinstance(link, Mapping)
        and link.get("rel") == "next"
        and isinstance(link.get("href"), str)
        and isinstance(link.get("body", {}), Mapping)
        and isinstance(link.get("method", "GET"), str)
    )


def _without(headers: Mapping[str, str], name: str) -> dict[str, str]:
    return {k: v for k, v in headers.items() if k != name}


def _matched(page: Mapping[str, Any]) -> int | None:
    context = page.get("context")
    told = page.get("numberMatched")
    if told is None and isinstance(context, Mapping):
        told = context.get("matched")
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else None

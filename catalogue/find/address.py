"""Which addresses may be asked: the endpoint that the user named, and nothing it leads to. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from catalogue.errors import InvalidValue, ProviderFailed

_LONGEST = 4000
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.ASCII)
_FORM = "write it as https://host/path, such as https://stac.example.org/v1"


def search_url(endpoint: str) -> str:
    """The address of item search: the endpoint of a STAC API, with /search if that is missing.

    https only, http for this machine's own addresses. Raises InvalidValue, also for an address
    that holds a user, a password or parameters: they would be written into the history.
    """
    text = endpoint.strip()
    parts = _split(text)
    if parts is None or not text.isprintable() or len(text) > _LONGEST:
        raise InvalidValue(f"the endpoint {text[:80]!r} is no web address; {_FORM}.")
    if parts.username is not None or parts.query or parts.fragment:
        raise InvalidValue(
            "the endpoint must not hold a user, password or parameters, as it is kept in the "
            "history; put a key into an environment variable and name it (--header-env)."
        )
    if not _HOST.fullmatch((parts.netloc.rpartition(":")[0] or parts.netloc).lower()) and not (
        _HOST.fullmatch(parts.netloc.lower())
    ):
        raise InvalidValue(f"the endpoint {text[:80]!r} has no host; {_FORM}.")
    if not _fit(parts):
        raise InvalidValue(
            f"the endpoint {text[:80]!r} is not https, so anyone on the way could read what is "
            "asked; only this machine's own addresses may do with http."
        )
    path = re.sub(r"/+$", "", parts.path)
    path = path if path.endswith("/search") else f"{path}/search"
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, "", ""))


def origin(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of an address that is one. Raises ProviderFailed."""
    parts = _split(url)
    if parts is None or parts.hostname is None or parts.username is not None:
        raise ProviderFailed(f"the provider names {url[:80]!r}, which is no plain web address.")
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def next_page(href: str, endpoint: str) -> str:
    """The address of a further page, which must lie where the endpoint does.

    Raises ProviderFailed.
    """
    url = joined(endpoint, href)
    if origin(url) != origin(endpoint):
        raise ProviderFailed(
            f"its next page lies at {_shown(url)}, another host than the one you named: not asked."
        )
    return url


def joined(base: str, href: str) -> str:
    """An address that may be relative to another. Raises ProviderFailed for what is none."""
    try:
        return urljoin(base, href)
    except ValueError:
        raise ProviderFailed(f"the provider names {href[:80]!r}, which is no address.") from None


def file_address(href: str, endpoint: str, hosts: Collection[str]) -> str | None:
    """None if a file may be got from `href`, else the reason why not.

    From the endpoint's own host, or over https from one of `hosts`.
    """
    parts = _split(href)
    if parts is None or parts.hostname is None:
        return "is no web address"
    if parts.username is not None:
        return "holds a user name"
    if origin(href) == origin(endpoint):
        return None
    if parts.scheme != "https":
        return f"is {parts.scheme}, not https"
    named = parts.netloc.lower()
    if named not in hosts and parts.hostname not in hosts:
        return f"lies at {named}, which you did not allow; add --from {named}"
    return None


def permitted(scheme: str, peer: str, *, own: bool) -> bool:
    """True if what answers at this IP address may be talked to.

    `own` is the host that the user named: with http it must be this machine. Any other must
    have a public address, so that no answer leads into a private network.
    """
    address = ipaddress.ip_address(peer.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped if mapped is not None else address
    if own:
        return scheme == "https" or address.is_loopback
    return scheme == "https" and address.is_global and not address.is_multicast


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def _fit(parts: SplitResult) -> bool:
    if parts.scheme == "https":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"[:120]

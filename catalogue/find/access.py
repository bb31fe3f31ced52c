"""With what a provider is asked: a header from the environment, a proxy, hosts for files. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from catalogue.errors import InvalidValue

# A name of its own, so that no other secret of the environment can be sent by mistake.
PREFIX = "CATALOGUE_HEADER"
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,63}): ?([\x21-\x7e][\x20-\x7e]{0,8000})")
_OURS = ("host", "content-length", "transfer-encoding", "connection", "content-type",
         "accept-encoding", "range", "if-range")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Access:
    """`header` (name, value) goes to the endpoint's own host only and is never shown or kept;
    `env` is the variable it is from. `hosts` are those that files may be got from besides.
    """

    header: tuple[str, str] | None = field(default=None, repr=False)
    env: str | None = None
    hosts: tuple[str, ...] = ()
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, env: Mapping[str, str], header_env: str | None = None, hosts: tuple[str, ...] = ()
    ) -> Self:
        """As the environment says. Raises InvalidValue, never with the header's value."""
        proxies = {k.lower(): v for k, v in env.items() if k.lower().endswith("_proxy") and v}
        hosts = tuple(host.strip().lower() for host in hosts)
        if header_env is None:
            return cls(hosts=hosts, proxies=proxies)
        if not re.fullmatch(rf"{PREFIX}[A-Z0-9_]*", header_env):
            raise InvalidValue(
                f"the variable {header_env[:80]!r} may not be sent; its name must begin with "
                f"{PREFIX}, such as {PREFIX}_PLANET."
            )
        found = _LINE.fullmatch(env.get(header_env, "").strip())
        if found is None or found[1].lower() in _OURS:
            raise InvalidValue(
                f"the variable {header_env} is not set, or holds no header; give it one line such "
                "as 'Authorization: Bearer ...'."
            )
        return cls((found[1], found[2]), header_env, hosts, proxies)

    def proxy(self, url: str) -> str | None:
        """The proxy that the environment names for an address; none for this machine's own."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host in ("localhost", "127.0.0.1", "::1"):
            return None
        direct = (name.strip().lstrip("*.") for name in self.proxies.get("no_proxy", "").split(","))
        if any(name and (host == name or host.endswith(f".{name}")) for name in direct):
            return None
        return self.proxies.get(f"{parts.scheme}_proxy") or self.proxies.get("all_proxy")

"""The one way out to the network. Without cookies, stored passwords or redirects of its own.

It asks the host that the user named and what the caller allows besides; what answers must have an
address that is permitted (`address.permitted`), which is looked at on the open connection, before
a byte is sent: a name that resolves otherwise a moment later gains nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from catalogue.errors import ProviderFailed
from catalogue.find.access import Access
from catalogue.find.address import origin
from catalogue.find.doors import Refused, direct, proxied
from catalogue.find.plan import Limits
from catalogue.find.stop import Stop
from catalogue.find.unpack import unpacked

import urllib3  # isort: skip
from urllib3 import BaseHTTPResponse  # isort: skip - `doors` says it if it is missing
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError  # isort: skip

# What the network may do to a request.
TROUBLES = (HTTPError, OSError)
# A name that is wrong, nobody there, no certificate: that will not mend itself in seconds.
HOPELESS = (NewConnectionError, SSLError)
AGAIN = (429, 500, 502, 503, 504)
_CHUNK = 64 * 1024
Answer = BaseHTTPResponse


class Wire:
    """Requests to one endpoint and the hosts allowed besides. Close it, or use it with `with`."""

    def __init__(self, endpoint: str, access: Access, limits: Limits, stop: Stop) -> None:
        self.endpoint, self.access, self.limits, self.stop = endpoint, access, limits, stop
        self._home = origin(endpoint)
        self._managers: dict[tuple[bool, str | None], urllib3.PoolManager] = {}

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        for manager in self._managers.values():
            manager.clear()

    def page(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        """The whole of an answer with status 200, unpacked; asked again where that may help.

        Raises ProviderFailed, Stopped.
        """

        def read(answer: Answer) -> bytes:
            kind = answer.headers.get("Content-Encoding", "")
            chunks = self.chunks(answer, time.monotonic() + self.limits.page_s)
            return unpacked(chunks, kind, self.limits.page_bytes)

        for attempt in range(1, self.limits.tries + 1):
            pause: float | None = None
            try:
                with self.answer(method, url, body, headers) as answer:
                    if answer.status == 200:
                        return read(answer)
                    if answer.status not in AGAIN:
                        raise Refused(self._refusal(answer))
                    pause = _asked_pause(answer)
                    failed = f"answered {answer.status}"
            except TROUBLES as error:
                self.stop.check()
                failed = _why(error)
                if isinstance(error, HOPELESS):
                    raise ProviderFailed(f"{self._home[1]} {failed}.") from None
            if attempt < self.limits.tries:
                self._rest(attempt, pause, failed)
        raise ProviderFailed(f"{self._home[1]} {failed}, {self.limits.tries} times.")

    def _rest(self, attempt: int, pause: float | None, failed: str) -> None:
        wait_s = self.limits.backoff_s * 2 ** (attempt - 1) if pause is None else pause
        if wait_s > self.limits.longest_wait_s:
            raise ProviderFailed(
                f"{self._home[1]} {failed} and asks to wait {wait_s:,.0f} s; search again then."
            )
        self.stop.wait(wait_s)

    @contextmanager
    def answer(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Iterator[Answer]:
        """One answer, whatever its status, its body unread. Raises HTTPError, OSError."""
        self.stop.check()
        own = origin(url) == self._home
        sent = dict(headers)
        if own and self.access.header is not None:
            sent[self.access.header[0]] = self.access.header[1]
        timeout = urllib3.Timeout(connect=self.limits.connect_s, read=self.limits.read_s)
        answer = self._manager(url, own).request(
            method, url, body=body, headers=sent, timeout=timeout, redirect=False, retries=False,
            preload_content=False, decode_content=False,
        )  # fmt: skip
        try:
            yield answer
        finally:
            answer.close()

    def chunks(self, answer: Answer, until: float | None = None) -> Iterator[bytes]:
        """The body as it comes. Raises Stopped, ProviderFailed, HTTPError, OSError."""
        for chunk in answer.stream(_CHUNK, decode_content=False):
            self.stop.check()
            if until is not None and time.monotonic() > until:
                raise Refused(f"{self._home[1]} takes too long over one page.")
            yield chunk

    def _refusal(self, answer: Answer) -> str:
        host, status = self._home[1], answer.status
        if 300 <= status < 400:
            to = str(answer.headers.get("Location", ""))[:200]
            return f"{host} sends on to {to!r}; that is not followed. If you trust it, name it."
        if status in (401, 403):
            return f"{host} answered {status}: it wants a key. Name one with --header-env."
        if status in (404, 405):
            return (
                f"{host} answered {status}: there is no item search with POST at this address; "
                "name the address of its STAC API."
            )
        return f"{host} answered {status}: it does not take this search."

    def _manager(self, url: str, own: bool) -> urllib3.PoolManager:
        proxy = self.access.proxy(url)
        if (own, proxy) not in self._managers:
            made = direct(self.stop, own=own) if proxy is None else proxied(proxy)
            self._managers[own, proxy] = made
        return self._managers[own, proxy]


def _asked_pause(answer: Answer) -> float | None:
    """Seconds that Retry-After asks for: a number, or a date."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _why(error: Any) -> str:
    if isinstance(error, urllib3.exceptions.SSLError):
        return "shows no certificate that this machine trusts"
    if isinstance(error, urllib3.exceptions.NameResolutionError):
        return "is not known by that name"
    if isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
        return "does not answer in time"
    if isinstance(error, urllib3.exceptions.ProtocolError | ConnectionError):
        return "cut the connection"
    return "does not answer"

"""The gate: one ASGI class around everything, Streamlit's own pages and socket included.

It answers only to this machine's own names (so that a foreign name that points here, DNS
rebinding, gets nothing), only to pages this server sent, and tells browsers to load and send
nothing elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from catalogue.web.errors import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Any port: a tunnel may lead from another one, and a page on another port has another Origin.
_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?", re.ASCII)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def script_hashes(html: str) -> tuple[str, ...]:
    """CSP sources ('sha256-...') of the inline scripts in a page."""
    digests = (hashlib.sha256(s.encode()).digest() for s in _INLINE.findall(html))
    return tuple(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)


def policy(host: str, scripts: Sequence[str] = (), pictures: str = "") -> str:
    """The Content-Security-Policy of every answer; `scripts` are extra script sources.

    `pictures` is one further source of images, or "".
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", "'wasm-unsafe-eval'", "blob:", *scripts)),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob: {pictures}".strip(),
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Gate:
    """Refuses foreign hosts and origins, and adds the security headers to every answer.

    `modules` are paths of scripts that every page will need.
    """

    def __init__(
        self,
        app: ASGIApp,
        scripts: Sequence[str] = (),
        pictures: Callable[[], str] | None = None,
        modules: Sequence[str] = (),
    ) -> None:
        self.app = app
        # Fetched beside the page's own scripts, not after them.
        self.modules = ", ".join(f"<{path}>; rel=modulepreload" for path in modules)
        self.pictures = pictures
        self.scripts = tuple(scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse with 400 or 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        host = headers.get("host", "")
        refusal = _refusal(scope, headers, host)
        shown = self.pictures() if self.pictures and not refusal else ""
        own = host if not refusal else "127.0.0.1"
        guarded = _with_headers(send, policy(own, self.scripts, shown), self.modules)
        if refusal is None:
            await self.app(scope, receive, guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})
        else:
            await problem(*refusal)(scope, receive, guarded)


def _headers(scope: Scope) -> dict[str, str]:
    """Names and values in lower case; of a repeated header all values, joined, so it fails."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").lower()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _refusal(scope: Scope, headers: dict[str, str], host: str) -> tuple[int, str] | None:
    """(status, reason), or None if the request may pass."""
    named = _HOST.fullmatch(host)
    if named is None or named[1] not in NAMES:
        return 400, "this server answers to 127.0.0.1, localhost and [::1] only."
    origin = headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return 403, "this request comes from another site's page."
    # Browsers that send no Origin with a GET still say where the page came from. Following a
    # link from elsewhere is fine (framing is not, see frame-ancestors).
    site = headers.get("sec-fetch-site", "none")
    link = headers.get("sec-fetch-mode") == "navigate" and scope.get("method") in SAFE
    if site not in ("same-origin", "none") and not link:
        return 403, "this request comes from another site's page."
    return None


def _with_headers(send: Send, csp: str, modules: str) -> Send:
    added = (
        (b"content-security-policy", csp.encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-frame-options", b"DENY"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
    )
    # An answer may bring a policy of its own: browsers hold to both, so it only forbids more.
    names = {name for name, _ in added} - {b"content-security-policy"}

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(n, v) for n, v in message.get("headers", ()) if n.lower() not in names]
            page = any(n.lower() == b"content-type" and v[:9] == b"text/html" for n, v in kept)
            page &= all(n.lower() != b"content-security-policy" for n, _ in kept)
            link = [(b"link", modules.encode("latin-1"))] if modules and page else []
            message = {**message, "headers": [*kept, *added, *link]}
        await send(message)

    return guarded

"""The page that Streamlit serves, told where its server is.

Without that, a page below the root (/evidence) first asks for a server below itself
(/evidence/_stcore/health), and each such question ends as an error in the browser's console.
`window.__streamlit` is what Streamlit's page itself looks at for the addresses of its host.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalogue.web import http

_TOLD = "window.__streamlit={BACKEND_BASE_URL:origin,MAIN_PAGE_BASE_URL:origin}"


def page() -> str:
    """Streamlit's page with the address in it; "" without Streamlit.

    Read from the installed distribution, without importing it.
    """
    found = importlib.util.find_spec("streamlit")
    if found is None or found.origin is None:
        return ""
    path = Path(found.origin).parent / "static" / "index.html"
    html = path.read_text(encoding="utf-8") if path.is_file() else ""
    return html.replace("<head>", f"<head><script>{_TOLD}</script>", 1)


def routes(names: Sequence[str]) -> list[Route]:
    """The pages of these names below the root, and the one at it if there is any."""
    html = page()
    if not html or not names:
        return []

    async def answer(_: Request) -> Response:
        return Response(html, media_type="text/html", headers={"Cache-Control": "no-cache"})

    return [http.route(path, GET=answer) for path in ("/", *(f"/{name}" for name in names))]

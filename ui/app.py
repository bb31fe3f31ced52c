"""Builds the one ASGI app: Streamlit's pages with the catalogue's HTTP routes beside them."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import socket
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streamlit import App

from catalogue.web.app import lifespan, middleware, routes
from ui import state
from ui.canvas import asset_dir, modules

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

SCRIPT = Path(__file__).parent / "main.py"
START_LIMIT_S = 60


def build(cat: Catalogue) -> App:
    """The app that serves `cat`."""
    state.share(cat)
    return App(
        SCRIPT,
        routes=routes(cat, assets=asset_dir(), pages=state.PAGES),
        middleware=middleware(cat.settings, cat, [f"/ui-assets/{name}" for name in modules()]),
        lifespan=lifespan(cat),
    )


def config(host: str, port: int) -> dict[str, Any]:
    """Streamlit's options: this machine only, nothing sent home, no watching of files."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 2048,
        "server.showEmailPrompt": False,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": host,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "logger.level": "warning",
        "theme.light.primaryColor": "#0072B2",
        "theme.dark.primaryColor": "#1F7BB8",
    }


def run(cat: Catalogue, *, port: int, open_browser: bool) -> None:
    """Serve until stopped. Streamlit's own greeting is left out; its log goes to stderr."""
    app = build(cat)
    host = cat.settings.host
    _send_at_once()
    # Streamlit imports it with the first table; the first page should not wait for that.
    threading.Thread(target=importlib.import_module, args=("pandas",), daemon=True).start()
    if open_browser:
        threading.Thread(target=_open_when_up, args=(host, port), daemon=True).start()
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        app.run(config=config(host, port))


def _send_at_once() -> None:
    """Have every connection send small answers at once.

    asyncio does so only on sockets that say they are TCP, and Streamlit's does not: the end of
    each answer would wait 40 ms for the browser to acknowledge its beginning.
    """

    def set_nodelay(sock: socket.socket) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    vars(asyncio.base_events)["_set_nodelay"] = set_nodelay


def _open_when_up(host: str, port: int) -> None:
    """Open the browser once the server answers; Streamlit does not do so for an `App`."""
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((host.strip("[]"), port), 1):
            webbrowser.open(f"http://{host}:{port}")
            return
        time.sleep(0.1)

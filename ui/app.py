"""Builds the one ASGI app: Streamlit's pages with the catalogue's HTTP routes beside them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streamlit import App

from catalogue.web.app import lifespan, middleware, routes
from ui import state
from ui.canvas import asset_dir

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

SCRIPT = Path(__file__).parent / "main.py"


def build(cat: Catalogue) -> App:
    """The app that serves `cat`."""
    state.share(cat)
    return App(
        SCRIPT,
        routes=routes(cat, assets=asset_dir()),
        middleware=middleware(cat.settings),
        lifespan=lifespan(cat),
    )


def config(host: str, port: int, open_browser: bool) -> dict[str, Any]:
    """Streamlit's options: this machine only, nothing sent home, no watching of files."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": not open_browser,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 2048,
        "server.showEmailPrompt": False,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": host,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "logger.level": "warning",
        "theme.primaryColor": "#0072B2",
    }


def run(cat: Catalogue, *, port: int, open_browser: bool) -> None:
    """Serve until stopped. Streamlit's own greeting is left out; its log goes to stderr."""
    app = build(cat)
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        app.run(config=config(cat.settings.host, port, open_browser))

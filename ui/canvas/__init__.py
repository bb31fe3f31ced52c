"""The canvas: one Streamlit component with the map and the tagging view.

It draws, saves and fetches over HTTP by itself; Streamlit tells it what to show and hears small
triggers. Its JavaScript is a bundle in `static/`, built from `frontend/` by hatch_build.py and
shipped in every release; the server gives it out under /ui-assets.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from catalogue.errors import CatalogueError
from ui.canvas.messages import (
    TRIGGERS,
    CanvasData,
    CanvasEvents,
    Changed,
    LinkMark,
    Open,
    Pinned,
    Selected,
)

__all__ = [
    "BundleMissing",
    "CanvasData",
    "CanvasEvents",
    "Changed",
    "LinkMark",
    "Open",
    "Pinned",
    "Selected",
    "asset_dir",
    "canvas",
    "modules",
]

STATIC = Path(__file__).parent / "static"
_ENTRY = "src/index.ts"
# Streamlit runs this text; the bundle itself comes from our own route, with its own caching.
_LOADER = """export default async (given) =>
  (await import(new URL("{path}", location.origin).href)).default(given);
"""


class BundleMissing(CatalogueError):
    """The canvas's JavaScript was not built."""


def asset_dir() -> Path:
    """The folder to serve as /ui-assets. Raises BundleMissing if the canvas was not built."""
    entry()
    return STATIC


def canvas(
    data: CanvasData,
    key: str,
    height: int,
    on_select: Callable[[], None] | None = None,
    on_changed: Callable[[], None] | None = None,
    on_pinned: Callable[[], None] | None = None,
    on_open: Callable[[], None] | None = None,
) -> CanvasEvents:
    """Show the canvas; say what happened on it since the last run.

    `key` is its identity: as long as it stays, map, zoom and what is being drawn stay. `height`
    is in CSS pixels, less where the window is lower. Triggers are lossy, and data never travels
    in them: read what is stored. Raises BundleMissing if the canvas was not built.
    """
    callbacks = {
        "select": on_select,
        "changed": on_changed,
        "pinned": on_pinned,
        "open": on_open,
    }
    # Streamlit only reports triggers that have a callback.
    handlers = {f"on_{name}_change": callbacks.get(name) or _nothing for name in TRIGGERS}
    base = base_path()
    message = replace(data, api=data.api or base, height=height).to_json()
    result = _component(f"{base}/ui-assets/{entry()}")(data=message, key=key, **handlers)
    return CanvasEvents.parse({name: getattr(result, name, None) for name in TRIGGERS})


def _nothing() -> None:
    """Handle a trigger that nobody waits for."""


def base_path() -> str:
    """What stands before every path of this server, "" at the root."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def loader(path: str) -> str:
    """JavaScript that loads a built file of ours."""
    return _LOADER.format(path=path)


@cache
def _component(path: str) -> Any:
    return st.components.v2.component(
        "imagery_catalogue_canvas", js=loader(path), isolate_styles=True
    )


def modules() -> list[str]:
    """Names of the built files that show the canvas: its entry and what that imports at once."""
    sources = [_ENTRY, *_manifest().get(_ENTRY, {}).get("imports", ())]
    return [entry(source) for source in sources]


def _manifest() -> dict[str, Any]:
    try:
        found = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@cache
def entry(source: str = _ENTRY) -> str:
    """Name of the built file of an entry. Raises BundleMissing."""
    try:
        name = _manifest()[source]["file"]
    except (LookupError, TypeError):
        name = None
    if not isinstance(name, str) or not (STATIC / name).is_file():
        raise BundleMissing(
            f"the canvas was not built: {STATIC} has no bundle. In a source tree run "
            "`python hatch_build.py`; otherwise install a release of imagery-catalogue again."
        )
    return name

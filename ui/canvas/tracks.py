"""The tracks screen: a component beside the canvas, from the same build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from ui.canvas import base_path, entry, loader
from ui.canvas.evidence import mapping_of, nothing, uid_of

_TRIGGERS = ("open", "compare", "track")


@dataclass(frozen=True, slots=True)
class TracksEvents:
    """What happened on the screen since the last run; None where nothing did.

    `open` and `compare` are scenes (uids); `track` is (the one that is open now, or None,).
    """

    open: str | None = None
    compare: str | None = None
    track: tuple[str | None] | None = None


def tracks(
    query: Mapping[str, str], track: str | None, observation: str | None, key: str
) -> TracksEvents:
    """Show the strips that `query` asks for, one of them open if given.

    `observation` is the claim that led here. It reads and dates by HTTP. Raises BundleMissing.
    """
    base = base_path()
    data = {"api": base, "query": dict(query), "track": track, "observation": observation}
    handlers = {f"on_{name}_change": nothing for name in _TRIGGERS}
    result = _component(f"{base}/ui-assets/{entry('src/tracks/index.ts')}")(
        data=data, key=key, **handlers
    )
    opened, compare, chosen = (mapping_of(getattr(result, name, None)) for name in _TRIGGERS)
    return TracksEvents(
        uid_of((opened or {}).get("uid")),
        uid_of((compare or {}).get("a")),
        None if chosen is None else (uid_of(chosen.get("id")),),
    )


@cache
def _component(path: str) -> Any:
    return st.components.v2.component(
        "imagery_catalogue_tracks", js=loader(path), isolate_styles=True
    )

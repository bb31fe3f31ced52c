"""Pictures: a screenshot, a JPG or a link taken in, and placed by control points."""

from __future__ import annotations

import streamlit as st

from catalogue.errors import CatalogueError
from ui import state, text
from ui.canvas import CanvasData, canvas

CANVAS_HEIGHT = 780
PAGES = {"map": "Map", "tag": "Tag"}


def show() -> None:
    """The page; `scene` in the address is the picture to place, `against` what to place it by."""
    scene, against = _uid("scene"), _uid("against")
    if scene is not None and st.button("Add another picture", key="another-picture"):
        state.go("Pictures")
    events = canvas(
        CanvasData(
            mode="place",
            scene=scene,
            other=against,
            author=state.get().author,
            height=CANVAS_HEIGHT,
        ),
        key="place-canvas",
        height=CANVAS_HEIGHT,
    )
    wanted = events.picture
    if wanted is None:
        return
    if wanted.to == "place":
        st.query_params["scene"] = wanted.uid
        st.rerun()
    elif wanted.to == "compare":
        beside = state.catalogue().scene(wanted.uid).placing
        other = {"b": beside.against} if beside and beside.against else {}
        state.go("Compare", a=wanted.uid, **other)
    else:
        state.go(PAGES[wanted.to], scene=wanted.uid)


def _uid(name: str) -> str | None:
    """A scene named in the address, by uid; one that is gone is said and left out."""
    named = st.query_params.get(name)
    if not named:
        return None
    try:
        return state.catalogue().named_scene(named).uid
    except CatalogueError as error:
        st.toast(text.escape_label(str(error)))
        return None

"""Pictures: a screenshot, a JPG or a link taken in, and placed by control points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from catalogue.errors import CatalogueError
from ui import state, text
from ui.canvas import CanvasData, canvas

if TYPE_CHECKING:
    from catalogue.model import Scene

CANVAS_HEIGHT = 780
MOST = 30  # listed at once
PAGES = {"map": "Map", "tag": "Tag"}


def show() -> None:
    """The page; `scene` in the address is the picture to place, `against` what to place it by."""
    scene, against = _uid("scene"), _uid("against")
    if scene is not None:
        if st.button("Add another picture", key="another-picture"):
            state.go("Pictures")
    else:
        _unplaced()
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


def _unplaced() -> None:
    """The pictures that wait for a place; a click opens one to place it."""
    waiting = state.catalogue().unplaced_pictures(MOST + 1)
    if not waiting:
        return
    count = f"{MOST} and more" if len(waiting) > MOST else str(len(waiting))
    with st.expander(f"Not placed yet: {count}"):
        for scene in waiting[:MOST]:
            below = f"{scene.stated_date or 'no date stated'}, {source_of(scene) or 'no source'}"
            if scene.original is None:
                text.row(scene.name, f"{below}. A link: it has no pixels to place.")
            elif st.button(f"Place {text.escape_label(scene.name)}", key=f"place-{scene.uid}"):
                st.query_params["scene"] = scene.uid
                st.rerun()
            else:
                st.caption(text.escape_label(below))


def source_of(scene: Scene) -> str | None:
    """Where a picture or a link was obtained from, if that is stated."""
    return next((a.provenance.obtained_from for a in scene.assets if a.provenance), None)


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

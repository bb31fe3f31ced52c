"""Compare: two scenes of one place, and all others over it in order of time."""

from __future__ import annotations

import streamlit as st

from catalogue.annotate import displayed_asset
from catalogue.errors import NotFound
from catalogue.model import Observation, Scene
from ui import state, text
from ui.canvas import CanvasData, canvas
from ui.canvas.messages import MOST_TOGETHER

CANVAS_HEIGHT = 780


def show() -> None:
    """The page; `a`, `b` and `observation` in the address say what is compared."""
    first = _first()
    if first is None:
        st.subheader("Nothing to compare yet")
        st.write("Add two or more images of one place; then open one here and step through time.")
        if st.button("Add images", type="primary"):
            state.go("Data")
        return
    observation = _observation()
    if observation is not None:
        text.plain(f"{observation.title} · {observation.when.edtf if observation.when else ''}")
    events = canvas(
        CanvasData(
            mode="compare",
            scene=first,
            other=st.query_params.get("b"),
            scenes=_scenes(),
            place=_place(observation),
            selected={"kind": "observation", "uid": observation.uid} if observation else None,
            author=state.get().author,
            height=CANVAS_HEIGHT,
        ),
        key=f"compare-{first}",
        height=CANVAS_HEIGHT,
    )
    if events.compared:
        # The canvas goes on from where it is; the address is for whoever is sent the link.
        st.session_state["compare-start"] = (first, events.compared.a)
        st.query_params["a"] = events.compared.a
        if events.compared.b:
            st.query_params["b"] = events.compared.b
    if events.open:
        state.go("Tag", scene=events.open)


def _first() -> str | None:
    """The scene to begin with: it stays the same while one steps through time on the canvas."""
    cat = state.catalogue()
    wanted = st.query_params.get("a")
    started, written = st.session_state.get("compare-start", (None, None))
    if started and wanted == written:
        return str(started)
    if wanted:
        return cat.named_scene(wanted).uid
    return next((s.uid for s in cat.scenes() if has_picture(s)), None)


def has_picture(scene: Scene) -> bool:
    return scene.footprint is not None and displayed_asset(scene) is not None


def _scenes() -> tuple[str, ...]:
    """`scenes` in the address: the ones that were chosen on the map."""
    named = st.query_params.get("scenes", "")
    return tuple(uid for uid in named.split(",") if uid)[:MOST_TOGETHER]


def _observation() -> Observation | None:
    wanted = st.query_params.get("observation")
    if not wanted:
        return None
    try:
        return state.catalogue().named_observation(wanted)
    except NotFound:
        return None


def _place(observation: Observation | None) -> tuple[float, float] | None:
    if observation is None or observation.place is None:
        return None
    centre = observation.place.candidates[0].geometry.centroid
    return (float(centre.x), float(centre.y))

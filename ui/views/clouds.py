"""Cloud over the places of claims, looked up in the masks that came with images."""

from __future__ import annotations

import streamlit as st

from catalogue.errors import CatalogueError
from ui import state, text

_RESULT = "clouds-looked"
_WIDTH = 760  # px


def show() -> None:
    """What masks are for, and a button that has them looked at."""
    st.markdown("**Cloud over places**")
    st.container(width=_WIDTH).caption(
        "A half cloudy image may show a place well, or not at all. Where a cloud mask came with it "
        "(SCL, QA_PIXEL, UDM2 or the role cloud), the mask says how much of each place was hidden, "
        "and scores count by that instead of the figure of the whole scene."
    )
    with st.container(horizontal=True):
        go = st.button("Look at the cloud masks", key="clouds-go")
        stop = st.empty()
    if go:
        _look(stop)
    said = st.session_state.get(_RESULT)
    if said:
        text.plain(said, "cat-muted")


def _look(stop: st.delta_generator.DeltaGenerator) -> None:
    """Wait for it with a bar. Any other click ends it; what was looked at by then is kept."""
    stop.button("Stop", key="clouds-stop")
    bar = st.progress(0.0, "Looking for images with a cloud mask")

    def progress(done: int, _: int | None) -> None:
        st.session_state[_RESULT] = (
            f"Stopped after {text.counted(done, 'image')}; the rest is left."
        )
        bar.progress(1.0, f"Cloud masks looked at: {done:,}")

    st.session_state.pop(_RESULT, None)
    try:
        looked = state.catalogue().look_at_clouds(progress)
    except CatalogueError as error:
        st.session_state.pop(_RESULT, None)
        text.refused("The cloud masks cannot be looked at.", error)
        return
    finally:
        bar.empty()
        stop.empty()
    if not looked.scenes:
        said = "No image here has a cloud mask, so the figure of the whole scene counts."
    else:
        said = (
            f"{text.counted(looked.scenes, 'image')} with a cloud mask: "
            f"{text.counted(looked.pairs, 'place')} looked at now, {looked.known:,} known before."
        )
    st.session_state[_RESULT] = "\n".join([said, *(f"✕ not read: {why}" for why in looked.failed)])

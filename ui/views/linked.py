"""Waiting for the links between claims and images, with a bar, where many are due."""

from __future__ import annotations

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.web.app import context_of
from ui import state, text

_EACH_S = 0.5
_STOPPED = "links-stopped"
_FIRST = "Preparing the search for images: about half a minute, once on this machine"


def make_ready() -> bool:
    """Wait until all is linked; False if it was stopped or cannot be done, which is said."""
    linking = context_of(state.catalogue()).linking
    if st.session_state.get(_STOPPED):
        st.info("Linking was stopped. What is linked is kept, but some images may be missing.")
        st.button("Go on", key="links-more", on_click=_stopped, args=(False,))
        return False
    place = st.empty()
    try:
        now = linking.bring()
        if now is None:
            return True
        with place.container():
            bar = st.progress(0.0)
            st.button("Stop", key="links-stop", on_click=_stopped, args=(True,))
        while now is not None:
            of = "" if now.total is None else f": {now.done:,} of {now.total:,} claims"
            doing = f"Finding the images that could show each claim{of}"
            share = min(1.0, now.done / now.total) if now.total else 0.0
            bar.progress(share, _FIRST if now.compiling else doing)
            now = linking.bring(_EACH_S)
    except CatalogueError as error:
        text.refused("Images cannot be linked to claims.", error)
        return False
    place.empty()
    return True


def _stopped(yes: bool) -> None:
    st.session_state[_STOPPED] = yes
    if yes:
        context_of(state.catalogue()).linking.stop()

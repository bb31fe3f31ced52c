"""Making place names ready, with a bar: the first report that is read needs them."""

from __future__ import annotations

import time

import streamlit as st

from catalogue.web.app import context_of
from ui import state

_EACH_S = 0.3


def make_ready() -> None:
    """Wait until places can be found by name; at once where they can. Never raises."""
    places = context_of(state.catalogue()).places
    if places.status()["state"] == "ready":
        return
    places.start()
    words = "Making place names ready: once, about half a minute."
    bar = st.progress(0.0, words)
    while (now := places.status())["state"] == "compiling":
        bar.progress(now["done"] / now["total"] if now["total"] else 0.0, words)
        time.sleep(_EACH_S)
    bar.empty()

"""The map's filters: time, sensor, collection, sharpness, cloud."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from ui import state

GSD_STEPS = (0.5, 1.0, 3.0, 5.0, 10.0, 30.0, 100.0)


def bar() -> None:
    """Filters in one popover, with how many are set, and a way to clear them."""
    now = state.get().filters
    title = f"Filter ({now.count})" if now.count else "Filter"
    left, middle, right = st.columns([0.2, 0.2, 0.6], vertical_alignment="center")
    with left.popover(title, width="stretch"):
        _controls()
    if now.count and middle.button("Clear filters", width="stretch"):
        for name in ("from", "to", "collections", "platforms", "gsd", "cloud"):
            st.session_state.pop(f"filter-{name}", None)
        state.update(filters=state.Filters())
        st.rerun()
    right.text(_words(now))


def _controls() -> None:
    store = state.catalogue().store
    begin = st.date_input(
        "From (UTC)", value=None, key="filter-from", min_value=dt.date(1930, 1, 1)
    )
    end = st.date_input("To (UTC)", value=None, key="filter-to", min_value=dt.date(1930, 1, 1))
    platforms = st.multiselect("Sensor", store.platforms(), key="filter-platforms")
    names = [c for c in store.collections() if c]
    collections = st.multiselect("Collection", names, key="filter-collections")
    gsd = st.select_slider(
        "Pixels no larger than", ["any", *(f"{g:g} m" for g in GSD_STEPS)], key="filter-gsd"
    )
    cloud = st.slider("Cloud at most (%)", 0, 100, 100, 5, key="filter-cloud")
    wanted = state.Filters(
        datetime=_interval(begin, end),
        collections=tuple(collections),
        platforms=tuple(platforms),
        gsd_max_m=None if gsd == "any" else float(str(gsd).split()[0]),
        cloud_max_pct=None if cloud == 100 else float(cloud),
    )
    if wanted != state.get().filters:
        state.update(filters=wanted)
        st.rerun()


def _interval(begin: Any, end: Any) -> str | None:
    if not begin and not end:
        return None
    return f"{begin or '..'}/{end or '..'}"


def _words(now: state.Filters) -> str:
    parts = [now.datetime.replace("/", " to ")] if now.datetime else []
    parts += [*now.platforms, *now.collections]
    if now.gsd_max_m is not None:
        parts.append(f"pixels up to {now.gsd_max_m:g} m")
    if now.cloud_max_pct is not None:
        parts.append(f"cloud up to {now.cloud_max_pct:g} %")
    return ", ".join(parts)


def for_canvas(now: state.Filters) -> dict[str, Any]:
    """The filters as the canvas and the HTTP routes understand them."""
    return {
        "datetime": now.datetime,
        "collections": list(now.collections),
        "platforms": list(now.platforms),
        "gsd_max": now.gsd_max_m,
        "cloud_max": now.cloud_max_pct,
    }

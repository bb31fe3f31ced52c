"""Tracks: objects that people drew on several images, and on which dates they were there."""

from __future__ import annotations

import streamlit as st

from catalogue.coordinates import parse_place
from catalogue.errors import CatalogueError, NotFound
from catalogue.model import Observation
from catalogue.space import representative_point
from ui import state, text
from ui.canvas.tracks import tracks

_ALL = ""
_WITHIN_KM = 5.0


def show() -> None:
    """The page; `class`, `near`, `within` (km), `observation` and `track` in the address."""
    asked = st.query_params
    claim = _claim()
    query = _filters(claim)
    if query is None:
        return
    events = tracks(
        query,
        asked.get("track"),
        claim.uid if claim else None,
        key=f"tracks-{'-'.join(query.values()) or 'all'}",
    )
    if events.track is not None:
        _put("track", events.track[0])
    if events.open:
        state.go("Tag", scene=events.open)
    if events.compare:
        state.go(
            "Compare", a=events.compare, **({"observation": claim.uid} if claim is not None else {})
        )


def _claim() -> Observation | None:
    """The claim that led here, if any."""
    wanted = st.query_params.get("observation")
    try:
        return state.catalogue().named_observation(wanted) if wanted else None
    except NotFound:
        return None


def _filters(claim: Observation | None) -> dict[str, str] | None:
    """What is asked for; None where it cannot be read, which is said."""
    asked = st.query_params
    if claim is not None:
        text.plain(f"At the place of: {claim.title}", "cat-muted")
    names = {c.id: c.path for c in state.catalogue().classes()}
    options = [_ALL, *sorted(names, key=names.__getitem__)]
    left, middle, right = st.columns([0.34, 0.44, 0.22])
    wanted = asked.get("class", _ALL)
    cls = left.selectbox(
        "Class", options, index=options.index(wanted) if wanted in options else 0,
        format_func=lambda uid: names.get(uid, "All classes"), key="tracks-class",
    )  # fmt: skip
    near = middle.text_input(
        "Around", asked.get("near") or _place_of(claim), key=f"tracks-near-{claim and claim.uid}",
        placeholder="Everywhere; or coordinates as they are written",
    ).strip()  # fmt: skip
    within = right.number_input(
        "Within, km", 0.01, 20_000.0, _number(asked.get("within")), disabled=not near,
        key="tracks-within",
    )  # fmt: skip
    _put("class", cls)
    _put("near", near)
    _put("within", f"{within:g}" if near and within != _WITHIN_KM else None)
    query = {"class": cls} if cls else {}
    if not near:
        return query
    try:
        spot = parse_place(near)
    except CatalogueError as error:
        text.plain(str(error))
        return None
    return query | {"lon": f"{spot.lon}", "lat": f"{spot.lat}", "within": f"{1000 * within}"}


def _place_of(claim: Observation | None) -> str:
    if claim is None or claim.place is None:
        return ""
    lon, lat = representative_point(max(claim.place.candidates, key=lambda c: c.p).geometry)
    return f"{lat:.5f}, {lon:.5f}"


def _number(given: str | None) -> float:
    try:
        return min(20_000.0, max(0.01, float(given or _WITHIN_KM)))
    except ValueError:
        return _WITHIN_KM


def _put(name: str, value: str | None) -> None:
    """Keep the address a link to what is shown."""
    if value:
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]

"""A new observation: paste the claim, say where and when, as far as it is known."""

from __future__ import annotations

import streamlit as st

from catalogue.coordinates import parse_place
from catalogue.errors import CatalogueError
from ui import state

WHERE_HELP = (
    "35.1, 51.2 (lat, lon), degrees and minutes, MGRS, or a link from a map site. "
    "Links are read, never opened."
)
WHEN_HELP = (
    "A day such as 2022-06-08 is the local day at the place. Also 2022-06, "
    "2022-06-08T07:30Z, 2022-06-01/2022-06-10, about: 2022-06~, two dates: {2022-06-08,2022-07-05}."
)


def form() -> None:
    """The form, with the pin's place filled in if one was dropped."""
    st.subheader("New observation")
    pin = state.get().pin
    if pin is not None and st.session_state.get("entry-pin") != pin:
        st.session_state["entry-pin"] = pin
        st.session_state["entry-where"] = f"{pin.lat:.6f}, {pin.lon:.6f}"
        st.session_state["entry-radius"] = f"{pin.r95_m:.0f}" if pin.r95_m else ""
    claim = st.text_area(
        "What is claimed", key="entry-claim", placeholder="Paste the sentence, as it was written"
    )
    title = st.text_input("Title", key="entry-title", placeholder="A few words")
    where = st.text_input("Where", key="entry-where", help=WHERE_HELP)
    _pin_button()
    radius = st.text_input(
        "95 % sure within (m)", key="entry-radius", help="Leave empty if unknown; 0 is exact."
    )
    when = st.text_input("When", key="entry-when", help=WHEN_HELP)
    thing, length, width = st.columns([0.5, 0.25, 0.25])
    name = thing.text_input("Object", key="entry-object", placeholder="drone, crater, ship…")
    length_m = length.text_input("Length (m)", key="entry-length")
    width_m = width.text_input("Width (m)", key="entry-width")
    source = st.text_input("Source", key="entry-source", placeholder="Who says so")
    save, cancel = st.columns(2)
    if save.button("Save", type="primary", width="stretch", key="entry-save"):
        _save(
            {
                "title": title or claim[:80],
                "claim": claim,
                "radius_m": radius,
                "time": when,
                "object": name,
                "length_m": length_m,
                "width_m": width_m,
                "source": source,
            },
            where,
        )
    if cancel.button("Cancel", width="stretch", key="entry-cancel"):
        _clear()
        st.rerun()


def _pin_button() -> None:
    if state.get().pinning:
        st.caption("Click the map to drop the pin, drag to set how sure you are, Enter to confirm.")
        if st.button("Stop", key="entry-unpin"):
            state.update(pinning=False)
            st.rerun()
    elif st.button("Drop a pin on the map", key="entry-drop"):
        state.update(pinning=True)
        st.rerun()


def _save(fields: dict[str, str], where: str) -> None:
    try:
        if where.strip():
            spot = parse_place(where)
            fields = {**fields, "lon": repr(spot.lon), "lat": repr(spot.lat)}
        if not fields["title"].strip():
            st.error("Write what is claimed, or give it a title.")
            return
        made = state.catalogue().enter_observation(fields)
    except CatalogueError as error:
        st.error("Not saved.")
        st.text(str(error))
        return
    _clear()
    state.select("observation", made.uid)
    st.rerun()


def _clear() -> None:
    state.entering(False)
    state.update(pin=None, pinning=False)
    for name in list(st.session_state):
        if str(name).startswith("entry-"):
            del st.session_state[name]

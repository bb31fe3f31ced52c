"""Typed session state and what deep links say. The only module that touches st.session_state."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue

Kind = Literal["scene", "observation"]
# What the pages beside the map, which is at the root, are called in addresses.
PAGES = (
    "reports", "tag", "compare", "evidence", "cases", "tracks", "dossier", "pictures", "data",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pin:
    """A place dropped on the map: degrees, and metres within which one is 95 % sure."""

    lon: float
    lat: float
    r95_m: float | None


@dataclass(frozen=True, slots=True)
class State:
    """All that a session remembers beside its widgets."""

    pin: Pin | None = None
    pinning: bool = False
    author: str = "anonymous"
    rev: int = 0
    command: int = 0


_KEY = "state"
_open: list[Catalogue] = []


def share(cat: Catalogue) -> None:
    """Give every session of this server the one catalogue it serves."""
    _open[:] = [cat]


def catalogue() -> Catalogue:
    """The catalogue this server serves."""
    if not _open:
        raise RuntimeError("no catalogue is open: start the screen with `catalogue serve`")
    return _open[0]


def get() -> State:
    """This session's state."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = State(author=catalogue().settings.author)
    state: State = st.session_state[_KEY]
    return state


def update(**changes: Any) -> State:
    """Change some fields of this session's state."""
    state = replace(get(), **changes)
    st.session_state[_KEY] = state
    return state


def selected() -> tuple[Kind, str] | None:
    """What the address bar selects: ("scene" | "observation", uid)."""
    return _selection_of(st.query_params)


def _selection_of(params: MutableMapping[str, str]) -> tuple[Kind, str] | None:
    if params.get("observation"):
        return "observation", params["observation"]
    if params.get("scene"):
        return "scene", params["scene"]
    return None


def select(kind: Kind, uid: str) -> None:
    """Select something; the address bar becomes a link to it."""
    other = "scene" if kind == "observation" else "observation"
    st.query_params[kind] = uid
    if other in st.query_params:
        del st.query_params[other]


def clear_selection() -> None:
    """Select nothing."""
    for name in ("scene", "observation"):
        if name in st.query_params:
            del st.query_params[name]


def remember_pages(pages: list[Any]) -> None:
    """Keep the pages so that one can lead to another."""
    st.session_state["pages"] = {page.title: page for page in pages}


def go(title: str, **params: str) -> None:
    """Open another page with these query parameters."""
    st.switch_page(st.session_state["pages"][title], query_params=params)


def link(title: str, label: str, **params: str) -> None:
    """A link to another page with these query parameters; `label` is Markdown."""
    st.page_link(st.session_state["pages"][title], label=label, query_params=params)


def show_here(label: str, key: str, *, quiet: bool = False, **params: str) -> None:
    """A button that opens something else on the same page; the address becomes a link to it.

    A link (`link`) to the page that is open would leave the address as it is.
    """
    kind: Literal["tertiary", "secondary"] = "tertiary" if quiet else "secondary"
    st.button(label, key=key, type=kind, on_click=st.query_params.from_dict, args=(params,))


def entering(yes: bool) -> None:
    """Show or hide the form of a new observation."""
    st.session_state["entering"] = yes


def is_entering() -> bool:
    """True while the form of a new observation is open."""
    return bool(st.session_state.get("entering"))


def zoom_once(kind: Kind, uid: str) -> None:
    """Ask the map to show a selection that did not come from it, once."""
    if st.session_state.get("zoomed") != (kind, uid):
        st.session_state["zoomed"] = (kind, uid)
        update(command=get().command + 1)


def seen_on_map(kind: Kind, uid: str) -> None:
    """This was chosen on the map: it is in view already."""
    st.session_state["zoomed"] = (kind, uid)


def zoom_command() -> dict[str, Any] | None:
    """The newest one-shot command for the map; the canvas runs each id once."""
    chosen = selected()
    if not get().command or chosen is None:
        return None
    bounds = _bounds(*chosen)
    if bounds is None:
        return None
    return {"id": get().command, "op": "zoom_to", "bounds": list(bounds)}


def _bounds(kind: Kind, uid: str) -> tuple[float, float, float, float] | None:
    cat = catalogue()
    if kind == "scene":
        footprint = cat.named_scene(uid).footprint
        return tuple(footprint.bounds) if footprint is not None else None
    place = cat.named_observation(uid).place
    if place is None:
        return None
    first = place.candidates[0]
    west, south, east, north = first.geometry.bounds
    pad = max((first.r95_m or 0) / 111_320 * 2, 0.02)
    return west - pad, max(south - pad, -90), east + pad, min(north + pad, 90)

"""Whether the sun of a scene fits its place and time, beside its facts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.model import Scene
from catalogue.web.sun import sun_json
from ui import state, text


def show(scene: Scene) -> None:
    """The angles as computed and as stated, and what drawn shadows say; a flag in words."""
    found = sun_json(state.catalogue(), scene.uid)
    if found["flag"]:
        text.plain(f"⚠ {found['flag']}", "cat-flag")
    with st.expander("Sun and shadow"):
        stated = found["stated"]
        text.facts([
            ("Computed", _angles(stated["elevation"], stated["azimuth"])),
            ("Stated", _angles(found["elevation"], found["azimuth"])),
        ])  # fmt: skip
        for check in (stated, *found["shadows"]):
            _check(check)
        if found["lines"]:
            _line(scene, found["lines"])
        else:
            st.caption(
                "Draw a line along a shadow with the class “Shadow”, to check it by that as well."
            )


def _angles(elevation: float | None, azimuth: float | None) -> str | None:
    if elevation is None and azimuth is None:
        return None
    high = "height unknown" if elevation is None else f"{elevation:.1f}° high"
    return high if azimuth is None else f"{high}, at azimuth {azimuth:.1f}°"


def _check(check: dict[str, Any]) -> None:
    mark = {True: "✓ ", False: "✕ ", None: ""}[check["fits"]]
    drawn = "Drawn: " if check["annotation"] else ""
    tall = check["height_m"]
    height = "" if tall is None else f" What casts it would be {tall:.1f} m high."
    text.plain(f"{mark}{drawn}{check['sentence']}{height}", "cat-muted")


def _line(scene: Scene, lines: list[dict[str, str]]) -> None:
    """Check one line with the height of what casts it."""
    names = {each["annotation"]: f"{n}: {each['name']}" for n, each in enumerate(lines, 1)}
    left, right = st.columns(2)
    chosen = left.selectbox(
        "Line along a shadow", list(names), format_func=names.__getitem__,
        key=f"sun-line-{scene.uid}",
    )  # fmt: skip
    height = right.number_input(
        "Cast by something of, m", 0.1, 1000.0, None, key=f"sun-height-{scene.uid}"
    )
    if not st.button("Check this shadow", key=f"sun-go-{scene.uid}"):
        return
    try:
        _check(sun_json(state.catalogue(), scene.uid, chosen, height)["shadows"][0])
    except CatalogueError as error:
        text.plain(str(error))

"""Map: what is where, which images could have shown an observation, and entering one."""

from __future__ import annotations

from itertools import islice

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.model import Link, Observation, Scene
from catalogue.when import describe
from ui import state, text
from ui.canvas import CanvasData, CanvasEvents, LinkMark, canvas
from ui.canvas.messages import Together
from ui.views import entry
from ui.views.compare import has_picture

CANVAS_HEIGHT = 720
FIRST_LINKS = 8
MOST_LISTED = 50


def show() -> None:
    """The page."""
    left, right = st.columns([0.66, 0.34], gap="medium")
    with right:
        panel = st.container(height=CANVAS_HEIGHT + 60, border=False)
    chosen = _chosen()
    links = _links(chosen)
    with left:
        events = canvas(
            CanvasData(
                mode="map",
                selected={"kind": chosen[0], "uid": chosen[1]} if chosen else None,
                links=tuple(
                    LinkMark(scene=k.scene, rank=n, role=k.role, level=k.score.level)
                    for n, k in enumerate(links, start=1)
                )
                if chosen and chosen[0] == "observation"
                else (),
                tool="pin" if state.get().pinning else None,
                author=state.get().author,
                rev=state.get().rev,
                height=CANVAS_HEIGHT,
                command=state.zoom_command(),
            ),
            key="map-canvas",
            height=CANVAS_HEIGHT,
        )
    if _heard(events):
        st.rerun()
    with panel:
        _panel(chosen, links)


def _chosen() -> tuple[state.Kind, str] | None:
    """What is selected, by uid; a link to something that is gone says so."""
    named = state.selected()
    if named is None:
        return None
    kind, name = named
    cat = state.catalogue()
    try:
        found = cat.named_observation(name) if kind == "observation" else cat.named_scene(name)
    except CatalogueError as error:
        state.clear_selection()
        st.warning(text.escape_label(str(error)))
        return None
    state.zoom_once(kind, found.uid)
    return kind, found.uid


def _heard(events: CanvasEvents) -> bool:
    """Act on what the canvas said; True if the page must be drawn again."""
    if events.open:
        state.go("Tag", scene=events.open)
    if events.together:
        _together(events.together)
    pinned = events.pinned
    if pinned:
        state.update(pin=state.Pin(pinned.lon, pinned.lat, pinned.r95_m), pinning=False)
        state.entering(True)
        return True
    picked = events.select
    if picked and (picked.kind, picked.uid) != state.selected():
        state.select(picked.kind, picked.uid)
        state.seen_on_map(picked.kind, picked.uid)
        state.entering(False)
        return True
    return False


def _together(wanted: Together) -> None:
    """Open these scenes in Compare, or go through their tiles, oldest first."""
    cat = state.catalogue()
    seen = [uid for uid in wanted.scenes if has_picture(cat.scene(uid))]
    if not seen:
        st.warning("None of these scenes has a picture on this computer.")
    elif wanted.to == "compare":
        state.go("Compare", a=seen[0], scenes=",".join(wanted.scenes))
    else:
        state.go("Tag", scene=seen[0], over=f"scenes:{','.join(seen)}")


def _links(chosen: tuple[state.Kind, str] | None) -> list[Link]:
    if chosen is None:
        return []
    cat = state.catalogue()
    kind, uid = chosen
    return cat.links_for_observation(uid) if kind == "observation" else cat.links_for_scene(uid)


def _panel(chosen: tuple[state.Kind, str] | None, links: list[Link]) -> None:
    if state.is_entering():
        entry.form()
        return
    if chosen is None:
        _welcome()
        return
    cat = state.catalogue()
    if chosen[0] == "observation":
        _observation(cat.observation(chosen[1]), links)
    else:
        _scene(cat.scene(chosen[1]), links)


def _welcome() -> None:
    counts = state.catalogue().counts()
    if not counts["scenes"] and not counts["observations"]:
        st.subheader("Nothing here yet")
        st.write("Add a folder of images, then the reported events to check against them.")
        if st.button("Add images and observations", type="primary"):
            state.go("Data")
        return
    head, new = st.columns([0.62, 0.38], vertical_alignment="center")
    with head:
        text.plain("Which images could have shown it?", "cat-title")
    if new.button("New observation", type="primary", key="new-observation", width="stretch"):
        state.entering(True)
        st.rerun()
    if st.button("Add a picture or a link", key="add-picture"):
        state.go("Pictures")
    total = counts["observations"]
    if not total:
        st.caption("No observation yet. Enter one, or add a file of them under Data.")
        return
    st.caption(f"{text.counted(total, 'observation')}. Choose one on the map or here.")
    # No more are read than are listed: there may be very many.
    for observation in islice(state.catalogue().observations(), MOST_LISTED):
        _observation_row(observation)
    if total > MOST_LISTED:
        st.caption(f"{total - MOST_LISTED:,} more on the map.")


def _observation_row(observation: Observation) -> None:
    with st.container(border=True):
        words, show = st.columns([0.76, 0.24], vertical_alignment="center")
        when = describe(observation.when) if observation.when else "time unknown"
        where = "" if observation.place else ", place unknown"
        with words:
            text.row(observation.title, f"{when}{where}")
        if show.button("Show", key=f"show-{observation.uid}", width="stretch"):
            state.select("observation", observation.uid)
            st.rerun()


def _heading(title: str) -> None:
    head, close = st.columns([0.86, 0.14], vertical_alignment="top")
    with head:
        text.plain(title, "cat-title")
    if close.button("✕", help="Back to the list", key="close-selection"):
        state.clear_selection()
        st.rerun()


def _observation(observation: Observation, links: list[Link]) -> None:
    _heading(observation.title)
    if observation.claim and observation.claim != observation.title:
        text.plain(observation.claim, "cat-claim")
    text.facts(_observation_facts(observation))
    for warning in observation.warnings:
        text.plain(f"⚠ {warning}", "cat-muted")
    st.divider()
    if not links:
        _no_images(observation)
        return
    st.markdown(f"**{len(links)} possible image{'s' if len(links) != 1 else ''}**, best first")
    for rank, link in enumerate(links[:FIRST_LINKS], start=1):
        _link_card(rank, link)
    if len(links) > FIRST_LINKS:
        with st.expander(f"{len(links) - FIRST_LINKS} more"):
            for rank, link in enumerate(links[FIRST_LINKS:], start=FIRST_LINKS + 1):
                _link_card(rank, link)


def _observation_facts(observation: Observation) -> list[tuple[str, str | None]]:
    first = observation.place.candidates[0] if observation.place else None
    point = first.geometry.representative_point() if first else None
    sure = None
    if first is not None and first.r95_m is not None:
        sure = "exact" if first.r95_m == 0 else f"95 % sure within {text.metres(first.r95_m)}"
    pairs: list[tuple[str, str | None]] = [
        ("When", describe(observation.when) if observation.when else None),
        ("Where", f"{point.y:.5f}, {point.x:.5f} (lat, lon)" if point else None),
        ("How sure", sure),
    ]
    for thing in observation.objects:
        size = " × ".join(f"{v:g}" for v in (thing.length_m, thing.width_m) if v is not None)
        pairs.append(("Object", f"{thing.name}{f', {size} m' if size else ', size unknown'}"))
    pairs.append(("Status", observation.status.replace("_", " ")))
    if observation.source:
        pairs.append(("Source", observation.source))
    return pairs


def _no_images(observation: Observation) -> None:
    missing = [
        name
        for name, value in (("place", observation.place), ("time", observation.when))
        if value is None
    ]
    if missing:
        st.info(f"Its {' and '.join(missing)} is unknown, so no image can be linked to it.")
        return
    st.info(
        "No image in this catalogue meets this place and time. That is not evidence against it."
    )
    if st.button("Add images"):
        state.go("Data")


def _link_card(rank: int, link: Link) -> None:
    scene = state.catalogue().scene(link.scene)
    with st.container(border=True):
        st.html(text.link_html(rank, scene.id, link, text.moment(scene.when)))
        if st.button("Open image", key=f"open-{link.scene}", type="primary"):
            state.go("Tag", scene=link.scene, observation=link.observation)
        if st.button("Compare in time", key=f"compare-{link.scene}"):
            state.go("Compare", a=link.scene, observation=link.observation)
        with st.expander("All reasons"):
            for reason in link.score.reasons:
                text.plain(f"• {reason}")
            text.plain(
                f"rank score {link.score.value:.3f} ({link.score.low:.3f} to "
                f"{link.score.high:.3f}); it orders images, it is not a probability",
                "cat-muted",
            )


def _scene(scene: Scene, links: list[Link]) -> None:
    _heading(scene.name)
    text.facts(text.scene_facts(scene))
    for warning in scene.warnings:
        text.plain(f"⚠ {warning}", "cat-muted")
    if st.button("Open and tag", type="primary", key="open-scene"):
        state.go("Tag", scene=scene.uid)
    if scene.kind == "reference" and scene.original is not None:
        again = scene.placing is not None
        if st.button("Place it anew" if again else "Place it on the map", key="place-scene"):
            state.go("Pictures", scene=scene.uid)
    st.divider()
    if not scene.can_link:
        missing = "place" if scene.footprint is None else "acquisition time"
        st.info(f"Its {missing} is unknown, so it is never linked to an observation.")
        return
    if not links:
        st.info("No observation in this catalogue meets this image.")
        return
    st.markdown(f"**Could have shown {len(links)} observation{'s' if len(links) != 1 else ''}**")
    for rank, link in enumerate(links, start=1):
        observation = state.catalogue().observation(link.observation)
        when = describe(observation.when) if observation.when else None
        with st.container(border=True):
            st.html(text.link_html(rank, observation.title, link, when))
            if st.button("Show", key=f"obs-{link.observation}"):
                state.select("observation", link.observation)
                st.rerun()

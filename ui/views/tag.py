"""Tag: one scene's pixels, its tile grid, drawing. The canvas saves by itself."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.grid import MAX_ZOOM
from catalogue.model import Annotation, Scene, SceneQuery
from catalogue.space import representative_point
from ui import state, text
from ui.canvas import CanvasData, canvas
from ui.views import run, sun

CANVAS_HEIGHT = 740
MAX_LISTED = 500


def show() -> None:
    """The page."""
    scenes = list(state.catalogue().scenes(SceneQuery(), limit=MAX_LISTED))
    if not scenes:
        st.subheader("No scene to tag yet")
        st.write("Add images first; they appear here and on the map.")
        if st.button("Add images", type="primary"):
            state.go("Data")
        return
    scene = _choose(scenes)
    left, right = st.columns([0.74, 0.26], gap="medium")
    with left:
        _canvas(scene)
    with right:
        _side(scene)


def _choose(scenes: list[Scene]) -> Scene:
    wanted = st.query_params.get("scene")
    cat = state.catalogue()
    current = cat.named_scene(wanted) if wanted else scenes[0]
    options = {s.uid: s for s in [current, *scenes]}
    uids = sorted(options, key=lambda u: (options[u].id, u))
    if st.session_state.get("tag-scene") not in options or (
        wanted and st.session_state.get("tag-from-link") != wanted
    ):
        st.session_state["tag-scene"] = current.uid
        st.session_state["tag-from-link"] = wanted
    chosen = st.selectbox(
        "Scene", uids, key="tag-scene", format_func=lambda u: _label(options[u]),
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen != st.query_params.get("scene"):
        st.query_params["scene"] = chosen
        st.session_state["tag-from-link"] = chosen
    return options[chosen]


def _label(scene: Scene) -> str:
    when = text.moment(scene.when) or "time unknown"
    pixel = text.metres(scene.gsd_m) or "pixel size unknown"
    return f"{scene.id} · {when} · {pixel}"


def _zoom() -> int | None:
    """`z` in the address: the zoom of the tiles to tag, where it is not the scene's own."""
    wanted = st.query_params.get("z", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) <= MAX_ZOOM else None


def _canvas(scene: Scene) -> None:
    events = canvas(
        CanvasData(
            mode="tag",
            scene=scene.uid,
            z=_zoom(),
            scenes=run.scenes(),
            queue=run.queue(),
            author=state.get().author,
            rev=state.get().rev,
            height=CANVAS_HEIGHT,
        ),
        key="tag-canvas",
        height=CANVAS_HEIGHT,
    )
    if events.open and events.open != scene.uid:
        st.query_params["scene"] = events.open
        st.rerun()
    changed = events.changed
    if changed and changed.rev > state.get().rev:
        state.update(rev=changed.rev)


def _side(scene: Scene) -> None:
    text.plain(scene.name, "cat-title")
    text.facts(text.scene_facts(scene))
    for warning in scene.warnings:
        text.plain(f"⚠ {warning}", "cat-muted")
    sun.show(scene)
    author = st.text_input("Your name on new tags", value=state.get().author, key="tag-author")
    if author.strip() and author.strip() != state.get().author:
        state.update(author=author.strip())
        st.rerun()
    annotations = list(state.catalogue().annotations(scene.uid))
    _summary(annotations)
    run.choose(scene.uid)
    _predictions(scene)
    if st.button("Compare with other dates", key="tag-compare"):
        state.go("Compare", a=scene.uid)
    if scene.footprint is not None and st.button("Follow objects over dates", key="tag-tracks"):
        lon, lat = representative_point(scene.footprint)
        state.go("Tracks", near=f"{lat:.5f}, {lon:.5f}")
    with st.expander("Observations it could have shown"):
        links = state.catalogue().links_for_scene(scene.uid)
        if not links:
            st.caption("None in this catalogue.")
        for link in links:
            observation = state.catalogue().observation(link.observation)
            text.plain(f"{observation.title}: {text.level_text(link.score)}")


def _summary(annotations: list[Annotation]) -> None:
    st.markdown(f"**{len(annotations)} on this scene**")
    if not annotations:
        st.caption("Press a class's key to tag the outlined tile, B to draw a box, ? for all keys.")
        return
    names = {c.id: c.path for c in state.catalogue().classes()}
    counts = Counter(_what(a, names) for a in annotations)
    rows = [{"what": name, "n": n} for name, n in counts.most_common()]
    st.dataframe(rows, hide_index=True, height="content")
    latest = [
        {
            "what": _what(a, names),
            "as": a.kind,
            "who": a.author,
            "when (UTC)": a.created[:16].replace("T", " "),
        }
        for a in sorted(annotations, key=lambda a: -a.rev)[:50]
    ]
    with st.expander("Latest first"):
        st.dataframe(latest, hide_index=True)


def _what(annotation: Annotation, names: dict[str, str]) -> str:
    name = names.get(annotation.cls or "", annotation.state)
    return f"{name} (suggested)" if annotation.state == "suggested" else name


def _predictions(scene: Scene) -> None:
    with st.expander("Predictions of a model"):
        st.caption("They come in as suggestions, apart from what people said. U goes through them.")
        model = st.text_input("Name of the model", key="suggest-model")
        upload = st.file_uploader("GeoJSON or COCO", type=["json", "geojson"], key="suggest-file")
        if upload is None or not st.button("Take them in", key="suggest-go"):
            return
        try:
            made, left = state.catalogue().suggest_labels(scene.uid, upload.getvalue(), model)
        except CatalogueError as error:
            st.error("Nothing was taken in.")
            text.plain(str(error))
            return
        state.update(rev=state.catalogue().store.annotation_rev())
        st.success(f"{made:,} suggestions.")
        for reason in left[:20]:
            text.plain(reason, "cat-muted")
        if len(left) > 20:
            st.caption(f"and {len(left) - 20:,} more were left out.")

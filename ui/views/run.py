"""Which scenes a tagging queue runs through, as the address says it; and choosing that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalogue.errors import NotFound
from catalogue.model import Case, SceneQuery
from ui import state

MOST_SCENES = 200
QUEUES = {
    "scene": "In reading order",
    "observation": "By observation, nearest tiles first",
    "disagreement": "Where people disagree",
    "class": "Tagged with a class",
    "random": "A random sample",
}


def scenes() -> tuple[str, ...]:
    """Uids of the scenes of the queue, in order; none without one. Raises NotFound."""
    kind, _, name = st.query_params.get("over", "").partition(":")
    if kind == "scenes":
        found = [uid for uid in name.split(",") if uid]
    elif kind == "collection":
        query = SceneQuery(collections=(name,))
        found = [s.uid for s in state.catalogue().scenes(query, limit=MOST_SCENES)]
    elif kind == "observation":
        found = _of_observation(name)
    elif kind == "case":
        found = _of_case(name)
    else:
        found = []
    return tuple(dict.fromkeys(found))[:MOST_SCENES]


def queue() -> Mapping[str, Any] | None:
    """In which order their tiles come; None without a queue."""
    given = st.query_params
    if not given.get("over"):
        return None
    by = given.get("by", "scene")
    seed = given.get("seed", "0")
    kind, _, name = given["over"].partition(":")
    return {
        "by": by if by in QUEUES else "scene",
        "observation": given.get("observation") or (name if kind == "observation" else None),
        "class": given.get("class") or None,
        "seed": int(seed) if seed.isdecimal() else 0,
    }


def _of_observation(name: str) -> list[str]:
    cat = state.catalogue()
    return [link.scene for link in cat.links_for_observation(cat.named_observation(name).uid)]


def _of_case(uid: str) -> list[str]:
    case = next((c for c in _cases() if c.uid == uid), None)
    if case is None:
        raise NotFound(f"there is no case {uid!r}.")
    return [scene for observation in case.observations for scene in _of_observation(observation)]


def _cases() -> list[Case]:
    return [c for c in state.catalogue().store.find_evidence(Case) if not c.withdrawn]


def choose(scene: str) -> None:
    """Widgets to begin a queue over several scenes, or to end the one that runs."""
    running = bool(st.query_params.get("over"))
    with st.expander("Queue over several scenes", expanded=running):
        options = {"": "This scene only", **_options(scene)}
        over = st.query_params.get("over", "")
        options.setdefault(over, "Scenes chosen on the map")
        names = list(options)
        wanted = st.selectbox(
            "Scenes", names, index=names.index(over), format_func=options.__getitem__,
            key=f"run-over-{over}",
        )  # fmt: skip
        if wanted != over:
            _begin(wanted)
        if running:
            _order()
            st.caption(
                "Y goes on to the next scene of the queue; Enter does so after the last tile."
            )


def _order() -> None:
    by = st.query_params.get("by", "scene")
    names = [n for n in QUEUES if n != "observation" or (queue() or {}).get("observation")]
    chosen = st.selectbox(
        "Order", names, index=names.index(by) if by in names else 0,
        format_func=QUEUES.__getitem__, key=f"run-by-{by}",
    )  # fmt: skip
    if chosen != by:
        st.query_params["by"] = chosen
        st.rerun()
    if chosen == "random":
        seed = st.query_params.get("seed", "0")
        given = st.number_input("Seed", 0, 2**31 - 1, int(seed) if seed.isdecimal() else 0)
        if str(given) != seed:
            st.query_params["seed"] = str(given)
            st.rerun()


def _begin(over: str) -> None:
    for name in ("by", "seed", "observation"):
        if name in st.query_params:
            del st.query_params[name]
    if over:
        st.query_params["over"] = over
        if over.startswith("observation:"):
            st.query_params["by"] = "observation"
    elif "over" in st.query_params:
        del st.query_params["over"]
    st.rerun()


def _options(scene: str) -> dict[str, str]:
    cat = state.catalogue()
    found = {f"collection:{c}": f"Collection {c}" for c in cat.store.collections() if c}
    found |= {f"case:{c.uid}": f"Case {c.title or c.id}" for c in _cases()}
    for link in cat.links_for_scene(scene):
        observation = cat.observation(link.observation)
        found[f"observation:{observation.uid}"] = f"Possible images of {observation.title}"
    return found

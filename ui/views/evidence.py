"""Evidence: which images could have shown which claim, what people concluded, what is missing."""

from __future__ import annotations

import streamlit as st

from catalogue.model import Case
from ui import state
from ui.canvas.evidence import evidence

HEIGHT = 780
_ALL = ""


def show() -> None:
    """The page; `report` or `case`, `observation` and `scene` in the address say what is open."""
    scope = _scope()
    asked = st.query_params
    events = evidence(
        scope,
        asked.get("observation"),
        asked.get("scene"),
        key=f"evidence-{'-'.join(scope.values()) or 'all'}",
        height=HEIGHT,
    )
    if events.pair is not None:
        for name, uid in zip(("observation", "scene"), events.pair, strict=True):
            if uid:
                asked[name] = uid
            elif name in asked:
                del asked[name]
    if events.compare:
        state.go("Compare", a=events.compare[0], observation=events.compare[1])
    if events.open:
        state.go("Tag", scene=events.open)
    if events.lead:
        state.go(events.lead[0], observation=events.lead[1])


def _scope() -> dict[str, str]:
    """Which claims: all, those of a report, or those of a case."""
    cat = state.catalogue()
    options = {_ALL: "All claims"}
    for case in cat.store.find_evidence(Case):
        if not case.withdrawn:
            options[f"case {case.uid}"] = f"Case · {case.title or case.id}"
    for report in cat.reports():
        options[f"report {report.uid}"] = f"Report · {report.title or report.id}"
    if len(options) == 1:
        return {}
    select, hand = st.columns([0.88, 0.12], vertical_alignment="center")
    wanted = next(
        (f"{kind} {uid}" for kind in ("case", "report") if (uid := st.query_params.get(kind))), _ALL
    )
    names = list(options)
    chosen = select.selectbox(
        "Claims", names, index=names.index(wanted) if wanted in options else 0,
        format_func=lambda name: options[name], label_visibility="collapsed", key="evidence-scope",
    )  # fmt: skip
    kind, _, uid = chosen.partition(" ")
    for name in ("case", "report"):
        if name == kind:
            st.query_params[name] = uid
        elif name in st.query_params:
            del st.query_params[name]
    about = {"report": uid} if kind == "report" else {}
    if hand.button("Dossier…", help="Hand over what is known", width="stretch"):
        state.go("Dossier", **about)
    return {kind: uid} if uid else {}

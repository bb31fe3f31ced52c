"""Cases: a question, what it is about, how far it is, and where was searched for imagery."""

from __future__ import annotations

import streamlit as st

from catalogue.errors import NotFound
from catalogue.model import Case
from ui import state, text
from ui.views import cases_claims, cases_find, cases_forms, cases_log

WIDTH = 1160  # px: of longer lines nobody finds the next one
_PARTS = {"Claims": cases_claims.show, "Searches": cases_log.show, "Edit": cases_forms.edit}
_PARAMS = ("case", "observation", "occurrence", "again", "job")


def show() -> None:
    """The page; `case` in the address says which one is open.

    With `observation` and `occurrence`, or with `again` (a search), imagery is looked for.
    """
    name = st.query_params.get("case")
    case = None if not name else _named(name)
    with st.container(width=WIDTH):
        if case is None:
            _list()
        elif st.query_params.get("observation") or st.query_params.get("again"):
            cases_find.show(case)
        else:
            _case(case)


def _named(name: str) -> Case | None:
    """A link to a case that is gone says so and leads to the others."""
    try:
        return state.catalogue().named_case(name)
    except NotFound:
        for param in _PARAMS:
            if param in st.query_params:
                del st.query_params[param]
        st.warning("This case is not in this catalogue. Choose another one.")
        return None


def _list() -> None:
    every = state.catalogue().cases()
    if not every:
        _first()
        return
    text.plain(text.count(len(every), "case"), "cat-title")
    for case in sorted(every, key=lambda c: (c.closed is not None, c.made)):
        _row(case)
    with st.expander("Open a new case"), st.container(width=cases_forms.FORM_WIDTH):
        cases_forms.new()


def _first() -> None:
    with st.container(width=cases_forms.FORM_WIDTH):
        st.subheader("Open a first case")
        st.write(
            "A case holds one question, the reports it is about and every search for imagery. It "
            "shows which claims are judged, which wait, and what nobody has looked for yet."
        )
        if not state.catalogue().counts()["observations"]:
            st.info("There is no claim yet: paste a report, or add a table of observations.")
            with st.container(horizontal=True):
                state.link("Reports", "Paste a report")
                state.link("Data", "Add observations")
        cases_forms.new()


def _row(case: Case) -> None:
    """The question leads to the case."""
    about = [
        case.title or case.id,
        text.count(len(case.reports), "report"),
        *([text.count(len(case.observations), "further claim")] if case.observations else ()),
        case.sensitivity,
        f"closed {case.closed[:10]}" if case.closed else f"opened {case.made[:10]}",
        case.author,
    ]
    with st.container(border=True, gap=None):
        label = f"**{text.escape_label(case.question)}** →"
        state.show_here(label, f"case-open-{case.uid}", quiet=True, case=case.uid)
        text.plain(" · ".join(about), "cat-muted")


def _case(case: Case) -> None:
    state.show_here("← All cases", "case-all", quiet=True)
    about = [
        case.title or case.id,
        case.sensitivity,
        f"opened {case.made[:10]} by {case.author}",
        *([f"closed {case.closed[:10]}"] if case.closed else ()),
    ]
    words, act = st.columns([0.88, 0.12], vertical_alignment="center")
    with words, st.container(gap=None):
        text.plain(case.question, "cat-title")
        text.plain(" · ".join(about), "cat-muted")
        if case.note:
            text.plain(case.note, "cat-muted")
    with act:
        state.link("Dossier", "Make a dossier", case=case.uid)
    # Only the part that is open is made; `part` in the address says which one.
    tabs = st.tabs(list(_PARTS), key="part", bind="query-params")
    for tab, part in zip(tabs, _PARTS.values(), strict=True):
        if tab.open:
            with tab:
                part(case)

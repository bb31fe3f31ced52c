"""Opening a case, changing what is known of it, closing it."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.model import SENSITIVITIES, Case, Observation, Report
from ui import state, text

MOST_CLAIMS, FORM_WIDTH = 2000, 760
_HOW = {
    "open": "open: may be shown to anyone",
    "restricted": "restricted: for those who work on it",
    "secret": "secret: nothing of it leaves without need",
}


def new() -> None:
    """A form for a new case, which is then open."""
    with st.form("case-new", border=False):
        fields = _fields("new", None)
        name = st.text_input(
            "Short name (optional)", key="case-new-id", placeholder="kashan-2022",
            help="What the case is called in lists and commands. Left empty, it is numbered.",
        )  # fmt: skip
        if st.form_submit_button("Open the case", type="primary"):
            _open(name, fields)


def edit(case: Case) -> None:
    """All that may be changed, and the end of the investigation."""
    with st.container(width=FORM_WIDTH):
        with st.form(f"case-edit-{case.uid}-{case.version}", border=False):
            fields = _fields(case.uid, case)
            if st.form_submit_button("Save", type="primary"):
                _change("Not saved.", lambda: _changed(case, fields))
        st.divider()
        _end(case)


def _end(case: Case) -> None:
    cat = state.catalogue()
    if case.closed:
        st.caption("This case is closed. Nothing of it is lost; you may go on with it.")
        if st.button("Go on with this case", key="case-reopen"):
            _change("Not changed.", lambda: cat.reopen_case(case.uid))
        return
    with st.form(f"case-close-{case.uid}", border=False):
        result = st.text_input("With what result (optional)", key="case-close-note")
        if st.form_submit_button("Close this case"):
            _change("Not closed.", lambda: cat.close_case(case.uid, result.strip() or None))


def _fields(key: str, case: Case | None) -> dict[str, Any]:
    reports = {r.uid: r for r in state.catalogue().reports()}
    question = st.text_area(
        "Question", case.question if case else "", height=90, key=f"case-{key}-question",
        placeholder="Were the aircraft delivered before 8 June?",
    )  # fmt: skip
    fields: dict[str, Any] = {"question": question}
    if reports:
        fields["reports"] = st.multiselect(
            "Reports", reports, [u for u in case.reports if u in reports] if case else None,
            key=f"case-{key}-reports", format_func=lambda uid: report_label(reports[uid]),
            placeholder="Choose the reports it is about",
        )  # fmt: skip
    fields |= _claims(key, case)
    fields["sensitivity"] = st.radio(
        "How carefully to handle it", SENSITIVITIES, key=f"case-{key}-sensitivity",
        index=SENSITIVITIES.index(case.sensitivity if case else "restricted"),
        format_func=_HOW.__getitem__,
    )  # fmt: skip
    title = st.text_input("Title (optional)", case.title if case else "", key=f"case-{key}-title")
    return fields | {"title": title.strip()}


def _claims(key: str, case: Case | None) -> dict[str, Any]:
    """Claims that are in no report, or in the case without their report."""
    known = case.observations if case else ()
    cat = state.catalogue()
    count = cat.counts()["observations"]
    if count > MOST_CLAIMS:
        st.caption(
            f"Of {count:,} claims none can be chosen here one by one: "
            "`catalogue case add` adds those in no report by their ids."
        )
        return {}
    lone = {o.uid: o for o in cat.observations() if o.report is None or o.uid in known}
    if not lone:
        return {}
    chosen = st.multiselect(
        "Claims without a report", lone, list(known), key=f"case-{key}-claims",
        format_func=lambda uid: claim_label(lone[uid]), placeholder="Choose further claims",
    )  # fmt: skip
    return {"observations": chosen}


def report_label(report: Report) -> str:
    """A report in a list."""
    return f"{report.published or 'date unknown'} · {text.isolated(report.title or report.id)}"


def claim_label(claim: Observation) -> str:
    """A claim in a list."""
    return f"{text.isolated(claim.title)} · {claim.when.edtf if claim.when else 'time unknown'}"


def _open(name: str, fields: dict[str, Any]) -> None:
    question = fields.pop("question")
    try:
        made = state.catalogue().open_case(name.strip() or _free(), question, **fields)
    except CatalogueError as error:
        text.refused("No case was opened.", error)
        return
    st.query_params["case"] = made.uid
    st.rerun()


def _free() -> str:
    """The next name of the form case-1."""
    taken = [re.fullmatch(r"case-(\d{1,9})", c.id) for c in state.catalogue().cases()]
    return f"case-{max((int(found[1]) for found in taken if found), default=0) + 1}"


def _changed(case: Case, fields: dict[str, Any]) -> None:
    state.catalogue().change_case(case.uid, case.version, **fields)


def _change(refused: str, change: Any) -> None:
    try:
        change()
    except CatalogueError as error:
        text.refused(refused, error)
        return
    st.rerun()

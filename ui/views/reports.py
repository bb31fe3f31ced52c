"""Reports: paste one in, read what it claims, accept, change or reject each claim."""

from __future__ import annotations

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.model import Report
from ui import state, text
from ui.canvas.review import review
from ui.views import placenames, report_facts

HEIGHT = 760
_NEW = ""


def show() -> None:
    """The page; `report` in the address says which one is open."""
    reports = list(state.catalogue().reports())
    chosen = _choose(reports)
    if chosen is None:
        _paste(first=not reports)
        return
    if chosen.published is None:
        st.caption(
            "The date of publication is not known, so “last week” and the like have no bounds."
        )
    review(chosen.uid, key=f"review-{chosen.uid}", height=HEIGHT)
    if st.button("Dossier…", help="Hand over what is known of its claims", key="report-dossier"):
        state.go("Dossier", report=chosen.uid)
    with st.expander("About this report, and its translation"):
        report_facts.edit(chosen)


def _choose(reports: list[Report]) -> Report | None:
    """The report that is open; None while a new one is entered."""
    if not reports:
        return None
    known = {r.uid: r for r in reports}
    wanted = st.query_params.get("report")
    options = [*known, _NEW]
    if (
        st.session_state.get("report-from-link") != wanted
        or "report-choice" not in st.session_state
    ):
        st.session_state["report-from-link"] = wanted
        st.session_state["report-choice"] = wanted if wanted in known else options[-2]
    chosen = st.selectbox(
        "Report", options, key="report-choice", label_visibility="collapsed",
        format_func=lambda uid: _label(known[uid]) if uid else "Paste another report",
    )  # fmt: skip
    if chosen != wanted:
        st.session_state["report-from-link"] = chosen or None
        if chosen:
            st.query_params["report"] = chosen
        elif "report" in st.query_params:
            del st.query_params["report"]
    return known.get(chosen)


def _label(report: Report) -> str:
    title = report.title or " ".join(report.text.split())[:80]
    # Isolated, for a title written from right to left would turn the date round.
    return f"{report.published or 'date unknown'} · \u2068{title}\u2069"


def _paste(*, first: bool) -> None:
    st.subheader("Paste a report" if first else "Paste another report")
    st.write(
        "Its text stays on this computer. Claims are suggested from it with the words that say "
        "them; nothing is accepted before you do."
    )
    with st.form("paste-report", border=False):
        words = st.text_area("Text of the report", height=240, key="paste-text")
        left, middle, right = st.columns(3)
        published = left.text_input(
            "Published", key="paste-published", placeholder="2022-07-18",
            help="“Last week” and “June 8” are read against this day. Leave it empty if unknown.",
        )  # fmt: skip
        publisher = middle.text_input("Publisher", key="paste-publisher")
        url = right.text_input("Address", key="paste-url", placeholder="https://…")
        if st.form_submit_button("Read it", type="primary"):
            _take(words, published, publisher, url)
    with st.expander("From a file"):
        report_facts.from_file()


def _take(words: str, published: str, publisher: str, url: str) -> None:
    try:
        taken = state.catalogue().enter_report(
            words, published=published, publisher=publisher, url=url
        )
    except CatalogueError as error:
        st.error("Not taken in.")
        text.plain(str(error))
        return
    placenames.make_ready()
    with st.spinner("Reading it."):
        state.catalogue().extraction(taken.report)
    st.query_params["report"] = taken.report.uid
    st.rerun()

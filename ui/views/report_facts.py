"""What is known of a report beside its text, and reports from files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.model import Rejected, Report
from ui import state, text

KINDS = ["txt", "md", "html", "htm", "csv", "jsonl", "json"]


def edit(report: Report) -> None:
    """Fields to change, with the translation beside the original afterwards."""
    uid = report.uid
    with st.form(f"about-{uid}", border=False):
        left, middle, right = st.columns([0.2, 0.3, 0.5])
        fields = {
            "published": left.text_input("Published", report.published or ""),
            "publisher": middle.text_input("Publisher", report.publisher or ""),
            "url": right.text_input("Address", report.url or ""),
            "translation": st.text_area("Translation", report.translation or "", height=160),
            "translator": st.text_input("Translated by", report.translator or ""),
        }
        if st.form_submit_button("Save"):
            _save(uid, fields)
    text.plain(f"sha256 of the text: {report.sha256}", "cat-muted")
    for note in report.redactions:
        why = note.reason or "no reason given"
        text.plain(f"{note.count} places were redacted by {note.author}: {why}", "cat-muted")


def _save(uid: str, fields: dict[str, str]) -> None:
    try:
        state.catalogue().edit_report(uid, **{name: v.strip() for name, v in fields.items()})
    except CatalogueError as error:
        st.error("Not saved.")
        text.plain(str(error))
        return
    st.rerun()


def from_file() -> None:
    """Texts and tables of texts: each document or row is kept, or refused with its reason."""
    st.caption("A text, also HTML; or CSV, JSON and JSONL with a column of text, a report a row.")
    upload = st.file_uploader("File", type=KINDS, key="reports-file", label_visibility="collapsed")
    published = st.text_input("Published, where the file does not say", key="reports-published")
    if upload is None or not st.button("Take these in", key="reports-go"):
        return
    known = {"published": published.strip()} if published.strip() else {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(upload.name).name
        path.write_bytes(upload.getvalue())
        taken = list(state.catalogue().take_reports(path, known=known))
    good = [one for one in taken if not isinstance(one, Rejected)]
    new = sum(one.new for one in good)
    st.success(f"{new} reports taken in, {len(good) - new} were there. Choose one above.")
    for one in taken:
        if isinstance(one, Rejected):
            text.plain(f"✕ {f'row {one.row}: ' if one.row else ''}{one.reason}")
    for note in dict.fromkeys(note for one in good for note in one.warnings):
        text.plain(f"⚠ {note}", "cat-muted")

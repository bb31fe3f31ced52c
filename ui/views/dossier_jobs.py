"""Dossiers that are being built or were: how far they are, what to do with them."""

from __future__ import annotations

import html

import streamlit as st

from catalogue.dossier.page import PICTURE_WARNING
from catalogue.web.app import context_of
from catalogue.web.dossier_jobs import DossierJob, DossierJobs
from ui import state, text
from ui.canvas import base_path

_EVERY_S = 0.5
MEANING = (
    "To check it later, unpack it and run `python verify.py` in its folder. It says whether every "
    "file is as it was when the dossier was made, and names each that is not. It says nothing "
    "about whether a picture is authentic, a date right, or what any of it means."
)


def all_jobs() -> DossierJobs:
    """Those of this server."""
    return context_of(state.catalogue()).dossiers


def running() -> None:
    """How far those are that are being built, and a way to give them up."""
    if any(job.state == "running" for job in all_jobs().all()):
        st.fragment(_progress, run_every=_EVERY_S)()


def _progress() -> None:
    jobs = [job for job in all_jobs().all() if job.state == "running"]
    if not jobs:
        st.rerun()
    for job in jobs:
        share = job.done / job.total if job.total else 0.0
        st.progress(min(share, 1.0), "Giving it up" if job.stop.is_set() else job.stage)
        if st.button("Cancel", key=f"dossier-stop-{job.id}", disabled=job.stop.is_set()):
            job.stop.set()


def show() -> None:
    """Those that ended and are kept, newest first."""
    st.subheader("Made here")
    jobs = [job for job in all_jobs().all() if job.state != "running"]
    if not jobs:
        st.caption("What you build appears here, to download and to read.")
        return
    for job in jobs:
        with st.container(border=True):
            _one(job)
    st.caption("They are kept until the server ends. Download what you want to keep.")


def _one(job: DossierJob) -> None:
    kind = "Edition for publication" if job.wanted.publication else "For colleagues"
    text.row(_title(job), kind)
    if job.state == "stopped":
        st.caption("Given up; nothing of it is left.")
    elif job.state == "failed":
        st.error("It was not built.")
        text.plain(job.error or "")
    else:
        _built(job)


def _title(job: DossierJob) -> str:
    if job.wanted.title:
        return job.wanted.title
    if job.wanted.publication:
        return "A reported claim"
    return state.catalogue().observation(job.wanted.observations[0]).title


def _built(job: DossierJob) -> None:
    made = job.result
    assert made is not None  # noqa: S101 - it is done
    base = f"{base_path()}/api/dossiers/{job.id}"
    size = text.bytes_of(job.archive.stat().st_size) if job.archive.is_file() else "gone"
    links = [
        f'<a class="go" href="{base}/dossier.zip" download>Download ({html.escape(size)})</a>',
        *(
            f'<a href="{base}/pages/{html.escape(path)}" target="_blank">{html.escape(name)}</a>'
            for path, name in job.pages()
        ),
    ]
    st.html(f'<div class="cat-links">{"".join(links)}</div>')
    pictures = text.counted(made.pictures, "picture")
    text.plain(f"{text.counted(made.files, 'file')}, {pictures}. Fingerprint:", "cat-muted")
    st.code(made.fingerprint, language=None, wrap_lines=True)
    if made.warnings:
        with st.expander(f"{text.counted(len(made.warnings), 'note')} on pictures and prints"):
            text.plain("\n".join(made.warnings), "cat-muted")
    if job.wanted.publication:
        st.warning(f"Look at every page before you publish it. {PICTURE_WARNING}")
    with st.expander("How others check it"):
        st.markdown(MEANING)
        st.markdown(
            "Whoever changes a file can write a new manifest, too: publish the fingerprint "
            "somewhere else, so that others can compare."
        )

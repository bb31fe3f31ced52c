"""A search for imagery that is under way: how far it is, stopping it, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalogue.errors import NotFound
from catalogue.model import Case, Scene
from catalogue.web.app import context_of
from ui import markup, state, text

_EACH_S = 0.5
MOST_LISTED = 200


def show(case: Case, name: str) -> None:
    """The job that the address names."""
    try:
        job = context_of(state.catalogue()).finds.get(name)
    except NotFound:
        st.info("That search is over. The search log of the case says what it found.")
        _back(case)
        return
    if job.state == "running":
        _running(name)
    elif job.state == "failed" or job.result is None:
        st.error("The search did not go through.")
        text.plain(job.error or "")
        _back(case)
    else:
        _done(job.result)
        _back(case)


@st.fragment(run_every=_EACH_S)
def _running(name: str) -> None:
    """Asks anew by itself; nothing else of the page is run again before it is over."""
    job = context_of(state.catalogue()).finds.get(name)
    if job.state != "running":
        st.rerun()
    unit = "scenes" if job.what == "scenes" else "bytes of files"
    of = "" if job.total is None else f" of {job.total:,}"
    share = min(1.0, job.done / job.total) if job.total else 0.0
    stopping = job.stop.wished
    what = "Stopping" if stopping else "Asking"
    st.progress(share, f"{what}: {job.done:,}{of} {unit} so far")
    if st.button("Stop", key="find-stop", disabled=stopping):
        job.stop.set()
        st.rerun(scope="fragment")
    st.caption("What came before you stop it is kept, and the log says that it ended early.")


def _back(case: Case) -> None:
    left, right = st.columns(2)
    if left.button("Search once more", key="find-more", width="stretch"):
        del st.query_params["job"]
        st.rerun()
    if right.button("Back to the case", type="primary", key="find-back", width="stretch"):
        st.query_params.from_dict({"case": case.uid})
        st.rerun()


def _done(result: Mapping[str, Any]) -> None:
    early = result["error"] or result["fetch_error"]
    (st.warning if early else st.success)(text.escape_label(result["words"]))
    for sentence in result["warnings"]:
        text.plain(f"⚠ {sentence}", "cat-muted")
    uids = [(one["uid"], kind) for kind in ("new", "known") for one in result[kind]]
    fetched: dict[str, list[str]] = {}
    for one in result["fetched"]:
        said = one["reason"] or f"downloaded, {one['size'] / 1e6:,.1f} MB"
        fetched.setdefault(one["scene"], []).append(f"{one['asset']}: {said}")
    if uids:
        markup.table(
            ("Scene", "In this catalogue", "Acquired", "Pixel", "Cloud", "Files"),
            [_row(state.catalogue().scene(uid), kind, fetched) for uid, kind in uids[:MOST_LISTED]],
            "Scenes found",
        )
    if len(uids) > MOST_LISTED:
        st.caption(f"and {len(uids) - MOST_LISTED:,} more, on the map and under Data.")
    for one in result["rejected"][:MOST_LISTED]:
        text.plain(f"✕ {one['row']} {one['value'] or ''}: {one['reason']}", "cat-muted")
    st.caption("The search is in the log of this case.")


def _row(
    scene: Scene, kind: str, fetched: Mapping[str, list[str]]
) -> tuple[str | markup.Link | markup.Chip, ...]:
    local = sum(asset.is_local for asset in scene.assets)
    files = fetched.get(scene.name, [])
    away = len(scene.assets) - local
    return (
        markup.Link(scene.name, markup.address("", scene=scene.uid)),
        markup.Chip("new", "role-during") if kind == "new" else "known before",
        text.moment(scene.when) or "unknown",
        text.metres(scene.gsd_m) or "unknown",
        "unknown" if scene.cloud_pct is None else f"{scene.cloud_pct:g} %",
        "; ".join([*files, *([f"{text.count(away, 'file')} by reference"] if away else [])]),
    )

"""Data: what is in the catalogue, adding files and observations, taking results out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from catalogue.errors import CatalogueError
from ui import state, text
from ui.views import classes, clouds, importing

EXPORTS = {
    "annotations": ("geojson", "gpkg", "parquet", "csv", "coco.json"),
    "observations": ("geojson", "gpkg", "parquet", "csv"),
    "scenes": ("json", "geojson", "gpkg", "parquet", "csv"),
    "links": ("csv", "geojson", "parquet"),
}
SCENE_COLUMNS: dict[str, Any] = {
    "id": "scene",
    "begin": "acquired (UTC)",
    "end": "until (UTC)",
    "platform": "sensor",
    "gsd_m": st.column_config.NumberColumn("pixel (m)", format="%.3g"),
    "cloud_pct": st.column_config.NumberColumn("cloud (%)", format="%.3g"),
    "off_nadir_deg": st.column_config.NumberColumn("off-nadir (°)", format="%.3g"),
}
OBSERVATION_COLUMNS: dict[str, Any] = {
    "id": "observation",
    "time": "when (EDTF)",
    "r95_m": st.column_config.NumberColumn("95 % sure within (m)", format="%g"),
}


def show() -> None:
    """The page."""
    counts = state.catalogue().counts()
    text.figures({**counts, "history entries": _history_length()})
    have, add, observe, tags, export = st.tabs(
        ["What is here", "Add images", "Add observations", "Classes", "Export"]
    )
    with have:
        _tables()
    with add:
        importing.images()
    with observe:
        importing.observations()
    with tags:
        classes.show()
    with export:
        _export()


def _history_length() -> int:
    head = state.catalogue().store.head()
    return head.seq if head else 0


def _tables() -> None:
    cat = state.catalogue()
    st.markdown("**Scenes**")
    scenes = cat.scenes_frame().drop(columns=["geometry", "uid"])
    if scenes.empty:
        st.caption("None yet: open “Add images”.")
    else:
        st.dataframe(scenes, hide_index=True, column_config=SCENE_COLUMNS)
    st.markdown("**Observations**")
    observations = cat.observations_frame().drop(columns=["geometry", "uid"])
    if observations.empty:
        st.caption("None yet: open “Add observations”.")
    else:
        st.dataframe(observations, hide_index=True, column_config=OBSERVATION_COLUMNS)
    clouds.show()
    st.caption("The catalogue lies in")
    st.code(str(cat.folder), language=None)


def _export() -> None:
    kind = st.segmented_control("What", list(EXPORTS), default="annotations", key="export-kind")
    kind = kind or "annotations"
    extension = st.selectbox("Format", EXPORTS[kind], key=f"export-format-{kind}")
    if not st.button("Prepare", type="primary", key="export-go"):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.{extension}"
        try:
            with st.spinner("writing"):
                written = state.catalogue().export(kind, path)
        except CatalogueError as error:
            st.error("Nothing was written.")
            st.text(str(error))
            return
        content = path.read_bytes()
    for warning in written.warnings:
        text.plain(f"⚠ {warning}", "cat-muted")
    st.download_button(
        f"Download {kind}.{extension} ({written.rows} rows)",
        content,
        file_name=f"{kind}.{extension}",
        key="export-download",
    )

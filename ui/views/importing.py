"""Taking images and observations in from the screen, with a reason for each refusal."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.model import Outcome
from ui import state, text

FIELDS = (
    "id", "title", "lon", "lat", "place", "radius_m", "time", "begin", "end", "object",
    "length_m", "width_m", "status", "source", "claim", "note",
)  # fmt: skip


def images() -> None:
    """Add images by path (they stay where they are) or by upload (they are kept here)."""
    path = st.text_input(
        "Folder or file on this machine",
        key="add-path",
        placeholder="/home/me/imagery",
        help="Images, folders, STAC items and catalogues. Files stay where they are.",
    )
    uploads = st.file_uploader("Or drop files here", accept_multiple_files=True, key="add-upload")
    when = st.text_input(
        "Acquisition time, for files that carry none",
        key="add-when",
        help="Only used where you are sure: 2022-06-08T07:30Z, or a day such as 2022-06-08.",
    )
    source, licence = st.columns(2)
    obtained = source.text_input("Obtained from", key="add-from")
    licence_text = licence.text_input("Licence", key="add-licence")
    if not st.button("Add", type="primary", key="add-go"):
        return
    try:
        paths = [Path(path.strip()).expanduser()] if path.strip() else []
        paths += [_keep(u.name, u.getvalue()) for u in uploads or ()]
        if not paths:
            st.error("Name a folder or a file, or drop files.")
            return
        _add(paths, when.strip() or None, obtained.strip() or None, licence_text.strip() or None)
    except CatalogueError as error:
        st.error("Nothing was added.")
        st.text(str(error))


def _keep(name: str, content: bytes) -> Path:
    """Put an uploaded file among the catalogue's own files."""
    # A folder for each content: a second file of the same name never replaces the first.
    folder = state.catalogue().folder / "files" / hashlib.sha256(content).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / Path(name).name
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    return path


def _add(paths: list[Path], when: str | None, obtained: str | None, licence: str | None) -> None:
    bar = st.progress(0.0, "reading")

    def progress(done: int, total: int | None) -> None:
        share = min(1.0, done / total) if total else 0.0
        bar.progress(share, f"{done} of {total or '…'} read")

    result = state.catalogue().add_files(
        paths, when=when, obtained_from=obtained, licence=licence, progress=progress
    )
    bar.empty()
    outcome(result, "scenes")


def observations() -> None:
    """Add observations from a file: the columns are guessed, shown, and the user's to change."""
    st.caption(
        "CSV, GeoJSON or GeoPackage. Columns such as id, title, lon, lat, radius_m, time, object, "
        "length_m and width_m are understood; say here what the others are."
    )
    upload = st.file_uploader("File", type=["csv", "geojson", "json", "gpkg"], key="observe-upload")
    if upload is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(upload.name).name
        path.write_bytes(upload.getvalue())
        try:
            mapping = _mapping(path)
            dry = state.catalogue().observe(path, mapping, dry_run=True)
            outcome(dry, "observations would be")
            if st.button("Add these", type="primary", key="observe-go"):
                outcome(state.catalogue().observe(path, mapping), "observations")
        except CatalogueError as error:
            st.error("This file cannot be read.")
            st.text(str(error))


def _mapping(path: Path) -> dict[str, str]:
    guessed, columns = state.catalogue().columns_of(path)
    chosen: dict[str, str] = {}
    with st.expander(f"Columns: {len(guessed)} of {len(columns)} understood", expanded=True):
        grid = st.columns(4)
        for n, field in enumerate(FIELDS):
            options = ["", *columns]
            index = options.index(guessed[field]) if guessed.get(field) in options else 0
            picked = grid[n % 4].selectbox(
                field, options, index=index, key=f"observe-{path.name}-{field}"
            )
            if picked:
                chosen[field] = picked
    return chosen


def outcome(result: Outcome, what: str) -> None:
    """What went in and what did not, row by row with the reason."""
    st.success(
        f"{result.added} {what} added, {result.updated} updated, {result.unchanged} unchanged."
    )
    if result.rejected:
        st.warning(f"{len(result.rejected)} rejected")
        rows = [
            {"where": r.source, "row": r.row, "field": r.field, "value": r.value, "why": r.reason}
            for r in result.rejected
        ]
        st.dataframe(rows, hide_index=True)
    if result.warnings:
        with st.expander(f"{len(result.warnings)} notes"):
            text.plain("\n".join(result.warnings))

"""The classes to tag with: a tree, a table to edit it in, merging, and files in and out."""

from __future__ import annotations

import html
import json
from collections import Counter
from typing import Any

import streamlit as st

from catalogue.errors import CatalogueError, InvalidValue
from catalogue.model import TaxonomyClass
from catalogue.taxonomy import from_coco, read_taxonomy, taxonomy_to_json
from ui import state, text

COLUMNS: dict[str, Any] = {
    "id": st.column_config.TextColumn("id", help="What annotations carry; stays when renamed."),
    "path": st.column_config.TextColumn("name", help="Names joined by /, as in Aircraft/UAV"),
    "colour": st.column_config.TextColumn("colour", help="#rrggbb"),
    "hotkey": st.column_config.TextColumn("key", max_chars=1, width="small"),
    "length_m": st.column_config.NumberColumn("length (m)", format="%.4g", min_value=0.001),
    "width_m": st.column_config.NumberColumn("width (m)", format="%.4g", min_value=0.001),
    "attributes": st.column_config.TextColumn(
        "attributes", help="name; name:number; name=one|other", width="large"
    ),
}


def show() -> None:
    """The tab."""
    classes = state.catalogue().classes()
    used = Counter(a.cls for a in state.catalogue().annotations() if a.cls)
    st.html(tree_html(classes, used))
    _edit(classes)
    merge, files = st.columns(2, gap="large")
    with merge:
        _merge(classes, used)
    with files:
        _files(classes)


def tree_html(classes: list[TaxonomyClass], used: Counter[str]) -> str:
    """The classes as a tree: colour, name, key, how many annotations; escaped."""
    shown: set[tuple[str, ...]] = set()
    rows = []
    root = None
    for entry in sorted(classes, key=lambda c: c.path.casefold().split("/")):
        *above, name = entry.path.split("/")
        first = entry.path.split("/")[0]
        if root not in (None, first):
            rows.append("</div><div>")  # a branch stays in one column
        root = first
        for depth in range(1, len(above) + 1):
            branch = tuple(above[:depth])
            if branch not in shown and "/".join(branch) not in {c.path for c in classes}:
                rows.append(_row(depth - 1, branch[-1], None, 0))
            shown.add(branch)
        rows.append(_row(len(above), name, entry, used[entry.id]))
    return f'<div class="cat-tree"><div>{"".join(rows)}</div></div>'


def _row(depth: int, name: str, entry: TaxonomyClass | None, count: int) -> str:
    pad = f'style="padding-left:{depth * 1.4}rem"'
    if entry is None:
        return f'<div class="cat-muted" {pad}>{html.escape(name)}</div>'
    key = f"<kbd>{html.escape(entry.hotkey)}</kbd>" if entry.hotkey else ""
    size = " × ".join(f"{v:g}" for v in (entry.length_m, entry.width_m) if v is not None)
    more = [f"{size} m" if size else "", f"{count:,} tagged" if count else ""]
    dot = f'<span class="dot" style="background:{html.escape(entry.colour)}"></span>'
    said = html.escape(" · ".join(m for m in more if m))
    return f'<div {pad}>{dot}{html.escape(name)} {key} <span class="cat-muted">{said}</span></div>'


def _edit(classes: list[TaxonomyClass]) -> None:
    rows = [
        {
            **{name: getattr(c, name) for name in COLUMNS if name != "attributes"},
            "attributes": "; ".join(c.attributes),
        }
        for c in classes
    ]
    edited = st.data_editor(
        rows, column_config=COLUMNS, num_rows="dynamic", hide_index=True, key="classes-table"
    )
    if st.button("Save classes", type="primary", key="classes-save"):
        _store(lambda: [class_of(row, n) for n, row in enumerate(edited, start=1)])


def class_of(row: dict[str, Any], number: int) -> TaxonomyClass:
    """The class of a row of the table; a new one gets an id made of its name.

    Raises InvalidValue for a row without a name.
    """
    path = str(row.get("path") or "").strip()
    if not path:
        raise InvalidValue(f"row {number} of the classes has no name.")
    made = "".join(c if c.isascii() and c.isalnum() else "-" for c in path.rsplit("/", 1)[-1])
    return TaxonomyClass(
        id=str(row.get("id") or made.lower().strip("-")),
        path=path,
        colour=str(row.get("colour") or "#8c8c8c"),
        hotkey=str(row.get("hotkey") or ""),
        length_m=row.get("length_m"),
        width_m=row.get("width_m"),
        attributes=tuple(
            part.strip() for part in str(row.get("attributes") or "").split(";") if part.strip()
        ),
    )


def _merge(classes: list[TaxonomyClass], used: Counter[str]) -> None:
    st.markdown("**Merge two classes**")
    names = {c.id: f"{c.path} ({used[c.id]:,})" for c in classes}
    source = st.selectbox("This class goes", names, format_func=names.__getitem__, key="merge-from")
    target = st.selectbox(
        "Its annotations become", names, format_func=names.__getitem__, key="merge-to", index=1
    ) if len(names) > 1 else None  # fmt: skip
    if st.button("Merge", key="merge-go", disabled=source is None or target is None):
        try:
            count = state.catalogue().merge_classes(str(source), str(target))
        except CatalogueError as error:
            st.error("Nothing was merged.")
            st.text(str(error))
            return
        st.toast(f"{count:,} annotations changed; the history keeps what they were.")
        st.rerun()


def _files(classes: list[TaxonomyClass]) -> None:
    st.markdown("**Files**")
    st.download_button(
        "Download as JSON", taxonomy_to_json(classes), file_name="classes.json", key="classes-down"
    )
    upload = st.file_uploader("Classes (JSON), or a COCO file", type=["json"], key="classes-up")
    if upload is not None and st.button("Use these classes", key="classes-use"):
        content = upload.getvalue()
        _store(lambda: read_either(content, classes))


def read_either(content: bytes, classes: list[TaxonomyClass]) -> list[TaxonomyClass]:
    """Classes of our own file, which replace all, or COCO's categories, which are added."""
    try:
        decoded = content.decode("utf-8-sig")
        value = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"the file is not JSON: {error}") from error
    if isinstance(value, dict) and "categories" in value and "classes" not in value:
        return list(from_coco(value, classes))
    return list(read_taxonomy(decoded))


def _store(make: Any) -> None:
    try:
        state.catalogue().set_classes(make())
    except CatalogueError as error:
        st.error("Nothing was changed.")
        text.plain(str(error))
        return
    st.toast("Classes saved. Open the Tag page again to use them.")
    st.rerun()

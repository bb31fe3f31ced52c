"""The review of a report's claims: a component beside the canvas, from the same build."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from ui.canvas import base_path, entry, loader


def review(report: str, key: str, height: int) -> bool:
    """Show the text of a report (its uid) and what it claims; True if something was decided.

    It reads and decides by HTTP. `height` is in CSS pixels. Raises BundleMissing.
    """
    base = base_path()
    result = _component(f"{base}/ui-assets/{entry('src/report/index.ts')}")(
        data={"api": base, "report": report, "height": height},
        key=key,
        on_changed_change=_nothing,
    )
    return getattr(result, "changed", None) is not None


def _nothing() -> None:
    """Streamlit only reports triggers that have a callback."""


@cache
def _component(path: str) -> Any:
    return st.components.v2.component(
        "imagery_catalogue_review", js=loader(path), isolate_styles=True
    )

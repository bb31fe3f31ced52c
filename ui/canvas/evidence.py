"""The evidence screen: a component beside the canvas, from the same build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from ui.canvas import base_path, entry, loader

_TRIGGERS = ("pair", "open", "compare", "lead")
_LEADS = ("Dossier", "Tracks")
_MAX_UID = 200


@dataclass(frozen=True, slots=True)
class EvidenceEvents:
    """What happened on the screen since the last run; None where nothing did.

    `pair` is (observation, scene) that is open now, both None for none. `open` is a scene to tag,
    `compare` a (scene, observation) to compare, `lead` a (page, observation) to go to.
    """

    pair: tuple[str | None, str | None] | None = None
    open: str | None = None
    compare: tuple[str, str] | None = None
    lead: tuple[str, str] | None = None


def evidence(
    query: Mapping[str, str], observation: str | None, scene: str | None, key: str, height: int
) -> EvidenceEvents:
    """Show the matrix of claims and images that `query` asks for, with a pair open if given.

    It reads and judges by HTTP. `height` is in CSS pixels. Raises BundleMissing.
    """
    base = base_path()
    data = {
        "api": base,
        "query": dict(query),
        "observation": observation,
        "scene": scene,
        "height": height,
    }
    handlers = {f"on_{name}_change": nothing for name in _TRIGGERS}
    result = _component(f"{base}/ui-assets/{entry('src/evidence/index.ts')}")(
        data=data, key=key, **handlers
    )
    return _events(result)


def _events(result: object) -> EvidenceEvents:
    given = {name: mapping_of(getattr(result, name, None)) for name in _TRIGGERS}
    pair, opened, compare, lead = (given[name] for name in _TRIGGERS)
    a = uid_of((compare or {}).get("a"))
    claim = uid_of((compare or {}).get("observation"))
    page, about = (lead or {}).get("page"), uid_of((lead or {}).get("observation"))
    return EvidenceEvents(
        None if pair is None else (uid_of(pair.get("observation")), uid_of(pair.get("scene"))),
        uid_of((opened or {}).get("uid")),
        (a, claim) if a and claim else None,
        (page, about) if page in _LEADS and about else None,
    )


def mapping_of(value: object) -> Mapping[str, Any] | None:
    """What a trigger carried, None without one."""
    return value if isinstance(value, Mapping) else None


def uid_of(value: object) -> str | None:
    """A uid that a screen sent, None for what is none."""
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_UID else None


def nothing() -> None:
    """Streamlit only reports triggers that have a callback."""


@cache
def _component(path: str) -> Any:
    return st.components.v2.component(
        "imagery_catalogue_evidence", js=loader(path), isolate_styles=True
    )

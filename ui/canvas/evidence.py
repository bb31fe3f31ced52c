"""The evidence screen: a component beside the canvas, from the same build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from ui.canvas import base_path, entry, loader

_TRIGGERS = ("pair", "open", "compare")
_MAX_UID = 200


@dataclass(frozen=True, slots=True)
class EvidenceEvents:
    """What happened on the screen since the last run; None where nothing did.

    `pair` is (observation, scene) that is open now, both None for none. `open` is a scene to tag,
    `compare` a (scene, observation) to compare.
    """

    pair: tuple[str | None, str | None] | None = None
    open: str | None = None
    compare: tuple[str, str] | None = None


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
    handlers = {f"on_{name}_change": _nothing for name in _TRIGGERS}
    result = _component(f"{base}/ui-assets/{entry('src/evidence/index.ts')}")(
        data=data, key=key, **handlers
    )
    return _events(result)


def _events(result: object) -> EvidenceEvents:
    given = {name: _mapping(getattr(result, name, None)) for name in _TRIGGERS}
    pair, opened, compare = (given[name] for name in _TRIGGERS)
    a = _uid((compare or {}).get("a"))
    claim = _uid((compare or {}).get("observation"))
    return EvidenceEvents(
        None if pair is None else (_uid(pair.get("observation")), _uid(pair.get("scene"))),
        _uid((opened or {}).get("uid")),
        (a, claim) if a and claim else None,
    )


def _mapping(value: object) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _uid(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_UID else None


def _nothing() -> None:
    """Streamlit only reports triggers that have a callback."""


@cache
def _component(path: str) -> Any:
    return st.components.v2.component(
        "imagery_catalogue_evidence", js=loader(path), isolate_styles=True
    )

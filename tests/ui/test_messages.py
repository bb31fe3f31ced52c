"""messages.py is the source of what travels; messages.ts must say the same."""

import json
import math
import re
from dataclasses import fields
from pathlib import Path

import pytest

from ui.canvas import messages
from ui.canvas.messages import (
    TRIGGERS,
    CanvasData,
    CanvasEvents,
    Changed,
    LinkMark,
    Open,
    Pinned,
    Selected,
)

TYPESCRIPT = Path(__file__).parents[2] / "ui" / "canvas" / "frontend" / "src" / "messages.ts"


@pytest.fixture(scope="module")
def typescript() -> dict[str, list[str]]:
    """Field names by interface."""
    text = TYPESCRIPT.read_text(encoding="utf-8")
    blocks = re.findall(r"export interface (\w+) \{(.*?)\n\}", text, re.S)
    return {name: re.findall(r"^  (\w+)\??:", body, re.M) for name, body in blocks}


def _names(cls: type) -> list[str]:
    return [f.name for f in fields(cls)]


def test_data_has_the_same_fields_in_the_same_order(typescript: dict[str, list[str]]) -> None:
    assert typescript["CanvasData"] == list(CanvasData("map").to_json())


@pytest.mark.parametrize(
    ("interface", "names"),
    [
        ("Selected", messages.SELECTED_FIELDS),
        ("Command", messages.COMMAND_FIELDS),
        ("LinkMark", _names(LinkMark)),
        ("Selected", _names(Selected)),
        ("Changed", _names(Changed)),
        ("Pinned", _names(Pinned)),
        ("Open", _names(Open)),
        ("Triggers", TRIGGERS),
    ],
)
def test_parts_have_the_same_fields(
    typescript: dict[str, list[str]], interface: str, names: tuple[str, ...]
) -> None:
    assert typescript[interface] == list(names)


def test_triggers_are_the_events_of_a_run() -> None:
    assert list(TRIGGERS) == _names(CanvasEvents)


def test_data_is_json_and_complete() -> None:
    data = CanvasData(
        "map",
        selected={"kind": "scene", "uid": "u"},
        links=(LinkMark("u", 1, "during", "good"),),
        cls="ship",
        command={"id": 4, "op": "zoom_to", "bounds": [179.0, -17.0, -179.0, -16.0]},
    )
    sent = json.loads(json.dumps(data.to_json(), allow_nan=False))
    assert sent["class"] == "ship"
    assert "cls" not in sent
    assert sent["links"] == [{"scene": "u", "rank": 1, "role": "during", "level": "good"}]
    assert sent["command"]["bounds"] == [179.0, -17.0, -179.0, -16.0]


@pytest.mark.parametrize(
    "slip",
    [
        {"mode": "globe"},
        {"mode": "map", "selected": {"kind": "scene", "id": "u"}},
        {"mode": "map", "command": {"id": 1, "op": "explode", "bounds": [0, 0, 1, 1]}},
    ],
)
def test_a_slip_in_the_program_is_refused(slip: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"globe|'id'|explode"):
        CanvasData(**slip)  # type: ignore[arg-type]


def test_triggers_are_read() -> None:
    events = CanvasEvents.parse(
        {
            "select": {"kind": "observation", "uid": "o"},
            "changed": {"rev": 7},
            "pinned": {"lon": -179.5, "lat": 80, "r95_m": None},
            "open": {"uid": "s"},
        }
    )
    assert events == CanvasEvents(
        Selected("observation", "o"), Changed(7), Pinned(-179.5, 80.0, None), "s"
    )


def test_silence_is_no_event() -> None:
    nothing = dict.fromkeys(TRIGGERS)
    assert CanvasEvents.parse(nothing) == CanvasEvents()
    assert CanvasEvents.parse(None) == CanvasEvents()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("select", {"kind": "person", "uid": "u"}),
        ("select", {"kind": "scene", "uid": ""}),
        ("select", {"kind": "scene", "uid": "x" * 201}),
        ("select", "scene"),
        ("changed", {"rev": -1}),
        ("changed", {"rev": True}),
        ("changed", {"rev": 1.5}),
        ("pinned", {"lon": 181, "lat": 0, "r95_m": None}),
        ("pinned", {"lon": 0, "lat": -90.1, "r95_m": None}),
        ("pinned", {"lon": math.nan, "lat": 0, "r95_m": None}),
        ("pinned", {"lon": 0, "lat": 0, "r95_m": -1}),
        ("pinned", {"lon": 0, "lat": 0, "r95_m": "10"}),
        ("open", {"uid": 3}),
        ("open", {}),
    ],
)
def test_what_makes_no_sense_is_dropped(name: str, value: object) -> None:
    assert getattr(CanvasEvents.parse({name: value}), name) is None

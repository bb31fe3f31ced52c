"""The wrapper: what Streamlit is given, and what it says when the bundle is not there."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.canvas


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of static/, with one built entry."""
    (tmp_path / "canvas-abc.js").write_text("export default () => {}")
    manifest = {"src/index.ts": {"file": "canvas-abc.js"}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(ui.canvas, "STATIC", tmp_path)
    ui.canvas.entry.cache_clear()
    yield tmp_path
    ui.canvas.entry.cache_clear()


def test_the_folder_is_the_one_with_the_bundle(bundle: Path) -> None:
    assert ui.canvas.asset_dir() == bundle


@pytest.mark.parametrize("spoil", ["manifest.json", "canvas-abc.js"])
def test_a_missing_bundle_says_how_to_build_it(bundle: Path, spoil: str) -> None:
    (bundle / spoil).unlink()
    with pytest.raises(ui.canvas.BundleMissing, match=r"python hatch_build\.py"):
        ui.canvas.asset_dir()


def test_a_page_sends_the_data_and_hears_silence(bundle: Path) -> None:
    def page() -> None:
        import streamlit as st

        from ui.canvas import CanvasData, canvas

        events = canvas(CanvasData("tag", scene="u", rev=3), key="c", height=500)
        st.text(repr(events))

    app = AppTest.from_function(page).run()
    assert not app.exception
    sent = json.loads(app.get("bidi_component")[0].proto.json)
    assert sent["scene"] == "u"
    assert sent["rev"] == 3
    assert sent["height"] == 500
    assert app.text[0].value == repr(ui.canvas.CanvasEvents())


def test_the_files_a_page_needs_at_once_are_its_entry_and_what_that_imports(bundle: Path) -> None:
    assert ui.canvas.modules() == ["canvas-abc.js"]
    (bundle / "ol-def.js").write_text("export const a = 1")
    manifest = {
        "src/index.ts": {"file": "canvas-abc.js", "imports": ["_ol.js"]},
        "_ol.js": {"file": "ol-def.js"},
    }
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    assert ui.canvas.modules() == ["canvas-abc.js", "ol-def.js"]

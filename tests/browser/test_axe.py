"""axe-core finds no serious or critical violation, the canvas's shadow root included."""

from pathlib import Path

import pytest

from .test_shapes import open_scene
from .test_story import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

AXE = Path(__file__).parents[2] / "ui/canvas/frontend/node_modules/axe-core/axe.min.js"
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const grave = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  const where = (n) => `${n.target.flat().join(" ")} ${n.html.slice(0, 200)}`;
  return grave.map((v) => [v.id, v.impact, v.nodes.slice(0, 3).map(where)]);
}"""


@pytest.fixture
def check(page):
    if not AXE.is_file():
        pytest.skip("needs axe-core; `python hatch_build.py` fetches it with npm")

    def run():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        return page.evaluate(RUN)

    return run


def test_the_tag_page(server, page, check):
    open_scene(page, server, "SYNTHETIC-050cm-20240611")
    assert check() == []
    page.keyboard.press("w")
    wait_for(page, "queue", by="scene")
    assert check() == []
    page.keyboard.press("w")
    page.keyboard.press("?")
    assert check() == []


def test_the_map(server, page, check):
    page.goto(server.url)
    wait_for(page, "rendered", mode="map")
    assert check() == []


def test_compare(server, page, check):
    page.goto(f"{server.url}/compare")
    wait_for(page, "ready", mode="compare")
    assert check() == []


def test_the_data_page(server, page, check):
    page.goto(f"{server.url}/data")
    page.get_by_text("SYNTHETIC").first.wait_for(state="attached")
    assert check() == []


def test_adding_a_picture(server, page, check):
    page.goto(f"{server.url}/pictures")
    wait_for(page, "ready", mode="add")
    assert check() == []


def test_every_page_in_the_dark_and_at_the_width_of_a_phone(server, page, check):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    open_scene(page, server, "SYNTHETIC-050cm-20240611")
    assert check() == []
    page.keyboard.press("w")
    wait_for(page, "queue", by="scene")
    assert check() == []
    page.goto(f"{server.url}/?view=9,-160.2,-32.6")
    wait_for(page, "rendered", mode="map")
    page.locator(".cv").first.focus()
    page.keyboard.press("a")
    wait_for(page, "within")
    assert check() == []
    page.goto(f"{server.url}/compare")
    wait_for(page, "ready", mode="compare")
    assert check() == []
    pages = (
        ("reports", "Paste a report"), ("cases", "Open a"), ("dossier", "Make a dossier"),
        ("tracks", "Around"), ("data", "scenes"),
    )  # fmt: skip
    for name, words in pages:
        page.goto(f"{server.url}/{name}")
        page.get_by_text(words).first.wait_for()
        assert check() == []
        # Nothing sticks out to the side.
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("Add images", "Add observations", "Classes", "Export"):
        page.get_by_role("tab", name=name, exact=True).click()
        page.get_by_role("tab", name=name, exact=True, selected=True).wait_for()
        assert check() == []

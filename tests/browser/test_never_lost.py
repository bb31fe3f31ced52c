"""No stroke is lost: a server that is away, a closed tab, two people on one annotation."""

import httpx
import pytest

from .test_shapes import open_scene, stored
from .test_story import annotations, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_two_people_change_one_shape_and_both_versions_stay(server, page):
    scene = open_scene(page, server, "SYNTHETIC-3m-20240612")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    stored(page, lambda: page.keyboard.press("Enter"), 1)
    page.keyboard.press("Escape")
    (made,) = annotations(server, scene)
    said = made["properties"]

    # Someone else writes a note on it; this page does not know.
    theirs = {**said, "geometry": made["geometry"], "author": "Ben", "note": "a decoy"}
    theirs |= {"base": said["rev"], "pixels": None}
    answer = httpx.put(f"{server.url}/api/annotations/{made['id']}", json=theirs)
    answer.raise_for_status()

    page.evaluate(
        "(uid) => [...window.__cv.instances.values()].at(-1).view.tools.choose(uid)", made["id"]
    )
    page.keyboard.press("5")
    wait_for(page, "conflict", uid=made["id"])
    panel = page.locator(".cv .conflict")
    panel.get_by_text("Ben changed this meanwhile").wait_for()
    panel.get_by_text("a decoy").wait_for()
    stored(page, lambda: page.keyboard.press("b"), 1)
    kept = {(a["properties"]["class"], a["properties"]["note"]) for a in annotations(server, scene)}
    assert kept == {(said["class"], "a decoy"), ("ship", None)}


def test_what_was_drawn_while_the_server_was_away_outlives_the_tab(server, page):
    scene = open_scene(page, server, "SYNTHETIC-050cm-20240520")
    before = len(annotations(server, scene))
    server.stop()
    # Streamlit says so in a dialog, which can be closed; the canvas goes on.
    page.get_by_text("Connection error").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Connection error").wait_for(state="hidden")
    page.locator(".cv").first.focus()
    for key in ("2", "3"):
        page.keyboard.press(key)
    status = page.locator(".cv .status")
    status.get_by_text("offline, 2 waiting").wait_for()
    # Leaving asks, as something is unsent.
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("about:blank")
    assert asked == ["beforeunload"]

    server.start()
    page.goto(f"{server.url}/tag?scene={scene}")
    wait_for(page, "saved", 2)
    assert len(annotations(server, scene)) == before + 2

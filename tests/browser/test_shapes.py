"""What is done to drawn shapes, by keyboard and mouse, in a real browser."""

import pytest
import shapely

from .test_story import annotations, uid_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def open_scene(page, server, name):
    scene = uid_of(server, "scenes", name)
    page.goto(f"{server.url}/tag?scene={scene}")
    page.evaluate("localStorage.setItem('imagery-catalogue.tour', 'done')")
    page.goto(f"{server.url}/tag?scene={scene}")
    wait_for(page, "ready", scene=scene)
    page.locator(".cv").first.focus()
    return scene


def middle(page):
    box = page.locator(".cv").first.bounding_box()
    return box["x"] + box["width"] / 2 - 60, box["y"] + box["height"] / 2


def clicks(page, *points):
    x, y = middle(page)
    for dx, dy in points:
        page.mouse.click(x + dx, y + dy)


def saved(page):
    return page.evaluate("() => window.__cv.log.filter((e) => e.name === 'saved').length")


def stored(page, action, count):
    """Do something; wait until `count` more changes were stored."""
    before = saved(page)
    action()
    wait_for(page, "saved", before + count)


def shapes(server, scene):
    found = [a for a in annotations(server, scene) if a["properties"]["kind"] != "tile"]
    return {a["id"]: shapely.geometry.shape(a["geometry"]) for a in found}


def draw_polygon(page, *corners):
    page.keyboard.press("g")
    clicks(page, *corners)
    stored(page, lambda: clicks(page, corners[0]), 1)
    page.keyboard.press("Escape")


def test_holes_splits_merges_corners_and_copies(server, page):
    scene = open_scene(page, server, "SYNTHETIC-050cm-20240625")
    draw_polygon(page, (-100, -80), (60, -80), (60, 60), (-100, 60))
    (first,) = shapes(server, scene).values()

    # A corner chosen and deleted by keys.
    clicks(page, (-80, 30))
    page.keyboard.press(".")
    stored(page, lambda: page.keyboard.press("Delete"), 1)
    (less,) = shapes(server, scene).values()
    assert len(less.exterior.coords) == len(first.exterior.coords) - 1
    stored(page, lambda: page.keyboard.press("Control+z"), 1)
    page.keyboard.press("Escape")

    # A hole, drawn inside; then split with a line; then merged again.
    clicks(page, (-80, 30))
    page.keyboard.press("k")
    clicks(page, (-60, -60), (-20, -60), (-20, -20), (-60, -20))
    stored(page, lambda: clicks(page, (-60, -60)), 1)
    (holed,) = shapes(server, scene).values()
    assert len(holed.interiors) == 1
    assert holed.area < first.area

    page.keyboard.press("s")
    clicks(page, (20, -100))
    stored(page, lambda: (clicks(page, (20, 90)), clicks(page, (20, 90))), 2)
    pieces = list(shapes(server, scene).values())
    assert len(pieces) == 2
    assert sum(p.area for p in pieces) == pytest.approx(holed.area, rel=1e-6)

    stored(page, lambda: page.keyboard.press("m"), 2)
    (whole,) = shapes(server, scene).values()
    assert whole.area == pytest.approx(holed.area, rel=1e-6)
    # One undo takes all of one step back.
    stored(page, lambda: page.keyboard.press("Control+z"), 2)
    assert len(shapes(server, scene)) == 2
    stored(page, lambda: page.keyboard.press("Control+Shift+z"), 2)

    # Attributes, confidence and note without the mouse.
    page.keyboard.press("a")
    page.keyboard.type("80")
    page.keyboard.press("Tab")
    page.keyboard.type("two engines")
    page.keyboard.press("Tab")
    page.keyboard.type("count=2; roof=tin")
    stored(page, lambda: page.keyboard.press("Enter"), 1)
    (one,) = annotations(server, scene)
    said = one["properties"]
    assert (said["confidence"], said["note"]) == (0.8, "two engines")
    assert said["attributes"] == {"count": 2, "roof": "tin"}

    # A copy beside it keeps what was said; a copy on the next date lies on the same ground.
    page.keyboard.press("Control+c")
    stored(page, lambda: page.keyboard.press("Control+v"), 1)
    two = annotations(server, scene)
    assert len(two) == 2
    assert all(a["properties"]["note"] == "two engines" for a in two)
    page.keyboard.press("Control+d")
    wait_for(page, "duplicated")
    later = page.evaluate("() => window.__cv.log.find((e) => e.name === 'duplicated').detail")
    wait_for(page, "saved", uid=later["uid"])
    copy = next(a for a in annotations(server, later["scene"]) if a["id"] == later["uid"])
    pasted = next(a for a in two if a["id"] == copy["properties"]["view"]["copied_from"])
    assert copy["geometry"] == pasted["geometry"]
    assert copy["properties"]["asset_sha256"] != pasted["properties"]["asset_sha256"]


def test_measures_are_shown_while_drawing_and_of_the_chosen_shape(server, page):
    open_scene(page, server, "SYNTHETIC-050cm-20240520")
    panel = page.locator(".cv .measures")
    page.keyboard.press("l")
    clicks(page, (0, 0))
    x, y = middle(page)
    page.mouse.move(x + 90, y - 40)
    panel.get_by_text("Bearing").wait_for()
    live = panel.locator("dd").first.inner_text()
    assert "±" in live
    stored(page, lambda: (clicks(page, (90, -40)), clicks(page, (90, -40))), 1)
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    clicks(page, (45, -20))
    panel.get_by_text("Length").wait_for()
    assert panel.locator("dd").first.inner_text() == live
    assert panel.get_by_text("georeferencing").is_visible()


def test_steps_of_an_earlier_day_can_be_taken_back_and_done_again(server, page):
    scene = open_scene(page, server, "SYNTHETIC-3m-undated")
    page.keyboard.press("b")
    stored(page, lambda: clicks(page, (-60, -60), (10, 10)), 1)
    page.keyboard.press("Escape")
    stored(page, lambda: page.keyboard.press("2"), 1)
    page.reload()
    wait_for(page, "earlier", past=2, future=0)
    page.locator(".cv").first.focus()
    stored(page, lambda: page.keyboard.press("Control+z"), 1)
    stored(page, lambda: page.keyboard.press("Control+z"), 1)
    assert annotations(server, scene) == []
    page.reload()
    wait_for(page, "earlier", past=0, future=2)
    page.locator(".cv").first.focus()
    stored(page, lambda: page.keyboard.press("Control+Shift+z"), 1)
    stored(page, lambda: page.keyboard.press("Control+y"), 1)
    kinds = sorted(a["properties"]["kind"] for a in annotations(server, scene))
    assert kinds == ["box", "tile"]

"""The contact sheet: many tiles at a time, by the keyboard alone."""

import httpx
import pytest

from .test_shapes import open_scene, stored
from .test_story import STATE, annotations, uid_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def wall(page):
    return page.evaluate(STATE)[0]["wall"]


def tiles(server, scene):
    found = [a["properties"] for a in annotations(server, scene)]
    return {a["tile"]: (a["state"], a["class"]) for a in found if a["kind"] == "tile"}


def test_choosing_and_tagging_many_tiles_by_keys(server, page):
    scene = open_scene(page, server, "SYNTHETIC-050cm-20240611")
    before = tiles(server, scene)
    page.keyboard.press("w")
    wait_for(page, "queue", by="scene")
    count = wall(page)["count"]
    assert count > 12

    # One row down and one to the right with Shift: all on the way are chosen.
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    chosen = wall(page)["targets"]
    assert len(chosen) == 3
    # The server is shared: tests before this one may have tagged some of them otherwise.
    changed = len([t for t in chosen if before.get(t) != ("tagged", "ship")])
    stored(page, lambda: page.keyboard.press("5"), changed)
    assert all(tiles(server, scene)[t] == ("tagged", "ship") for t in chosen)
    # One undo for all of them.
    stored(page, lambda: page.keyboard.press("Control+z"), changed)
    assert tiles(server, scene) == before

    # Nothing on all the rest of the first queue, in one key.
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    assert len(wall(page)["targets"]) == count
    page.keyboard.press("Escape")

    # The tiles of the observation's place come first.
    page.keyboard.press("q")
    wait_for(page, "queue", by="observation", count=1)
    first = wall(page)["targets"]
    stored(page, lambda: page.keyboard.press("0"), 1)
    assert tiles(server, scene)[first[0]] == ("empty", None)
    assert wall(page)["targets"] != first

    # A random sample is the same for its seed.
    page.keyboard.press("q")
    wait_for(page, "queue", by="random")
    assert page.get_by_label("Seed").is_visible()
    page.keyboard.press("w")
    assert not wall(page)["open"]
    stored(page, lambda: page.keyboard.press("Control+z"), 1)


def test_a_queue_over_several_scenes_goes_on_to_the_next_one(server, page):
    first = uid_of(server, "scenes", "SYNTHETIC-10m-antimeridian-west")
    second = uid_of(server, "scenes", "SYNTHETIC-10m-antimeridian-east")
    page.goto(f"{server.url}/tag?scene={first}&over=scenes:{first},{second}")
    wait_for(page, "ready", scene=first)
    wait_for(page, "run", scenes=2)
    total = page.evaluate("() => window.__cv.log.find((e) => e.name === 'run').detail.total")
    page.locator(".cv").first.focus()
    here = len(httpx.get(f"{server.url}/api/scenes/{first}/grid").json()["tiles"])
    for _ in range(here):
        page.keyboard.press("0")
    # The last tile done, it goes on by itself; Y would go on before that.
    wait_for(page, "ready", scene=second)
    page.locator(".bottom .progress", has_text=f"{here} of {total} over all").wait_for()
    page.keyboard.press("y")
    assert page.evaluate(STATE)[0]["scene"] == second
    page.wait_for_url(f"**scene={second}**")

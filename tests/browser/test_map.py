"""The map: timeline, chips, search, areas, projections, links, the background map."""

import json
from pathlib import Path

import pytest

from tests.browser.conftest import CHROMIUM, FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

ISLAND = "view=11,-160.2,-32.6"


def wait_for(page, name, count=1, **detail):
    """Wait until the canvas has noted `count` events of this name, with these details."""
    page.wait_for_function(
        """([name, count, detail]) => (window.__cv?.log ?? []).filter((e) => e.name === name
            && Object.entries(detail).every(([k, v]) => e.detail?.[k] === v)).length >= count""",
        arg=[name, count, detail],
    )


def state(page):
    return page.evaluate("() => [...window.__cv.instances.values()][0].state()")


def pixel(page, lon, lat):
    spot = page.evaluate(
        "([lon, lat]) => [...window.__cv.instances.values()][0].pixelOf(lon, lat)", [lon, lat]
    )
    box = page.locator(".cv").first.bounding_box()
    return box["x"] + spot[0], box["y"] + spot[1]


def opened(page, server, query):
    page.goto(f"{server.url}/?{query}")
    wait_for(page, "rendered", mode="map")
    wait_for(page, "histogram")
    page.locator(".cv").first.focus()


def triggers(page):
    return page.evaluate("() => window.__cv.log.filter((e) => e.name === 'trigger').length")


def test_the_timeline_filters_by_keyboard_and_a_chip_takes_it_off(server, page):
    opened(page, server, ISLAND)
    page.get_by_text("13 scenes in view").wait_for()
    page.keyboard.press("t")
    page.keyboard.press("Shift+ArrowRight")
    wait_for(page, "filtered", 3)
    handle = page.get_by_role("slider", name="Time shown, as a whole")
    shown = handle.get_attribute("aria-valuetext")
    begin, end = shown.split(" to ")
    page.wait_for_url(f"**from={begin}*to={end}*")
    chip = page.get_by_role("button", name="Take off: ")
    assert begin in chip.inner_text()

    # Reloaded, it is as it was.
    page.reload()
    wait_for(page, "rendered", mode="map")
    assert (
        page.get_by_role("slider", name="Time shown, as a whole").get_attribute("aria-valuetext")
        == shown
    )
    found = state(page)
    assert found["zoom"] == pytest.approx(11, abs=0.01)
    assert found["centre"] == pytest.approx([-160.2, -32.6], abs=1e-3)

    page.get_by_role("button", name="Take off: ").click()
    page.wait_for_function("() => !location.search.includes('from=')")
    assert state(page)["filters"]["begin"] is None
    # None of it went through Streamlit.
    assert triggers(page) == 0


def test_the_brush_is_pulled_with_the_mouse(server, page):
    opened(page, server, ISLAND)
    box = page.locator(".plot").bounding_box()
    y = box["y"] + 20
    page.mouse.move(box["x"] + box["width"] * 0.30, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.40, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * 0.50, y, steps=4)
    page.mouse.up()
    wait_for(page, "filtered", 2)
    first = state(page)["filters"]
    assert first["begin"] < first["end"]
    # The right edge further to the right.
    page.mouse.move(box["x"] + box["width"] * 0.50, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.60, y, steps=4)
    page.mouse.up()
    wait_for(page, "filtered", 3)
    second = state(page)["filters"]
    assert second["begin"] == first["begin"]
    assert second["end"] > first["end"]
    page.get_by_role("button", name="Show all times").click()
    wait_for(page, "filtered", 4)
    assert state(page)["filters"]["end"] is None


def test_filters_are_chips_that_come_off_one_by_one(server, page):
    opened(page, server, ISLAND)
    page.keyboard.press("f")
    panel = page.get_by_role("region", name="Filters")
    panel.get_by_label("synthetic-a").check()
    panel.get_by_label("not tagged").check()
    panel.get_by_label("Pixels").select_option("0.5")
    panel.get_by_label("asserted").check()
    page.wait_for_function("() => /platform=synthetic-a.*status=asserted/.test(location.search)")
    chips = page.get_by_role("group", name="Filters that are set")
    assert chips.get_by_role("button").all_inner_texts() == [
        "synthetic-a\n✕", "asserted\n✕", "pixels ≤ 0.5 m\n✕", "not tagged\n✕", "Clear all",
    ]  # fmt: skip
    chips.get_by_role("button", name="Take off: pixels ≤ 0.5 m").click()
    assert state(page)["filters"]["gsd_max"] is None
    page.keyboard.press("Escape")
    chips.get_by_role("button", name="Take all filters off").click()
    assert chips.get_by_role("button").count() == 0
    page.wait_for_function("() => !/platform|status|tagged/.test(location.search)")


def test_search_jumps_to_words_names_and_coordinates(server, page):
    opened(page, server, "view=2,0,0")
    page.keyboard.press("/")
    page.keyboard.type("apron unmanned")
    wait_for(page, "found", count=1, text="apron unmanned")
    page.keyboard.press("Enter")
    wait_for(page, "selected", kind="observation")
    page.get_by_text("possible images").wait_for()
    page.wait_for_function("() => location.search.includes('observation=')")
    page.locator(".cv").first.focus()
    page.keyboard.press("/")
    page.keyboard.type("45.5 N 20.25 E")
    page.get_by_role("option").first.wait_for()
    wait_for(page, "found", text="45.5 N 20.25 E")
    page.keyboard.press("Enter")
    page.wait_for_function("() => /view=[\\d.]+%2C20.25%2C45.5/.test(location.search)")
    # Keys typed into the field are no commands.
    assert page.get_by_role("region", name="Filters").count() == 0


def test_a_box_takes_scenes_lists_them_and_writes_a_file(server, page, tmp_path):
    opened(page, server, ISLAND)
    page.keyboard.press("b")
    x, y = pixel(page, -160.2, -32.6)
    page.mouse.move(x - 150, y - 150)
    page.mouse.down()
    page.mouse.move(x + 150, y + 150, steps=6)
    page.mouse.up()
    wait_for(page, "within")
    panel = page.get_by_role("region", name="Scenes in the area")
    heading = panel.locator("header").inner_text()
    count = int(heading.split()[0])
    assert count >= 10
    assert panel.locator("li").count() == count
    panel.locator(".thumb.is").first.wait_for()
    with page.expect_download() as download:
        panel.get_by_label("Export these scenes as").select_option("geojson")
    features = json.loads(Path(download.value.path()).read_text())["features"]
    assert len(features) == count

    # A filter narrows the list; the link brings area and filter back.
    page.wait_for_function("() => location.search.includes('area=')")
    page.evaluate("() => window.__cv.log.splice(0)")
    page.goto(page.url + "&platform=synthetic-a")
    wait_for(page, "within")
    fewer = int(panel.locator("header").inner_text().split()[0])
    assert 0 < fewer < count
    panel.locator(".row-scene").first.click()
    wait_for(page, "selected", kind="scene")
    page.wait_for_function("() => /area=.*scene=|scene=.*area=/.test(location.search)")


def test_a_view_around_the_pole_places_what_lies_there(server, page):
    opened(page, server, "projection=arctic&view=5,60,88")
    x, y = pixel(page, 0, 90)
    wait_for(page, "observations")
    assert state(page)["frame"] == "arctic"
    # One degree of latitude is 111 km there, whatever the longitude: 97 % of it on screen.
    ring = [pixel(page, lon, 89) for lon in (0, 90, 180, -90)]
    radii = [((px - x) ** 2 + (py - y) ** 2) ** 0.5 for px, py in ring]
    assert max(radii) - min(radii) < 0.5
    page.keyboard.press("a")
    wait_for(page, "within")
    page.get_by_role("region", name="Scenes in the area").locator("li").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.wait_for_function("() => location.search.includes('projection=antarctic')")
    page.wait_for_function(
        "() => [...window.__cv.instances.values()][0].state().frame === 'antarctic'"
    )


def test_the_background_map_is_off_until_said_and_asks_one_host(server):
    from playwright.sync_api import sync_playwright

    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)

        def answer(route):
            asked.append(route.request.url)
            route.abort()

        page.route(lambda url: not url.startswith(server.url), answer)
        opened(page, server, ISLAND)
        assert asked == []
        page.keyboard.press("o")
        page.get_by_label("Address of its tiles").fill("https://tiles.invalid/{z}/{x}/{y}.png")
        page.get_by_role("button", name="Go online").click()
        badge = page.get_by_role("button", name="Change or switch off the background map")
        badge.wait_for()
        assert "tiles.invalid" in badge.inner_text()
        page.wait_for_timeout(1500)
        assert asked
        assert all(url.startswith("https://tiles.invalid/") for url in asked)
        # Another host is still out of reach, and after switching it off this one is too.
        blocked = """(url) => new Promise((done) => {
            const image = new Image();
            document.addEventListener('securitypolicyviolation', (e) => done(e.blockedURI));
            image.onload = () => done('loaded');
            image.src = url;
        })"""
        assert "other.invalid" in page.evaluate(blocked, "https://other.invalid/1.png")
        badge.click()
        page.get_by_role("button", name="Switch the background map off").click()
        page.wait_for_function("() => window.__cv?.log.some((e) => e.name === 'rendered')")
        badge.wait_for(state="detached")
        assert "tiles.invalid" in page.evaluate(blocked, "https://tiles.invalid/1.png")
        browser.close()

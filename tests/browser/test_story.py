"""The whole path of a researcher, with mouse and keyboard, in a real browser."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STORY = "Unmanned aircraft shown on the apron"
STATE = "() => [...window.__cv.instances.values()].map((c) => c.state())"


def wait_for(page, name, count=1, **detail):
    """Wait until the canvas has noted `count` events of this name, with these details."""
    page.wait_for_function(
        """([name, count, detail]) => (window.__cv?.log ?? []).filter((e) => e.name === name
            && Object.entries(detail).every(([k, v]) => e.detail?.[k] === v)).length >= count""",
        arg=[name, count, detail],
    )


def uid_of(server, kind, name):
    found = subprocess.run(
        [sys.executable, "-P", "-m", "catalogue", kind, "--json", "--catalogue", server.folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return next(r["uid"] for r in json.loads(found.stdout) if r["id"] == name)


def annotations(server, scene):
    answer = httpx.get(f"{server.url}/api/annotations", params={"scene": scene})
    return answer.raise_for_status().json()["annotations"]


def scenes_of(server, observation):
    """The ids of the scenes that could show an observation, best first."""
    found = subprocess.run(
        [sys.executable, "-P", "-m", "catalogue", "scenes", observation, "--json", "--catalogue",
         server.folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [link["scene"].rsplit("/", 1)[-1] for link in json.loads(found.stdout)]


def click_on_map(page, lon, lat):
    spot = page.evaluate(
        "([lon, lat]) => [...window.__cv.instances.values()][0].pixelOf(lon, lat)", [lon, lat]
    )
    box = page.locator(".cv").first.bounding_box()
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])


def test_from_the_map_to_tags_and_back_after_a_restart(server, page):
    # One line with the address is all that the command prints.
    assert server.first_line.startswith(server.url)

    page.goto(server.url)
    wait_for(page, "rendered", mode="map")
    wait_for(page, "observations")

    # Click an observation on the world map; it is in a stack, so a list comes up.
    click_on_map(page, -160.20074, -32.6006)
    wait_for(page, "hit")
    page.locator(".cv").get_by_text(STORY).first.click()
    wait_for(page, "selected", kind="observation")
    page.get_by_text("possible images").wait_for()
    assert "observation=" in page.url
    first = page.get_by_text("SYNTHETIC-050cm-20240611", exact=True)
    first.wait_for()
    assert page.get_by_text("taken ").first.is_visible()

    # Open one of the two images of its days.
    scene = uid_of(server, "scenes", "SYNTHETIC-050cm-20240611")
    place = scenes_of(server, "uav").index("SYNTHETIC-050cm-20240611")
    page.get_by_role("button", name="Open image").nth(place).click()
    wait_for(page, "ready", scene=scene)
    wait_for(page, "rendered", mode="tag")

    # Tag three tiles by the keyboard alone: class 2, done, next.
    page.locator(".cv").first.focus()
    for n in (1, 2, 3):
        page.keyboard.press("2")
        wait_for(page, "saved", n)
        page.keyboard.press("Enter")
    # Draw a box by the keyboard: tool, corner, cursor, corner.
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    wait_for(page, "drawn", kind="box")
    wait_for(page, "saved", 4)

    kinds = sorted(a["properties"]["kind"] for a in annotations(server, scene))
    assert kinds == ["box", "tile", "tile", "tile"]

    # Undo takes the box back, redo brings it again: the history keeps all of it.
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    wait_for(page, "saved", 5)
    assert len(annotations(server, scene)) == 3
    page.keyboard.press("Control+Shift+z")
    wait_for(page, "saved", 6)

    before = sorted(a["properties"]["uid"] for a in annotations(server, scene))
    assert len(before) == 4
    server.stop()
    server.start()
    page.goto(f"{server.url}/tag?scene={scene}")
    wait_for(page, "loaded", count=1)
    page.wait_for_function(
        "() => window.__cv.log.some((e) => e.name === 'loaded' && e.detail.count === 4)"
    )
    assert sorted(a["properties"]["uid"] for a in annotations(server, scene)) == before

    # And in a file that other programs open.
    out = server.folder / "story-labels.geojson"
    subprocess.run(
        [sys.executable, "-P", "-m", "catalogue", "export", "annotations", out, "--catalogue",
         server.folder],
        check=True, capture_output=True,
    )  # fmt: skip
    everything = json.loads(out.read_text())["features"]
    # Other walks draw on other scenes of the same server.
    features = [f for f in everything if f["properties"]["scene"] == scene]
    assert sorted(f["properties"]["kind"] for f in features) == kinds


def test_entering_an_observation_by_pasting_a_link(server, page):
    page.goto(server.url)
    wait_for(page, "rendered", mode="map")
    page.get_by_role("button", name="New observation").click()
    page.get_by_role("textbox", name="What is claimed", exact=True).fill(
        "Smoke was seen over the runway."
    )
    page.get_by_role("textbox", name="Title", exact=True).fill("Smoke over the runway")
    page.get_by_role("textbox", name="Where", exact=True).fill(
        "https://www.openstreetmap.org/?mlat=-32.6006&mlon=-160.2007#map=15/-32.6/-160.2"
    )
    page.get_by_role("textbox", name="95 % sure within (m)", exact=True).fill("200")
    page.get_by_role("textbox", name="When", exact=True).fill("2024-06-25")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("possible images").wait_for()
    page.get_by_text("SYNTHETIC-050cm-20240625", exact=True).first.wait_for()


def test_a_wrong_place_is_refused_with_its_value(server, page):
    page.goto(server.url)
    wait_for(page, "rendered", mode="map")
    page.get_by_role("button", name="New observation").click()
    page.get_by_role("textbox", name="Title", exact=True).fill("Nowhere")
    page.get_by_role("textbox", name="Where", exact=True).fill("123, 456")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not saved.").wait_for()
    page.get_by_text("123, 456").first.wait_for()


def test_dropping_a_pin_fills_the_place(server, page):
    page.goto(server.url)
    wait_for(page, "rendered", mode="map")
    page.get_by_role("button", name="New observation").click()
    page.get_by_role("button", name="Drop a pin on the map").click()
    page.get_by_text("Click the map to drop the pin").wait_for()
    click_on_map(page, -30.0, -20.0)
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.__cv.log.some((e) => e.detail?.name === 'pinned')")
    expected = r"/^-[12]\d\.\d+, -(29|30)/"
    page.wait_for_function(
        f"() => [...document.querySelectorAll('input')].some((i) => {expected}.test(i.value))"
    )


def test_the_data_page_shows_exports_and_takes_a_file(server, page, tmp_path):
    page.goto(f"{server.url}/data")
    page.get_by_text("SYNTHETIC").first.wait_for(state="attached")
    page.get_by_role("tab", name="Add observations").click()
    table = tmp_path / "more.csv"
    table.write_text("id,title,lon,lat,radius_m,time\nX1,One more,-160.2,-32.6,100,2024-06-11\n")
    page.get_by_role("tabpanel").locator("input[type=file]").last.set_input_files(table)
    page.get_by_role("button", name="Add these").click()
    page.get_by_text("1 observations added").wait_for()
    page.get_by_role("tab", name="Export").click()
    page.get_by_role("button", name="Prepare").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert json.loads(Path(download.value.path()).read_text())["type"] == "FeatureCollection"

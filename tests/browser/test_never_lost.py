"""No stroke is lost or doubled: killed servers, a cut network, a closed tab, two people on one."""

import json
import subprocess
import sys
from collections import Counter

import httpx
import pytest

from .test_shapes import clicks, open_scene, stored
from .test_story import STATE, annotations, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

SCENE = "SYNTHETIC-050cm-20240709"
TILES = 200
SHAPES = 30
# After so many tiles: what goes wrong, and what comes back.
TROUBLE = {40: "kill", 75: "start", 100: "cut", 125: "mend", 150: "kill", 180: "start"}
ALL_SENT = "() => !Object.keys(localStorage).some((k) => k.includes('.unsaved.'))"
ACKNOWLEDGED = """() => window.__cv.log.splice(0).filter((e) => e.name === 'saved')
  .map((e) => e.detail.uid)"""


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


def test_no_mark_is_lost_or_doubled_through_kills_and_a_cut_network(server, page):
    scene = open_scene(page, server, SCENE)
    page.goto(f"{server.url}/tag?scene={scene}&z=19")
    wait_for(page, "ready", scene=scene)
    page.locator(".cv").first.focus()
    acknowledged = set()
    for n in range(TILES):
        if n in TROUBLE:
            bring(TROUBLE[n], server, page)
        tag(page, n)
        if n % 20 == 9:
            draw_three(page)
        acknowledged |= set(page.evaluate(ACKNOWLEDGED))
    assert acknowledged
    page.wait_for_function(ALL_SENT)
    page.locator(".cv .status").get_by_text("saved", exact=True).wait_for()
    acknowledged |= set(page.evaluate(ACKNOWLEDGED))

    shown = page.evaluate(STATE)[0]["annotations"]
    stored = {a["id"]: a for a in annotations(server, scene)}
    assert acknowledged == set(shown) == set(stored)
    kinds = Counter(a["properties"]["kind"] for a in stored.values())
    assert kinds == {"tile": TILES, "box": 10, "line": 10, "polygon": 10}
    tiles = [a["properties"] for a in stored.values() if a["properties"]["kind"] == "tile"]
    assert len({t["tile"] for t in tiles}) == TILES
    assert Counter(t["class"] for t in tiles) == {"uav": 160, "ship": 40}
    for uid, body in shown.items():
        said = stored[uid]["properties"]
        assert (said["class"], said["tile"], said["kind"]) == (
            body["class"], body["tile"], body["kind"],
        )  # fmt: skip
    exports_are(server, scene, stored)


def bring(what, server, page):
    """Let the server die in the middle of it, or the network; or have it back."""
    if what == "kill":
        # Streamlit comes back later than the canvas, and only says again what it knew was mended.
        page.locator('[data-test-connection-state="CONNECTED"]').wait_for()
        server.kill()
        # Streamlit says so in a dialog, which can be closed; the canvas goes on.
        page.get_by_text("Connection error").wait_for()
        page.keyboard.press("Escape")
        page.get_by_text("Connection error").wait_for(state="hidden")
        page.locator(".cv").first.focus()
    elif what == "start":
        server.start()
    else:
        page.context.set_offline(what == "cut")


def tag(page, n):
    """Every fifth tile by the mouse, the others by keys; on to the next."""
    if n % 5 == 4:
        page.locator(".cv .palette button", has_text="Ship").click()
    else:
        page.keyboard.press("2")
    page.keyboard.press("Enter")


def draw_three(page):
    """A box by the mouse, a polygon by the mouse, a line by keys."""
    page.keyboard.press("b")
    clicks(page, (-60, -60), (-10, -20))
    page.keyboard.press("g")
    clicks(page, (20, 20), (80, 20), (50, 70), (20, 20))
    page.keyboard.press("l")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def exports_are(server, scene, stored):
    """GeoJSON holds all of it; COCO all but lines, for which it has no form."""
    for name in ("labels.geojson", "labels.coco.json"):
        subprocess.run(
            [sys.executable, "-P", "-m", "catalogue", "export", "annotations",
             server.folder / name, "--overwrite", "--catalogue", server.folder],
            check=True, capture_output=True,
        )  # fmt: skip
    everything = json.loads((server.folder / "labels.geojson").read_text())["features"]
    # Other walks draw on other scenes of the same server.
    features = [f for f in everything if f["properties"]["scene"] == scene]
    assert len(features) == len(stored)
    for feature in features:
        twin = stored[feature["properties"]["uid"]]
        assert feature["geometry"] == twin["geometry"]
        assert feature["properties"]["class"] == twin["properties"]["class"]
    coco = json.loads((server.folder / "labels.coco.json").read_text())
    images = {i["id"] for i in coco["images"] if i["scene"] == scene}
    boxes = [a for a in coco["annotations"] if a["image_id"] in images]
    areas = {uid for uid, a in stored.items() if a["properties"]["kind"] != "line"}
    assert len(boxes) == len(areas)
    assert {b["uid"] for b in boxes} == areas

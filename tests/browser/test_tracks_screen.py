"""Objects followed over dates, photos beside a pair and the sun, on screen."""

import io
import uuid

import httpx
import pytest
from PIL import Image

from .test_axe import AXE, RUN
from .test_evidence import EVIDENCE, of_demo, open_pair
from .test_story import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

TRACKS = """() => [...window.__cv.instances.values()]
  .map((i) => i.state()).find((s) => s && "tracks" in s)"""
LON, LAT = -160.1965, -32.6015
DAYS = ("SYNTHETIC-050cm-20240611", "SYNTHETIC-050cm-20240709")
FIRST = "SYNTHETIC-050cm-20240520"


def put(server, scene, cls, shape, kind):
    name = str(uuid.uuid4())
    feature = {"scene": scene, "kind": kind, "class": cls, "geometry": shape}
    answer = httpx.put(f"{server.url}/api/annotations/{name}", json=feature, timeout=90)
    assert answer.status_code < 300, answer.text
    return name


@pytest.fixture(scope="module")
def drawn(server):
    """One lorry on two dates, where nothing else is drawn."""
    _, scenes = of_demo(server)
    spot = {"type": "Point", "coordinates": [LON, LAT]}
    return [put(server, scenes[day], "vehicle", spot, "point") for day in DAYS]


def open_tracks(page, server, **more):
    asked = {"near": f"{LAT}, {LON}", "within": "0.05", **more}
    page.goto(f"{server.url}/tracks?{httpx.QueryParams(asked)}")
    wait_for(page, "tracks", tracks=1)
    page.locator(".strips").wait_for()


def test_a_strip_is_to_scale_and_tells_each_image(server, page, drawn):
    _, scenes = of_demo(server)
    open_tracks(page, server)
    row = page.locator(".row")
    words = row.locator("svg").get_attribute("aria-label")
    assert "seen on 2" in words
    assert "not looked at on" in words
    places = row.evaluate(
        """(row) => [...row.querySelectorAll(".mark.present")].map((m) =>
             [m.querySelector("title").textContent, m.transform.baseVal[0].matrix.e])"""
    )
    others = row.evaluate(
        """(row) => [...row.querySelectorAll(".mark")].map((m) =>
             [m.querySelector("title").textContent, m.transform.baseVal[0].matrix.e])"""
    )
    at = {text.split(" · ")[1].partition("\n")[0]: x for text, x in others}
    assert [text.partition(" ")[0] for text, _ in places] == ["2024-06-11", "2024-07-09"]
    # 20 May to 11 June is 22 days, 11 June to 9 July 28.
    ratio = (at[DAYS[1]] - at[DAYS[0]]) / (at[DAYS[0]] - at[FIRST])
    assert ratio == pytest.approx(28 / 22, rel=0.01)
    row.focus()
    page.keyboard.press("Enter")
    page.get_by_text("it may be older").wait_for()
    page.wait_for_url("**track=**")
    assert page.evaluate(TRACKS)["open"] == drawn[0]
    assert page.get_by_text("nobody has looked at its place").count() > 0
    page.get_by_role("link", name=DAYS[0]).first.click()
    page.wait_for_url(f"**/tag?scene={scenes[DAYS[0]]}")


def test_a_track_gives_a_claim_its_time(server, page, drawn):
    claim, _ = of_demo(server, "Second visit to Orrelune airfield")
    open_tracks(page, server, track=drawn[0], observation=claim)
    page.get_by_text("Let it tell a claim's time").first.click()
    assert page.get_by_label("Claim").input_value() == claim
    before = httpx.get(f"{server.url}/api/evidence/pair", params=_pair(server)).json()
    page.get_by_label("It tells").select_option("present")
    page.get_by_label("Why").fill("It is the thing that was reported.")
    page.get_by_role("button", name="Give the claim this time").click()
    wait_for(page, "dated", observation=claim)
    after = httpx.get(f"{server.url}/api/evidence/pair", params=_pair(server)).json()
    assert after["observation"]["version"] == before["observation"]["version"] + 1
    assert "11 June 2024, 21:34 UTC to 9 July 2024, 21:41 UTC" in after["observation"]["when"]


def _pair(server):
    claim, scenes = of_demo(server, "Second visit to Orrelune airfield")
    return {"observation": claim, "scene": scenes[DAYS[1]]}


def test_nothing_drawn_says_what_to_do(server, page):
    page.goto(f"{server.url}/tracks?near=10,10&within=1")
    page.get_by_text("No object of this kind is drawn there.").wait_for()


def photo(tmp_path):
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "slategray").save(out, "PNG")
    path = tmp_path / "reference.png"
    path.write_bytes(out.getvalue())
    return path


def test_features_are_numbered_in_photo_and_image_and_misfits_are_kept(server, page, tmp_path):
    claim, scenes = of_demo(server)
    scene = scenes["SYNTHETIC-050cm-20240625"]
    open_pair(page, server, claim, scene)
    wait_for(page, "photos", count=1)
    wait_for(page, "pair-drawn")
    page.keyboard.press("p")
    page.locator("input[type=file]").set_input_files(photo(tmp_path))
    page.get_by_placeholder("What it shows").fill("<b>Seen from below</b>")
    page.get_by_placeholder("Where it comes from").fill("A book")
    page.keyboard.press("Enter")
    wait_for(page, "pinned", photos=1)
    assert page.locator(".photos").get_by_text("<b>Seen from below</b>").count() == 1
    # By mouse in both.
    page.get_by_role("button", name="Number a feature").click()
    page.locator(".frame img").click(position={"x": 60, "y": 40})
    page.get_by_text("2 of 3").wait_for()
    box = page.locator(".views > .image").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_label("What it is", exact=True).fill("Straight wing")
    page.keyboard.press("Enter")
    wait_for(page, "matched", matches=1)
    # By the keyboard alone: what the image does not show.
    page.get_by_role("button", name="Number a feature").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="The image does not show it").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What it is", exact=True).fill("Twin tails")
    page.keyboard.press("Enter")
    wait_for(page, "matched", matches=2)
    page.get_by_text("1 fit, 1 do not.").wait_for()
    found = httpx.get(
        f"{server.url}/api/photos", params={"observation": claim, "scene": scene}
    ).json()["photos"]
    first, second = found[0]["matches"]
    assert (first["fits"], first["note"]) == (True, "Straight wing")
    assert first["place"] == pytest.approx([-160.2007, -32.6006], abs=0.01)
    assert (second["fits"], second["place"], second["note"]) == (False, None, "Twin tails")
    # No key pressed in the photos judged the pair.
    assert page.evaluate(EVIDENCE)["pair"]["verdicts"] == 0


def test_a_shadow_that_does_not_fit_is_flagged_beside_the_pair_and_on_the_tag_page(server, page):
    claim, scenes = of_demo(server)
    scene = scenes["SYNTHETIC-10m-20240703"]
    open_pair(page, server, claim, scene)
    page.get_by_text("Sun and shadow: fits").click()
    page.get_by_text("which proves no date").first.wait_for()
    # Not where the lorry is: it would be followed, too.
    far = LON - 0.005
    west = {"type": "LineString", "coordinates": [[far, LAT], [far - 0.01, LAT]]}
    put(server, scene, "shadow", west, "line")
    open_pair(page, server, claim, scene)
    page.get_by_text("The sun does not fit").wait_for()
    assert "may be wrong" in page.evaluate(EVIDENCE)["pair"]["flag"]
    page.goto(f"{server.url}/tag?scene={scene}")
    page.get_by_text("The sun does not fit").first.wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nobody_is_kept_out(server, page, drawn, width, scheme):
    if not AXE.is_file():
        pytest.skip("needs axe-core; `python hatch_build.py` fetches it with npm")
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    open_tracks(page, server, track=drawn[0])
    page.get_by_text("Let it tell a claim's time").first.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    claim, scenes = of_demo(server)
    open_pair(page, server, claim, scenes["SYNTHETIC-050cm-20240625"])
    page.get_by_text("Sun and shadow").first.click()
    page.locator(".ev").focus()
    page.keyboard.press("p")
    page.locator(".photos").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN) == []

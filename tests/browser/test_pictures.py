"""A screenshot pasted, placed against a scene by four points, and found where it belongs."""

import base64
import io
import json
import math
import subprocess
import sys

import httpx
import numpy as np
import pytest
import rasterio
from affine import Affine
from PIL import Image
from pyproj import Geod, Transformer
from rasterio.warp import Resampling, reproject

from .test_axe import check  # noqa: F401 - a fixture
from .test_story import STATE, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

SCENE = "SYNTHETIC-050cm-20240611"
WIDTH, HEIGHT = 640, 420
# Control points, and a mark that none of them knows of, in pixels of the picture.
CONTROL = [(60, 50), (590, 70), (560, 370), (80, 350)]
MARK = (330, 205)
PASTE = """async ([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name, { type: "image/png" }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true }));
}"""


class Shot:
    """What a viewer would have shown of a scene: turned, at another scale, with a red mark."""

    def __init__(self, original: str) -> None:
        with rasterio.open(original) as source:
            x, y = source.xy(source.height // 2, source.width // 2)
            step = 0.7
            self.transform = (
                Affine.translation(x, y) @ Affine.rotation(9) @ Affine.scale(step, -step)
                @ Affine.translation(-WIDTH / 2, -HEIGHT / 2)
            )  # fmt: skip
            bands = np.zeros((3, HEIGHT, WIDTH), source.dtypes[0])
            for n in range(3):
                reproject(rasterio.band(source, n + 1), bands[n], dst_transform=self.transform,
                          dst_crs=source.crs, resampling=Resampling.bilinear)  # fmt: skip
            self._to_lonlat = Transformer.from_crs(source.crs, "OGC:CRS84", always_xy=True)
        high = np.percentile(bands, 99)
        self.image = np.moveaxis(np.clip(bands / high * 200, 0, 200).astype(np.uint8), 0, -1)
        self.image = self.image.copy()
        self.image[MARK[1] - 5 : MARK[1] + 5, MARK[0] - 5 : MARK[0] + 5] = (255, 0, 0)

    def png(self) -> bytes:
        out = io.BytesIO()
        Image.fromarray(self.image).save(out, "PNG")
        return out.getvalue()

    def lonlat(self, column: float, row: float) -> tuple[float, float]:
        return self._to_lonlat.transform(*(self.transform @ (column, row)))


@pytest.fixture
def shot(server):
    listed = subprocess.run(
        [sys.executable, "-P", "-m", "catalogue", "scenes", "--json", "--catalogue", server.folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = next(s for s in json.loads(listed.stdout) if s["id"] == SCENE)
    return found["uid"], Shot(next(a["href"] for a in found["assets"] if a["href"].endswith("tif")))


def add(page, server, shot, name, against=""):
    page.goto(f"{server.url}/pictures" + (f"?against={against}" if against else ""))
    wait_for(page, "ready", mode="add")
    page.evaluate(PASTE, [base64.b64encode(shot.png()).decode(), "image.png"])
    page.get_by_text("image.png").wait_for()
    stated = {"Taken": "2024-06-11", "Who says so": "the caption", "Source": "a channel",
              "Rights": "all reserved", "Name": name}  # fmt: skip
    for label, text in stated.items():
        page.get_by_role("textbox", name=label, exact=True).fill(text)
    page.get_by_role("button", name="Keep it").click()
    wait_for(page, "ready", mode="place")
    page.wait_for_url("**scene=**")
    page.get_by_role("button", name="Add another picture").wait_for()
    page.wait_for_timeout(500)  # the page has come to rest


def place_state(page):
    return next(s for s in page.evaluate(STATE) if s.get("mode") == "place")


def click_picture(page, column, row):
    at = place_state(page)["picture"]
    page.mouse.click(round(at["left"] + column * at["scale"]), round(at["top"] + row * at["scale"]))


def click_ground(page, lon, lat):
    spot = page.evaluate(
        """([lon, lat]) => [...window.__cv.instances.values()]
             .find((c) => c.state().mode === "place").pixelOf(lon, lat)""",
        [lon, lat],
    )
    box = page.locator(".cv").first.bounding_box()
    page.mouse.click(round(box["x"] + spot[0]), round(box["y"] + spot[1]))


def set_pair(page, shot, pixel, n):
    click_picture(page, *pixel)
    whole = "() => [...window.__cv.instances.values()].some((c) => (c.state().pairs ?? [])"
    page.wait_for_function(f"{whole}.length === {n})")
    click_ground(page, *shot.lonlat(*pixel))
    page.wait_for_function(f"{whole}.filter((p) => p.pixel && p.place).length === {n})")


def test_from_the_clipboard_to_the_map(server, page, shot, check):  # noqa: F811
    against, picture = shot
    add(page, server, picture, "pasted-shot", against)
    page.wait_for_function(
        f"() => [...window.__cv.instances.values()].some((c) => c.state().against === '{against}')"
    )
    page.wait_for_timeout(600)  # the ground has come to rest
    assert "3 more points" in place_state(page)["text"]
    for n, pixel in enumerate(CONTROL, 1):
        set_pair(page, picture, pixel, n)
    wait_for(page, "fit")
    page.get_by_text("95 % sure within").wait_for()
    tried = place_state(page)
    assert check() == []

    # Every step can be taken back, and keys do what buttons do.
    page.keyboard.press("Control+z")
    page.get_by_text("unknown: one more point").wait_for()
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("m")
    page.wait_for_function(
        "() => [...window.__cv.instances.values()].some((c) => c.state().method === 'projective'"
        " && c.state().fit?.error_m === null)"
    )
    page.keyboard.press("m")
    page.get_by_text("95 % sure within").wait_for()
    page.keyboard.press("Enter")
    wait_for(page, "placed", placed=True)

    uid = place_state(page)["scene"]
    kept = httpx.get(f"{server.url}/api/scenes/{uid}").json()
    assert kept["placing"]["method"] == "affine"
    assert kept["placing"]["against"] == against
    assert kept["position_error"] == pytest.approx(tried["fit"]["error_m"])
    assert kept["placing"]["rms_m"] < 3
    # The mark, which no control point knows of, is found where it truly is.
    lon, lat = picture.lonlat(*MARK)
    found = httpx.get(f"{server.url}/api/scenes/{uid}/pixel", params={"lon": lon, "lat": lat})
    off_px = math.dist((found.json()["col"] + 0.5, found.json()["row"] + 0.5), MARK)
    off_m = off_px * kept["gsd"]
    assert off_m <= kept["position_error"]

    # It lies on the map, opens, and its mark is drawn there.
    page.get_by_role("button", name="On the map").click()
    page.get_by_text("95 % sure within").wait_for()
    page.get_by_text("the caption").wait_for()
    page.get_by_role("button", name="Open and tag").click()
    wait_for(page, "mounted", 2)
    page.wait_for_function(
        "() => [...window.__cv.instances.values()].some((c) => c.state().mode === 'tag')"
    )
    assert drawn_off_m(page, lon, lat, kept["gsd"]) <= kept["position_error"] + kept["gsd"]
    page.get_by_text("placed ±").wait_for()
    links = httpx.get(f"{server.url}/api/strip", params={"lon": lon, "lat": lat}).json()
    assert uid in [s["uid"] for s in links["scenes"]]
    page.goto(f"{server.url}/compare?a={uid}&b={against}")
    wait_for(page, "compared", a=uid, b=against)


def drawn_off_m(page, lon, lat, gsd_m):
    """Metres between the red mark on the screen and where it is drawn for."""
    js = """([lon, lat]) => {
      const c = [...window.__cv.instances.values()].find((c) => c.state().mode === "tag");
      return [c.pixelOf(lon, lat), c.pixelOf(lon + 0.0001, lat)];
    }"""
    for _ in range(60):
        page.wait_for_timeout(250)
        spot, east = page.evaluate(js, [lon, lat])
        box = page.locator(".cv").first.bounding_box()
        image = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(int)
        red = (image[..., 0] > 200) & (image[..., 1] < 60) & (image[..., 2] < 60)
        rows, columns = np.nonzero(red)
        near = np.hypot(columns - box["x"] - spot[0], rows - box["y"] - spot[1]) < 120
        if near.sum() >= 4:
            off = math.hypot(columns[near].mean() + 0.5 - box["x"] - spot[0],
                             rows[near].mean() + 0.5 - box["y"] - spot[1])  # fmt: skip
            metres = Geod(ellps="WGS84").inv(lon, lat, lon + 0.0001, lat)[2]
            return off * metres / math.dist(spot, east)
    raise AssertionError(f"the mark is not on the screen near {spot}; pixel {gsd_m} m")


def test_by_keyboard_alone(server, page, shot):
    _, picture = shot
    picture.image[0, 0] = (1, 2, 3)  # the same picture would be the one that is placed already
    add(page, server, picture, "by-keys")
    page.locator(".cv").first.focus()
    for n, key in enumerate(("ArrowRight", "ArrowDown", "ArrowLeft"), 1):
        page.keyboard.press("p")
        page.keyboard.press("x")
        page.keyboard.press("p")
        page.keyboard.press("x")
        whole = "() => [...window.__cv.instances.values()].some((c) => (c.state().pairs ?? [])"
        page.wait_for_function(f"{whole}.filter((p) => p.pixel && p.place).length === {n})")
        for _ in range(2):
            page.keyboard.press(key)
            page.wait_for_timeout(200)
            page.keyboard.press("x")


def test_what_is_no_picture_is_said(server, page):
    page.goto(f"{server.url}/pictures")
    wait_for(page, "ready", mode="add")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Paste, drop or choose a picture first").wait_for()
    page.get_by_role("textbox", name="Link", exact=True).fill("javascript:alert(1)")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("no web address").wait_for()


def test_a_picture_beyond_85_degrees_is_placed_on_the_grid_around_the_pole(server, page):
    out = io.BytesIO()
    Image.new("RGB", (80, 60), (200, 60, 60)).save(out, "PNG")
    headers = {"Content-Type": "image/png", "Origin": server.url}
    stated = {"name": "ice", "date": "2022-06-08", "stated_by": "the caption"}
    made = httpx.post(
        f"{server.url}/api/pictures", params=stated, content=out.getvalue(), headers=headers
    )
    uid = made.json()["uid"]
    page.goto(f"{server.url}/pictures?scene={uid}")
    wait_for(page, "ready", mode="place")
    page.get_by_label("What the places are read from").select_option("map arctic")
    look = """([lon, lat]) => {
      const canvases = [...window.__cv.instances.values()];
      const { frame, map } = canvases.find((c) => c.state().mode === "place").view.ground.pane;
      map.getView().setCenter([...frame.toView([lon, lat])]);
      map.getView().setResolution(20);
      map.renderSync();
    }"""
    places = {(5, 5): (30.0, 87.0), (75, 5): (30.4, 87.0), (75, 55): (30.4, 86.98)}
    for n, (pixel, place) in enumerate(places.items()):
        click_picture(page, *pixel)
        page.evaluate(look, place)
        click_ground(page, *place)
        whole = "() => [...window.__cv.instances.values()].some((c) => (c.state().pairs ?? [])"
        page.wait_for_function(f"{whole}.filter((p) => p.pixel && p.place).length === {n + 1})")
    wait_for(page, "fit")
    page.get_by_role("button", name="Save place").click()
    wait_for(page, "placed", uid=uid)
    kept = httpx.get(f"{server.url}/api/scenes/{uid}").json()
    assert kept["imagery"]["grid"] == "UPSArcticWGS84Quad"
    for point, place in zip(kept["placing"]["points"], places.values(), strict=True):
        assert Geod(ellps="WGS84").inv(point["lon"], point["lat"], *place)[2] < 30
    page.goto(f"{server.url}/pictures?scene={uid}")
    wait_for(page, "ready", mode="place")
    opened = "() => [...window.__cv.instances.values()].some((c) => c.state().frame === 'arctic')"
    assert page.evaluate(opened)

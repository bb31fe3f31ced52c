"""Pictures over HTTP: pasted, placed, placed anew, in the tiles of the map; what is refused."""

import io
import re

import numpy as np
import pytest
from PIL import Image

COLUMNS, ROWS = 300, 200
STATED = {"name": "seen", "date": "2022-06-08", "stated_by": "a post", "source": "a channel",
          "rights": "all reserved", "link": "https://example.org/1"}  # fmt: skip
# Two metres a pixel about 45.151 N, 15.002 E, north up.
STEP = (2 / 78_800, 2 / 111_150)


def png():
    image = np.full((ROWS, COLUMNS, 3), 60, np.uint8)
    image[90:110, 140:160] = (250, 20, 20)
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    return out.getvalue()


def point(column, row, north=0.0):
    lon, lat = 15.0 + column * STEP[0], 45.153 - row * STEP[1] + north
    return {"column": column, "row": row, "lon": lon, "lat": lat}


POINTS = [point(10, 10), point(290, 15), point(280, 190), point(15, 180, 0.00003)]


@pytest.fixture
def pasted(client):
    answer = client.post("/api/pictures", params=STATED, content=png(),
                         headers={"Content-Type": "image/png"})  # fmt: skip
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_pasted_picture_is_kept_with_what_is_stated(client, cat, pasted):
    assert (pasted["id"], pasted["kind"], pasted["stated_by"]) == ("seen", "reference", "a post")
    assert pasted["link"] == "https://example.org/1"
    assert (pasted["imagery"]["grid"], pasted["imagery"]["shape"]) == ("pixels", [ROWS, COLUMNS])
    original = client.get(f"/api/scenes/{pasted['uid']}/assets/data")
    assert original.content == png()
    assert original.headers["content-type"] == "application/octet-stream"
    assert not [f for f in cat.check() if pasted["uid"] in f.name]


def test_points_are_tried_and_then_kept(client, cat, pasted):
    uid = pasted["uid"]
    tried = client.post(f"/api/scenes/{uid}/fit", json={"points": POINTS, "method": "affine"})
    assert tried.json()["rms_m"] == pytest.approx(0.8, abs=0.2)
    assert tried.json()["pixel_m"] == pytest.approx(2, rel=0.02)
    assert tried.json()["outline"]["type"] == "Polygon"
    assert client.get(f"/api/scenes/{uid}").json()["placing"] is None
    before = client.get("/api/hit", params={"lon": 15.003, "lat": 45.1515}).json()["total"]
    kept = client.put(f"/api/scenes/{uid}/placing", json={"points": POINTS, "base": 1}).json()
    assert [p["residual_m"] for p in kept["placing"]["points"]] == tried.json()["residuals_m"]
    assert kept["position_error"] == tried.json()["error_m"]
    assert kept["imagery"]["grid"] == "WebMercatorQuad"
    assert kept["picture"]["grid"] == "pixels"
    found = client.get("/api/hit", params={"lon": 15.003, "lat": 45.1515}).json()
    assert found["total"] == before + 1
    assert uid in [k.scene for k in cat.links_for_observation("o1")]
    late = client.put(f"/api/scenes/{uid}/placing", json={"points": POINTS, "base": 1})
    assert late.status_code == 409
    assert late.json()["scene"]["version"] == 2
    back = client.delete(f"/api/scenes/{uid}/placing", params={"base": 2}).json()
    assert (back["placing"], back["footprint"], back["version"]) == (None, None, 3)
    assert client.get("/api/hit", params={"lon": 15.003, "lat": 45.1515}).json()["total"] == before


@pytest.mark.parametrize("method", ["affine", "projective"])
def test_tiles_of_the_map_and_of_the_picture_as_it_came(drawing, method):
    made = drawing.post("/api/pictures", params={"name": "x"}, content=png(),
                        headers={"Content-Type": "image/png"}).json()  # fmt: skip
    exact = [*POINTS[:3], point(15, 180)]
    made = drawing.put(f"/api/scenes/{made['uid']}/placing",
                       json={"points": exact, "method": method}).json()  # fmt: skip
    assert made["position_error"] == (pytest.approx(1.0, abs=0.2) if method == "affine" else None)
    for shown, z in ((made["picture"], made["picture"]["maxzoom"]), (made["imagery"], None)):
        if z is None:
            z = made["imagery"]["maxzoom"]
            x, y = tile_of(15.0 + 150 * STEP[0], 45.153 - 100 * STEP[1], z)
        else:
            x, y = 0, 0
        path = shown["url"].format(z=z, x=x, y=y)
        answer = drawing.get(path)
        assert answer.status_code == 200, path
        red = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))[..., 0]
        assert (red > 200).sum() > 50


def test_values_under_the_pointer_are_those_of_the_picture(drawing):
    made = drawing.post("/api/pictures", content=png(), headers={"Content-Type": "image/png"})
    uid = made.json()["uid"]
    exact = [*POINTS[:3], point(15, 180)]
    made = drawing.put(f"/api/scenes/{uid}/placing", json={"points": exact}).json()
    assert [b["name"] for b in made["imagery"]["styles"]["bands"]] == ["red", "green", "blue"]
    mark = {"lon": 15.0 + 150 * STEP[0], "lat": 45.153 - 100 * STEP[1]}
    found = drawing.get(f"/api/scenes/{uid}/pixel", params=mark).json()
    assert (abs(found["col"] - 150) <= 1, abs(found["row"] - 100) <= 1) == (True, True)
    assert [v["value"] for v in found["values"]] == [250, 20, 20]


def tile_of(lon, lat, z):
    import morecantile

    tile = morecantile.tms.get("WebMercatorQuad").tile(lon, lat, z)
    return tile.x, tile.y


def test_a_link_is_kept_as_text(client):
    made = client.post("/api/links", json={"url": "https://example.org/v?x=1", "date": "2022-06~",
                                           "stated_by": "Ana"}).json()  # fmt: skip
    assert (made["link"], made["stated_date"]) == ("https://example.org/v?x=1", "2022-06~")
    refused = client.post("/api/links", json={"url": "file:///etc/passwd"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("kind", "body", "status", "says"),
    [
        ("text/html", b"<html>", 400, "Content-Type"),
        ("image/svg+xml", b"<svg/>", 400, "Content-Type"),
        ("image/png", b"<svg onload=alert(1)>", 422, "not a PNG or JPEG"),
        ("image/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, 422, "none|damaged"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_kept(client, cat, kind, body, status, says):
    before = cat.store.scene_count()
    answer = client.post("/api/pictures", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert re.search(says, answer.json()["error"])
    assert cat.store.scene_count() == before
    assert not list((cat.folder / "files").rglob("*.png"))


def test_a_picture_that_is_too_large_is_refused_while_it_comes(client, monkeypatch):
    monkeypatch.setattr("catalogue.web.pictures.MOST_BYTES", 1000)
    answer = client.post("/api/pictures", content=png() + b"x" * 2000,
                         headers={"Content-Type": "image/png"})  # fmt: skip
    assert answer.status_code == 400
    assert "larger than" in answer.json()["error"]


def test_another_site_cannot_send_one(client):
    headers = {"Content-Type": "image/png", "Origin": "http://evil.example"}
    answer = client.post("/api/pictures", content=png(), headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"points": "x"}, "points must be a list"),
        ({"points": [1]}, "control point 1 must be an object"),
        ({"points": [{**POINTS[0], "lat": None}]}, "control point 1: lat is None"),
        ({"points": POINTS[:2]}, "3 control points or more"),
        ({"points": POINTS, "method": "tps"}, "neither affine nor projective"),
    ],
)
def test_points_that_place_nothing_say_why(client, pasted, body, says):
    answer = client.post(f"/api/scenes/{pasted['uid']}/fit", json=body)
    assert answer.status_code == 400
    assert says in answer.json()["error"]

"""Values under the pointer, styles in addresses, and the range of a style."""

import io
import json
from urllib.parse import quote

import morecantile
import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from catalogue import Catalogue

from .test_tiles import _imagery, _url


def _style(**fields: object) -> str:
    return quote(json.dumps(fields))


def test_the_values_of_every_band_at_a_position(drawing: TestClient) -> None:
    found = drawing.get("/api/scenes/utm/pixel?lon=15.0030&lat=45.1522").json()
    assert [v["name"] for v in found["values"]] == ["red", "green", "blue"]
    assert [v["value"] for v in found["values"]] == [210.0] * 3
    assert found["mgrs"].startswith("33T")
    west = drawing.get("/api/scenes/utm/pixel?lon=15.0002&lat=45.1522").json()
    assert [v["value"] for v in west["values"]] == [40.0] * 3
    assert west["col"] < found["col"]


def test_a_picture_is_asked_by_column_and_row(drawing: TestClient) -> None:
    found = drawing.get("/api/scenes/picture/pixel?col=450.5&row=20").json()
    assert (found["col"], found["row"], found["mgrs"]) == (450, 20, None)
    assert [v["value"] for v in found["values"]] == [210.0] * 3
    refused = drawing.get("/api/scenes/picture/pixel?lon=1&lat=2")
    assert refused.status_code == 400
    assert "col and row" in refused.json()["error"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("lon=10&lat=10", 404), ("", 400), ("lon=200&lat=0", 400), ("lon=x&lat=1", 400)],
)
def test_it_says_so_where_there_is_no_pixel(drawing: TestClient, query: str, status: int) -> None:
    assert drawing.get(f"/api/scenes/utm/pixel?{query}").status_code == status


def test_a_style_draws_what_it_says(drawing: TestClient) -> None:
    imagery = _imagery(drawing, "utm")
    z = imagery["maxzoom"]
    tile = morecantile.tms.get(imagery["grid"]).tile(15.0030, 45.1513, z)
    url = _url(imagery, z, tile.x, tile.y)
    usual = drawing.get(url)
    style = _style(expression="red / 2", stretch=[[0, 255]])
    half = drawing.get(f"{url}&style={style}")
    assert half.status_code == 200, half.text
    assert half.headers["etag"] != usual.headers["etag"]
    pixels = np.asarray(Image.open(io.BytesIO(half.content)).convert("RGBA")).astype(int)
    shown = pixels[pixels[..., 3] == 255][:, :3]
    assert abs(np.median(shown) - 105) <= 3


def test_a_style_that_does_not_fit_is_refused_with_the_bands(drawing: TestClient) -> None:
    imagery = _imagery(drawing, "utm")
    url = _url(imagery, imagery["maxzoom"], 0, 0)
    answer = drawing.get(f"{url}&style={_style(bands=['nir'])}")
    assert answer.status_code == 400
    assert "red, green, blue" in answer.json()["error"]


def test_the_range_of_a_style(drawing: TestClient) -> None:
    style = _style(expression="red + blue", gamma=2)
    found = drawing.get(f"/api/scenes/utm/stretch?style={style}").json()
    assert found == {"expression": "red + blue", "gamma": 2.0, "stretch": [[80.0, 420.0]]}


def test_a_scene_tells_its_bands_and_combinations(drawing: TestClient, cat: Catalogue) -> None:
    styles = _imagery(drawing, "utm")["styles"]
    assert [b["name"] for b in styles["bands"]] == ["red", "green", "blue"]
    assert styles["combinations"][0] == {
        "id": "true", "name": "True colour", "bands": ["red", "green", "blue"],
    }  # fmt: skip

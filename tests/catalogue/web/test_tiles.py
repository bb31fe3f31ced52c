import io
from dataclasses import replace
from pathlib import Path

import morecantile
import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.errors import Busy


def _imagery(drawing: TestClient, uid: str) -> dict:
    return drawing.get(f"/api/scenes/{uid}").json()["imagery"]


def _url(imagery: dict, z: int, x: int, y: int) -> str:
    return imagery["url"].format(z=z, x=x, y=y)


def _shown(drawing: TestClient, uid: str = "utm") -> str:
    """The address of a tile that is not empty."""
    imagery = _imagery(drawing, uid)
    if imagery["grid"] == "pixels":
        return _url(imagery, 0, 0, 0)
    z = imagery["maxzoom"]
    tile = morecantile.tms.get(imagery["grid"]).tile(15.0030, 45.1513, z)
    return _url(imagery, z, tile.x, tile.y)


def _pixels(body: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(body)).convert("RGBA")).astype(int)


def test_a_tile_of_a_scene_by_its_id(drawing: TestClient, cat: Catalogue) -> None:
    imagery = _imagery(drawing, "utm")
    assert (imagery["grid"], imagery["tilesize"]) == ("WebMercatorQuad", 512)
    assert imagery["minzoom"] <= imagery["maxzoom"]
    z = imagery["maxzoom"]
    tile = morecantile.tms.get(imagery["grid"]).tile(15.0030, 45.1513, z)
    answer = drawing.get(_url(imagery, z, tile.x, tile.y))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]
    found = _pixels(answer.content)
    assert found.shape == (512, 512, 4)
    shown = found[found[..., 3] == 255]
    assert len(shown) > 1000
    assert np.abs(np.median(shown, axis=0)[:3] - 210).max() <= 4
    sha256 = cat.scene("utm").assets[0].sha256
    assert (cat.folder / "working" / f"{sha256}.tif").is_file()
    tag = answer.headers["etag"]
    again = drawing.get(_url(imagery, z, tile.x, tile.y), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_beside_the_scene_there_is_no_content(drawing: TestClient) -> None:
    imagery = _imagery(drawing, "utm")
    assert drawing.get(_url(imagery, imagery["maxzoom"], 0, 0)).status_code == 204


def test_an_old_version_is_not_kept(drawing: TestClient) -> None:
    imagery = _imagery(drawing, "utm")
    answer = drawing.get(_url(imagery, 3, 4, 2).partition("?")[0] + "?v=old")
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_polar_scene_has_polar_tiles(drawing: TestClient) -> None:
    imagery = _imagery(drawing, "arctic")
    assert imagery["grid"] == "UPSArcticWGS84Quad"
    tms = morecantile.tms.get(imagery["grid"])
    z = imagery["maxzoom"]
    tile = tms._tile(2_004_500, 1_898_000, z)  # metres in the grid's own system
    answer = drawing.get(_url(imagery, z, tile.x, tile.y))
    assert answer.status_code == 200, answer.text
    found = _pixels(answer.content)
    assert (found[..., 3] == 255).any()


def test_a_picture_without_a_place_is_drawn_by_pixels(drawing: TestClient) -> None:
    imagery = _imagery(drawing, "picture")
    assert (imagery["grid"], imagery["tilesize"], imagery["shape"]) == ("pixels", 256, [400, 600])
    assert (imagery["minzoom"], imagery["maxzoom"]) == (0, 2)
    left = _pixels(drawing.get(_url(imagery, 2, 0, 0)).content)
    right = _pixels(drawing.get(_url(imagery, 2, 2, 1)).content)
    assert np.abs(left[..., :3] - 40).max() <= 4
    assert np.abs(right[:140, :84, :3] - 210).max() <= 4
    assert right[150:, :, 3].max() == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tiles/scenes/none/WebMercatorQuad/3/4/2.webp", 404),
        ("/tiles/scenes/utm/pixels/3/4/2.webp", 404),
        ("/tiles/scenes/line/WebMercatorQuad/3/4/2.webp", 404),
        ("/tiles/scenes/utm/WebMercatorQuad/3/8/2.webp", 400),
        ("/tiles/scenes/utm/WebMercatorQuad/99/0/0.webp", 400),
        ("/tiles/scenes/utm/WebMercatorQuad/x/0/0.webp", 400),
        ("/tiles/scenes/utm/WebMercatorQuad/3/4/2.png", 404),
    ],
)
def test_what_does_not_exist_says_so(drawing: TestClient, path: str, status: int) -> None:
    answer = drawing.get(path)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_changed_original_is_not_shown(drawing: TestClient, cat: Catalogue) -> None:
    path = Path(cat.scene("utm").assets[0].href)
    with path.open("ab") as stream:
        stream.write(b"x")
    answer = drawing.get(_shown(drawing))
    assert answer.status_code == 422
    assert "changed since" in answer.json()["error"]


def test_a_working_copy_that_was_removed_is_made_again(drawing: TestClient, cat: Catalogue) -> None:
    url = _shown(drawing)
    assert drawing.get(url).status_code == 200
    for copy in (cat.folder / "working").glob("*.tif"):
        copy.unlink()
    assert drawing.get(url).status_code == 200


def test_a_full_queue_answers_503(drawing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from catalogue.web import pool

    url = _shown(drawing)
    assert drawing.get(url).status_code == 200

    async def full(*_: object, **__: object) -> bytes:
        raise Busy("all workers are busy.")

    monkeypatch.setattr(pool.TilePool, "run", full)
    answer = drawing.get(url)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"


def test_working_copies_keep_to_their_quota(drawing: TestClient, cat: Catalogue) -> None:
    from catalogue.web.app import context_of

    working = context_of(cat).working
    working._quota = 1
    for uid in ("utm", "picture"):
        assert drawing.get(_shown(drawing, uid)).status_code == 200
    left = [p.stem for p in (cat.folder / "working").glob("*.tif")]
    assert left == [cat.scene("picture").assets[0].sha256]


def test_only_files_on_this_machine_are_drawn(drawing: TestClient, cat: Catalogue) -> None:
    far = replace(cat.scene("utm").assets[0], href="https://example.org/a.tif")
    with cat.store.transaction():
        cat.store.put_scenes([replace(cat.scene("utm"), uid="far", id="far", assets=(far,))])
    imagery = _imagery(drawing, "far")
    assert "not on this computer" in imagery["why_not"]

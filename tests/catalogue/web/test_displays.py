"""Display copies are made when a scene is looked at, and handed out as they lie in the file."""

import time
from urllib.parse import quote

import morecantile
import numpy as np
from starlette.testclient import TestClient

from catalogue import Catalogue
from catalogue.imagery import display
from catalogue.imagery.copies import display_path
from catalogue.imagery.tilefile import TileFile

from .test_tiles import _imagery, _pixels, _url


def _wait_for_copy(cat: Catalogue, uid: str) -> TileFile:
    shown = display.choose(cat.scene(uid))
    assert shown is not None
    path = display_path(cat.folder, shown)
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end, "no display copy was made"
        time.sleep(0.05)
    return TileFile(path)


def test_a_scene_that_is_looked_at_gets_one(drawing: TestClient, cat: Catalogue) -> None:
    imagery = _imagery(drawing, "utm")
    z = imagery["maxzoom"]
    tile = morecantile.tms.get(imagery["grid"]).tile(15.0030, 45.1513, z)
    drawn = drawing.get(_url(imagery, z, tile.x, tile.y))
    file = _wait_for_copy(cat, "utm")
    ready = drawing.get(_url(imagery, z, tile.x, tile.y))
    assert ready.content == file.tile(z, tile.x, tile.y)
    assert ready.headers["etag"] == drawn.headers["etag"]
    assert "immutable" in ready.headers["cache-control"]
    styled = drawing.get(_url(imagery, z, tile.x, tile.y) + "&style=" + quote('{"bands":["red"]}'))
    assert styled.content not in (ready.content, drawn.content)
    assert "immutable" in styled.headers["cache-control"]
    off = np.abs(_pixels(ready.content) - _pixels(drawn.content))
    assert off.mean() < 2
    again = drawing.get(
        _url(imagery, z, tile.x, tile.y), headers={"If-None-Match": ready.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_beside_the_scene_and_finer_than_its_pixels(drawing: TestClient, cat: Catalogue) -> None:
    imagery = _imagery(drawing, "utm")
    z = imagery["maxzoom"]
    tile = morecantile.tms.get(imagery["grid"]).tile(15.0030, 45.1513, z)
    drawing.get(_url(imagery, z, tile.x, tile.y))
    _wait_for_copy(cat, "utm")
    drawing.get(_url(imagery, z, tile.x, tile.y))
    assert drawing.get(_url(imagery, z, tile.x + 50, tile.y)).status_code == 204
    finer = drawing.get(_url(imagery, z + 1, 2 * tile.x, 2 * tile.y))
    assert finer.status_code in (200, 204)
    assert (
        drawing.get(f"/tiles/scenes/utm/pixels/{z}/0/0.webp?v={imagery['url'][-16:]}").status_code
        == 404
    )


def test_a_copy_that_is_gone_is_made_again(drawing: TestClient, cat: Catalogue) -> None:
    """Removed while it is open, it goes on being read; after a restart it is made again."""
    imagery = _imagery(drawing, "arctic")
    z = imagery["maxzoom"]
    shown = display.choose(cat.scene("arctic"))
    assert shown is not None
    drawing.get(_url(imagery, z, 0, 0))
    file = _wait_for_copy(cat, "arctic")
    display_path(cat.folder, shown).unlink()
    assert file.metadata["grid"] == "UPSArcticWGS84Quad"
    assert drawing.get(_url(imagery, z, 0, 0)).status_code == 204

"""Tiles are drawn from real files and their pixels are looked at."""

import io
from collections.abc import Callable
from pathlib import Path

import morecantile
import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.control import GroundControlPoint
from rasterio.transform import from_bounds, from_origin

from catalogue.errors import InvalidValue
from catalogue.imagery.render import Layer, TileRequest, render_tile

Writer = Callable[..., Path]
WEB = "WebMercatorQuad"


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    def write(data: np.ndarray, name: str = "a.tif", **options: object) -> Path:
        path = tmp_path / name
        count, height, width = data.shape
        profile = {"driver": "GTiff", "count": count, "height": height, "width": width}
        gcps = options.pop("gcps", None)
        colours = options.pop("colormap", None)
        with rasterio.open(path, "w", dtype=data.dtype, **profile, **options) as out:
            out.write(data)
            if gcps:
                out.gcps = (gcps, "EPSG:4326")
            if colours:
                out.write_colormap(1, colours)
        return path

    return write


def _request(*layers: Layer, grid: str, at: tuple[int, int, int], size: int = 256, **more: int):
    z, x, y = at
    return TileRequest(layers, grid, z, x, y, size, more.get("maxzoom", z))


def _pixels(tile: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(tile)).convert("RGBA")).astype(int)


def _tile_image(written: Writer, grid: str, at: tuple[int, int, int], data: np.ndarray, **options):
    """A raster that is exactly one tile of a grid."""
    tms = morecantile.tms.get(grid)
    z, x, y = at
    box = tms.xy_bounds(morecantile.Tile(x, y, z))
    _, height, width = data.shape
    transform = from_bounds(box.left, box.bottom, box.right, box.top, width, height)
    return written(data, crs=tms.rasterio_crs, transform=transform, **options)


def _quarters(low: int, high: int, dtype: str = "uint8", bands: int = 1) -> np.ndarray:
    data = np.full((bands, 256, 256), low, dtype)
    data[:, :128, 128:] = high  # the upper right quarter
    return data


@pytest.mark.parametrize(
    ("grid", "at"),
    [
        (WEB, (10, 600, 380)),
        ("UPSArcticWGS84Quad", (6, 33, 30)),
        ("UPSAntarcticWGS84Quad", (6, 30, 33)),
    ],
)
def test_a_tile_shows_the_pixels_that_lie_there(written: Writer, grid: str, at) -> None:
    path = _tile_image(written, grid, at, _quarters(50, 200))
    found = _pixels(render_tile(_request(Layer(str(path), (1,)), grid=grid, at=at)))
    assert found.shape == (256, 256, 4)
    assert np.abs(found[10:118, 138:246, :3] - 200).max() <= 3
    assert np.abs(found[138:246, 10:118, :3] - 50).max() <= 3
    assert (found[..., 3] == 255).all()


def test_beside_the_raster_there_is_nothing(written: Writer) -> None:
    path = _tile_image(written, WEB, (10, 600, 380), _quarters(50, 200))
    assert render_tile(_request(Layer(str(path), (1,)), grid=WEB, at=(10, 602, 380))) == b""


def test_nodata_is_transparent_and_only_nodata_is_empty(written: Writer) -> None:
    path = _tile_image(written, WEB, (10, 600, 380), _quarters(0, 200), nodata=0)
    layer = Layer(str(path), (1,))
    found = _pixels(render_tile(_request(layer, grid=WEB, at=(10, 600, 380))))
    assert (found[:126, 130:, 3] == 255).all()
    assert (found[130:, :, 3] == 0).all()
    lower_left = (11, 1200, 761)
    assert render_tile(_request(layer, grid=WEB, at=lower_left)) == b""


@pytest.mark.parametrize("opaque", [1, 255, 65535])
def test_alpha_of_16_bits_counts_as_a_mask(written: Writer, opaque: int) -> None:
    data = np.full((4, 256, 256), 1000, "uint16")
    data[3] = 0
    data[3, :128] = opaque
    at = (10, 600, 380)
    path = _tile_image(written, WEB, at, data, photometric="RGB", ALPHA="YES")
    layer = Layer(str(path), (1, 2, 3), ((0.0, 2000.0),) * 3)
    found = _pixels(render_tile(_request(layer, grid=WEB, at=at)))
    assert (found[:126, :, 3] == 255).all()
    assert (found[130:, :, 3] == 0).all()
    assert np.abs(found[:120, :, :3] - 128).max() <= 4


def test_numbers_are_stretched_and_not_a_number_is_transparent(written: Writer) -> None:
    data = _quarters(1000, 3000, "float32")
    data[:, 200:, :] = np.nan
    path = _tile_image(written, WEB, (10, 600, 380), data)
    layer = Layer(str(path), (1,), ((0.0, 4000.0),))
    found = _pixels(render_tile(_request(layer, grid=WEB, at=(10, 600, 380))))
    assert np.abs(found[10:118, 138:246, 0] - 191).max() <= 3
    assert np.abs(found[138:190, 10:118, 0] - 64).max() <= 3
    assert (found[204:, :, 3] == 0).all()


def test_bands_become_red_green_and_blue_also_from_three_files(written: Writer) -> None:
    data = np.stack([np.full((256, 256), v, "uint8") for v in (10, 120, 240)])
    at = (10, 600, 380)
    path = _tile_image(written, WEB, at, data)
    one = render_tile(_request(Layer(str(path), (3, 2, 1)), grid=WEB, at=at))
    assert np.abs(_pixels(one)[128, 128, :3] - (240, 120, 10)).max() <= 8
    paths = [_tile_image(written, WEB, at, data[[i]], name=f"{i}.tif") for i in (2, 1, 0)]
    layers = [Layer(str(p), (1,)) for p in paths]
    assert render_tile(_request(*layers, grid=WEB, at=at)) == one


def test_finer_than_the_raster_pixels_are_repeated_not_smoothed(written: Writer) -> None:
    data = (np.indices((256, 256)).sum(axis=0) % 2 * 255).astype("uint8")[None]
    path = _tile_image(written, WEB, (10, 600, 380), data)
    layer = Layer(str(path), (1,))
    found = _pixels(render_tile(_request(layer, grid=WEB, at=(13, 4800, 3040), maxzoom=10)))
    blocks = found[:, :, 0].reshape(32, 8, 32, 8).mean(axis=(1, 3))
    assert set(np.unique(np.rint(blocks / 255))) == {0, 1}
    assert np.abs(blocks - np.where(blocks > 127, 255, 0)).max() < 40


def test_control_points_place_an_image(written: Writer) -> None:
    corners = [(0, 0, 10, 11), (0, 256, 11, 11), (256, 0, 10, 10), (256, 256, 11, 10)]
    gcps = [GroundControlPoint(row=r, col=c, x=x, y=y) for r, c, x, y in corners]
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):  # set only after it was made
        path = written(_quarters(50, 200), gcps=gcps)
    tile = morecantile.tms.get(WEB).tile(10.75, 10.75, 12)
    at = (12, tile.x, tile.y)
    found = _pixels(render_tile(_request(Layer(str(path), (1,)), grid=WEB, at=at)))
    assert np.abs(found[..., 0] - 200).max() <= 3
    assert found[..., 3].min() == 255


def test_a_given_place_is_used_where_the_file_has_none(written: Writer) -> None:
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        path = written(_quarters(50, 200))
    place = from_origin(10, 11, 1 / 256, 1 / 256)
    layer = Layer(str(path), (1,), None, "EPSG:4326", tuple(place)[:6])
    tile = morecantile.tms.get(WEB).tile(10.75, 10.75, 12)
    found = _pixels(render_tile(_request(layer, grid=WEB, at=(12, tile.x, tile.y))))
    assert np.abs(found[..., 0] - 200).max() <= 3


def test_both_sides_of_180_degrees(written: Writer) -> None:
    place = from_origin(179.0, 1.0, 2 / 256, 2 / 256)
    data = np.full((1, 256, 256), 60, "uint8")
    data[:, :, 128:] = 220
    path = written(data, crs="EPSG:4326", transform=place)
    for lon, value in ((179.5, 60), (-179.5, 220)):
        tile = morecantile.tms.get(WEB).tile(lon, 0.1, 11)
        request = _request(Layer(str(path), (1,)), grid=WEB, at=(11, tile.x, tile.y))
        assert np.abs(_pixels(render_tile(request))[..., 0] - value).max() <= 3


def test_own_pixels_natively_and_by_halves(written: Writer) -> None:
    data = np.zeros((1, 300, 500), "uint8")
    data[:, :, 256:] = 240
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        path = written(data)
    layer = Layer(str(path), (1,))
    native = _pixels(render_tile(_request(layer, grid="pixels", at=(1, 1, 1), maxzoom=1)))
    assert (native[:44, :244, 3] == 255).all()
    assert (native[46:, :, 3] == 0).all()
    assert (native[:, 246:, 3] == 0).all()
    assert np.abs(native[:40, :240, 0] - 240).max() <= 3
    half = _pixels(render_tile(_request(layer, grid="pixels", at=(0, 0, 0), maxzoom=1)))
    assert np.abs(half[:140, 4:120, 0]).max() <= 3
    assert np.abs(half[:140, 132:240, 0] - 240).max() <= 3
    assert (half[152:, :, 3] == 0).all()
    assert render_tile(_request(layer, grid="pixels", at=(1, 2, 0), maxzoom=1)) == b""


@pytest.mark.parametrize("grid", [WEB, "pixels"])
def test_a_palette_gives_its_colours(written: Writer, grid: str) -> None:
    colours = {0: (0, 0, 0, 255), 1: (250, 10, 10, 255), 2: (10, 10, 250, 255)}
    at = (10, 600, 380) if grid == WEB else (0, 0, 0)
    path = _tile_image(written, WEB, (10, 600, 380), _quarters(1, 2), colormap=colours)
    found = _pixels(render_tile(_request(Layer(str(path), (1,)), grid=grid, at=at)))
    assert np.abs(found[200, 60, :3] - (250, 10, 10)).max() <= 12
    assert np.abs(found[60, 200, :3] - (10, 10, 250)).max() <= 12


def test_what_cannot_be_drawn_says_why(written: Writer) -> None:
    at = (10, 600, 380)
    path = _tile_image(written, WEB, at, _quarters(1, 2, bands=2))
    with pytest.raises(InvalidValue, match="band 3 does not exist"):
        render_tile(_request(Layer(str(path), (3,)), grid=WEB, at=at))
    with pytest.raises(InvalidValue, match="2 bands make no picture"):
        render_tile(_request(Layer(str(path), (1, 2)), grid=WEB, at=at))
    with pytest.raises(InvalidValue, match="Nowhere"):
        render_tile(_request(Layer(str(path), (1,)), grid="Nowhere", at=at))
    with pytest.raises(FileNotFoundError):
        render_tile(_request(Layer(str(path) + "x", (1,)), grid=WEB, at=at))

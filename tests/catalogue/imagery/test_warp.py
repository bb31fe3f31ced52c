"""Tiles of projected rasters, warped band by band, against the view of the whole by GDAL."""

import numpy as np
import pytest
import rasterio
from rasterio.enums import Resampling
from rasterio.transform import from_origin

from catalogue.imagery import warp
from catalogue.imagery.render import Layer, TileRequest, _read_view, draw, tms_of

SIDE = 700
PLACE = from_origin(500_000, 5_000_000, 1.0, 1.0)


def raster(path, data, **more):
    profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": len(data),
               "dtype": data.dtype, "crs": "EPSG:32633", "transform": PLACE, "tiled": True,
               "blockxsize": 256, "blockysize": 256}  # fmt: skip
    with rasterio.open(path, "w", **{**profile, **more}) as out:
        out.write(data)
    with rasterio.open(path, "r+") as out:
        out.build_overviews([2, 4], Resampling.average)
    return str(path)


def tile_at(z, lon=15.004, lat=45.148):
    tile = tms_of("WebMercatorQuad").tile(lon, lat, z)
    return tile.z, tile.x, tile.y


def request(path, z, bands=(1, 2, 3)):
    layer = Layer(path, bands, ((0.0, 65535.0),) * len(bands))
    return layer, TileRequest((layer,), "WebMercatorQuad", *tile_at(z), 256, 17)


@pytest.fixture(params=["uint8", "uint16", "int16"])
def noisy(request, tmp_path):
    rng = np.random.default_rng(5)
    top = np.iinfo(request.param).max
    return raster(tmp_path / "a.tif", rng.integers(1, top, (4, SIDE, SIDE)).astype(request.param))


@pytest.mark.parametrize("z", [17, 18, 19])
def test_pixels_are_those_that_the_view_repeats(noisy, z):
    layer, asked = request(noisy, z)
    with rasterio.open(noisy) as source:
        assert warp.suits(source, (1, 2, 3))
        tms = tms_of("WebMercatorQuad")
        box = tuple(tms.xy_bounds(asked.x, asked.y, asked.z))
        values, valid = warp.warped(source, (1, 2, 3), tms.rasterio_crs, box, 256, True)
        view = _read_view(source, layer, asked)
    assert (valid == (view.alpha > 0)).mean() > 0.999
    both = valid & (view.alpha > 0)
    assert (values == view.data)[:, both].mean() > 0.995


def test_coarser_it_is_the_mean_of_the_ground(tmp_path):
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    plane = (20_000 + 12_000 * np.sin(rows / 90) * np.cos(columns / 70)).astype("uint16")
    path = raster(tmp_path / "a.tif", np.stack([plane, plane // 2, plane // 4]))
    layer, asked = request(path, 15)
    (red, green, _), alpha = draw(asked)
    with rasterio.open(path) as source:
        view = _read_view(source, layer, asked)
    inside = (alpha > 0) & (view.alpha > 0)
    assert inside.any()
    off = np.abs(red[inside].astype(float) - view.data[0][inside] * (255 / 65535))
    assert np.percentile(off, 99) <= 3
    assert np.abs(green[inside] * 2.0 - red[inside]).max() <= 3


def test_what_is_not_valid_stays_out_and_does_not_spread(tmp_path):
    data = np.full((3, SIDE, SIDE), 30_000, "uint16")
    data[:, 200:500, 200:500] = 0
    path = raster(tmp_path / "a.tif", data, nodata=0)
    for z in (15, 17):
        (red, _, _), alpha = draw(request(path, z)[1])
        assert 0 < (alpha > 0).mean() < 1
        assert set(np.unique(red[alpha > 0])) == {round(30_000 * 255 / 65535)}


def test_beside_the_raster_there_is_nothing_and_what_is_special_is_left(noisy, tmp_path):
    with rasterio.open(noisy) as source:
        far = tuple(tms_of("WebMercatorQuad").xy_bounds(0, 0, 17))
        near = tuple(tms_of("WebMercatorQuad").xy_bounds(*tile_at(17, 15.2)[1:], 17))
        for box in (far, near):
            found = warp.warped(source, (1,), "EPSG:3857", box, 256, True)
            assert found is None or not found[1].any()
    real = raster(tmp_path / "f.tif", np.ones((1, SIDE, SIDE), "float32"))
    round_ = raster(tmp_path / "d.tif", np.ones((1, SIDE, SIDE), "uint8"), crs="EPSG:4326",
                    transform=from_origin(15, 45, 1e-5, 1e-5))  # fmt: skip
    for path in (real, round_):
        with rasterio.open(path) as source:
            assert not warp.suits(source, (1,))

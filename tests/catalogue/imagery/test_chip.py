"""Cut-outs are to scale, north up, and show no pixel that is not there."""

import math

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from rasterio.transform import from_origin

from catalogue.errors import InvalidValue
from catalogue.imagery.chip import ChipRequest, cut_chip, on_chip, side_for
from catalogue.imagery.render import Layer

GEOD = Geod(ellps="WGS84")


def utm_raster(path, epsg=32639, east=553_000.0, north=3_750_000.0, size=400, step=1.0):
    """A grey image with a white square of 20 m north-east of its middle; a corner is no data."""
    pixels = np.full((1, size, size), 90, np.uint8)
    mid = size // 2
    pixels[0, mid - 60 : mid - 40, mid + 40 : mid + 60] = 255
    pixels[0, :50, :50] = 0
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=1, dtype="uint8", nodata=0,
        crs=f"EPSG:{epsg}", transform=from_origin(east, north, step, step),
    ) as out:  # fmt: skip
        out.write(pixels)
    to_degrees = rasterio.warp.transform
    (lon,), (lat,) = to_degrees(
        f"EPSG:{epsg}", "OGC:CRS84", [east + step * mid], [north - step * mid]
    )
    return Layer(str(path), (1,)), lon, lat


def test_a_metre_is_a_metre_and_north_is_up(tmp_path):
    layer, lon, lat = utm_raster(tmp_path / "a.tif")
    request = ChipRequest((layer,), lon, lat, 300.0, 600)
    rgb, alpha = cut_chip(request)
    assert rgb.shape == (600, 600, 3)
    rows, columns = np.nonzero(rgb[..., 0] > 200)
    # 20 m is 40 pixels of half a metre; the square is up and to the right.
    assert 38 <= np.ptp(rows) + 1 <= 43
    assert 38 <= np.ptp(columns) + 1 <= 43
    assert rows.mean() == pytest.approx(200, abs=3)
    assert columns.mean() == pytest.approx(400, abs=3)
    assert alpha.all()


def test_what_has_no_pixels_is_clear(tmp_path):
    layer, lon, lat = utm_raster(tmp_path / "a.tif")
    _, alpha = cut_chip(ChipRequest((layer,), lon, lat, 420.0, 210))
    assert alpha[0, 0] == 0
    assert alpha[105, 105] == 255
    assert cut_chip(ChipRequest((layer,), lon + 1, lat, 300.0, 100)) is None


def test_pixels_are_repeated_not_smoothed_where_the_picture_is_finer(tmp_path):
    layer, lon, lat = utm_raster(tmp_path / "a.tif")
    rgb, alpha = cut_chip(ChipRequest((layer,), lon, lat, 200.0, 800))
    assert set(np.unique(rgb[alpha > 0])) == {90, 255}


@given(
    st.floats(-179.9, 179.9), st.floats(-85, 85), st.floats(0, 360), st.floats(1, 140),
)  # fmt: skip
def test_places_stand_where_they_are_at_scale(lon, lat, azimuth, metres):
    request = ChipRequest((), lon, lat, 300.0, 600)
    east, north, _ = GEOD.fwd(lon, lat, azimuth, metres)
    point = on_chip(request, shapely.Point(east, north))
    turn = math.radians(azimuth)
    assert point.x == pytest.approx(300 + 2 * metres * math.sin(turn), abs=0.1)
    assert point.y == pytest.approx(300 - 2 * metres * math.cos(turn), abs=0.1)


def test_what_makes_no_picture_is_refused():
    for side, px in ((0.0, 100), (-5.0, 100), (2e6, 100), (100.0, 0), (100.0, 100_000)):
        with pytest.raises(InvalidValue, match="cannot be made"):
            cut_chip(ChipRequest((), 0, 0, side, px))


def test_the_side_shows_the_place_and_enough_pixels():
    assert side_for(0.5, 150.0, 720) == 390.0
    assert side_for(10.0, 150.0, 720) == 400.0
    assert side_for(None, None, 720) == 1000.0
    # A wide place in a fine image: no more ground than four scene pixels to one of the picture.
    assert side_for(0.5, 50_000.0, 720) == 1440.0

"""What the child process says of rasters made here, and that working copies lose nothing."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.control import GroundControlPoint
from rasterio.transform import from_origin

from catalogue.errors import UnreadableFile
from catalogue.imagery.limits import Limits
from catalogue.imagery.sandbox import Sandbox
from catalogue.imagery.working import make_working


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(1) as box:
        yield box


def write(path: Path, pixels, **profile) -> Path:
    bands = np.atleast_3d(pixels.T).T if pixels.ndim == 2 else pixels
    profile = {"crs": "EPSG:32636", "transform": from_origin(5e5, 5.5e6, 10, 10)} | profile
    count, height, width = bands.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=count,
        dtype=bands.dtype, **profile,
    ) as out:  # fmt: skip
        out.write(bands)
    return path


def footprint(seen):
    return shapely.from_wkb(seen["footprint"])


def test_footprint_is_of_valid_pixels_only(tmp_path, sandbox):
    pixels = np.zeros((1, 100, 100), np.uint16)
    pixels[0, :50, :] = np.arange(50)[:, None] + 1
    full = sandbox.run("probe", path=str(write(tmp_path / "full.tif", pixels)))
    half = sandbox.run("probe", path=str(write(tmp_path / "half.tif", pixels, nodata=0)))
    ratio = footprint(half).area / footprint(full).area
    assert ratio == pytest.approx(0.5, rel=1e-3)
    assert half["gsd_m"] == pytest.approx(10, rel=1e-3)
    assert half["statistics"][0][:2] == [1, 50]
    assert full["statistics"][0][:2] == [0, 50]


def test_large_sparse_validity_is_never_missed(tmp_path, sandbox):
    pixels = np.zeros((1, 2500, 2500), np.uint8)
    rows = np.random.default_rng(1).integers(0, 2400, (40, 2))
    for y, x in rows:
        pixels[0, y : y + 20, x : x + 20] = 9
    path = write(tmp_path / "a.tif", pixels, nodata=0, compress="deflate", tiled=True)
    seen = sandbox.run("probe", path=str(path))
    with rasterio.open(path) as source:
        from pyproj import Transformer

        back = Transformer.from_crs(source.crs, "OGC:CRS84", always_xy=True)
        for y, x in rows:
            lon, lat = back.transform(*source.xy(y + 10, x + 10))
            assert footprint(seen).contains(shapely.Point(lon, lat))
    assert shapely.get_num_coordinates(footprint(seen)) < 3000


def test_nan_and_nodata_only(tmp_path, sandbox):
    pixels = np.full((1, 8, 8), np.nan, np.float32)
    seen = sandbox.run("probe", path=str(write(tmp_path / "nan.tif", pixels)))
    assert seen["footprint"] is None
    assert "no valid pixel" in " ".join(seen["warnings"])


def test_without_crs_the_place_is_unknown(tmp_path, sandbox):
    seen = sandbox.run(
        "probe", path=str(write(tmp_path / "a.tif", np.ones((1, 4, 4), np.uint8), crs=None))
    )
    assert (seen["crs"], seen["footprint"], seen["gsd_m"]) == (None, None, None)
    assert "no coordinate reference system" in seen["warnings"][0]


def test_another_planet_is_not_placed(tmp_path, sandbox):
    mars = "+proj=eqc +R=3396190 +units=m +no_defs"
    seen = sandbox.run(
        "probe", path=str(write(tmp_path / "a.tif", np.ones((1, 4, 4), np.uint8), crs=mars))
    )
    assert seen["footprint"] is None
    assert "not of the Earth" in seen["warnings"][0]


def test_control_points_place_a_raster(tmp_path, sandbox):
    corners = [(0, 0, 30, 50), (0, 100, 31, 50), (100, 0, 30, 49), (100, 100, 31, 49)]
    points = [GroundControlPoint(row=r, col=c, x=x, y=y) for r, c, x, y in corners]
    path = tmp_path / "gcps.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=100, width=100, count=1, dtype="uint8",
        gcps=points, crs="EPSG:4326",
    ) as out:  # fmt: skip
        out.write(np.ones((1, 100, 100), np.uint8))
    seen = sandbox.run("probe", path=str(path))
    assert seen["georeference"] == "gcps"
    assert footprint(seen).bounds == pytest.approx((30, 49, 31, 50), abs=0.01)


@pytest.mark.parametrize("south_up", [False, True])
def test_row_order_does_not_matter(tmp_path, sandbox, south_up):
    step = rasterio.Affine(1, 0, 10, 0, 1 if south_up else -1, 40 if south_up else 50)
    pixels = np.ones((1, 10, 10), np.uint8)
    seen = sandbox.run(
        "probe", path=str(write(tmp_path / "a.tif", pixels, crs="EPSG:4326", transform=step))
    )
    assert footprint(seen).bounds == pytest.approx((10, 40, 20, 50))


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max_pixels=99), "max_pixels"),
        (Limits(max_bands=1), "max_bands"),
        (Limits(max_block_pixels=5), "max_block_pixels"),
    ],
)
def test_limits_name_their_setting(tmp_path, limits, words):
    path = write(tmp_path / "a.tif", np.ones((2, 10, 10), np.uint8))
    with Sandbox(1, limits) as box, pytest.raises(UnreadableFile, match=words):
        box.run("probe", path=str(path))


def test_working_copy_is_lossless(tmp_path):
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 60000, (4, 300, 400)).astype(np.uint16)
    pixels[:, :50] = 0
    src = write(tmp_path / "a.tif", pixels, nodata=0)
    make_working(src, tmp_path / "w" / "copy.tif")
    with rasterio.open(src) as a, rasterio.open(tmp_path / "w" / "copy.tif") as b:
        assert np.array_equal(a.read(), b.read())
        assert (a.transform, a.crs, a.nodata) == (b.transform, b.crs, b.nodata)
        assert b.block_shapes[0] == (256, 256)
    assert [p.name for p in (tmp_path / "w").iterdir()] == ["copy.tif"]


def test_no_half_working_copy_is_left(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"II*\x00" + b"x" * 100)
    with pytest.raises(UnreadableFile):
        make_working(tmp_path / "a.tif", tmp_path / "w" / "copy.tif")
    assert list((tmp_path / "w").iterdir()) == []

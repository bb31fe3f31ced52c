"""The STAC item written for a lone raster."""

import pystac
import pytest
import shapely

from catalogue.model import Asset, RasterInfo
from catalogue.read.geotiff import Facts, lone_scene
from catalogue.read.options import ReadOptions


def facts(footprint, **tags):
    info = RasterInfo((8, 8), 1, "uint8", "EPSG:32601", (30, 0, 0, 0, -30, 0), "affine")
    asset = Asset("data", "/a/b.tif", "image/tiff", ("data",), 10, "ab" * 32, info)
    return Facts(asset, footprint, 30.0, tags, ())


@pytest.mark.parametrize(
    ("footprint", "bbox"),
    [
        (shapely.box(10, 1, 11, 2), [10, 1, 11, 2]),
        (shapely.union_all([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -178, 1)]),
         [179, 0, -178, 1]),
        (shapely.box(-180, -90, 180, -60), [-180, -90, 180, -60]),
    ],
)  # fmt: skip
def test_item_is_valid_and_its_bbox_crosses_180(tmp_path, footprint, bbox):
    scene = lone_scene(tmp_path / "b.tif", facts(footprint, ACQUIRED="2020-01-02"), ReadOptions())
    assert scene.stac["bbox"] == bbox
    item = pystac.Item.from_dict(dict(scene.stac))
    assert item.properties["start_datetime"] == "2020-01-02T00:00:00Z"
    assert item.assets["data"].extra_fields["proj:code"] == "EPSG:32601"


def test_two_readings_say_the_same(tmp_path):
    first, second = (
        lone_scene(tmp_path / "b.tif", facts(shapely.box(0, 0, 1, 1)), ReadOptions())
        for _ in range(2)
    )
    assert first.stac == second.stac
    assert first.uid != second.uid

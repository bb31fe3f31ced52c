"""Folders: every file accounted for, bands joined, sidecars consumed, order kept."""

import hashlib

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from catalogue.errors import InvalidTime
from catalogue.model import Rejected, Scene
from catalogue.read.imagery import Consumed, ReadOptions, Warned, read_imagery

PRODUCT = "LC08_L2SP_218074_20190114_20200829_02_T1"
MTL = """GROUP = LANDSAT_METADATA_FILE
  LANDSAT_PRODUCT_ID = "LC08_L2SP_218074_20190114_20200829_02_T1"
  SPACECRAFT_ID = "LANDSAT_8"
  SENSOR_ID = "OLI_TIRS"
  DATE_ACQUIRED = 2019-01-14
  SCENE_CENTER_TIME = "12:57:13.1804960Z"
  CLOUD_COVER = 5.5
  SUN_AZIMUTH = -95.0
  SUN_ELEVATION = 60.0
END_GROUP = LANDSAT_METADATA_FILE
"""


def raster(path, **tags):
    with rasterio.open(
        path, "w", driver="GTiff", height=8, width=8, count=1, dtype="uint8",
        crs="EPSG:32623", transform=from_origin(6e5, 7.7e6, 30, 30),
    ) as out:  # fmt: skip
        out.write(np.ones((1, 8, 8), np.uint8))
        out.update_tags(**tags)
    return path


def test_landsat_bands_and_mtl_are_one_scene(tmp_path):
    for band in ("SR_B2", "SR_B3"):
        raster(tmp_path / f"{PRODUCT}_{band}.TIF")
    (tmp_path / f"{PRODUCT}_MTL.txt").write_text(MTL)
    results = list(read_imagery([tmp_path], ReadOptions(workers=2)))
    (scene,) = [r for r in results if isinstance(r, Scene)]
    assert (scene.id, [a.key for a in scene.assets]) == (PRODUCT, ["SR_B2", "SR_B3"])
    assert scene.when.begin.isoformat() == "2019-01-14T12:57:13.180496+00:00"
    assert (scene.cloud_pct, scene.sun_azimuth_deg, scene.when_source) == (5.5, 265, "MTL")
    assert scene.platform == "landsat-8"
    assert Consumed(tmp_path / f"{PRODUCT}_MTL.txt") in results


def test_a_lone_raster(tmp_path):
    path = raster(tmp_path / "visit.tif", ACQUISITION_DATETIME="2019-01-14T12:57:13Z")
    options = ReadOptions(obtained_from="archive", licence="CC0-1.0")
    (scene,) = read_imagery([path], options)
    (asset,) = scene.assets
    assert (scene.id, scene.collection, asset.key, asset.roles) == (
        "visit",
        None,
        "data",
        ("data",),
    )
    assert asset.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (asset.provenance.obtained_from, asset.provenance.licence) == ("archive", "CC0-1.0")
    assert scene.stac["properties"]["datetime"] == "2019-01-14T12:57:13Z"
    assert scene.gsd_m == pytest.approx(30, rel=0.01)
    assert scene.can_link
    assert scene.when_source == "ACQUISITION_DATETIME"


def test_no_date_goes_in_with_a_warning(tmp_path):
    (scene,) = read_imagery([raster(tmp_path / "x.tif")], ReadOptions())
    assert scene.when is None
    assert "no acquisition time" in scene.warnings[-1]


def test_given_time_is_checked_first():
    with pytest.raises(InvalidTime):
        list(read_imagery([], ReadOptions(when="2020-99-99T")))


def test_pictures_are_reference_scenes(tmp_path):
    exif = Image.Exif()
    exif[0x0132] = "2022:01:01 10:00:00"
    Image.new("RGB", (30, 20)).save(tmp_path / "shot.jpg", exif=exif)
    (tmp_path / "shot.jgw").write_text("10\n0\n0\n-10\n500005\n5499995\n")
    results = list(read_imagery([tmp_path], ReadOptions()))
    (scene,) = [r for r in results if isinstance(r, Scene)]
    assert (scene.kind, scene.footprint, scene.when) == ("reference", None, None)
    assert scene.assets[0].raster.transform == (10, 0, 500000, 0, -10, 5500000)
    assert scene.assets[0].raster.shape == (20, 30)
    assert any("2022:01:01" in w for w in scene.warnings)
    assert Consumed(tmp_path / "shot.jgw") in results


def test_strangers_are_warned_of_in_a_folder_and_rejected_by_name(tmp_path):
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "link.vrt").write_text("<VRTDataset/>")
    results = list(read_imagery([tmp_path], ReadOptions()))
    assert {type(r) for r in results if "csv" in str(r)} == {Warned}
    assert {type(r) for r in results if "vrt" in str(r)} == {Rejected}
    assert len(results) == 3
    (result,) = read_imagery([tmp_path / "rows.csv"], ReadOptions())
    assert isinstance(result, Rejected)
    assert "catalogue observe" in result.reason


def test_a_missing_path(tmp_path):
    (result,) = read_imagery([tmp_path / "none.tif"], ReadOptions())
    assert result == Rejected(str(tmp_path / "none.tif"), "no such file or folder.")


def test_progress_counts_every_file(tmp_path):
    for name in "abc":
        raster(tmp_path / f"{name}.tif")
    (tmp_path / "readme.md").write_text("x")
    seen = []
    results = read_imagery(
        [tmp_path], ReadOptions(), lambda done, total: seen.append((done, total))
    )
    assert [r.id for r in results if isinstance(r, Scene)] == ["a", "b", "c"]
    assert seen[-1] == (4, 4)


def test_real_items_and_their_bands(shared_data):
    results = list(read_imagery([shared_data / "scenes_with_stac"], ReadOptions(workers=2)))
    scenes = [r for r in results if isinstance(r, Scene)]
    assert sorted({s.collection for s in scenes}) == ["landsat-c2l2-sr", "landsat-c2l2-st"]
    assert len(scenes) == 4
    told = {str(r.path) for r in results if isinstance(r, Consumed)}
    files = {str(p.absolute()) for p in (shared_data / "scenes_with_stac").rglob("*.*")}
    assert {f for f in files if not f.endswith("_stac.json")} <= told

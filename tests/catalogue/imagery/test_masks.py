"""Which file says where cloud is, and what its pixels say of a place."""

import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mask_files import LEFT, TOP, write_mask

from catalogue import space
from catalogue.errors import UnreadableFile
from catalogue.imagery.masks import masks_of
from catalogue.imagery.sandbox import Sandbox
from catalogue.model import Asset, Candidate, Place, Scene
from catalogue.overcast import clouds_at, place_parts

TO_GLOBE = pyproj.Transformer.from_crs("EPSG:32639", "OGC:CRS84", always_xy=True)
WIDE = space.normalise(shapely.box(45, 30, 57, 37))


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as opened:
        yield opened


def scene(*assets, stac=None):
    return Scene("s", "s", assets=assets, stac=stac or {})


def asset(path, key="SCL", **more):
    return Asset(key, str(path), **more)


def at(column, row, pixel_m=20.0):
    """Longitude and latitude of a place in the mask, in pixels from its corner."""
    return TO_GLOBE.transform(LEFT + column * pixel_m, TOP - row * pixel_m)


def disc(column, row, r95_m, p=1.0):
    return Candidate(shapely.Point(*at(column, row)), r95_m, p)


def area(left, top, right, bottom):
    corners = [at(c, r) for c, r in ((left, top), (right, top), (right, bottom), (left, bottom))]
    return Candidate(space.normalise(shapely.Polygon(corners)))


def looked(sandbox, made, *candidates, footprint=WIDE):
    masks = masks_of(made)
    place = Place(candidates, reserve=1 - sum(c.p for c in candidates))
    (found,) = clouds_at(sandbox, masks, [list(place_parts(place, footprint))])
    return found


# -- which file ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "href", "name"),
    [
        ("scl", "/a/T07_SCL_20m.tif", "SCL"),
        ("SCL-20m", "/a/x.jp2", "SCL"),
        ("classification", "/a/T39SWT_20220608_SCL_20m.jp2", "SCL"),
        ("qa_pixel", "/a/LC08_QA_PIXEL.TIF", "QA_PIXEL"),
        ("QA_PIXEL.TIF", "C:\\data\\x.tif", "QA_PIXEL"),
        ("ortho_udm2", "/a/1_udm2.tif", "UDM2"),
        ("udm", "/a/1_DN_udm.tif", "UDM"),
        ("visual", "/a/muscle.tif", None),
        ("isclear", "/a/x.tif", None),
    ],
)
def test_masks_are_known_by_their_names(key, href, name):
    found = masks_of(scene(Asset("data", "/a/b.tif"), Asset(key, href)))
    assert [m.name for m in found] == ([name] if name else [])


def test_a_mask_elsewhere_is_none():
    assert masks_of(scene(Asset("scl", "https://example.org/scl.tif"))) == ()


def test_roles_tell_of_masks_and_shadow_adds_to_cloud():
    cloud = Asset("c", "/c.tif", roles=("cloud",))
    shadow = Asset("s", "/s.tif", roles=("cloud-shadow",))
    assert [m.name for m in masks_of(scene(shadow, cloud))] == ["mask c", "mask s"]
    assert masks_of(scene(shadow)) == ()
    both = Asset("b", "/b.tif", roles=("cloud", "cloud-shadow"))
    assert masks_of(scene(both)) == (), "which number is which?"


def test_stated_classes_say_what_numbers_mean():
    names = ["no_data", "clear", "cloud", "cloud_shadow", "thin-cirrus", "cloud free", "low cloud"]
    classes = [{"value": n, "name": name} for n, name in enumerate(names)]
    stac = {"assets": {"m": {"bands": [{"classification:classes": classes}]}}}
    (mask,) = masks_of(scene(Asset("m", "/m.tif", roles=("data-mask",)), stac=stac))
    assert {m.values: m.code for m in mask.meanings} == {(0, 6): 3, (2, 4): 1, (3,): 2}
    silent = {"assets": {"m": {"classification:classes": classes[:2]}}}
    assert masks_of(scene(Asset("m", "/m.tif", roles=("data-mask",)), stac=silent)) == ()


# -- what pixels mean ----------------------------------------------------------------------------
SCL = {0: "unknown", 1: "unknown", 2: "clear", 3: "shadow", 4: "clear", 5: "clear", 6: "clear",
       7: "unknown", 8: "share", 9: "share", 10: "share", 11: "clear"}  # fmt: skip
QA = {1: "unknown", 1 << 1: "unknown", 1 << 2: "share", 1 << 3: "share", 1 << 4: "shadow",
      1 << 5: "clear", 1 << 6: "clear", 1 << 1 | 1 << 3: "share", 21824: "clear", 55052: "share",
      22280: "share", 23888: "shadow"}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "dtype", "known"), [("scl", "uint8", SCL), ("qa_pixel", "uint16", QA)]
)
def test_each_number_means_what_its_maker_says(sandbox, tmp_path, key, dtype, known):
    pixels = np.array([list(known)], dtype=dtype)
    path = write_mask(tmp_path / "mask.tif", pixels)
    for column, meaning in enumerate(known.values()):
        found = looked(sandbox, scene(asset(path, key)), disc(column + 0.5, 0.5, 0.0))
        shares = {"share": found.share, "shadow": found.shadow, "unknown": found.unknown}
        expected = dict.fromkeys(shares, 0.0) | ({meaning: 1.0} if meaning != "clear" else {})
        assert shares == expected, (key, column)


def test_udm2_has_a_band_for_each(sandbox, tmp_path):
    bands = np.zeros((8, 1, 6), dtype=np.uint8)
    bands[0] = 1
    bands[2, 0, 1] = bands[3, 0, 2] = bands[4, 0, 3] = bands[5, 0, 4] = bands[7, 0, 5] = 1
    made = scene(asset(write_mask(tmp_path / "a_udm2.tif", bands), "udm2"))
    found = looked(sandbox, made, area(0, 0, 6, 1))
    assert (found.share, found.shadow, found.unknown) == pytest.approx((2 / 6, 1 / 6, 1 / 6))
    short = scene(asset(write_mask(tmp_path / "b.tif", bands[0]), "udm2"))
    with pytest.raises(UnreadableFile, match="has 1 bands; such a mask has 8"):
        looked(sandbox, short, area(0, 0, 6, 1))


def test_a_mask_of_yes_and_no(sandbox, tmp_path):
    cloud = write_mask(tmp_path / "c.tif", np.array([[0, 255, 255, 0]], dtype=np.uint8))
    shadow = write_mask(tmp_path / "s.tif", np.array([[0, 0, 1, 1]], dtype=np.uint8), nodata=0)
    two = scene(asset(cloud, "c", roles=("cloud",)), asset(shadow, "s", roles=("cloud-shadow",)))
    found = looked(sandbox, two, area(0, 0, 4, 1))
    assert (found.share, found.shadow, found.unknown) == (0.5, 0.5, 0.0)
    assert found.source == "mask c and mask s"
    chances = write_mask(tmp_path / "p.tif", np.array([[0, 30, 80, 100]], dtype=np.uint8))
    with pytest.raises(UnreadableFile, match="3 numbers beside 0"):
        looked(sandbox, scene(asset(chances, "p", roles=("cloud",))), area(0, 0, 4, 1))


# -- where a place lies --------------------------------------------------------------------------
def test_beside_the_mask_and_on_nodata_nothing_is_known(sandbox, tmp_path):
    pixels = np.full((10, 10), 9, dtype=np.uint8)
    made = scene(asset(write_mask(tmp_path / "m_SCL.tif", pixels)))
    assert looked(sandbox, made, area(0, 0, 20, 10)).unknown == pytest.approx(0.5)
    assert looked(sandbox, made, disc(-50.0, 5.0, 30.0)).told is False
    assert looked(sandbox, made, disc(-50.0, 5.0, None)).told is False
    left = space.normalise(shapely.Polygon([at(0, -5), at(10, -5), at(10, 15), at(0, 15)]))
    within = looked(sandbox, made, area(0, 0, 20, 10), footprint=left)
    assert within.unknown == 0.0, "what the footprint leaves out is not a matter of cloud"
    nothing = write_mask(tmp_path / "n_SCL.tif", pixels, nodata=9)
    assert looked(sandbox, scene(asset(nothing)), disc(5, 5, 50.0)).told is False


def test_candidates_count_by_how_likely_they_are_and_how_much_is_shown(sandbox, tmp_path):
    pixels = np.full((10, 100), 4, dtype=np.uint8)
    pixels[:, :50] = 9
    made = scene(asset(write_mask(tmp_path / "m_SCL.tif", pixels)))
    clouded, clear = disc(20, 5, 20.0, 0.3), disc(80, 5, 20.0, 0.6)
    assert looked(sandbox, made, clouded, clear).share == pytest.approx(1 / 3)
    half = shapely.Polygon([at(0, -9), at(20, -9), at(20, 19), at(0, 19)])
    shown = space.normalise(shapely.union_all([half, shapely.Polygon(
        [at(60, -9), at(100, -9), at(100, 19), at(60, 19)])]))  # fmt: skip
    found = looked(sandbox, made, clouded, clear, footprint=shown)
    assert found.share == pytest.approx(0.15 / 0.75, abs=1e-3)
    assert looked(sandbox, made, clouded, disc(80, 900, 5.0, 0.6), footprint=half).share == 1.0


def test_lines_count_along_their_length(sandbox, tmp_path):
    pixels = np.full((10, 100), 4, dtype=np.uint8)
    pixels[:, :25] = 9
    made = scene(asset(write_mask(tmp_path / "m_SCL.tif", pixels)))
    line = Candidate(shapely.LineString([at(0, 5), at(100, 5)]))
    assert looked(sandbox, made, line).share == pytest.approx(0.25, abs=0.02)
    points = Candidate(shapely.MultiPoint([at(5, 5), at(50, 5)]))
    assert looked(sandbox, made, points).share == 0.5


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.floats(-1.5, 1.5), st.sampled_from([200.0, 2_000.0, 30_000.0]), st.sampled_from([10.0, 60.0])
)
def test_the_edge_of_a_cloud_through_a_disc_hides_what_the_normal_has_there(
    sandbox, tmp_path, offset, r95_m, pixel_m
):
    """Cloud west of a line so many r95 from the centre; of many pixels only some are read."""
    size = int(2.4 * r95_m / pixel_m) + 4
    if size > 4000:
        return
    middle = size / 2
    pixels = np.full((size, size), 4, dtype=np.uint8)
    edge = round(middle + offset * r95_m / pixel_m)
    pixels[:, : max(0, edge)] = 9
    path = write_mask(tmp_path / "m_SCL.tif", pixels, pixel_m=pixel_m, compress="deflate")
    centre = shapely.Point(*at(middle, middle, pixel_m))
    found = looked(sandbox, scene(asset(path)), Candidate(centre, r95_m))
    sigma = r95_m / math.sqrt(-2 * math.log(0.05)) / pixel_m
    expected = 0.5 * (1 + math.erf((edge - middle) / sigma / math.sqrt(2)))
    # The 5 % beyond the disc do not count, nor do parts of pixels.
    assert found.share == pytest.approx(expected, abs=0.03 + 1.5 * pixel_m / r95_m)


def test_what_is_no_mask_is_refused_with_a_reason(sandbox, tmp_path):
    nowhere = write_mask(tmp_path / "n_SCL.tif", np.zeros((3, 3), np.uint8), crs=None)
    with pytest.raises(UnreadableFile, match="has no place of its own"):
        looked(sandbox, scene(asset(nowhere)), disc(1, 1, 5.0))
    fractions = write_mask(tmp_path / "f_SCL.tif", np.zeros((3, 3), np.float32))
    with pytest.raises(UnreadableFile, match="numbers with fractions"):
        looked(sandbox, scene(asset(fractions)), disc(1, 1, 5.0))
    Path(tmp_path / "t_SCL.tif").write_text("no raster")
    with pytest.raises(UnreadableFile, match="is text"):
        looked(sandbox, scene(asset(tmp_path / "t_SCL.tif")), disc(1, 1, 5.0))


# -- real ones -----------------------------------------------------------------------------------
def test_a_real_quality_band_of_landsat(sandbox, shared_data):
    found = sorted(shared_data.glob("scenes_with_stac/*/*_QA_PIXEL.TIF"))
    if not found:
        pytest.skip("the collection of real files has no QA_PIXEL")
    made = scene(asset(found[0], "QA_PIXEL.TIF"))
    middle = Candidate(shapely.Point(-82.9, 34.6), 5_000.0)
    over = looked(sandbox, made, middle, footprint=shapely.box(-85, 33, -81, 36))
    assert (over.share, over.source) == (1.0, "QA_PIXEL"), "an overcast day"
    corner = Candidate(shapely.Point(-84.2, 33.6), 1_000.0)
    beside = looked(sandbox, made, corner, footprint=shapely.box(-85, 33, -81, 36))
    assert beside.unknown == 1.0, "fill"

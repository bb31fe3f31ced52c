"""Pictures and links: taken in once, placed, placed anew, and in links as far as they may lie."""

import io
import math
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import rasterio
from PIL import Image
from pyproj import Transformer
from shapely.geometry import Point

from catalogue.catalogue import Catalogue
from catalogue.errors import Conflict, InvalidTime, InvalidValue, UnreadableFile
from catalogue.imagery import display
from catalogue.imagery.copies import ensure_working, layers_of
from catalogue.imagery.render import TileRequest, draw
from catalogue.imagery.working import Copier
from catalogue.model import Annotation, ControlPoint
from catalogue.settings import Settings
from catalogue.store.codec import scene_from_json, scene_to_json

ROWS, COLUMNS = 240, 320
PIXELS = [(20, 30), (300, 25), (290, 220), (35, 200), (170, 90)]
MAP = "+proj=aeqd +lat_0=50 +lon_0=30 +datum=WGS84 +units=m +no_defs"
TO_LONLAT = Transformer.from_crs(MAP, "OGC:CRS84", always_xy=True)
AFFINE = np.array([[1.9, 0.4, -300], [0.3, -2.1, 200], [0, 0, 1.0]])
TILTED = np.array([[1.9, 0.4, -300], [0.3, -2.1, 200], [0.0006, -0.0004, 1.0]])
# A red cross at a pixel of which the place is asked.
MARK = (100, 150)


def png(seed=1, kind="PNG"):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 90, (ROWS, COLUMNS, 3), np.uint8)
    image[MARK[1] - 4 : MARK[1] + 4, MARK[0] - 4 : MARK[0] + 4] = (255, 0, 0)
    out = io.BytesIO()
    Image.fromarray(image).save(out, kind)
    return out.getvalue()


def lonlat(matrix, column, row):
    x, y, w = matrix @ (column, row, 1.0)
    return TO_LONLAT.transform(x / w, y / w)


def points(matrix, n=5, noise_m=0.0):
    found = []
    for k, (column, row) in enumerate(PIXELS[:n]):
        lon, lat = lonlat(matrix, column, row)
        found.append(ControlPoint(column, row, lon, lat + noise_m * (-1) ** k / 111_200))
    return found


@pytest.fixture
def cat(tmp_path):
    settings = Settings.read(author="ann")
    with Catalogue.open(tmp_path / "cat", create=True, settings=settings) as opened:
        yield opened


def add(cat, data=None, **given):
    stated = {"date": "2022-06-08", "stated_by": "the caption", "obtained_from": "a channel",
              "rights": "all reserved", "name": "seen"}  # fmt: skip
    return cat.add_picture(png() if data is None else data, **{**stated, **given})


def test_a_picture_is_kept_as_it_came_with_what_is_stated(cat):
    scene = add(cat, url="https://example.org/post/1")
    assert (scene.id, scene.kind, scene.stated_date, scene.stated_by, scene.when_source) == (
        "seen", "reference", "2022-06-08", "the caption", "stated")  # fmt: skip
    assert scene.when.begin == datetime(2022, 6, 7, 10, tzinfo=UTC)  # the day in any zone
    assert scene.when.end == datetime(2022, 6, 9, 12, tzinfo=UTC)
    original, link = scene.assets
    with open(original.href, "rb") as file:
        assert file.read() == png()
    assert original.sha256 in original.href
    assert original.provenance.licence == "all reserved"
    assert link.href == "https://example.org/post/1"
    assert scene.footprint is None
    assert not list(cat.check())


def test_the_same_picture_again_is_the_same_scene(cat):
    first = add(cat)
    assert add(cat) == first
    changed = add(cat, rights="CC BY 4.0", name="other")
    assert (changed.uid, changed.version, changed.id) == (first.uid, 2, "seen")
    assert cat.store.scene_count() == 1


def test_a_name_in_hex_is_no_date(cat):
    """The file lies under its hash, in which a date may stand by chance."""
    assert all(add(cat, png(n), date=None, name=None).when is None for n in range(3))


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"data": b"GIF89a....."}, UnreadableFile, "not a PNG or JPEG"),
        ({"data": b"\x89PNG\r\n\x1a\n" + b"x" * 50}, UnreadableFile, "none|damaged"),
        ({"data": png()[:2000]}, UnreadableFile, "damaged or cut off"),
        ({"date": "2022-13-40"}, InvalidTime, "2022-13-40"),
        ({"date": "{2022-06-01,2022-06-03}"}, InvalidTime, "several times"),
        ({"stated_by": " "}, InvalidValue, "stated by nobody"),
        ({"url": "file:///etc/passwd"}, InvalidValue, "no web address"),
    ],
)
def test_what_is_refused_leaves_nothing(cat, given, error, says):
    with pytest.raises(error, match=says):
        add(cat, **given)
    assert cat.store.scene_count() == 0
    assert not [p for p in (cat.folder / "files").rglob("*") if p.is_file()]


def test_a_link_is_text(cat):
    scene = cat.add_link("https://viewer.example/x?id=1", date="2022-06~", stated_by="ann")
    assert scene.assets[0].href == "https://viewer.example/x?id=1"
    assert scene.id.startswith("link-")
    assert cat.add_link("https://viewer.example/x?id=1", date="2022-06~", stated_by="ann") == scene
    with pytest.raises(InvalidValue, match="no picture with pixels"):
        cat.place_picture(scene.uid, points(AFFINE))
    with pytest.raises(InvalidValue, match="no web address"):
        cat.add_link("javascript:alert(1)")


@pytest.mark.parametrize(("method", "matrix"), [("affine", AFFINE), ("projective", TILTED)])
def test_a_placed_picture_lies_where_its_points_say(cat, method, matrix):
    plain = add(cat)
    scene = cat.place_picture(plain.uid, points(matrix), method)
    assert (scene.version, scene.placing.method, scene.placing.author) == (2, method, "ann")
    assert scene.placing.rms_m < 0.01
    assert scene.position_error_m == pytest.approx(scene.gsd_m / 2, rel=0.1)
    assert scene.footprint.contains(Point(*lonlat(matrix, *MARK)))
    assert not scene.footprint.contains(Point(*lonlat(matrix, -10, ROWS / 2)))
    assert scene.assets[0] == plain.assets[0]
    assert cat.store.scene(plain.uid) == scene == scene_from_json(scene_to_json(scene))
    assert cat.store.scene_versions(plain.uid) == [plain]
    assert off_m(cat, scene, matrix) < 2 * scene.gsd_m
    assert not list(cat.check())
    assert [e.op for e in cat.history()][-1] == "place-picture"


def off_m(cat, scene, matrix):
    """Metres between the mark in the tiles of the map and where it is."""
    shown = display.choose(scene)
    assert shown.grid == "WebMercatorQuad"
    with Copier() as copier:
        working = [ensure_working(cat.folder, d.asset, copier) for d in shown.drawn]
    lon, lat = lonlat(matrix, *MARK)
    z = shown.maxzoom
    x, y = Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True).transform(lon, lat)
    side = 2 * math.pi * 6378137 / 2**z
    across, down = (x + side * 2**z / 2) / side, (side * 2**z / 2 - y) / side
    tile = int(across), int(down)
    request = TileRequest(layers_of(shown, working), shown.grid, z, *tile, 512, z)
    (red, green, _), alpha = draw(request)
    rows, columns = np.nonzero((red > 200) & (green < 60) & (alpha > 0))
    assert len(rows) > 20
    off = (columns.mean() + 0.5 - (across % 1) * 512, rows.mean() + 0.5 - (down % 1) * 512)
    return math.hypot(*off) * side / 512 * math.cos(math.radians(lat))


def test_placing_anew_and_taking_it_back(cat):
    plain = add(cat)
    first = cat.place_picture(plain.uid, points(AFFINE, noise_m=3.0))
    assert 1 < first.placing.rms_m < 4
    assert first.position_error_m > first.placing.rms_m
    assert all(p.left_out_m > p.residual_m for p in first.placing.points)
    again = cat.place_picture(plain.uid, points(TILTED), "projective")
    versions = [display.choose(s).version for s in (plain, first, again)]
    assert len(set(versions)) == 3
    assert len([a for a in again.assets if a.key == "placed"]) == 1
    back = cat.unplace_picture(plain.uid)
    assert replace(back, version=1) == plain
    assert [s.version for s in cat.store.scene_versions(plain.uid)] == [1, 2, 3]
    with pytest.raises(InvalidValue, match="not placed by hand"):
        cat.unplace_picture(plain.uid)
    assert not list(cat.check())


def test_what_someone_else_changed_meanwhile_is_not_written_over(cat):
    plain = add(cat)
    cat.place_picture(plain.uid, points(AFFINE), base=1)
    with pytest.raises(Conflict, match="version 2"):
        cat.place_picture(plain.uid, points(AFFINE), base=1)


def test_a_placed_picture_read_again_stays_in_its_place(cat, tmp_path):
    first = cat.place_picture(add(cat).uid, points(AFFINE))
    assert add(cat) == first
    other = tmp_path / "seen.png"
    other.write_bytes(png())
    outcome = cat.add([other])
    assert cat.store.scene(first.uid).placing == first.placing
    assert cat.store.scene_count() == 1
    assert outcome.added == 0
    changed = add(cat, rights="CC0")
    assert changed.placing == first.placing
    assert changed.footprint == cat.store.scene(first.uid).footprint
    assert display.choose(changed).grid == "WebMercatorQuad"


def test_the_error_is_unknown_with_as_many_points_as_needed_or_as_stated(cat):
    uid = add(cat).uid
    assert cat.place_picture(uid, points(AFFINE, 3)).position_error_m is None
    said = cat.place_picture(uid, points(AFFINE, 3), error_m=120.0)
    assert (said.position_error_m, said.placing.error_m) == (120.0, None)
    assert said.footprint.contains(Point(*lonlat(AFFINE, -50, ROWS / 2)))


def test_the_error_of_what_was_pointed_at_adds(cat):
    below = cat.place_picture(add(cat, png(2), name="below").uid, points(AFFINE), error_m=30.0)
    above = cat.place_picture(add(cat).uid, points(AFFINE, noise_m=4.0), against=below.uid)
    own = above.placing.error_m
    assert above.position_error_m == pytest.approx(math.hypot(own, 30.0))
    assert (above.placing.against, above.placing.against_m) == (below.uid, 30.0)
    doubtful = cat.place_picture(below.uid, points(AFFINE, 3))
    assert doubtful.position_error_m is None
    again = cat.place_picture(above.uid, points(AFFINE), against=below.uid)
    assert again.position_error_m is None
    with pytest.raises(InvalidValue, match="no place of its own"):
        cat.place_picture(above.uid, points(AFFINE), against=above.uid)


def test_a_point_beside_the_picture_is_named(cat):
    beside = [*points(AFFINE, 3), ControlPoint(COLUMNS + 5, 10, 30, 50)]
    with pytest.raises(InvalidValue, match=r"control point 4 .* 320 x 240"):
        cat.place_picture(add(cat).uid, beside)


def test_a_rectified_picture_is_a_file_of_its_own(cat):
    scene = cat.place_picture(add(cat, png(kind="JPEG")).uid, points(TILTED), "projective")
    placed = next(a for a in scene.assets if a.key == "placed")
    with rasterio.open(placed.href) as source:
        assert source.count == 4
        inside = source.dataset_mask() > 0
    assert 0.5 < inside.mean() < 1
    assert placed.raster.georeference == "affine"
    assert scene.original.sha256 != placed.sha256


def test_what_is_drawn_on_a_placed_picture_keeps_how_far_it_may_be_off(cat):
    plain = add(cat)
    placed = cat.place_picture(plain.uid, points(AFFINE, noise_m=3.0))
    drawn = Annotation(
        str(uuid.uuid4()), plain.uid, "point", cat.classes()[0].id,
        Point(*lonlat(AFFINE, *MARK)), view={"zoom": 3.0},
    )  # fmt: skip
    stored = cat.annotate(drawn)
    assert stored.view == {"zoom": 3.0, "position_error_m": placed.position_error_m}
    assert cat.annotate(drawn) == stored  # sent twice, stored once
    cat.place_picture(plain.uid, points(AFFINE), error_m=40.0)
    noted = cat.annotate(replace(stored, note="seen again"), stored.rev)
    assert noted.view["position_error_m"] == placed.position_error_m  # as it was when drawn
    again = cat.annotate(replace(noted, view={}), noted.rev)
    assert again.view == {"position_error_m": 40.0}


def test_pictures_that_wait_for_a_place_are_listed(cat):
    first = add(cat)
    link = cat.add_link("https://example.org/view?x=1", date=None, stated_by=None)
    second = add(cat, png(2), name="other")
    assert cat.unplaced_pictures() == [second, link, first]
    cat.place_picture(second.uid, points(AFFINE))
    assert cat.unplaced_pictures() == [link, first]

"""The verbs end to end on real GeoTIFFs and a real GeoPackage."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import Point, box

from catalogue import Catalogue
from catalogue.errors import Ambiguous, Conflict, InvalidValue, NotFound, StoreError
from catalogue.identity import full_name
from catalogue.ingest import take_observations, take_scenes
from catalogue.model import Annotation, BBox, Observation, Scene, SceneQuery

OBSERVATIONS = """id,title,lon,lat,radius_m,time,object,length_m,width_m
E1,Drone on the apron,51.55,33.90,500,2022-06-08,drone,16,8
E2,No place given,,,,2022-06-08,,,
E3,Elsewhere,10,10,500,2022-06-08,,,
"""


def raster(
    path, *, west=51.5, north=33.95, size=200, step=0.0005, seed=1, when=None, crs="EPSG:4326"
):
    pixels = np.random.default_rng(seed).integers(1, 255, (3, size, size), dtype=np.uint8)
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=3, dtype="uint8", crs=crs,
        transform=from_origin(west, north, step, step),
    ) as out:  # fmt: skip
        out.write(pixels)
        if when:
            out.update_tags(ACQUISITION_DATETIME=when)
    return path


@pytest.fixture
def folder(tmp_path):
    images = tmp_path / "images"
    images.mkdir()
    raster(images / "before.tif", when="2022-05-20T07:00:00Z", seed=1)
    raster(images / "during.tif", when="2022-06-08T07:00:00Z", seed=2)
    raster(images / "after.tif", when="2022-07-05T07:00:00Z", seed=3)
    raster(images / "undated.tif", seed=4)
    (tmp_path / "events.csv").write_text(OBSERVATIONS)
    return tmp_path


@pytest.fixture
def cat(folder):
    with Catalogue.open(folder / "case", create=True) as made:
        made.add([folder / "images"])
        made.observe(folder / "events.csv")
        yield made


def box_on(cat, name="during", uid="11111111-1111-4111-8111-111111111111", cls=None):
    return Annotation(
        uid=uid,
        scene=cat.named_scene(name).uid,
        kind="box",
        cls=cls or cat.classes()[0].id,
        geometry=box(51.54, 33.89, 51.56, 33.91),
        author="ana",
    )


def test_there_is_no_catalogue_until_one_is_made(tmp_path):
    with pytest.raises(StoreError, match="catalogue init"):
        Catalogue.open(tmp_path)


def test_everything_goes_in_and_unknown_stays_unknown(cat):
    assert cat.counts() == {"scenes": 4, "observations": 3, "annotations": 0, "reports": 0}
    undated = cat.named_scene("undated")
    assert undated.when is None
    assert any("time" in w or "date" in w for w in undated.warnings)
    assert undated.footprint is not None


def test_adding_again_changes_nothing(cat, folder):
    head = cat.store.head()
    outcome = cat.add([folder / "images"])
    assert (outcome.added, outcome.unchanged, outcome.updated) == (0, 4, 0)
    assert cat.observe(folder / "events.csv").unchanged == 3
    assert cat.store.head() == head


def test_a_moved_file_is_recognised(cat, folder):
    uid = cat.named_scene("during").uid
    moved = folder / "elsewhere"
    moved.mkdir()
    shutil.move(folder / "images" / "during.tif", moved / "renamed.tif")
    outcome = cat.add([moved])
    assert (outcome.added, outcome.unchanged) == (0, 1)
    assert cat.scene(uid).assets[0].href == str(moved / "renamed.tif")


def test_the_same_name_with_other_content_is_kept_apart(cat, folder):
    other = folder / "other"
    other.mkdir()
    raster(other / "during.tif", when="2022-06-09T07:00:00Z", seed=9)
    assert cat.add([other]).added == 1
    ids = [s.id for s in cat.scenes() if s.id.startswith("during")]
    assert sorted(len(i) for i in ids) == [6, 15]


def test_links_have_roles_and_reasons_in_order(cat):
    links = cat.links_for_observation(cat.named_observation("E1").uid)
    roles = {cat.scene(k.scene).id: k.role for k in links}
    assert roles == {"before": "before", "during": "during", "after": "after"}
    assert cat.scene(links[0].scene).id == "during"
    assert all(k.score.reasons for k in links)
    values = [k.score.value for k in links]
    assert values == sorted(values, reverse=True)


def test_both_directions_agree(cat):
    forward = {(k.observation, k.scene, k.role) for k in cat.link()}
    backward = {
        (k.observation, k.scene, k.role) for s in cat.scenes() for k in cat.links_for_scene(s.uid)
    }
    assert forward == backward
    assert len(forward) == 3


def test_an_observation_without_a_place_has_no_link_and_says_why(cat):
    nowhere, scene = cat.named_observation("E2"), cat.named_scene("during")
    assert cat.links_for_observation(nowhere.uid) == []
    assert "place" in " ".join(cat.why_not(nowhere.uid, scene.uid))


def test_search_leaves_out_what_has_no_time(cat):
    ids = [s.id for s in cat.search(BBox(51, 33, 52, 34))]
    assert ids == ["after", "during", "before"]
    assert cat.search(BBox(179, -1, -179, 1)) == []


def test_an_annotation_is_kept_with_ground_and_pixels(cat):
    made = cat.annotate(box_on(cat))
    assert made.rev == 1
    assert made.asset_sha256 == cat.named_scene("during").assets[0].sha256
    columns = sorted({round(x) for ring in made.pixels for x, _ in ring})
    assert columns == [80, 120]  # (51.54 - 51.5) / 0.0005
    assert cat.annotate(box_on(cat)) == made  # the same again is harmless


def test_a_change_on_an_old_revision_is_refused(cat):
    first = cat.annotate(box_on(cat))
    newer = cat.annotate(replace(box_on(cat), note="tail visible"), base=first.rev)
    with pytest.raises(Conflict, match="revision"):
        cat.annotate(replace(box_on(cat), note="other"), base=first.rev)
    assert cat.store.annotation(first.uid).note == newer.note


def test_retracting_keeps_and_hides(cat):
    made = cat.annotate(box_on(cat))
    cat.retract(made.uid)
    assert list(cat.annotations()) == []
    assert [a.retracted for a in cat.annotations(retracted=True)] == [True]
    again = cat.annotate(box_on(cat), base=2)
    assert not again.retracted


def test_tagging_a_tile_of_the_scene(cat):
    tagged = Annotation(
        uid="22222222-2222-4222-8222-222222222222",
        scene=cat.named_scene("during").uid,
        kind="tile",
        cls=cat.classes()[0].id,
        tile="WebMercatorQuad/14/10537/6578",
    )
    made = cat.annotate(tagged)
    assert made.geometry is not None
    assert made.geometry.geom_type == "Polygon"


def test_unknown_class_or_scene_is_refused(cat):
    with pytest.raises(InvalidValue, match="not one of"):
        cat.annotate(box_on(cat, cls="no-such-class"))
    with pytest.raises(NotFound):
        cat.annotate(replace(box_on(cat), scene="nope"))


def test_an_entered_observation_is_read_like_a_row(cat):
    made = cat.enter_observation(
        {"title": "Entered", "lon": "51.55", "lat": "33.9", "radius_m": "100", "time": "2022-06-08"}
    )
    assert cat.links_for_observation(made.uid)
    with pytest.raises(InvalidValue, match="lat"):
        cat.enter_observation({"title": "Bad", "lon": "1", "lat": "123"})


def test_it_is_all_there_after_reopening_and_verifies(cat, folder):
    made = cat.annotate(box_on(cat))
    cat.close()
    with Catalogue.open(folder / "case") as again:
        assert again.counts() == {"scenes": 4, "observations": 3, "annotations": 1, "reports": 0}
        assert again.store.annotation(made.uid) == made
        assert list(again.check()) == []


def test_check_finds_a_changed_file(cat, folder):
    with (folder / "images" / "during.tif").open("ab") as file:
        file.write(b"x")
    findings = list(cat.check())
    assert [f.kind for f in findings] == ["file"]
    assert "other content" in findings[0].what


def test_every_change_is_one_entry_of_the_history(cat):
    cat.annotate(box_on(cat))
    cat.retract(box_on(cat).uid)
    ops = [e.op for e in cat.history()]
    assert ops[0] == "set-classes"
    assert ops[-2:] == ["annotate", "retract"]
    assert {"add-scenes", "add-observations"} <= set(ops)


def test_a_name_that_two_scenes_share_is_ambiguous(cat):
    scene = cat.named_scene("during")
    with cat.store.transaction():
        cat.store.put_scenes([replace(scene, uid="f" * 32, collection="other", assets=())])
    with pytest.raises(Ambiguous, match="other/during"):
        cat.named_scene("during")
    assert cat.named_scene("other/during").uid == "f" * 32


def test_frames_are_geodataframes(cat):
    frame = cat.scenes_frame(SceneQuery(boxes=(BBox(51, 33, 52, 34),)))
    assert frame.crs == "EPSG:4326"
    assert set(frame["id"]) == {"before", "during", "after", "undated"}
    assert cat.observations_frame().geometry.iloc[0].equals(Point(51.55, 33.90))


def test_dry_runs_store_nothing(folder):
    with Catalogue.open(folder / "dry", create=True) as cat:
        assert cat.add([folder / "images"], dry_run=True).added == 4
        assert cat.observe(folder / "events.csv", dry_run=True).added == 3
        assert cat.counts()["scenes"] == cat.counts()["observations"] == 0


def test_times_are_utc(cat):
    begin = cat.named_scene("during").when.begin
    assert begin == datetime(2022, 6, 8, 7, tzinfo=UTC)


def test_a_record_that_cannot_be_written_down_stays_out_alone(cat):
    good, bad = (
        Scene(uid=name, id=name, stac={"x": value})
        for name, value in (("good", 1.0), ("bad", float("nan")))
    )
    outcome = take_scenes(cat.store, [good, bad], "ana")
    assert outcome.added == 1
    [rejected] = outcome.rejected
    assert "not a finite number" in rejected.reason
    assert rejected.field == "bad"
    assert cat.named_scene("good").stac == {"x": 1.0}
    rows = [
        Observation(uid=name, id=name, title=name, properties={"x": value})
        for name, value in (("o1", float("inf")), ("o2", 10**30), ("o3", 1))
    ]
    outcome = take_observations(cat.store, rows, "ana", source="x.gpkg")
    assert outcome.added == 1
    assert [(r.source, r.field) for r in outcome.rejected] == [("x.gpkg", "o1"), ("x.gpkg", "o2")]
    assert list(cat.check()) == []


def test_an_id_that_another_file_holds_too_is_told_with_both_files(cat, folder):
    other = folder / "other.csv"
    other.write_text("id,title,lon,lat,time\nE1,Another claim,51.5,33.9,2022-06-08\n")
    outcome = cat.observe(other)
    assert (outcome.updated, outcome.rejected) == (1, ())
    assert any("other.csv" in w and "events.csv" in w for w in outcome.warnings)
    assert cat.observe(other).unchanged == 1
    other.write_text("id,title,lon,lat,time\nE1,Mended,51.5,33.9,2022-06-08\n")
    assert "E1: changed, kept as a new version" in cat.observe(other).warnings


def test_a_file_that_is_not_there_is_rejected(cat, tmp_path):
    outcome = cat.observe(tmp_path / "gone.csv")
    assert (outcome.added, len(outcome.rejected)) == (0, 1)
    assert "gone.csv" in outcome.rejected[0].source


def test_names_in_full_tell_scenes_of_one_id_apart(cat):
    scenes = [
        Scene(uid="1", id="x"), Scene(uid="2", id="x", collection="c"),
        Scene(uid="3", id="a/b", collection="c/d"), Scene(uid="4", id="a/b"),
    ]  # fmt: skip
    take_scenes(cat.store, scenes, "ana")
    with pytest.raises(Ambiguous, match="c/x, uncollected/x"):
        cat.named_scene("x")
    for scene in scenes:
        assert cat.named_scene(full_name(scene)).id == scene.id
        assert cat.named_scene(full_name(scene)).collection == scene.collection


def test_an_annotation_is_of_the_file_that_is_drawn(cat):
    stored = cat.named_scene("during")
    [drawn] = stored.assets
    preview = replace(
        drawn, key="thumbnail", href="/nowhere/preview.png", sha256="0" * 64, roles=("thumbnail",),
        raster=replace(drawn.raster, shape=(20, 20), transform=(0.005, 0, 51.5, 0, -0.005, 33.95)),
    )  # fmt: skip
    with cat.store.transaction():
        cat.store.put_scenes([replace(stored, version=2, assets=(preview, drawn))])
    made = cat.annotate(box_on(cat))
    assert made.asset_sha256 == drawn.sha256
    assert max(x for part in made.pixels for x, _ in part) > 20


def test_a_snapshot_replaces_only_when_told_and_never_a_catalogue(cat, tmp_path):
    path = tmp_path / "copy.gpkg"
    assert cat.snapshot(path) == path
    with pytest.raises(InvalidValue, match="exists"):
        cat.snapshot(path)
    cat.snapshot(path, overwrite=True)
    with pytest.raises(InvalidValue, match="own file"):
        cat.snapshot(cat.folder / "catalogue.gpkg", overwrite=True)

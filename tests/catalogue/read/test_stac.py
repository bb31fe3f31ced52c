"""STAC items of all versions and forms; files beside them; catalogs on disk."""

import hashlib
import json
from datetime import UTC, datetime

import orjson
import pytest

from catalogue.model import Rejected, Scene
from catalogue.read.imagery import Consumed, ReadOptions, Warned, read_imagery

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


def item(id_="a", **changes):
    base = {
        "type": "Feature", "stac_version": "1.0.0", "id": id_, "geometry": SQUARE,
        "properties": {"datetime": "2020-01-01T00:00:00Z"}, "assets": {}, "links": [],
    }  # fmt: skip
    return {**base, **changes}


def read(path, **options):
    return list(read_imagery([path], ReadOptions(**options)))


def scene_of(tmp_path, **changes):
    (tmp_path / "i.json").write_bytes(orjson.dumps(item(**changes)))
    (scene,) = read(tmp_path / "i.json")
    assert isinstance(scene, Scene)
    return scene


def test_the_whole_item_is_kept(tmp_path):
    given = item(odd={"nested": [1, None, "x"]})
    scene = scene_of(tmp_path, odd=given["odd"])
    assert scene.stac == given


def test_a_bare_date_is_that_day(tmp_path):
    scene = scene_of(tmp_path, properties={"datetime": "2015-07-10"})
    assert scene.when.begin == datetime(2015, 7, 10, tzinfo=UTC)
    assert scene.when.end == datetime(2015, 7, 11, tzinfo=UTC)


def test_a_range_and_old_names(tmp_path):
    scene = scene_of(
        tmp_path,
        stac_version="0.7.0",
        properties={
            "datetime": None, "start_datetime": "2020-01-01T00:00:00Z",
            "end_datetime": "2020-01-02T00:00:00Z", "eo:platform": "LANDSAT_8", "eo:gsd": 30,
            "eo:cloud_cover": -1, "eo:sun_azimuth": -90, "eo:off_nadir": -11, "eo:epsg": 32636,
        },
    )  # fmt: skip
    assert scene.when.end == datetime(2020, 1, 2, tzinfo=UTC)
    assert (scene.platform, scene.gsd_m, scene.cloud_pct) == ("LANDSAT_8", 30, None)
    assert (scene.sun_azimuth_deg, scene.off_nadir_deg, scene.crs) == (270, 11, "EPSG:32636")


def test_gsd_is_the_finest_of_the_bands(tmp_path):
    bands = {"href": "https://x.org/b.tif", "raster:bands": [{"spatial_resolution": 10}]}
    scene = scene_of(tmp_path, assets={"b": bands, "c": {"href": "https://x.org/c", "gsd": 60}})
    assert scene.gsd_m == 10
    assert [a.href for a in scene.assets] == ["https://x.org/b.tif", "https://x.org/c"]


@pytest.mark.parametrize("geometry", [None, {"type": "Point", "coordinates": [0, 0]}])
def test_no_usable_geometry_is_a_warning(tmp_path, geometry):
    scene = scene_of(tmp_path, geometry=geometry)
    assert scene.footprint is None
    assert not scene.can_link
    assert scene.warnings


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"geometry": 7}, "geometry", "no GeoJSON"),
        ({"geometry": {"type": "Polygon"}}, "geometry", "cannot be used"),
        ({"geometry": polygon([1, 1], [1, 1], [1, 1], [1, 1])}, "geometry", "no area"),
        ({"geometry": polygon([1, 1], [2, 1], [2, 123], [1, 1])}, "geometry", "123"),
        (
            {"properties": {
                "datetime": None, "start_datetime": "2024-02-01T00:00:00Z",
                "end_datetime": "2024-01-01T00:00:00Z",
            }},
            "end_datetime", "lies before begin",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_rejected_and_its_files_stay_with_it(tmp_path, changes, field, words):
    (tmp_path / "a.json").write_bytes(
        orjson.dumps(item(assets={"doc": {"href": "notes.xml"}}, **changes))
    )
    (tmp_path / "notes.xml").write_text("<notes/>")
    consumed, rejected = read(tmp_path)
    assert consumed.path.name == "notes.xml"
    assert (rejected.field, rejected.source) == (field, str(tmp_path / "a.json"))
    assert words in rejected.reason


def test_a_number_that_is_none_rejects_its_item_alone(tmp_path):
    good, bad = item(id_="good"), item(id_="bad")
    bad["properties"]["gsd"] = float("nan")
    text = json.dumps({"type": "FeatureCollection", "features": [bad, good]})
    (tmp_path / "c.json").write_text(text)
    (tmp_path / "d.ndjson").write_text(f"{json.dumps(bad)}\n")
    rejected, scene, line = read(tmp_path)
    assert scene.id == "good"
    for found in (rejected, line):
        assert (found.row, found.field, found.value) == (1, "properties.gsd", "nan")
        assert "not a finite number" in found.reason


def test_the_given_time_wins(tmp_path):
    (tmp_path / "i.json").write_bytes(orjson.dumps(item()))
    (scene,) = read(tmp_path / "i.json", when="2021-05-05")
    assert (scene.when.begin, scene.when_source) == (datetime(2021, 5, 5, tzinfo=UTC), "given")


def test_files_beside_an_item_are_joined(tmp_path):
    (tmp_path / "a_meta.txt").write_text("x")
    assets = {"m": {"href": "https://x.org/deep/a_meta.txt"}, "r": {"href": "https://x.org/r.tif"}}
    (tmp_path / "i.json").write_bytes(orjson.dumps(item(assets=assets)))
    results = read(tmp_path)
    (scene,) = [r for r in results if isinstance(r, Scene)]
    local, remote = scene.assets
    assert local.href == str(tmp_path / "a_meta.txt")
    assert local.sha256 == hashlib.sha256(b"x").hexdigest()
    assert remote.href == "https://x.org/r.tif"
    assert Consumed(tmp_path / "a_meta.txt") in results


def test_an_item_cannot_claim_files_outside_the_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "in").mkdir()
    assets = {"m": {"href": "../secret.txt"}}
    (tmp_path / "in" / "i.json").write_bytes(orjson.dumps(item(assets=assets)))
    (scene,) = read(tmp_path / "in")
    assert scene.assets[0].sha256 is None


def test_same_name_other_content_is_rejected_naming_both(tmp_path):
    lines = [item(), item(), item(properties={"datetime": "2021-01-01T00:00:00Z"})]
    (tmp_path / "i.ndjson").write_bytes(b"\n".join(map(orjson.dumps, lines)) + b"\n{bad\n[]")
    results = read(tmp_path / "i.ndjson")
    kinds = [type(r) for r in results]
    assert kinds == [Scene, Consumed, Rejected, Rejected, Rejected]
    assert "row 1" in results[2].reason
    assert [r.row for r in results[2:]] == [3, 4, 5]


def test_one_id_in_two_collections_are_two_scenes(tmp_path):
    lines = [item(collection="sr"), item(collection="st")]
    (tmp_path / "i.ndjson").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    assert [r.name for r in read(tmp_path / "i.ndjson")] == ["sr/a", "st/a"]


def test_a_catalog_is_followed_on_disk_only(tmp_path):
    links = [
        {"rel": "item", "href": "./sub/i.json"}, {"rel": "child", "href": "catalog.json"},
        {"rel": "item", "href": "gone.json"}, {"rel": "item", "href": "https://x.org/i.json"},
        {"rel": "item", "href": "../../etc/x.json"},
    ]  # fmt: skip
    catalog = {"type": "Catalog", "id": "c", "stac_version": "1.0.0", "links": links}
    (tmp_path / "catalog.json").write_bytes(orjson.dumps(catalog))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "i.json").write_bytes(orjson.dumps(item()))
    results = read(tmp_path / "catalog.json")
    assert [r.id for r in results if isinstance(r, Scene)] == ["a"]
    assert [r.value for r in results if isinstance(r, Rejected)] == [
        "gone.json",
        "../../etc/x.json",
    ]
    assert [r.text for r in results if isinstance(r, Warned)] == [
        "1 of its links lead to the network and were not followed."
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "JSON"),
        (b'{"type":"Feature","stac_version":"1.0.0","id":NaN}', "finite"),
        (b"[" * 100000, "JSON"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature"}]}', "catalogue observe"),
        (orjson.dumps(item(id_="")), "without an id"),
        (orjson.dumps(item(id_="a\x00b")), "control characters"),
    ],
)
def test_what_is_no_item_is_rejected(tmp_path, data, words):
    (tmp_path / "i.json").write_bytes(data)
    (result,) = read(tmp_path / "i.json")
    assert isinstance(result, Rejected)
    assert words in result.reason


def test_every_real_item_goes_in_or_is_rejected(shared_data):
    results = read(shared_data / "stac")
    told = {r.source for r in results if isinstance(r, Rejected | Warned)}
    told |= {str(r.path) for r in results if isinstance(r, Consumed)}
    assert sum(isinstance(r, Scene) for r in results) > 1300
    assert all(r.reason for r in results if isinstance(r, Rejected))
    assert all(s.startswith(str(shared_data)) or s for s in told)

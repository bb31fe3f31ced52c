"""The tabular formats hold the same rows, and other programs read them back unchanged."""

import csv
import json
import math
from dataclasses import replace
from pathlib import Path

import geopandas
import pandas
import pyogrio
import pytest
import shapely
from shapely.geometry import Point

from catalogue.errors import InvalidValue
from catalogue.write.csvfile import restore
from catalogue.write.registry import (
    FORMATS,
    write_annotations,
    write_links,
    write_observations,
    write_scenes,
)

TABULAR = [".geojson", ".gpkg", ".parquet"]


def read(path: Path) -> geopandas.GeoDataFrame:
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    return geopandas.read_file(path, engine="pyogrio")


@pytest.mark.parametrize("ext", TABULAR)
def test_annotations_come_back_equal(tmp_path, ext, annotations, scenes, classes) -> None:
    path = tmp_path / f"a{ext}"
    written = write_annotations(path, annotations, scenes, classes)
    frame = read(path).set_index("uid")
    kept = [a for a in annotations if not a.retracted]
    assert written.rows == len(frame) == len(kept)
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
    for a in kept:
        got = frame.loc[a.uid]
        if a.geometry is None:
            assert got.geometry is None
        else:
            assert shapely.equals_exact(got.geometry, a.geometry, 0)
        assert (None if pandas.isna(got["class"]) else got["class"]) == a.cls
    first = frame.loc["a1"]
    assert (first["class_path"], first["scene_id"], first["collection"]) == (
        "Aircraft/UAV",
        "island",
        "demo",
    )
    assert first["note"] == "=HYPERLINK(1)"
    assert first["asset_sha256"] == "a" * 64
    assert str(first["acquired_begin"]).startswith("2022-06-08")
    assert first["gsd_m"] == 0.5


@pytest.mark.parametrize("ext", TABULAR)
def test_the_other_kinds_come_back(tmp_path, ext, scenes, observations, links) -> None:
    made = {
        "scenes": write_scenes(tmp_path / f"s{ext}", scenes.values()),
        "observations": write_observations(tmp_path / f"o{ext}", observations.values()),
        "links": write_links(tmp_path / f"l{ext}", links, scenes, observations),
    }
    assert (
        [len(read(w.path)) for w in made.values()] == [w.rows for w in made.values()] == [3, 2, 1]
    )
    footprints = read(made["scenes"].path).geometry
    assert shapely.equals_exact(footprints[1], scenes["s2"].footprint, 0)
    assert footprints[2] is None
    link = read(made["links"].path).iloc[0]
    assert (link["observation_id"], link["scene_id"], link["role"]) == (
        "EVENT-1",
        "island",
        "before",
    )
    assert link["rank_score"] == 0.75


def test_a_geopackage_has_one_layer_of_any_geometry(tmp_path, annotations, scenes, classes) -> None:
    path = write_annotations(tmp_path / "a.gpkg", annotations, scenes, classes).path
    assert pyogrio.list_layers(path).tolist() == [["annotations", "Unknown"]]
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_geojson_keeps_json_as_json_and_pixels_without_ground(
    tmp_path, annotations, scenes, classes
) -> None:
    drawn = replace(annotations[4], kind="box", tile=None, pixels=(((1.5, 2.0), (3.0, 4.0)),))
    path = write_annotations(tmp_path / "a.geojson", [annotations[0], drawn], scenes, classes).path
    first, second = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert first["id"] == "a1"
    assert first["properties"]["attributes"] == {"parked": True}
    assert first["properties"]["acquired_begin"] == "2022-06-08T07:30:00Z"
    assert 36.1400000000001 in [p[1] for p in first["geometry"]["coordinates"][0]]
    assert second["geometry"] is None
    assert second["properties"]["pixels"] == [[[1.5, 2.0], [3.0, 4.0]]]


def test_csv_is_neutral_and_comes_back(
    tmp_path, annotations, scenes, classes, observations
) -> None:
    written = write_annotations(tmp_path / "a.csv", annotations, scenes, classes)
    raw = written.path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    with written.path.open(encoding="utf-8", newline="") as file:
        first, *_ = list(csv.DictReader(file))
    assert (first["author"], first["note"]) == ("'=Ann", "'=HYPERLINK(1)")
    assert restore(first["note"]) == annotations[0].note
    assert "2 cells" in written.warnings[0]
    assert shapely.from_wkt(first["wkt"]).equals_exact(annotations[0].geometry, 0)
    assert annotations[0].geometry.contains(Point(float(first["lon"]), float(first["lat"])))

    path = write_observations(tmp_path / "o.csv", observations.values()).path
    with path.open(encoding="utf-8", newline="") as file:
        one, two = list(csv.DictReader(file))
    assert one["title"] == observations["o1"].title
    assert (one["radius_m"], one["time"], one["object"]) == (
        "2000.0",
        "2022-06-08/2022-06-09",
        "Shahed-129",
    )
    assert json.loads(one["candidates"])[1]["p"] == 0.3
    assert (two["lon"], two["wkt"], two["time"]) == ("", "", "")
    assert two["title"] == "'-unknown place and time"


@pytest.mark.parametrize(("kind", "ext"), sorted(FORMATS))
def test_an_empty_set_is_a_file(tmp_path, kind, ext) -> None:
    path = tmp_path / f"empty{ext}"
    done = {
        "annotations": lambda: write_annotations(path, [], {}, ()),
        "observations": lambda: write_observations(path, []),
        "scenes": lambda: write_scenes(path, []),
        "links": lambda: write_links(path, [], {}, {}),
    }[kind]()
    assert (done.path, done.rows, done.warnings) == (path, 0, ())
    if ext != ".csv" and not ext.endswith(".json"):
        assert len(read(path)) == 0


@pytest.mark.parametrize("ext", [".geojson", ".gpkg", ".parquet", ".csv", ".json"])
@pytest.mark.parametrize(
    "change",
    [
        {"attributes": {"size": math.nan}},
        {"geometry": Point(math.nan, 1)},
        {"note": "half \ud800 a pair"},
        {"view": {"set": {1}}},
    ],
)
def test_what_no_file_can_hold_is_refused(
    tmp_path, ext, change, annotations, scenes, classes
) -> None:
    bad = replace(annotations[0], **change)
    if ext == ".json" and change.keys() <= {"note", "view"}:
        pytest.skip("COCO has neither note nor view")
    with pytest.raises(InvalidValue):
        write_annotations(tmp_path / f"a{ext}", [annotations[1], bad], scenes, classes)
    assert list(tmp_path.iterdir()) == []


def test_nul_is_kept_or_refused_but_never_cuts(tmp_path, annotations, scenes, classes) -> None:
    note = "before\0after"
    bad = [replace(annotations[0], note=note)]
    with pytest.raises(InvalidValue, match="NUL"):
        write_annotations(tmp_path / "a.gpkg", bad, scenes, classes)
    path = write_annotations(tmp_path / "a.parquet", bad, scenes, classes).path
    assert read(path)["note"][0] == note
    path = write_annotations(tmp_path / "a.geojson", bad, scenes, classes).path
    assert json.loads(path.read_text())["features"][0]["properties"]["note"] == note


def test_microseconds_survive_where_the_format_holds_them(tmp_path, scenes) -> None:
    exact = scenes["s1"].when.begin.replace(microsecond=123456)
    scene = replace(scenes["s1"], when=type(scenes["s1"].when).instant(exact))
    frame = read(write_scenes(tmp_path / "s.parquet", [scene]).path)
    assert frame["acquired_begin"][0].to_pydatetime() == exact

"""Programs that know nothing of this catalogue read what it writes."""

import csv
import json
import shutil
import subprocess
import sys

import geopandas
import pandas as pd
import pystac
import pytest
import shapely

SCENE = "SYNTHETIC-050cm-20240611"
# GDAL never opens a file in a process that holds a store: it looks on from a process of its own.
LIST_LAYERS = """
import json, sys
import pyogrio
kinds = dict(pyogrio.list_layers(sys.argv[1]))
found = {}
for name in ("scenes", "observations", "annotations"):
    rows = pyogrio.read_dataframe(sys.argv[1], layer=name)
    found[name] = [kinds[name], len(rows), int(rows.geometry.notna().sum())]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def tagged(story, new_cli):
    """The story's catalogue with a few annotations, and what was put in."""
    cli = new_cli("tagged")
    shutil.copytree(story.folder, cli.folder)  # nothing has it open
    [scene] = [s for s in cli.json("scenes") if s["id"] == SCENE]
    west, south, east, north = scene["bounds"]
    x, y, step = (west + east) / 2, (south + north) / 2, (east - west) / 20
    ring = [[x, y], [x + step, y], [x + step, y + step], [x, y + step], [x, y]]
    area = json.dumps({"type": "Polygon", "coordinates": [ring]})
    one = cli.json("tag", SCENE, "1", "--point", f"{y}, {x}", "--note", "=1+1")
    two = cli.json("tag", SCENE, "2", "--geometry", area, "--author", "ana", "--confidence", 0.8)
    return cli, {one["uid"]: shapely.Point(x, y), two["uid"]: shapely.Polygon(ring)}


@pytest.fixture(scope="module")
def snapshot(tagged):
    path = tagged[0].folder.parent / "snapshot.gpkg"
    written = tagged[0].json("export", "snapshot", path)
    assert written["path"] == str(path)
    return path


def test_gdal_lists_the_layers_of_a_snapshot(tagged, snapshot):
    counts = tagged[0].json("info")
    done = subprocess.run(
        [sys.executable, "-c", LIST_LAYERS, str(snapshot)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    layers = json.loads(done.stdout)
    placed = {
        "scenes": sum(s["bounds"] is not None for s in tagged[0].json("scenes")),
        "observations": sum(o["lon"] is not None for o in tagged[0].json("observations")),
        "annotations": counts["annotations"],
    }
    for name, with_geometry in placed.items():
        kind, features, geometries = layers[name]
        assert kind is not None, f"{name} has no geometry"
        assert (features, geometries) == (counts[name], with_geometry), name
    assert placed["annotations"] == 2


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs GDAL's ogrinfo")
def test_ogrinfo_reads_a_snapshot_without_a_complaint(snapshot):
    done = subprocess.run(
        ["ogrinfo", "-ro", "-so", "-al", str(snapshot)], capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    for name in ("scenes", "observations", "annotations"):
        assert f"Layer name: {name}" in done.stdout
    assert "ERROR" not in done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet"])
def test_annotations_are_read_again(tagged, tmp_path, ending):
    cli, drawn = tagged
    path = tmp_path / f"a.{ending}"
    assert cli.json("export", "annotations", path)["rows"] == len(drawn)
    frame = (
        geopandas.read_parquet(path) if ending == "parquet" else geopandas.read_file(path)
    ).set_index("uid")
    assert set(frame.index) == set(drawn)
    assert frame.crs.to_epsg() in (4326, None) or frame.crs.to_authority() == ("OGC", "CRS84")
    for uid, shape in drawn.items():
        assert frame.geometry[uid].symmetric_difference(shape).area < 1e-12
        assert frame.geometry[uid].distance(shape) < 1e-9


def test_annotations_as_csv_run_nothing_in_a_spreadsheet(tagged, tmp_path):
    cli, drawn = tagged
    cli.json("export", "annotations", tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = {row["uid"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(drawn)
    assert not [c for row in rows.values() for c in row.values() if c.startswith(("=", "@"))]
    assert any(row["note"] == "'=1+1" for row in rows.values())
    assert len(pd.read_csv(tmp_path / "a.csv")) == len(drawn)


def test_annotations_as_coco_lie_inside_their_images(tagged, tmp_path):
    cli, drawn = tagged
    written = cli.json("export", "annotations", tmp_path / "a.coco.json")
    assert written["rows"] + len(written["warnings"]) == len(drawn), "a point has no COCO form"
    coco = json.loads((tmp_path / "a.coco.json").read_text())
    images = {image["id"]: image for image in coco["images"]}
    categories = {c["id"] for c in coco["categories"]}
    assert len({a["id"] for a in coco["annotations"]}) == written["rows"] == 1
    for annotation in coco["annotations"]:
        image = images[annotation["image_id"]]
        assert annotation["category_id"] in categories
        x, y, width, height = annotation["bbox"]
        assert min(x, y, width, height) >= 0
        assert x + width <= image["width"]
        assert y + height <= image["height"]


def test_scenes_are_valid_stac(tagged, tmp_path):
    cli, _ = tagged
    cli.json("export", "scenes", tmp_path / "scenes.json")
    items = pystac.ItemCollection.from_file(str(tmp_path / "scenes.json"))
    assert len(items) > 10
    for item in items:
        again = pystac.Item.from_dict(item.to_dict(), migrate=False)
        assert again.id == item.id
        assert shapely.geometry.shape(item.geometry).is_valid
        assert item.datetime or (item.common_metadata.start_datetime)
        west, south, east, north = item.bbox
        assert south <= north
        assert west <= east or "antimeridian" in item.id


def test_observations_that_were_written_are_read_again_as_the_same(tagged, new_cli, tmp_path):
    cli, _ = tagged
    before = {o["id"]: o for o in cli.json("observations")}
    for ending in ("csv", "geojson", "gpkg"):
        cli.json("export", "observations", tmp_path / f"o.{ending}")
        other = new_cli(f"again-{ending}")
        assert other.json("observe", tmp_path / f"o.{ending}")["rejected"] == [], ending
        after = {o["id"]: o for o in other.json("observations")}
        assert after.keys() == before.keys(), ending
        for name, old in before.items():
            new = after[name]
            assert new["title"] == old["title"], ending
            assert new["intervals"] == old["intervals"], (ending, name)
            assert new["radius_m"] == old["radius_m"], (ending, name)
            assert new["lon"] == pytest.approx(old["lon"], abs=1e-9)


def test_a_file_that_is_there_is_not_overwritten_unless_told(tagged, tmp_path, snapshot):
    cli, _ = tagged
    (tmp_path / "mine.csv").write_text("mine")
    cli.run("export", "annotations", tmp_path / "mine.csv", code=1)
    assert (tmp_path / "mine.csv").read_text() == "mine"
    cli.run("export", "annotations", tmp_path / "mine.csv", "--overwrite")
    cli.run("export", "snapshot", snapshot, code=1)
    cli.run("export", "snapshot", cli.folder / "catalogue.gpkg", "--overwrite", code=1)
    assert cli.json("check") == []

"""The command line as a program: exit codes, JSON, and no traceback for a user's mistake."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin


def run(*args, code=0, cwd=None, **env):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "catalogue", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **env},
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def run_json(*args, code=0, **kwargs):
    return json.loads(run(*args, "--json", code=code, **kwargs).stdout)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A catalogue filled by the command line alone."""
    folder = tmp_path_factory.mktemp("cli")
    images = folder / "images"
    images.mkdir()
    pixels = np.full((1, 64, 64), 7, np.uint8)
    for name, when in (("a", "2019-01-14T12:57:13Z"), ("b", "2019-01-30T12:57:09Z")):
        pixels[0, 0, 0] = ord(name)
        with rasterio.open(
            images / f"{name}.tif", "w", driver="GTiff", width=64, height=64, count=1,
            dtype="uint8", crs="EPSG:4326", transform=from_origin(-44.2, -20.0, 0.003, 0.003),
        ) as out:  # fmt: skip
            out.write(pixels)
            out.update_tags(ACQUISITION_DATETIME=when)
    (images / "broken.tif").write_bytes(b"II*\0 not really")
    (folder / "events.csv").write_text(
        "id,title,lon,lat,radius_m,time\n"
        "dam,Dam failure,-44.121,-20.119,100,2019-01-25\n"
        "bad,Off the globe,-44,123,100,2019-01-25\n"
    )
    return folder


@pytest.fixture(scope="module")
def filled(case):
    cat = case / "case"
    added = run_json("add", case / "images", "--catalogue", cat, code=3)
    observed = run_json("observe", case / "events.csv", "--catalogue", cat, code=3)
    return cat, added, observed


def test_help_is_grouped_by_question_and_imports_no_gdal():
    text = run("--help").stdout
    for question in ("What have I got", "What could show it", "What did I see"):
        assert question in text
    code = "import sys, catalogue.cli; print('rasterio' in sys.modules, 'streamlit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_add_accounts_for_every_file(filled):
    _, added, _ = filled
    assert added["added"] == 2
    assert [r["source"].endswith("broken.tif") for r in added["rejected"]] == [True]
    assert added["rejected"][0]["reason"]


def test_observe_names_row_field_and_value(filled):
    _, _, observed = filled
    assert observed["added"] == 1
    [bad] = observed["rejected"]
    assert (bad["row"], bad["field"], bad["value"]) == (3, "lat", "123")


def test_links_are_before_and_after(filled):
    links = run_json("scenes", "dam", "--catalogue", filled[0])
    assert {k["scene"]: k["role"] for k in links} == {"a": "before", "b": "after"}
    assert {"certainty", "rank_score", "low", "high", "terms", "limiting", "reasons"} <= set(
        links[0]
    )
    back = run_json("observations", "a", "--catalogue", filled[0])
    assert [(k["observation"], k["role"]) for k in back] == [("dam", "before")]


def test_lists_search_info_and_history(filled):
    cat = filled[0]
    assert {s["id"] for s in run_json("scenes", "--catalogue", cat)} == {"a", "b"}
    assert [o["id"] for o in run_json("observations", "--catalogue", cat)] == ["dam"]
    box = "-45,-21,-44,-20"
    assert run_json("search", "--bbox", box, "--catalogue", cat) == ["b", "a"]
    days = "2019-01-01/2019-01-15"
    assert run_json("search", "--bbox", box, "--datetime", days, "--catalogue", cat) == ["a"]
    assert run_json("search", "--bbox", "179,-21,-179,-20", "--catalogue", cat) == []
    assert run_json("info", "--catalogue", cat)["scenes"] == 2
    assert run_json("check", "--catalogue", cat) == []
    assert run_json("history", "--catalogue", cat)[0]["op"] == "set-classes"


def test_the_environment_names_the_catalogue(filled):
    assert run_json("info", CATALOGUE=str(filled[0]))["scenes"] == 2


def test_tag_and_export(filled, tmp_path):
    cat = filled[0]
    made = run_json("tag", "a", "1", "--point", "-20.119, -44.121", "--catalogue", cat)
    assert made["kind"] == "point"
    line = '{"type": "LineString", "coordinates": [[-44.19, -20.01], [-44.18, -20.02]]}'
    assert run_json("tag", "a", "1", "--geometry", line, "--catalogue", cat)["kind"] == "line"
    several = '{"type": "MultiPoint", "coordinates": [[-44.19, -20.01]]}'
    refused = run("tag", "a", "1", "--geometry", several, "--catalogue", cat, code=1)
    assert "MultiPoint" in refused.stderr
    for name in ("a.geojson", "a.gpkg", "a.parquet", "a.csv", "a.coco.json"):
        out = run_json("export", "annotations", tmp_path / name, "--catalogue", cat)
        assert (tmp_path / name).stat().st_size > 0
        assert out["path"].endswith(name)
    assert (
        "--overwrite"
        in run("export", "annotations", tmp_path / "a.csv", "--catalogue", cat, code=1).stderr
    )
    run("export", "snapshot", tmp_path / "copy.gpkg", "--catalogue", cat)
    assert (tmp_path / "copy.gpkg").read_bytes()[:6] == b"SQLite"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("scenes", "nothing-such"), "nothing-such"),
        (("search", "--bbox", "1,2,3"), "1,2,3"),
        (("search", "--datetime", "yesterday"), "yesterday"),
        (("tag", "a", "no-class", "--point", "0,0"), "no-class"),
        (("export", "annotations", "x.docx"), "docx"),
    ],
)
def test_mistakes_get_one_sentence_with_the_value(filled, args, words):
    done = run(*args, "--catalogue", filled[0], code=1)
    assert words in done.stderr


def test_no_catalogue_says_how_to_make_one(tmp_path):
    assert "catalogue init" in run("info", cwd=tmp_path, code=1, CATALOGUE="").stderr


def test_serving_beyond_this_machine_is_refused(tmp_path):
    done = run("serve", "--host", "0.0.0.0", "--catalogue", tmp_path, code=1)
    assert "0.0.0.0" in done.stderr
    assert "127.0.0.1" in done.stderr


def test_prepare_makes_scenes_ready_once(filled):
    cat, _, _ = filled
    assert run_json("prepare", "--catalogue", cat) == {"made": 2, "kept": 0, "failed": []}
    assert len(list((cat / "display").glob("*.mbtiles"))) == 2
    again = run_json("prepare", "a", "--catalogue", cat)
    assert again == {"made": 0, "kept": 1, "failed": []}

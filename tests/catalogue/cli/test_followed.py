"""Tracks, dates, suns, photos, what is next and origins by the command line."""

import json

import pytest
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.evidence.sun import sun_at
from catalogue.when import parse_scene_time


def item(day, **more):
    when = f"2022-06-{day:02}T07:20:00Z"
    sun = sun_at(parse_scene_time(when).begin, 51.55, 33.9)
    return {
        "type": "Feature", "stac_version": "1.0.0", "collection": "test", "links": [],
        "id": f"d{day}", "assets": {}, "geometry": {"type": "Polygon", "coordinates": [
            [[51.4, 33.8], [51.7, 33.8], [51.7, 34.0], [51.4, 34.0], [51.4, 33.8]]]},
        "properties": {
            "datetime": when, "gsd": 0.3, "eo:cloud_cover": 0, "view:sun_azimuth": sun.azimuth_deg,
            "view:sun_elevation": sun.elevation_deg, **more,
        },
    }  # fmt: skip


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "case"
    items = [item(8), item(9), item(10, **{"view:sun_elevation": 20, "view:sun_azimuth": 180})]
    features = {"type": "FeatureCollection", "features": items}
    (tmp_path / "scenes.json").write_text(json.dumps(features))
    (tmp_path / "claims.csv").write_text(
        "id,title,lon,lat,radius_m,time,object,length_m,width_m,attribution\n"
        "a,A drone,51.577,33.895,500,2022-06-08,drone,16,8,US officials\n"
        "b,The drone,51.577,33.895,500,2022-06-08,drone,16,8,US officials\n"
    )

    def call(*args):
        done = CliRunner().invoke(app, [*map(str, args), "--catalogue", str(folder)])
        assert done.exit_code == 0, (done.output, done.exception)
        return json.loads(done.stdout) if "--json" in args else done.stdout

    call("add", tmp_path / "scenes.json")
    call("observe", tmp_path / "claims.csv")
    for day in (8, 9):
        call("tag", f"d{day}", "uav", "--point", "33.895, 51.577")
    return call


def test_tracks_are_shown_as_strips_and_date_a_claim(run):
    [track] = run("tracks", "--class", "uav", "--near", "33.895, 51.577", "--json")
    assert [s["state"] for s in track["strip"]] == ["present", "present", "not_looked_at"]
    assert "##?" in run("tracks")
    assert [c["present"] for c in run("tracks", "--counts", "--json")] == [1, 1, 0]
    dated = run("date", "a", track["track"], "--by", "present", "--json")
    assert dated["time"] == "2022-06-08T07:20:00Z/2022-06-09T07:20:00Z"


def test_the_sun_says_what_would_fit(run):
    assert run("sun", "d8", "--json")["fits"] is True
    found = run("sun", "d10", "--json")
    assert found["fits"] is False
    assert "Date, time or place is wrong" in run("sun", "d10")


def test_a_photo_is_pinned_and_matched(run, tmp_path):
    picture = tmp_path / "p.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n rest")
    made = run("photo", "add", picture, "--caption", "A parade", "--scene", "d8", "--json")
    run("photo", "match", made["uid"], "--at", "10,20", "--pixels", "3,4.5", "--note", "wing")
    run("photo", "match", made["uid"], "--at", "1,2", "--place", "33.9, 51.5", "--mismatch")
    [listed] = run("photo", "list", "--scene", "d8", "--json")
    assert [m["fits"] for m in listed["matches"]] == [True, False]
    assert listed["matches"][1]["place"] == [51.5, 33.9]
    said = run("photo", "match", made["uid"], "--at", "0,0", "--remove", "--number", 1)
    assert "0 features fit, 1 do not" in said


def test_next_gives_its_reason_and_origins_count_once(run):
    assert "nobody has judged this claim" in run("next")
    found = run("next", "--json", "--limit", 5)
    assert all(n["scene"] in ("d8", "d9") for n in found)
    [origin] = run("origins", "a", "b", "--json")
    assert len(origin["sources"]) == 2
    assert "1 independent of 2 sources" in run("origins", "a", "b")

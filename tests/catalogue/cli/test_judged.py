"""Judging by the command line: refusals with the way out, JSON, and what needs another look."""

import json

import pytest
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.errors import InvalidValue

ITEM = {
    "type": "Feature", "stac_version": "1.0.0", "collection": "test", "links": [], "assets": {},
    "geometry": {"type": "Polygon", "coordinates": [
        [[51.4, 33.8], [51.7, 33.8], [51.7, 34.0], [51.4, 34.0], [51.4, 33.8]]]},
}  # fmt: skip


def item(name, gsd):
    return {**ITEM, "id": name, "properties": {
        "datetime": "2022-06-08T07:20:00Z", "gsd": gsd, "eo:cloud_cover": 0,
        "view:sun_elevation": 60,
    }}  # fmt: skip


@pytest.fixture
def run(tmp_path):
    """Runs a command; with `says` it must fail with these words, else the JSON comes back."""
    folder = tmp_path / "case"
    (tmp_path / "scenes.json").write_text(
        json.dumps(
            {"type": "FeatureCollection", "features": [item("fine", 0.3), item("coarse", 10)]}
        )
    )
    (tmp_path / "claims.csv").write_text(
        "id,title,lon,lat,radius_m,time,object,length_m,width_m\n"
        'visits,Visits,51.577,33.895,2000,"{2022-06-08,2022-07-05}",drone,16,8\n'
    )

    def call(*args, says=None):
        done = CliRunner().invoke(app, [*map(str, args), "--json", "--catalogue", str(folder)])
        if says is not None:
            assert isinstance(done.exception, InvalidValue | SystemExit), done.output
            assert says in f"{done.exception} {done.output}"
            return None
        assert done.exit_code == 0, (done.output, done.exception)
        return json.loads(done.stdout)

    call("add", tmp_path / "scenes.json")
    call("observe", tmp_path / "claims.csv")
    return call


def test_a_verdict_says_what_it_means_and_what_to_keep_in_mind(run):
    run("look", "visits", "fine", "--class", "uav", "--author", "ana")
    asked = ("--part", "object", "--verdict", "consistent", "--time", 1, "--object", 1)
    more = ("--alternative", "a glider", "--author", "ana")
    made = run("assess", "visits", "fine", *asked, *more)
    assert "never proof" in made["meaning"]
    assert "same day, order unknown" in made["remarks"]
    assert (made["occurrence"], made["object"], made["blind"]) == (0, 0, True)
    assert made["score"]["rank_score"] > 0
    [listed] = run("assessments", "visits")
    assert (listed["observation_id"], listed["scene_id"]) == ("visits", "fine")
    assert listed["needs_another_look"] == []


def test_a_pair_says_what_is_to_be_known_before_judging(run):
    found = run("pair", "visits", "coarse")
    assert found["role"] == "during"
    assert "sharpness" in [text.split()[0] for text in found["inconsistent_needs_a_reason"]]
    assert found["order"] == "same day, order unknown"
    assert found["order"] in found["remarks"]


def test_an_empty_image_of_ten_metres_is_refused_as_evidence_against(run):
    judge = ("assess", "visits", "coarse", "--part", "object", "--verdict", "inconsistent")
    run(*judge, says="never counts against a claim")
    assert run(*judge, "--despite", "it was a lake")["despite"] == "it was a lake"
    run("assess", "visits", "fine", "--part", "colour", "--verdict", "consistent", says="'colour'")


def test_a_correction_asks_for_another_look_and_withdrawing_takes_it_back(run):
    made = run("assess", "visits", "fine", "--part", "place", "--verdict", "consistent")
    run("correct", "visits", "--date", "2022-06-09", says="source")
    done = run("correct", "visits", "--place", "33.9, 51.5", "--r95", 500, "--name", "Kashan",
               "--source", "an atlas", "--why", "the only airfield")  # fmt: skip
    assert (done["version"], done["needs_another_look"], done["radius_m"]) == (2, 1, 500)
    [again] = run("assessments", "--again")
    assert "now it is Kashan" in again["needs_another_look"][0]
    run("withdraw", made["uid"], "--author", "ben", says="only they take it back")
    assert run("withdraw", made["uid"]) == {
        "kind": "assessment", "uid": made["uid"], "withdrawn": True,
    }  # fmt: skip
    assert run("assessments", "--again") == []
    assert [a["share"] for a in run("agreement")] == [None, None]


def test_a_correction_of_nothing_is_a_mistake(run):
    run("correct", "visits", "--source", "me", says="what is to change")
    run("correct", "visits", "--kind", "often", says="'often'")


def test_objects_can_be_corrected_with_their_sizes(run):
    said = (
        "--object",
        "Shahed-129:16x8:uav-male",
        "--object",
        "Shahed-191",
        "--source",
        "an atlas",
    )
    done = run("correct", "visits", *said)
    assert done["objects"] == [
        {"name": "Shahed-129", "length_m": 16.0, "width_m": 8.0},
        {"name": "Shahed-191", "length_m": None, "width_m": None},
    ]
    run("correct", "visits", "--object", "x:long", "--source", "me", says="NAME:LxW")

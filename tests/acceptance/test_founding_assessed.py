"""The report that the catalogue was made for, judged: text, place by a person, verdicts."""

import json

import pytest
from typer.testing import CliRunner

from catalogue.cli import app

KASHAN = ("--place", "33.895, 51.577", "--r95", 2000, "--name", "Kashan", "--author", "ana")
TYPES = ("--object", "Shahed-129:16x8:uav-male", "--object", "Shahed-191:7.3x2.7:uav")
SOURCE = ("--source", "an atlas of airfields", "--why", "named by a later report")
SCENES = {
    "fine-0608": ("2022-06-08T07:20:00Z", 0.3),
    "coarse-0608": ("2022-06-08T07:25:00Z", 10),
    "fine-0620": ("2022-06-20T07:20:00Z", 0.3),
}


def item(name, when, gsd):
    ring = [[51.4, 33.8], [51.7, 33.8], [51.7, 34.0], [51.4, 34.0], [51.4, 33.8]]
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "test", "links": [],
        "geometry": {"type": "Polygon", "coordinates": [ring]}, "assets": {},
        "properties": {"datetime": when, "gsd": gsd, "eo:cloud_cover": 0, "view:off_nadir": 10,
                       "view:sun_elevation": 70, "view:sun_azimuth": 130},
    }  # fmt: skip


@pytest.fixture(scope="module")
def run(shared_data, tmp_path_factory):
    """Runs a command on a catalogue of its own; with `code` 1, gives back the refusal."""
    folder = tmp_path_factory.mktemp("assessed")
    features = [item(name, *rest) for name, rest in SCENES.items()]
    (folder / "s.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    def call(*args, refused=False):
        arguments = [*map(str, args), "--json", "--catalogue", str(folder / "case")]
        done = CliRunner().invoke(app, arguments)
        assert (done.exit_code != 0) == refused, (done.output, done.exception)
        return str(done.exception) if refused else json.loads(done.stdout)

    call("add", folder / "s.json")
    text = shared_data / "text" / "founding_report.txt"
    call("report", text, "--published", "2022-07-18")
    [report] = call("reports")
    made = call("suggestions", report["id"])["suggestions"]
    [visit] = [m for m in made if "visited an Iranian airfield" in " ".join(m["words"].split())]
    call("accept", report["id"], visit["id"])
    return call


@pytest.fixture(scope="module")
def claim(run):
    [observation] = run("observations")
    return observation["id"]


@pytest.fixture(scope="module")
def placed(run, claim):
    """The links before and after a person names the airfield."""
    before = run("scenes", claim)
    verdict = run("assess", claim, "fine-0608", "--part", "place", "--verdict", "inconclusive")
    run("correct", claim, *KASHAN, *TYPES, *SOURCE)
    return before, verdict, run("scenes", claim)


def test_without_a_named_airfield_no_image_is_worth_much(placed):
    before, _, _ = placed
    assert all(link["rank_score"] <= 0.01 for link in before)


def test_with_kashan_the_fine_image_of_the_day_comes_first(placed):
    _, _, after = placed
    assert after[0]["scene"] == "fine-0608"
    roles = {link["scene"]: link["role"] for link in after}
    assert roles == {"fine-0608": "during", "coarse-0608": "during", "fine-0620": "between"}


def test_what_was_judged_before_needs_another_look(run, claim, placed):
    [again] = run("assessments", claim, "--again")
    assert again["uid"] == placed[1]["uid"]
    [place] = again["needs_another_look"]
    assert "one of 115" in place
    assert "now it is Kashan (33.89500, 51.57700), 95 % sure within 2 km" in place


def test_ten_metres_never_speak_against_it_and_who_came_is_not_observable(run, claim, placed):
    judge = ("assess", claim, "coarse-0608", "--part", "object", "--object", 2)
    said = run(*judge, "--verdict", "inconsistent", refused=True)
    assert "never counts against a claim" in said
    assert "pixels of 10 m" in said
    assert run(*judge, "--verdict", "not_observable")["object"] == 1
    actor = ("assess", claim, "fine-0608", "--part", "actor")
    assert "not who came to them" in run(*actor, "--verdict", "consistent", refused=True)
    run(*actor, "--verdict", "not_observable")


def test_an_image_of_the_day_is_consistent_with_a_type_and_has_no_order_to_the_visit(
    run, claim, placed
):
    said = ("--part", "object", "--object", 1, "--time", 1, "--verdict", "consistent")
    made = run("assess", claim, "fine-0608", *said)
    assert "Shahed-129; consistent with a type is never proof of it" in made["meaning"]
    assert "same day, order unknown" in made["remarks"]
    assert made["role"] == "during"

"""Pictures from the command line: what is printed, what is stored, what is refused."""

import json
import re

import pytest
from PIL import Image
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.errors import CatalogueError

STATED = ("--date", "2022-06-08T09:30Z", "--stated-by", "a post", "--source", "a channel",
          "--rights", "all reserved")  # fmt: skip
POINTS = """name,column,row,lon,lat
a,10,10,30.001,50.009
b,190,10,30.019,50.009
c,190,90,30.019,50.001
d,10,90,30.001,50.0011
"""


@pytest.fixture
def run(tmp_path):
    def running(*args, code=0):
        done = CliRunner().invoke(app, [*map(str, args), "--catalogue", str(tmp_path / "case")])
        if done.exception and not isinstance(done.exception, SystemExit):
            if not isinstance(done.exception, CatalogueError):
                raise done.exception
            assert code == 1, done.exception
            return str(done.exception)
        assert done.exit_code == code, done.output
        return done.stdout

    return running


@pytest.fixture
def shot(tmp_path):
    path = tmp_path / "shot.png"
    Image.new("RGB", (200, 100), (90, 120, 60)).save(path)
    (tmp_path / "points.csv").write_text(POINTS)
    return path


def test_a_picture_is_taken_in_placed_and_linked(run, shot, tmp_path):
    taken = json.loads(run("picture", shot, *STATED, "--json"))
    assert (taken["id"], taken["kind"], taken["stated_by"]) == ("shot", "reference", "a post")
    assert taken["datetime"] == "2022-06-08T09:30:00Z"
    assert taken["placing"] is None
    table = run("place-picture", "shot", "--points", tmp_path / "points.csv")
    assert "worst" in table
    assert "RMS 2.78 m" in table
    placed = json.loads(run("scenes", "--json"))[0]
    assert placed["position_error_m"] > 15
    assert [p["column"] for p in placed["placing"]["points"]] == [10, 190, 190, 10]
    (tmp_path / "claims.csv").write_text(
        "id,title,lat,lon,time,radius_m\nx,truck,50.005,30.01,2022-06-08T09:00Z/2022-06-08T10:00Z,50\n"
        "y,truck,50.005,30.0195,2022-06-08T09:00Z/2022-06-08T10:00Z,50\n"
    )
    run("observe", tmp_path / "claims.csv")
    found = json.loads(run("observations", "shot", "--json"))
    links = {k["observation"]: k["certainty"] for k in found}
    assert links == {"x": "certain", "y": "possible"}
    assert json.loads(run("link", "--json"))["links"] == 2
    back = json.loads(run("place-picture", "shot", "--take-back", "--json"))
    assert (back["placing"], back["bounds"], back["version"]) == (None, None, 3)
    assert "verified" in run("check")


def test_a_dry_run_shows_the_fit_only(run, shot, tmp_path):
    run("picture", shot, *STATED)
    fit = json.loads(
        run("place-picture", "shot", "--points", tmp_path / "points.csv", "--dry-run", "--json")
    )
    assert fit["rms_m"] == pytest.approx(2.78, abs=0.05)
    assert len(fit["points"]) == 4
    three = [x for row in POINTS.splitlines()[1:4] for x in ("--point", row[2:])]
    exact = json.loads(run("place-picture", "shot", *three, "--dry-run", "--json"))
    assert exact["error_m"] is None
    assert "unknown: add a point" in run("place-picture", "shot", *three, "--dry-run")
    assert json.loads(run("scenes", "--json"))[0]["version"] == 1


def test_an_address_is_kept_as_text(run):
    taken = json.loads(run("picture", "https://viewer.example/?id=1", *STATED, "--json"))
    assert taken["assets"][0]["href"] == "https://viewer.example/?id=1"
    assert "no picture with pixels" in run("place-picture", taken["id"], code=1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("a,10,10,30.001,north", "points.csv, row 1: lat is 'north'"),
        ("a,10,10,30.001,95", "control point 1 .* latitude 95"),
        ("a,190,10,30.001,50.009", "control points 1 and 2 are the same spot on the picture"),
    ],
)
def test_a_wrong_point_is_named(run, shot, tmp_path, change, says):
    run("picture", shot, *STATED)
    (tmp_path / "points.csv").write_text(POINTS.replace("a,10,10,30.001,50.009", change))
    error = run("place-picture", "shot", "--points", tmp_path / "points.csv", code=1)
    assert re.search(says, error)


def test_what_is_no_picture_is_refused(run, tmp_path):
    other = tmp_path / "notes.png"
    other.write_text("words")
    assert "not a PNG or JPEG" in run("picture", other, code=1)
    assert "cannot be read" in run("picture", tmp_path / "none.png", code=1)

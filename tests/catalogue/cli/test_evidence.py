"""Evidence from the command line: report, matrix, gaps, cases, the search log."""

import json

import pytest
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.errors import CatalogueError

TEXT = "On 8 June 2022 two trucks burned at 45.15 N, 15.01 E, said Zebulon Quartz.\n"


def item(name, when, gsd=0.5, cloud=0):
    ring = [[14, 44], [16, 44], [16, 46], [14, 46], [14, 44]]
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "c", "links": [],
        "geometry": {"type": "Polygon", "coordinates": [ring]}, "assets": {},
        "properties": {"datetime": when, "gsd": gsd, "eo:cloud_cover": cloud,
                       "view:sun_elevation": 60},
    }  # fmt: skip


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
def told(run, tmp_path):
    """A report with an accepted claim, and three scenes: before, too cloudy, after."""
    (tmp_path / "depot.txt").write_text(TEXT, encoding="utf-8")
    items = [item("before", "2022-06-01T09:00:00Z"), item("cloudy", "2022-06-08T09:00:00Z", 3, 99),
             item("after", "2022-06-20T09:00:00Z")]  # fmt: skip
    scenes = {"type": "FeatureCollection", "features": items}
    (tmp_path / "scenes.json").write_text(json.dumps(scenes))
    run("add", tmp_path / "scenes.json")
    run("report", tmp_path / "depot.txt", "--published", "2022-06-10")
    [made] = json.loads(run("suggestions", "depot", "--json"))["suggestions"]
    run("accept", "depot", made["id"])
    return run


def test_the_evidence_on_a_report_in_words(told):
    said = told("evidence", "depot")
    assert "1. depot-1" in said
    assert "rank_score orders, it is not a probability" in said
    assert "before" in said
    assert "nobody has judged an image of it yet" in said
    assert "1 image at its time, none of them usable" in said
    assert "from 2022-06-01 09:00 UTC to 2022-06-20 09:00 UTC (19 days)" in said
    assert "Never searched." in said


def test_the_evidence_on_a_report_as_json(told):
    found = json.loads(told("evidence", "depot", "--images", "1", "--json"))
    [claim] = found["claims"]
    assert (claim["images"], len(claim["scenes"])) == (3, 1)
    assert claim["gaps"][0]["before"]["id"] == "before"
    assert claim["gaps"][0]["gap"]["days"] == 19
    assert claim["sentences"] == [claim["gaps"][0]["sentence"]]
    assert found["undecided"] == 0
    assert "not a probability" in found["note"]
    assert "nowhere" in told("evidence", "nowhere", code=1)


def test_the_matrix_as_a_table_json_and_file(told, tmp_path):
    assert "1 claims, 3 scenes." in told("matrix")
    found = json.loads(told("matrix", "--report", "depot", "--json"))
    assert [c["id"] for c in found["columns"]] == ["before", "cloudy", "after"]
    usable = json.loads(told("matrix", "--usable", "--json"))
    assert [c["id"] for c in usable["columns"]] == ["before", "after"]
    late = json.loads(told("matrix", "--datetime", "2022-06-10/..", "--json"))
    assert [c["id"] for c in late["columns"]] == ["after"]
    told("matrix", "--out", tmp_path / "m.svg")
    assert "exists" in told("matrix", "--out", tmp_path / "m.svg", code=1)
    assert "extension" in told("matrix", "--out", tmp_path / "m.pdf", code=1)


def test_a_case_with_its_searches(told):
    told("case", "new", "burnt", "What burned?", "--report", "depot")
    logged = json.loads(
        told("log-search", "Archive X", "--observation", "depot-1", "--at-place", "--datetime",
             "2022-06-01/2022-06-20", "--found", "0", "--searched", "2022-07-01", "--filter",
             "cloud=20", "--case", "burnt", "--json")
    )  # fmt: skip
    assert (logged["found"], logged["filters"], logged["by_hand"]) == (0, {"cloud": "20"}, True)
    assert "Archive X" in told("case", "show", "burnt")
    shown = json.loads(told("case", "show", "burnt", "--json"))
    assert [s["uid"] for s in shown["searches"]] == [logged["uid"]]
    said = "Searched Archive X by hand on 2022-07-01: 0 found (cloud 20)."
    assert said in told("gaps", "depot-1")
    assert len(json.loads(told("matrix", "--case", "burnt", "--json"))["rows"]) == 1
    told("case", "close", "burnt", "--note", "nothing found")
    [listed] = json.loads(told("case", "list", "--json"))
    assert listed["closed"]
    assert "no case" in told("case", "show", "nowhere", code=1)


def test_a_saved_search_runs_again_and_shows_what_is_new(told, tmp_path):
    told("searches", "save", "trucks", "--observation", "depot-1", "--days", "15")
    assert "3 scenes found, 3 of them new." in told("searches", "run", "trucks")
    (tmp_path / "more.json").write_text(
        json.dumps({"type": "FeatureCollection", "features": [item("new", "2022-06-09T09:00:00Z")]})
    )
    told("add", tmp_path / "more.json")
    again = json.loads(told("searches", "run", "trucks", "--json"))
    assert (again["found"], again["new"]) == (4, ["new"])
    assert len(json.loads(told("searches", "--json"))) == 3
    assert "trucks" in told("searches")


def test_mistakes_are_said(told, tmp_path):
    (tmp_path / "bad.json").write_text("{")
    assert "JSON" in told("searches", "save", "x", "--area", tmp_path / "bad.json", code=1)
    told("log-search", "X", "--filter", "cloud", code=2)
    told("log-search", "X", "--bbox", "1,2,3,4", "--area", tmp_path / "bad.json", code=2)

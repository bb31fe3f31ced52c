"""Reports from the command line: what is printed, what is stored, what is refused."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalogue.cli import app
from catalogue.errors import CatalogueError

TEXT = (
    "On 8 June 2022 two trucks burned at 45.15 N, 15.01 E, said Zebulon Quartz. 😀\n"
    "A depot was hit near the river on 9 June 2022, officials told the Island Herald.\n"
)


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
def text(tmp_path) -> Path:
    path = tmp_path / "depot.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_document_of_a_report(run, text):
    found = json.loads(run("report", text, "--published", "2022-06-10", "--json"))
    assert found.keys() >= {"report", "times", "places", "suggestions", "warnings"}
    assert found["report"] == "depot"
    for kind in ("times", "places"):
        assert found[kind]
        for item in found[kind]:
            assert item["text"] == TEXT[item["start"] : item["end"]]
    made = found["suggestions"][0]
    assert made.keys() >= {"id", "start", "end", "event_class", "status", "observability", "time",
        "place", "objects", "chain", "cues", "inherited", "why"}  # fmt: skip
    assert json.loads(run("reports", "--json"))[0]["published"] == "2022-06-10"


def test_a_dry_run_says_the_same_and_stores_nothing(run, text, tmp_path):
    dry = json.loads(run("report", text, "--published", "2022-06-10", "--dry-run", "--json"))
    assert not (tmp_path / "case").exists()
    assert json.loads(run("report", text, "--published", "2022-06-10", "--json")) == dry


def test_what_is_learnt_later_is_added(run, text):
    first = json.loads(run("report", text, "--json"))
    assert any("no date of publication" in w for w in first["warnings"])
    again = json.loads(run("report", text, "--published", "2022-06-10", "--json"))
    assert any("kept once" in w for w in again["warnings"])
    (known,) = json.loads(run("reports", "--json"))
    assert (known["published"], known["version"]) == ("2022-06-10", 2)


def test_accept_reject_and_list(run, text):
    run("report", text, "--published", "2022-06-10")
    listed = json.loads(run("suggestions", "depot", "--json"))["suggestions"]
    assert len(listed) >= 2
    one, two = listed[0]["id"], listed[1]["id"]
    made = json.loads(run("accept", "depot", one, "--title", "Trucks", "--json"))
    assert made["observation"] == "depot-1"
    assert json.loads(run("accept", "depot", one, "--json"))["uid"] == made["uid"]
    run("reject", "depot", two, "--reason", "duplicate")
    after = json.loads(run("suggestions", "depot", "--json"))["suggestions"]
    assert [s["decision"] for s in after[:2]] == ["accept", "reject"]
    (known,) = json.loads(run("reports", "--json"))
    assert (known["claims"], known["rejected"]) == (1, 1)
    assert "was accepted" in run("reject", "depot", one, "--reason", "duplicate", code=1)
    assert "not one of" in run("reject", "depot", two, "--reason", "dislike", code=1)
    assert "has no suggestion" in run("accept", "depot", "nothing", code=1)
    assert "All is well" in run("check")


def test_a_name_is_taken_out_for_good(run, text, tmp_path):
    run("report", text, "--published", "2022-06-10")
    first = json.loads(run("suggestions", "depot", "--json"))["suggestions"][0]
    run("accept", "depot", first["id"])
    assert json.loads(run("redact", "Zebulon Quartz", "--dry-run", "--json"))["places"] > 0
    run("redact", "Zebulon Quartz", "--reason", "asked for it")
    assert "All is well" in run("check")
    assert run("redact", "Zebulon Quartz").startswith("0 places")
    run("redact", "--report", "depot", "--passage", "0:15")
    assert json.loads(run("reports", "--json"))[0]["redactions"] >= 2
    assert "START:END" in run("redact", "--report", "depot", "--passage", "x", code=1)


def test_many_files_and_rows_each_in_its_place(run, text, tmp_path):
    table = tmp_path / "more.csv"
    table.write_text("text,published\nA depot was hit on 3 June 2022.,2022-06-04\n,2022-06-05\n")
    nul = tmp_path / "nul.txt"
    nul.write_bytes(b"Smoke rose over the town. " * 40 + b"\0")
    known = tmp_path / "acled.csv"
    known.write_text(
        "event_id_cnty,event_date,event_type,latitude,longitude,geo_precision,notes\n"
        "U1,2022-06-08,Battle,46.8,33.5,1,Hit.\n"
    )
    done = json.loads(run("report", text, table, nul, known, "--json", code=3))
    assert [item.get("report") for item in done[:2]] == ["depot", "more-2"]
    assert [item.get("row") for item in done[2:4]] == [3, None]
    assert "NUL" in done[3]["error"]
    assert done[4]["observations"]["added"] == 1


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--published", "18/7/2022", "18/7/2022"),
        ("--accessed", "soon", "accessed"),
        ("--url", "example.org/a", "example.org/a"),
        ("--file", "nowhere.pdf", "nowhere.pdf"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_kept(run, text, option, value, says):
    done = json.loads(run("report", text, option, value, "--json", code=1))
    assert says in done[0]["error"]
    assert json.loads(run("reports", "--json")) == []

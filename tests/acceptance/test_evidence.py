"""The founding story: the report's words, its claims, the images, and what none of them shows."""

import importlib.util
import json
from pathlib import Path

import pytest

# The scenes round the airfield, as they stand in the test of the links.
_STORY = Path(__file__).with_name("test_founding_report.py")
EXAMINED = "examined Shahed-191 and Shahed-129"


@pytest.fixture(scope="module")
def cli(new_cli, shared_data):
    """The report taken in with its scenes; the two claims of the visits accepted as they stand."""
    spec = importlib.util.spec_from_file_location("story", _STORY)
    story = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(story)
    cli = new_cli("evidence")
    path = cli.folder.parent / "scenes.json"
    items = [story.item(name, when, gsd) for name, (when, gsd, _) in story.SCENES.items()]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}))
    cli.json("add", path)
    report = shared_data / "text" / "founding_report.txt"
    found = cli.json("report", report, "--published", "2022-07-18")["suggestions"]
    # First the claim whose airfield is not named, then one to which a person adds the place.
    visit = next(s for s in found if s["event_class"] == "visit" and s["time"]["edtf"][0] == "{")
    examined = next(s for s in found if s["event_class"] == "inspection")
    denial = next(s for s in found if s["status"] == "no_evidence")
    cli.json("accept", "founding_report", visit["id"])
    place = ("--place", "33.895, 51.577", "--radius", "2000", "--note", "Kashan, added by hand")
    cli.json("accept", "founding_report", examined["id"], *place)
    cli.json("accept", "founding_report", denial["id"])
    return cli


@pytest.fixture(scope="module")
def evidence(cli):
    return cli.json("evidence", "founding_report")


def test_every_claim_is_there_and_what_is_undecided_is_counted(evidence):
    assert [c["observability"]["shows"] for c in evidence["claims"]] == [
        "partly", "partly", "cannot_show",
    ]  # fmt: skip
    assert evidence["undecided"] == 10
    assert [c["id"] for c in evidence["never_shown"]] == [c["id"] for c in evidence["claims"]]


def test_without_a_named_airfield_no_scene_is_worth_much(evidence):
    unnamed = evidence["claims"][0]
    assert unnamed["scenes"]
    assert all(s["rank_score"] <= 0.01 for s in unnamed["scenes"])
    assert all("No usable image at all" in text for text in unnamed["sentences"])


def test_with_the_airfield_a_sharp_scene_of_the_day_comes_first(evidence):
    named = evidence["claims"][1]
    best = named["scenes"][0]
    assert best["gsd_m"] == 0.5
    assert best["role"] == "during"
    assert [s["rank_score"] for s in named["scenes"]] == sorted(
        (s["rank_score"] for s in named["scenes"]), reverse=True
    )


def test_two_dates_are_two_times_each_with_its_gap(evidence):
    named = evidence["claims"][1]
    first, second = named["gaps"]
    assert [first["name"], second["name"]] == ["8 June 2022", "5 July 2022"]
    # The local day of Tehran: from 19:30 UTC of the day before.
    assert first["interval"][0] == "2022-06-07T19:30:00Z"
    inside = [s["id"] for s in first["inside"]]
    assert inside == ["early-on-0608", "fine-20220608", "coarse-20220608"]
    assert first["before"]["id"] == "night-before-0608"
    assert first["after"]["id"] == second["before"]["id"] == "fine-20220620"
    assert all(text.endswith("Never searched.") for text in named["sentences"])


def test_two_dates_and_two_types_are_four_cells_of_each_image(cli):
    found = cli.json("matrix", "--report", "founding_report")
    row = next(r for r in found["rows"] if r["title"].find(EXAMINED) >= 0)
    assert [p["label"] for p in row["parts"]] == [
        f"{day} · {kind}"
        for day in ("8 June 2022", "5 July 2022")
        for kind in ("Shahed-191", "Shahed-129")
    ]
    at = found["rows"].index(row)
    cell = next(
        n
        for n, (r, c) in enumerate(
            zip(found["cells"]["row"], found["cells"]["column"], strict=True)
        )
        if r == at and found["columns"][c]["id"] == "fine-20220620"
    )
    assert found["roles"][found["cells"]["role"][cell]] == "between"
    parts = zip(found["parts"]["cell"], found["parts"]["role"], strict=True)
    assert [found["roles"][role] for of, role in parts if of == cell] == ["after"] * 2 + [
        "before"
    ] * 2


def test_a_search_by_hand_is_in_the_sentence_of_the_time_it_was_for(cli):
    name = cli.json("evidence", "founding_report")["claims"][0]["id"]
    cli.json("log-search", "Archive X", "--observation", name, "--at-place", "--found", "0",
             "--datetime", "2022-07-01/2022-07-10", "--searched", "2022-08-01")  # fmt: skip
    first, second = cli.json("evidence", "founding_report")["claims"][0]["sentences"]
    assert first.endswith("Never searched.")
    assert second.endswith("Searched Archive X by hand on 2022-08-01: 0 found.")


def test_what_is_printed_for_people_says_the_same(cli, evidence):
    said = cli.run("evidence", "founding_report")
    for claim in evidence["claims"]:
        assert claim["id"] in said
    assert "8 June 2022: 2 usable images at its time" in said
    assert "What no image can ever show" in said
    assert "10 suggestions are not decided yet" in said

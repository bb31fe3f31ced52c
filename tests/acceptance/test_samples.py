"""The sample set through the command line: the links are those worked out by hand."""

import csv
import json

import pystac
import pytest

from sample_tiles.expected import EXPECTED

UNDATED = "undated"


@pytest.fixture(scope="module")
def linked(story):
    """{observation: its links as printed}."""
    return {name: story.json("scenes", name) for name in EXPECTED}


def as_set(links):
    return {(k["scene"], k["role"], k["certainty"]) for k in links}


def test_every_observation_of_the_file_has_an_expectation(samples, story):
    with (samples / "observations.csv").open(newline="", encoding="utf-8") as file:
        named = [row["id"] for row in csv.DictReader(file)]
    assert sorted(named) == sorted(EXPECTED)
    assert sorted(o["id"] for o in story.json("observations")) == sorted(EXPECTED)
    assert json.loads((samples / "expected_links.json").read_text()) == EXPECTED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_links_are_those_worked_out_by_hand(linked, name):
    found = linked[name]
    assert as_set(found) == as_set(EXPECTED[name])
    assert len(found) == len(EXPECTED[name]), "a scene is listed twice"
    ranks = [(-k["rank_score"], -k["high"]) for k in found]
    assert ranks == sorted(ranks), "not best first"


def test_every_link_says_why(linked):
    for link in (k for links in linked.values() for k in links):
        assert 0 <= link["low"] <= link["rank_score"] <= link["high"] <= 1
        assert link["limiting"] in link["terms"]
        assert link["level"] in ("good", "limited", "unusable")
        assert len(link["reasons"]) == len(link["terms"])
        assert all(reason.strip() for reason in link["reasons"])
        for term in link["terms"].values():
            assert term["known"] or term["low"] < term["high"]


def test_observations_of_a_scene_are_exactly_the_reverse(story, linked):
    forward = {
        (k["scene"], name, k["role"], k["certainty"], k["rank_score"])
        for name, links in linked.items()
        for k in links
    }
    back = {
        (scene["id"], k["observation"], k["role"], k["certainty"], k["rank_score"])
        for scene in story.json("scenes")
        for k in story.json("observations", scene["id"])
    }
    assert back == forward


def test_link_counts_the_same_pairs(story, linked):
    assert story.json("link")["links"] == sum(len(links) for links in linked.values())


def test_a_scene_without_a_date_is_kept_and_never_searched_or_linked(story, tmp_path):
    [undated] = [s for s in story.json("scenes") if s["datetime"] is None]
    assert UNDATED in undated["id"]
    assert undated["bounds"] is not None
    assert any("--datetime" in w for w in undated["warnings"])
    found = story.json("search")
    assert undated["id"] not in found
    assert len(found) == len(story.json("scenes")) - 1
    assert story.json("observations", undated["id"]) == []
    out = tmp_path / "scenes.json"
    written = story.json("export", "scenes", out)
    assert written["rows"] == len(found)
    assert any(undated["id"] in w for w in written["warnings"]), "left out without a word"
    items = pystac.ItemCollection.from_file(str(out))
    assert {item.id for item in items} == set(found)


def test_a_search_across_180_degrees(story):
    east, west = "SYNTHETIC-10m-antimeridian-east", "SYNTHETIC-10m-antimeridian-west"
    across = story.json("search", "--bbox", "179,-90,-179,90")
    assert {east, west} <= set(across)
    assert set(across) == set(story.json("search", "--bbox", "179,-90,180,90")) | set(
        story.json("search", "--bbox", "-180,-90,-179,90")
    )
    assert not {east, west} & set(story.json("search", "--bbox", "-179,-90,179,90"))


def test_a_search_in_time_takes_both_ends_in(story):
    dated = {s["id"]: s["datetime"] for s in story.json("scenes") if s["datetime"]}
    name = "SYNTHETIC-050cm-20240611"
    moment = dated[name]
    for window in (moment, f"{moment}/..", f"../{moment}", f"2024-01-01T00:00:00Z/{moment}"):
        assert name in story.json("search", "--datetime", window), window
    assert story.json("search", "--datetime", f"{moment}/{moment}") == [name]
    assert story.json("search", "--datetime", "../..") == story.json("search")


def test_taking_the_same_in_again_changes_nothing(story, samples):
    before = story.json("info")
    again = story.json("add", samples / "scenes")
    assert (again["added"], again["updated"]) == (0, 0)
    assert again["unchanged"] == before["scenes"]
    observed = story.json("observe", samples / "observations.csv")
    assert (observed["added"], observed["updated"]) == (0, 0)
    assert observed["unchanged"] == before["observations"]
    assert story.json("info") == before
    assert story.json("check") == []

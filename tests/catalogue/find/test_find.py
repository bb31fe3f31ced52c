"""Searches of a real STAC API: the product's own, on loopback."""

import json

import orjson
import pytest
from find_world import QUICK, Faulty, answer, item, page

from catalogue import Catalogue
from catalogue.errors import InvalidValue, NotFound
from catalogue.find.access import Access
from catalogue.find.plan import Limits
from catalogue.model import Case, Search


def test_what_shows_the_place_goes_in_and_the_search_is_logged(cat: Catalogue, provider: str):
    told = []
    plan = cat.plan_search("o", provider, enlarge="1000", limits=QUICK)
    found = cat.find_imagery(plan, Access(), progress=lambda *n: told.append(n))
    assert found.error is None
    assert (len(found.new), found.known, found.outside, found.rejected) == (13, (), 3, ())
    assert found.received == 16
    assert told[-1] == ("scenes", 16, None)
    assert sorted(s.id for s in cat.scenes()) == sorted(cat.scene(u).id for u in found.new)
    scene = cat.named_scene("scene-3")
    assert scene.assets[0].href == "https://files.example.org/data.tif"
    assert scene.assets[0].provenance.obtained_from == f"{provider}/search"
    assert scene.assets[0].provenance.order_id == "scene-3"
    logged = cat.store.evidence(Search, found.search)
    assert (logged.found, logged.error, logged.observations) == (13, None, ("o",))
    assert logged.sent_area.contains(logged.area)
    assert logged.request["body"] == plan.request.body()
    assert set(logged.scenes) == set(found.new)
    assert list(cat.check()) == []


def test_pages_are_followed_to_the_end(cat: Catalogue, provider: str):
    plan = cat.plan_search("o", provider, limits=Limits(most_scenes=5))
    assert plan.request.page == 5
    found = cat.find_imagery(plan, Access())
    assert (found.received, found.pages) == (5, 1)
    assert "--limit" in found.error
    again = cat.find_imagery(cat.plan_again(found.search), Access())
    assert (again.pages, again.received, again.error) == (3, 13, None)
    assert (len(again.new), len(again.known)) == (8, 5)


def test_again_sends_the_same_bytes_and_shows_only_what_is_new(cat: Catalogue, provider: str):
    plan = cat.plan_search("o", provider, enlarge="50", name="  kashan june ", limits=QUICK)
    first = cat.find_imagery(plan, Access())
    repeat = cat.plan_again("kashan june")
    assert repeat.request == plan.request
    assert repeat.request.body_bytes() == plan.request.body_bytes()
    assert repeat.area.equals(plan.area)
    second = cat.find_imagery(repeat, Access())
    assert (second.new, set(second.known)) == ((), set(first.new))
    third = cat.find_imagery(cat.plan_again(second.search), Access())
    log = cat.searches(observation="o")
    assert [s.again for s in log] == [None, first.search, first.search]
    assert [s.uid for s in log] == [first.search, second.search, third.search]
    with pytest.raises(InvalidValue, match="already"):
        cat.plan_search("o", provider, name="kashan june")
    with pytest.raises(NotFound, match="no search"):
        cat.plan_again("another")


def test_cloud_and_size_are_held_against_what_is_known(cat: Catalogue, provider: str):
    """The product's own server knows no query: what it sends all the same is left out here."""
    found = cat.find_imagery(cat.plan_search("o", provider, cloud_max_pct=30), Access())
    assert (len(found.new), found.beyond) == (12, 1)
    coarse = cat.find_imagery(cat.plan_search("o", provider, gsd_max_m=0.3), Access())
    assert (coarse.new, coarse.known, coarse.beyond) == ((), (), 13)


def test_finding_nothing_is_a_result(cat: Catalogue, provider: str):
    plan = cat.plan_search("o", provider, when="1999-01-01/1999-02-01")
    found = cat.find_imagery(plan, Access())
    assert (found.received, found.error, found.pages) == (0, None, 1)
    assert cat.store.evidence(Search, found.search).found == 0


def test_a_search_of_a_case(cat: Catalogue, provider: str):
    cat.keep(Case("c1", "kashan", "Were there any?", "ana", "2026-01-02T03:04:05Z"))
    found = cat.find_imagery(cat.plan_search("o", provider, case="kashan"), Access())
    assert [s.uid for s in cat.searches(case="c1")] == [found.search]
    with pytest.raises(NotFound, match="no case"):
        cat.plan_search("o", provider, case="other")


def test_a_scene_with_files_of_its_own_keeps_them(cat: Catalogue, provider: str):
    cat.find_imagery(cat.plan_search("o", provider), Access())
    before = cat.named_scene("scene-3")
    again = cat.find_imagery(cat.plan_search("o", provider), Access())
    assert before.uid in again.known
    assert cat.named_scene("scene-3") == before


def test_nothing_else_is_sent_than_was_shown(cat: Catalogue, faulty: Faulty, monkeypatch):
    monkeypatch.setenv("CATALOGUE_HEADER_X", "X-Api-Key: s3cret")
    access = Access.of({"CATALOGUE_HEADER_X": "X-Api-Key: s3cret"}, "CATALOGUE_HEADER_X")
    faulty.answers = [answer(page([]))]
    plan = cat.plan_search("o", faulty.address, enlarge="10", cloud_max_pct=20, collections=["c"])
    shown = cat.preview_search(plan, access)
    assert "s3cret" not in shown.text + repr(access) + str(shown)
    assert faulty.asked == []
    found = cat.find_imagery(plan, access)
    (asked,) = faulty.asked
    assert asked.method == "POST"
    assert f"{faulty.address}{asked.path}" == shown.url
    assert asked.body == shown.body
    assert orjson.loads(asked.body)["query"] == {"eo:cloud_cover": {"lte": 20}}
    sent = {k.lower(): v for k, v in asked.headers.items()}
    promised = {k.lower(): v for k, v in shown.headers}
    assert sent.pop("x-api-key") == "s3cret"
    assert promised.pop("x-api-key") == "(the value of CATALOGUE_HEADER_X, not shown)"
    assert sent == promised
    log = orjson.dumps([e.payload and e.payload.decode() for e in cat.history()])
    assert b"s3cret" not in log
    assert b"X-Api-Key" not in log
    assert found.search


def test_the_body_is_what_pystac_client_would_send(cat: Catalogue, provider: str):
    from pystac_client import ItemSearch

    request = cat.plan_search("o", provider, cloud_max_pct=20, collections=["c"]).request
    body = json.loads(request.body_bytes())
    search = ItemSearch(f"{provider}/search", **body)
    assert json.loads(json.dumps(search.get_parameters())) == body


def test_known_scenes_are_counted_across_items_of_one_answer(cat: Catalogue, faulty: Faulty):
    faulty.answers = [answer(page([item(1), item(1), item(2)]))]
    found = cat.find_imagery(cat.plan_search("o", faulty.address), Access())
    assert (len(found.new), found.repeated) == (2, 1)
    assert cat.named_scene("item-1").assets[0].provenance.licence == "CC-BY-4.0"

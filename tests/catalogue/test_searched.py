"""Cases and the search log: what is kept, what is new when a saved search runs again."""

from datetime import UTC, datetime, timedelta

import pytest
from shapely.geometry import Point, box

from catalogue import Catalogue
from catalogue.errors import Conflict, InvalidGeometry, InvalidValue, NotFound
from catalogue.evidence.searched import counted
from catalogue.interval import Interval
from catalogue.model import (
    BBox,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    Scene,
    Search,
)

DAY = datetime(2022, 6, 8, tzinfo=UTC)


def scene(uid, days=0.0, **more):
    when = Interval.instant(DAY + timedelta(days=days))
    return Scene(uid, f"scene-{uid}", footprint=box(51, 33, 52, 35), when=when, **more)


@pytest.fixture
def cat(tmp_path):
    when = Occurrence(((Interval(DAY, DAY + timedelta(days=1)), 1.0),))
    claim = Observation(
        "o", "claim", "A visit", Place((Candidate(Point(51.5, 33.9), 500.0),)),
        EventTime("2022-06-08", (when,)),
    )  # fmt: skip
    with Catalogue.open(tmp_path / "case", create=True) as opened:
        with opened.store.transaction():
            opened.store.put_observations([claim])
            opened.store.put_scenes([scene("a"), scene("b", 2, cloud_pct=90.0)])
        yield opened


def test_a_case_has_versions_and_an_id_of_its_own(cat):
    made = cat.open_case("kashan", " Who came? ", observations=["o"])
    assert (made.question, made.version) == ("Who came?", 1)
    assert cat.change_case("kashan", note="n").version == 2
    assert cat.change_case("kashan", note="n").version == 2
    with pytest.raises(Conflict):
        cat.change_case("kashan", base=1, note="m")
    assert cat.add_to_case("kashan", observations=["o"]).observations == ("o",)
    closed = cat.close_case("kashan", "nothing found")
    assert closed.closed
    assert cat.close_case("kashan") == closed
    assert cat.cases(closed=False) == []
    assert cat.reopen_case("kashan").closed is None
    assert not [f for f in cat.check() if f.name.startswith(("case ", "search "))]


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"id": "x", "question": " "}, InvalidValue, "question"),
        ({"id": "kashan", "question": "?"}, InvalidValue, "already"),
        ({"id": "x", "question": "?", "reports": ["nowhere"]}, NotFound, "nowhere"),
        ({"id": "x", "question": "?", "sensitivity": "huge"}, InvalidValue, "huge"),
        ({"id": "x", "question": "?", "colour": "red"}, InvalidValue, "colour"),
    ],
)
def test_a_case_that_cannot_be_is_refused(cat, given, error, says):
    cat.open_case("kashan", "?")
    with pytest.raises(error, match=says):
        cat.open_case(**given)


def test_a_search_by_hand_is_kept_as_it_was_said(cat):
    made = cat.log_search("  Archive   X ", searched="2022-07-01", area=BBox(50, 33, 53, 35))
    assert (made.provider, made.searched, made.found, made.by_hand) == (
        "Archive X", "2022-07-01", None, True,
    )  # fmt: skip
    assert made.when is None
    assert cat.searches() == [made]
    assert not [f for f in cat.check() if f.name.startswith(("case ", "search "))]


def test_what_was_not_stated_stays_unknown_and_counts_only_where_it_is_named(cat):
    claim = cat.observation("o")
    named = cat.log_search("X", found=0, observations=["o"])
    cat.log_search("Y", found=0)
    [one] = counted(cat.searches(), claim)
    assert (one.search, one.place, one.time, one.whole) == (named, None, None, False)
    assert one.sentence.endswith("0 found (which area was not noted; which time was not noted)")


def test_the_shares_of_place_and_time_are_said(cat):
    cat.log_search(
        "X", area=BBox(51.5, 33, 53, 35), when=Interval(DAY, DAY + timedelta(hours=6)), found=2,
        collections=["fine"], filters={"cloud": "30"},
    )  # fmt: skip
    [one] = counted(cat.searches(), cat.observation("o"))
    assert one.place == pytest.approx(0.5, abs=0.01)
    assert one.time == pytest.approx(0.25)
    assert "2 found (50 % of the place; 25 % of the time; only fine; cloud 30)" in one.sentence


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"area": Point(1, 2)}, "no area"),
        ({"at_place": True}, "which claims"),
        ({"found": -1}, "found"),
        ({"case": "nowhere"}, "nowhere"),
        ({"name": " "}, "1 to 200"),
    ],
)
def test_a_search_that_cannot_have_been_is_refused(cat, more, says):
    with pytest.raises((InvalidValue, NotFound, InvalidGeometry), match=says):
        cat.log_search("X", **more)
    assert cat.searches() == []


def test_a_saved_search_shows_only_what_is_new(cat):
    cat.save_search("visit", observations=["o"], days=5)
    first = cat.run_saved("visit")
    assert {s.uid for s in first.new} == {"a", "b"}
    assert cat.run_saved("visit").new == ()
    with cat.store.transaction():
        cat.store.put_scenes([scene("c", 1), scene("d", 30), scene("e", -4)])
    again = cat.run_saved("visit")
    assert {s.uid for s in again.new} == {"c", "e"}
    assert len(again.scenes) == 4
    log = cat.searches()
    assert [s.found for s in log] == [None, 2, 2, 4]
    assert {s.again for s in log[1:]} == {log[0].uid}
    with pytest.raises(InvalidValue, match="already"):
        cat.save_search("visit")


def test_a_search_of_this_catalogue_is_no_search_elsewhere(cat):
    cat.save_search("visit", observations=["o"], days=5)
    cat.run_saved("visit")
    assert counted(cat.searches(), cat.observation("o")) == ()


def test_a_saved_search_keeps_to_its_limits_and_says_which_it_cannot(cat):
    cat.save_search("clear", observations=["o"], days=5, cloud_max_pct=95)
    assert [s.uid for s in cat.run_saved("clear").new] == ["b"]
    cat.log_search("X", name="other", filters={"price": "10"})
    with pytest.raises(InvalidValue, match="price"):
        cat.run_saved("other")


def test_an_area_across_180_degrees_finds_both_sides(cat):
    with cat.store.transaction():
        cat.store.put_scenes(
            [Scene(n, n, footprint=b, when=Interval.instant(DAY)) for n, b in
             (("west", box(-180, 0, -179, 1)), ("east", box(179, 0, 180, 1)))]
        )  # fmt: skip
    cat.save_search("date line", area=BBox(179.5, 0, -179.5, 1))
    assert {s.uid for s in cat.run_saved("date line").new} == {"west", "east"}


def test_a_search_keeps_its_uid_as_a_name(cat):
    made = cat.log_search("X")
    assert cat.named_search(made.uid) == made
    cat.withdraw(Search, made.uid)
    with pytest.raises(NotFound):
        cat.named_search(made.uid)

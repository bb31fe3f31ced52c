"""The images around a claim, and what the gaps between them say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from evidence_world import at, claim, scene, seen
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from catalogue.evidence.gap import brackets, to_search
from catalogue.evidence.sentences import gap_sentence
from catalogue.interval import Interval
from catalogue.model import Candidate, EventTime, Occurrence, Place, Search


def only(observation, *scenes, searches=()):
    [found] = brackets(observation, seen(observation, *scenes), searches)
    return found


def test_the_last_before_the_first_after_and_the_days_between():
    found = only(claim(), scene("a", -30), scene("b", -18), scene("c", 12.5), scene("d", 20))
    assert (found.before.scene.uid, found.after.scene.uid) == ("b", "c")
    assert found.inside == ()
    assert (found.gap.begin, found.gap.end) == (at(-18), at(12.5))
    assert (found.gap.days, found.gap.length) == (30.5, "30.5 days")


def test_what_makes_the_gap_is_said():
    cloudy = [scene(f"c{n}", n - 2, cloud_pct=96 + n) for n in range(3)]
    coarse = [scene("k1", 2, gsd_m=10), scene("k2", 3, gsd_m=30)]
    found = only(claim(), scene("b", -18), *cloudy, *coarse, scene("d", 12))
    assert gap_sentence(found) == (
        "8 June 2022: 1 image at its time, none of them usable. Without a usable image from "
        "2022-05-21 00:00 UTC to 2022-06-20 00:00 UTC (30 days): 3 scenes, all with 96 % cloud or "
        "more over the whole scene; 2 scenes, all too coarse (pixels of 10 to 30 m). "
        "Never searched."
    )


def test_no_scene_at_all():
    found = only(claim())
    assert gap_sentence(found) == "8 June 2022: no scene at all in this catalogue. Never searched."
    assert found.gap.days is None


def test_the_sentence_names_its_searches():
    asked = Search(
        "q", "Archive X", "2022-08-01", "Ana", box(51, 33, 52, 35),
        when=Interval(at(-5), at(0.25)), found=0, by_hand=True,
    )  # fmt: skip
    elsewhere = Search("r", "Y", "2022-08-01", "Ana", box(0, 0, 1, 1), when=asked.when, found=3)
    failed = Search("s", "Z", "2022-08-01", "Ana", asked.area, when=asked.when, error="timeout")
    sentence = gap_sentence(only(claim(), searches=[asked, elsewhere, failed]))
    assert sentence.endswith(
        "Searched Archive X by hand on 2022-08-01: 0 found (25 % of the time)."
    )
    again = replace(asked, uid="t", searched="2022-08-01T09:00:00Z")
    later = replace(asked, uid="u", searched="2022-09-02", found=1)
    sentence = gap_sentence(only(claim(), searches=[asked, again, later]))
    assert sentence.endswith(
        "Searched Archive X by hand on 2022-08-01: 0 found (25 % of the time), 2 times alike; "
        "searched Archive X by hand on 2022-09-02: 1 found (25 % of the time)."
    )


def test_a_usable_image_at_its_time_is_said_with_its_order_unknown():
    found = only(claim(), scene("b", -18), scene("i", 0.3), scene("d", 12))
    assert found.shown
    assert "1 usable image at its time, order to the event unknown" in gap_sentence(found)
    # The longest stretch that may hold the event is that before the image of the day.
    assert (found.gap.begin, found.gap.end) == (at(-18), at(0.3))


def test_an_instant_with_an_image_at_it_has_no_gap():
    when = EventTime("x", (Occurrence(((Interval.instant(at(0)), 1.0),)),))
    found = only(claim(when=when), scene("i", 0), scene("b", -3))
    assert found.gap is None


def test_two_dates_have_a_bracket_each():
    two = claim(days=((0, 1), (27, 28)))
    first, second = brackets(two, seen(two, scene("m", 12)))
    assert (first.name, first.before, first.after.scene.uid) == ("8 June 2022", None, "m")
    assert (second.name, second.before.scene.uid, second.after) == ("5 July 2022", "m", None)
    assert first.gap.begin is None
    assert second.gap.end is None


def test_what_to_search_for_is_the_gap_and_ends_near_the_event_where_it_is_open():
    closed = only(claim(), scene("b", -18), scene("d", 12))
    assert to_search(closed) == Interval(at(-18), at(12))
    assert to_search(only(claim(), scene("b", -18))) == Interval(at(-18), at(31))
    assert to_search(only(claim()), 5) == Interval(at(-5), at(6))
    when = EventTime("x", (Occurrence(((Interval.instant(at(0)), 1.0),)),))
    assert to_search(only(claim(when=when), scene("i", 0))) == Interval.instant(at(0))


def test_short_gaps_are_in_hours_and_minutes():
    noon = EventTime("x", (Occurrence(((Interval(at(0.5), at(0.5 + 1 / 48)), 1.0),)),))
    found = only(claim(when=noon), scene("a", 0.25), scene("b", 0.75))
    assert found.gap.length == "12 hours"
    found = only(claim(when=noon), scene("a", 0.5 - 1 / 72), scene("b", 0.5 + 1 / 36))
    assert found.gap.length == "60 minutes"


def test_of_alternatives_what_lies_between_them_is_inside_and_its_order_unknown():
    one_of = Occurrence(((Interval(at(0), at(1)), 0.5), (Interval(at(8), at(9)), 0.5)))
    found = only(claim(when=EventTime("[2022-06-08,2022-06-16]", (one_of,))), scene("i", 4))
    assert [s.scene.uid for s in found.inside] == ["i"]
    assert not found.exact


def test_a_longer_scene_ends_the_stretch_where_it_ends():
    week = EventTime("x", (Occurrence(((Interval(at(0), at(7)), 1.0),)),))
    found = only(claim(when=week), scene("long", -5, long=6), scene("short", -3), scene("d", 9))
    assert (found.gap.begin, found.gap.end) == (at(1), at(9))


def test_a_place_that_is_only_partly_shown_is_a_cause():
    wide = claim(place=Place((Candidate(Point(51.5, 33.9), 90_000.0),)))
    small = scene("p", 2)
    object.__setattr__(small, "footprint", box(51.5, 33.9, 51.51, 33.91))
    found = only(wide, small)
    assert "1 scene, showing" in gap_sentence(found)


@given(
    st.lists(st.tuples(st.floats(-40, 40), st.booleans()), max_size=8),
    st.floats(-10, 10),
    st.floats(0.01, 10),
)
def test_a_gap_holds_no_usable_image_and_some_of_the_event(taken, begin, length):
    event = Interval(at(begin), at(begin + length))
    told = claim(when=EventTime("x", (Occurrence(((event, 1.0),)),)))
    scenes = [
        scene(f"s{n}", days, gsd_m=0.5 if good else 50) for n, (days, good) in enumerate(taken)
    ]
    found = only(told, *scenes)
    if found.gap is None:
        assert found.shown
        return
    gap = Interval(found.gap.begin, found.gap.end)
    inner = (
        gap.widened(-timedelta(microseconds=1), -timedelta(microseconds=1)) if _long(gap) else gap
    )
    assert not any(inner.meets(s.when) for s in scenes if s.gsd_m < 1)
    assert gap.meets(event)
    named = {uid for cause in found.gap.causes for uid in cause.scenes}
    assert all(gap.begin_us <= s.when.begin_us <= gap.end_us for s in scenes if s.uid in named)


def _long(gap):
    return gap.end_us - gap.begin_us > 2


@pytest.mark.parametrize("missing", ["when"])
def test_without_a_time_nothing_lies_around_it(missing):
    assert brackets(claim(**{missing: None}), []) == ()

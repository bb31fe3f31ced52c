"""Which scenes an observation is linked to, and what a link says."""

from datetime import UTC, datetime, timedelta

import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, Point, box

from catalogue import space
from catalogue.interval import Interval
from catalogue.join import link, links, search_boxes, search_interval, why_not
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, Scene

UTC_DAY = timedelta(days=1)
HERE = Point(51.4, 33.9)
AROUND = box(51, 33.5, 52, 34.5)
ELSEWHERE = Point(60, 40)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text):
    return Interval(at(text), at(text) + UTC_DAY)


def happened(*days, exact=True):
    occurrences = tuple(Occurrence(((day(d), 1.0),), exact) for d in days)
    return EventTime(",".join(days), occurrences)


def seen(place=HERE, r95_m=1000.0, when=None):
    if not isinstance(place, Place):
        place = Place((Candidate(place, r95_m),))
    return Observation("o", "O", "it", place=place, when=when or happened("2022-06-08"))


def taken(text, footprint=AROUND, name="S", **rest):
    return Scene(name, name, footprint=footprint, when=Interval.instant(at(text)), **rest)


def test_the_dam_of_brumadinho():
    """It broke at 12:28 local time on 2019-01-25; Sentinel-2 passed on the 14th and the 30th."""
    dam = Point(-44.121, -20.119)
    observation = seen(dam, 500.0, happened("2019-01-25"))
    tile = box(-44.6, -20.8, -43.5, -19.8)
    scenes = [
        taken("2019-01-14T13:12:41", tile, "S2-before"),
        taken("2019-01-30T13:12:39", tile, "S2-after"),
        taken("2019-01-30T13:12:39", box(-43.5, -20.8, -42.5, -19.8), "S2-next-tile"),
    ]
    found = links(observation, scenes)
    assert [(k.scene, k.role, k.certainty) for k in found] == [
        ("S2-after", "after", "certain"),
        ("S2-before", "before", "certain"),
    ]
    assert found[0].dt_s == (at("2019-01-30T13:12:39") - at("2019-01-26")).total_seconds()
    assert found[1].dt_s == -(at("2019-01-25") - at("2019-01-14T13:12:41")).total_seconds()
    assert [k.covered for k in found] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("text", "role", "dt_s"),
    [
        ("2022-06-07T23:00:00", "before", -3600.0),
        ("2022-06-08T00:00:00", "during", 0.0),
        ("2022-06-08T23:59:59", "during", 0.0),
        ("2022-06-09T00:00:00", "after", 0.0),
        ("2022-06-09T02:00:00", "after", 7200.0),
    ],
)
def test_roles_and_the_sign_of_the_gap(text, role, dt_s):
    made = link(seen(), taken(text))
    assert (made.role, made.roles, made.dt_s) == (role, (role,), dt_s)


def test_a_scene_that_ends_as_the_event_begins_is_before():
    composite = Scene("s", "S", footprint=AROUND, when=Interval(at("2022-06-01"), at("2022-06-08")))
    made = link(seen(), composite)
    assert (made.role, made.dt_s) == ("before", 0.0)
    assert "0 h before" in " ".join(made.score.reasons)


@pytest.mark.parametrize(
    ("text", "role", "roles", "dt_s"),
    [
        ("2022-06-01T00:00:00", "before", ("before", "before"), -7 * 86_400.0),
        ("2022-06-08T12:00:00", "during", ("during", "before"), 0.0),
        ("2022-06-12T00:00:00", "between", ("after", "before"), 3 * 86_400.0),
        ("2022-06-15T12:00:00", "between", ("after", "before"), -43_200.0),
        ("2022-06-16T12:00:00", "during", ("after", "during"), 0.0),
        ("2022-06-20T00:00:00", "after", ("after", "after"), 3 * 86_400.0),
    ],
)
def test_two_occurrences_have_a_role_each(text, role, roles, dt_s):
    made = link(seen(when=happened("2022-06-08", "2022-06-16")), taken(text))
    assert (made.role, made.roles, made.dt_s) == (role, roles, dt_s)


def test_the_margin_belongs_to_the_link():
    end = at("2022-06-09")
    for days, linked in ((30.0, True), (30.0 + 1 / 86_400, False)):
        when = Interval.instant(end + timedelta(days=days))
        made = link(seen(), Scene("s", "S", footprint=AROUND, when=when), margin_days=30.0)
        assert (made is not None) == linked


class TestCertainty:
    def test_a_whole_disc_at_an_exact_time_is_certain(self):
        assert link(seen(), taken("2022-06-08T12:00:00")).certainty == "certain"

    def test_a_disc_partly_outside_is_possible(self):
        made = link(seen(Point(51.0, 34)), taken("2022-06-08T12:00:00"))
        assert made.certainty == "possible"
        assert made.covered == pytest.approx(0.5, abs=1e-3)
        assert made.score.terms[0].reason == "shows 50% of the place"

    def test_a_time_that_is_not_exact_is_possible(self):
        for text in ("2022-06-08T12:00:00", "2022-05-01T12:00:00"):
            when = happened("2022-06-08", exact=False)
            assert link(seen(when=when), taken(text)).certainty == "possible"

    def test_alternatives_that_disagree_on_the_role_are_possible(self):
        either = Occurrence(((day("2022-06-08"), 0.5), (day("2022-06-16"), 0.5)))
        when = EventTime("2022-06-08 or 16", (either,))
        assert link(seen(when=when), taken("2022-06-08T12:00:00")).certainty == "possible"
        assert link(seen(when=when), taken("2022-06-12T12:00:00")).certainty == "possible"
        assert link(seen(when=when), taken("2022-06-01T12:00:00")).certainty == "certain"

    def test_a_scene_longer_than_the_event_is_possible(self):
        month = Interval(at("2022-06-01"), at("2022-07-01"))
        made = link(seen(), Scene("s", "S", footprint=AROUND, when=month))
        assert (made.role, made.certainty) == ("during", "possible")

    def test_a_radius_of_0_is_certain_and_none_is_not(self):
        assert link(seen(r95_m=0.0), taken("2022-06-08T12:00:00")).certainty == "certain"
        assert link(seen(r95_m=None), taken("2022-06-08T12:00:00")).certainty == "possible"

    @pytest.mark.parametrize(
        ("geometry", "certainty"),
        [
            (MultiPoint([(51.2, 34), (51.3, 34)]), "possible"),
            (LineString([(51.2, 34), (51.3, 34)]), "certain"),
            (box(51.2, 34, 51.3, 34.1), "certain"),
        ],
    )
    def test_points_need_a_radius_lines_and_areas_do_not(self, geometry, certainty):
        made = link(seen(geometry, None), taken("2022-06-08T12:00:00"))
        assert (made.certainty, made.covered) == (certainty, 1.0)

    def test_a_reserve_for_elsewhere_is_possible(self):
        place = Place((Candidate(HERE, 10.0, p=0.8),), reserve=0.2)
        made = link(seen(place), taken("2022-06-08T12:00:00"))
        assert (made.certainty, made.covered) == ("possible", 0.8)
        place_term = made.score.terms[0]
        assert (place_term.low, place_term.value, place_term.high) == (0.8, 0.8, 1.0)


class TestCovered:
    def test_a_point_without_a_radius_counts_as_it_stands(self):
        made = link(seen(r95_m=None), taken("2022-06-08T12:00:00"))
        place = made.score.terms[0]
        assert made.covered == 1.0
        assert (place.low, place.value, place.high, place.known) == (0.0, 0.5, 1.0, False)

    def test_missed_candidates_are_not_covered(self):
        place = Place((Candidate(HERE, None, p=0.6), Candidate(ELSEWHERE, None, p=0.4)))
        made = link(seen(place), taken("2022-06-08T12:00:00"))
        term = made.score.terms[0]
        assert made.covered == pytest.approx(0.6)
        assert (term.low, term.value, term.high) == pytest.approx((0.0, 0.3, 1.0))
        assert "60% of the place" in term.reason

    def test_a_stated_candidate_beside_a_vague_one_is_sure(self):
        place = Place((Candidate(HERE, 10.0, p=0.6), Candidate(ELSEWHERE, None, p=0.4)))
        term = link(seen(place), taken("2022-06-08T12:00:00")).score.terms[0]
        assert (term.low, term.value, term.high) == pytest.approx((0.6, 0.6, 1.0))
        assert not term.known

    def test_one_candidate_met_makes_a_link(self):
        place = Place((Candidate(HERE, 10.0, p=0.1), Candidate(ELSEWHERE, 10.0, p=0.9)))
        made = link(seen(place), taken("2022-06-08T12:00:00"))
        assert made.covered == pytest.approx(0.1)
        assert made.certainty == "possible"


def test_links_are_sorted_and_do_not_depend_on_the_order():
    scenes = [
        taken("2022-06-08T12:00:00", name="b"),
        taken("2022-06-08T12:00:00", name="a"),
        taken("2022-06-08T12:00:00", name="sharp", gsd_m=0.3),
        taken("2022-06-20T12:00:00", name="late"),
        taken("2022-06-08T12:00:00", box(0, 0, 1, 1), name="away"),
        taken("2019-06-08T12:00:00", name="years-before"),
    ]
    order = [k.scene for k in links(seen(), scenes)]
    assert order == ["a", "b", "sharp", "late"]
    assert [k.scene for k in links(seen(), scenes[::-1])] == order


def test_nothing_is_linked_without_place_and_time_on_both_sides():
    scene = taken("2022-06-08T12:00:00")
    nowhere = Observation("o", "O", "it", when=happened("2022-06-08"))
    never = Observation("o", "O", "it", place=Place((Candidate(HERE, 1.0),)))
    lost = Scene("s", "S", when=Interval.instant(at("2022-06-08")))
    undated = Scene("s", "S", footprint=AROUND)
    cases = [(nowhere, scene), (never, scene), (seen(), lost), (seen(), undated)]
    words = ["place of the observation", "time of the observation", "place of the scene", "time of"]
    for (observation, other), word in zip(cases, words, strict=True):
        assert link(observation, other) is None
        assert word in " ".join(why_not(observation, other))


def test_why_not_says_by_how_much():
    assert why_not(seen(), taken("2022-06-08T12:00:00")) == ()
    far = taken("2019-06-08T12:00:00", box(52, 33.5, 53, 34.5))
    place, time = why_not(seen(Point(51.99, 34), 100.0), far)
    assert place == f"it misses the place by {924 - 100} m"
    assert time == "it was taken more than 365 days before or after"
    area = seen(box(40, 33.5, 51.9, 34.5), None)
    assert "misses the place by 9.2 km" in why_not(area, far)[0]


def test_the_search_holds_both_sides_of_180_degrees_and_the_poles():
    for geometry, radius in (
        (Point(179.99, 10), 5000.0),
        (Point(180, 10), 0.0),
        (box(179, 10, 179.99, 11), 5000.0),
        (space.normalise(box(179, 10, 181, 11)), None),
        (box(179, 10, 180, 11), None),
    ):
        found = search_boxes(Place((Candidate(geometry, radius),)))
        assert all(b.west <= b.east for b in found)
        assert any(b.east == 180 for b in found)
        assert any(b.west == -180 for b in found)
    for geometry in (Point(3, 89.99), box(3, 89, 4, 89.99)):
        (found,) = search_boxes(Place((Candidate(geometry, 5000.0),)))
        assert (found.west, found.east, found.north) == (-180, 180, 90)


def test_the_search_holds_every_candidate_and_occurrence():
    place = Place((Candidate(HERE, 10.0, p=0.6), Candidate(ELSEWHERE, None, p=0.4)))
    found = search_boxes(place)
    for point in (HERE, ELSEWHERE):
        assert any(shapely.box(b.west, b.south, b.east, b.north).covers(point) for b in found)
    span = search_interval(happened("2022-06-16", "2022-06-08"), 10.0)
    assert span.begin <= at("2022-05-29")
    assert span.end > at("2022-06-27")
    assert span.end - span.begin < timedelta(days=30)


def test_an_open_or_ancient_time_is_searched_to_the_end():
    since = EventTime("2022-06-08/..", (Occurrence(((Interval(at("2022-06-08"), None), 1.0),)),))
    assert search_interval(since, 1.0).end is None
    assert link(seen(when=since), taken("2031-01-01T00:00:00")).role == "during"
    first = EventTime("0001", (Occurrence(((Interval(at("0001-01-01"), at("0001-01-02")), 1.0),)),))
    assert search_interval(first, 365.0).begin == at("0001-01-01")

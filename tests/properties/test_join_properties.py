"""The search never misses what the join links; closer in time is never worse; order is fixed."""

import math
from datetime import UTC, datetime, timedelta

import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from catalogue import space
from catalogue.interval import Interval
from catalogue.join import link, links, met, search_boxes, search_interval
from catalogue.model import (
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
)

T0 = datetime(2020, 1, 1, tzinfo=UTC)
MARGIN = 5.0
moments = st.builds(
    lambda hours, us: T0 + timedelta(hours=hours, microseconds=us),
    st.integers(-240, 240),
    st.integers(-2, 2),
)
lons = st.sampled_from([0.0, 100.0, 179.0, 180.0, -180.0, -179.5])
lats = st.sampled_from([0.0, 52.0, -17.0, 84.9, 88.5, -89.0, 90.0])


@st.composite
def intervals(draw):
    begin, end = sorted(draw(st.tuples(moments, moments)))
    if draw(st.booleans()):
        end = begin
    return Interval(*(draw(st.sampled_from([side] * 4 + [None])) for side in (begin, end)))


@st.composite
def shapes(draw):
    lon, lat = draw(lons) + draw(st.floats(-1, 1)), draw(lats)
    width, height = draw(st.floats(1e-4, 5)), draw(st.floats(1e-4, 3))
    low = max(-90.0, min(lat, 90.0 - height))
    return space.normalise(shapely.box(lon, low, lon + width, low + height))


@st.composite
def candidates(draw, p):
    radius = draw(st.sampled_from([None, 0.0, 1.0, 500.0, 20_000.0, 400_000.0]))
    if draw(st.booleans()):
        far = draw(st.sampled_from([radius, radius, 400_000.0]))
        return Candidate(Point(draw(lons), draw(lats)), far, p)
    return Candidate(draw(shapes()), radius, p)


@st.composite
def observations(draw):
    count = draw(st.integers(1, 3))
    places = tuple(draw(candidates(1 / count)) for _ in range(count))
    occurrences = tuple(
        Occurrence(tuple((draw(intervals()), 0.5) for _ in range(2)), draw(st.booleans()))
        for _ in range(draw(st.integers(1, 2)))
    )
    return Observation("o", "O", "it", place=Place(places), when=EventTime("", occurrences))


@st.composite
def scenes(draw, uid="s"):
    return Scene(
        uid,
        draw(st.sampled_from("ab")),
        footprint=draw(shapes()),
        when=draw(intervals()),
        gsd_m=draw(st.sampled_from([None, 0.5, 10.0])),
        cloud_pct=draw(st.sampled_from([None, 0.0, 40.0])),
    )


def found(observation, scene):
    """As a store searches: closed comparisons of boxes and of spans."""
    span = search_interval(observation.when, MARGIN)
    if not (span.begin_us <= scene.when.end_us and scene.when.begin_us <= span.end_us):
        return False
    return any(
        a[0] <= b.east and b.west <= a[2] and a[1] <= b.north and b.south <= a[3]
        for a in space.boxes(scene.footprint)
        for b in search_boxes(observation.place)
    )


@given(observations(), st.lists(scenes(), min_size=1, max_size=5))
@settings(max_examples=120, deadline=None)
def test_the_search_finds_all_that_is_linked(observation, several):
    for scene in several:
        if link(observation, scene, MARGIN) is not None:
            assert found(observation, scene)


@given(observations(), scenes())
@settings(max_examples=120, deadline=None)
def test_a_link_says_only_what_can_be(observation, scene):
    made = link(observation, scene, MARGIN)
    assume(made is not None)
    assert 0.0 <= made.covered <= 1.0
    assert abs(made.dt_s) <= MARGIN * 86_400
    assert len(made.roles) == len(observation.when.occurrences)
    assert made.role == "between" or made.role in made.roles
    assert math.copysign(1, made.dt_s) > 0 or made.role in ("before", "between")
    if made.role == "during":
        assert made.dt_s == 0
    if made.certainty == "certain":
        assert made.covered > 1 - 1e-9
        assert all(o.exact for o in observation.when.occurrences)
        assert all(
            c.geometry.geom_type != "Point" or c.r95_m is not None
            for c in observation.place.candidates
        )
    for term in made.score.terms:
        assert 0 <= term.low <= term.value <= term.high <= 1
        assert term.reason


claims = st.builds(
    lambda event_class, kind, length: Observation(
        "o", "O", "it",
        place=Place((Candidate(Point(1, 1), 10.0),)),
        when=EventTime(
            "", (Occurrence(((Interval(T0, T0 + timedelta(days=length)), 1.0),)),), kind
        ),
        event_class=event_class,
        objects=(ReportedObject("truck", length_m=7, width_m=2.5),),
    ),
    st.sampled_from([None, "visit", "shelling", "construction"]),
    st.sampled_from(["onset", "state"]),
    st.sampled_from([0.0, 1.0, 20.0]),
)  # fmt: skip
FRAME = shapely.box(0, 0, 2, 2)


def scored(observation, days=0.25, **changes):
    when = Interval.instant(T0 + timedelta(days=days))
    return link(observation, Scene("s", "S", footprint=FRAME, when=when, **changes)).score


@given(claims, st.lists(st.floats(20.5, 300), min_size=2, max_size=2), st.sampled_from([-1, 1]))
def test_closer_in_time_never_scores_lower(observation, days, side):
    """On either side of what happened; the two sides are different uses of an image."""
    far, near = (scored(observation, side * d) for d in sorted(days, reverse=True))
    assert near.value >= far.value
    assert near.high >= far.high


gsd = st.floats(0.05, 100)


@given(claims, gsd, gsd, st.sampled_from([None, 0.0, 35.0]), st.sampled_from(["x", "sentinel-1a"]))
def test_finer_pixels_never_score_lower(observation, one, other, off_nadir, platform):
    fine, coarse = (
        scored(observation, gsd_m=g, off_nadir_deg=off_nadir, platform=platform)
        for g in sorted((one, other))
    )
    for name in ("low", "value", "high"):
        assert getattr(fine, name) >= getattr(coarse, name)


@given(claims, st.floats(0, 100), st.floats(0, 100), st.sampled_from([None, 8.0, 50.0]))
def test_more_cloud_never_scores_higher(observation, one, other, sun):
    clear, cloudy = (
        scored(observation, cloud_pct=c, sun_elevation_deg=sun) for c in sorted((one, other))
    )
    for name in ("low", "value", "high"):
        assert getattr(clear, name) >= getattr(cloudy, name)


@given(
    st.lists(st.tuples(st.floats(-0.2, 2.2), st.floats(0.1, 1)), min_size=1, max_size=5),
    st.tuples(st.floats(-0.2, 2.2), st.floats(0.01, 1)),
)
@settings(deadline=None)
def test_another_candidate_never_raises_the_share_of_one(several, added):
    """Each alone, by its weight among all, and the reserve."""

    def place(weighted):
        total = sum(w for _, w in weighted) + 0.5
        return [Candidate(Point(x, 1), 20_000.0, w / total) for x, w in weighted]

    def share(candidate):
        rest = Candidate(Point(40, 40), 10.0, 1 - candidate.p)
        return met(Place((candidate, rest)), FRAME).covered.value

    for before, after in zip(place(several), place([*several, added]), strict=False):
        assert share(after) <= share(before)


@given(observations(), st.data())
@settings(max_examples=15, deadline=None)
def test_the_order_does_not_depend_on_the_order_given(observation, data):
    several = [data.draw(scenes(uid=str(n))) for n in range(5)]
    given_order = links(observation, several, MARGIN)
    assert links(observation, data.draw(st.permutations(several)), MARGIN) == given_order
    ranks = [(-k.score.value, -k.score.high) for k in given_order]
    assert ranks == sorted(ranks)

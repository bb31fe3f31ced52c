"""The first links by lazy ranking are the first of the full list, ties and all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalogue.interval import Interval
from catalogue.join import link, link_pairs, links, met
from catalogue.model import (
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
    summary_of,
)
from catalogue.rank import best_links, bounds, place_bounds, sketches_of
from catalogue.reported import best_observations, observation_bounds, observation_sketches_of
from catalogue.score import DEFAULTS

T0 = datetime(2022, 6, 8, tzinfo=UTC)
DAY = timedelta(days=1)
spots = st.floats(-70, 70)
days = st.integers(-400, 400) | st.integers(-2, 2)


@st.composite
def intervals(draw):
    begin = T0 + draw(days) * DAY
    end = begin + draw(st.sampled_from([0, 0, 1, 40])) * DAY
    sides = draw(st.sampled_from([(begin, end)] * 6 + [(None, end), (begin, None)]))
    return Interval(*sides)


scenes = st.builds(
    Scene,
    uid=st.uuids().map(str),
    id=st.sampled_from("abc"),
    footprint=st.builds(
        lambda x, y: shapely.box(x, y, x + 0.2, y + 0.2),
        st.sampled_from([-0.1, -0.05, 0.0, 0.5]),
        st.sampled_from([-0.1, 0.02]),
    ),
    when=intervals(),
    platform=st.sampled_from([None, "x", "sentinel-1a"]),
    instruments=st.sampled_from([(), ("sar",), ("msi",), ("lwir",)]),
    off_nadir_deg=st.sampled_from([None, 0.0, 25.0]),
    gsd_m=st.sampled_from([None, 0.3, 3, 10.0]),
    cloud_pct=st.none() | st.floats(0, 100) | st.sampled_from([0, 100]),
    sun_elevation_deg=st.sampled_from([None, -1.0, 12.0, 50.0]),
)


@st.composite
def observations(draw):
    radius = draw(st.sampled_from([None, 10.0, 8000.0]))
    spots = [
        Candidate(shapely.Point(0, 0), radius, 0.5),
        Candidate(shapely.Point(0.1, 0), 1.0, 0.5),
    ]
    single = (Candidate(shapely.Point(0, 0), radius),)
    occurrences = []
    for _ in range(draw(st.integers(1, 2))):
        either = draw(st.lists(intervals(), min_size=1, max_size=2))
        occurrences.append(Occurrence(tuple((i, 1 / len(either)) for i in either)))
    return Observation(
        uid="o",
        id="o",
        title="t",
        place=Place(draw(st.sampled_from([single, tuple(spots)]))),
        when=EventTime("x", tuple(occurrences), draw(st.sampled_from(["onset", "state"]))),
        objects=draw(st.sampled_from([(), (ReportedObject("", "uav", 3.5, 2.5),)])),
        event_class=draw(st.sampled_from([None, "visit", "construction", "landslide"])),
    )


@settings(deadline=None, max_examples=150)
@given(
    observations(),
    st.lists(scenes, max_size=60, unique_by=lambda s: s.uid),
    st.integers(0, 9),
    st.sampled_from([30.0, 365.0]),
)
def test_the_first_are_the_first_of_all(observation, found, limit, margin):
    everything = links(observation, found, margin)
    sketches = sketches_of(found, range(len(found)))
    fetch = fetch_of(found)
    assert best_links(observation, sketches, fetch, limit, margin) == everything[:limit]
    assert best_links(observation, sketches, fetch, None, margin) == everything


def fetch_of(scenes):
    return lambda keys: [summary_of(scenes[n]).scene(scenes[n].footprint) for n in set(keys)]


@settings(deadline=None, max_examples=150)
@given(observations(), scenes)
def test_no_link_beats_its_bound(observation, scene):
    made = link(observation, scene, 365.0)
    exact = sketches_of([scene], [0])
    vague = replace(exact, gsd_m=np.zeros(1), cloud_pct=np.zeros(1))
    for sketch in (exact, vague):
        (bound,) = bounds(observation, sketch, 365.0, DEFAULTS)
        assert made is None or made.score.value <= bound


@settings(deadline=None, max_examples=300)
@given(
    st.builds(
        Candidate,
        st.builds(shapely.Point, st.floats(-179.9, 179.9), st.floats(-89.9, 89.9))
        | st.builds(lambda x, y: shapely.box(x, y, x + 0.3, y + 0.2), spots, spots),
        st.sampled_from([None, 30.0, 4000.0, 90_000.0, 700_000.0]),
    ),
    st.tuples(spots, spots, st.floats(0.001, 3), st.floats(0.001, 3)),
    st.booleans(),
)
def test_no_share_beats_the_bound_of_its_box(candidate, where, beside):
    west, south, wide, high = where
    if beside and candidate.geometry.geom_type == "Point":
        west, south = candidate.geometry.x - wide / 3, candidate.geometry.y - high / 3
    assume(west > -180 and west + wide < 180 and south > -90 and south + high < 90)
    place, footprint = Place((candidate,)), shapely.box(west, south, west + wide, south + high)
    box = np.array([footprint.bounds, (np.nan,) * 4])
    bound, unbounded = place_bounds(place, box)
    assert met(place, footprint).covered.value <= bound
    assert unbounded == 1


@settings(deadline=None, max_examples=150)
@given(
    scenes,
    st.lists(observations(), max_size=40),
    st.integers(0, 9),
    st.sampled_from([30.0, 365.0]),
)
def test_the_first_observations_of_a_scene_are_the_first_of_all(scene, made, limit, margin):
    found = [replace(o, uid=f"{n}") for n, o in enumerate(made)]
    everything = sorted(
        link_pairs([(o, scene) for o in found], margin),
        key=lambda k: (-k.score.value, -k.score.high, k.observation),
    )
    sketches = observation_sketches_of(found)
    for known in (sketches, replace(sketches, critical_m=np.full(len(sketches), np.inf))):
        fetch = lambda keys: [found[n] for n in set(keys)]  # noqa: E731
        assert best_observations(scene, known, fetch, limit, margin) == everything[:limit]
        assert best_observations(scene, known, fetch, None, margin) == everything


@settings(deadline=None, max_examples=150)
@given(observations(), scenes)
def test_no_link_beats_the_bound_of_its_observation(observation, scene):
    made = link(observation, scene, 365.0)
    exact = observation_sketches_of([observation])
    for sketch in (exact, replace(exact, critical_m=np.full(len(exact), np.inf))):
        bound = observation_bounds(scene, sketch, 365.0, DEFAULTS).max()
        assert made is None or made.score.value <= bound


def test_few_footprints_are_fetched():
    where = Place((Candidate(shapely.Point(0, 0), 10.0),))
    when = EventTime("x", (Occurrence(((Interval.instant(T0), 1.0),)),))
    observation = Observation(uid="o", id="o", title="t", place=where, when=when)
    shape = shapely.box(-1, -1, 1, 1)
    found = [
        Scene(uid=f"{n}", id=f"{n}", footprint=shape, when=Interval.instant(T0 + n * DAY))
        for n in range(300)
    ]
    asked = []

    def fetch(keys):
        asked.extend(keys)
        return fetch_of(found)(keys)

    best = best_links(observation, sketches_of(found, range(300)), fetch, 20)
    assert [made.scene for made in best] == [f"{n}" for n in range(20)]
    assert len(asked) == 20

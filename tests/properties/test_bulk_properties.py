"""Linking in bulk finds exactly the links that the join finds pair by pair."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from catalogue import space
from catalogue.bulk import LEVELS, ROLES, link_pairs, scene_columns, scene_index
from catalogue.interval import Interval
from catalogue.join import links
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place, ReportedObject
from catalogue.model import Scene as SceneOf

T0 = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = st.integers(-3, 3)
BOTH = pytest.mark.parametrize(
    "compiled",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(
                find_spec("numba") is None, reason="the extra [fast] is not installed"
            ),
        ),
    ],
    ids=["plain", "compiled"],
)


def bulk(observations, scenes, margin, compiled=False):
    """[(observation uid, scene uid, role, certainty, covered, dt, score, level)], in order."""
    index = scene_index(scene_columns(scenes), compiled=compiled)
    found = []
    for pairs in link_pairs(index, observations, margin):
        found += [
            (
                pairs.observations[pairs.observation[n]].uid,
                index.scenes.uid[pairs.scene[n]],
                ROLES[pairs.role[n]],
                "certain" if pairs.certain[n] else "possible",
                pairs.covered[n],
                pairs.dt_s[n],
                (pairs.score.value[n], pairs.score.low[n], pairs.score.high[n]),
                LEVELS[pairs.level[n]],
            )
            for n in range(len(pairs))
        ]
    return found


def one_by_one(observations, scenes, margin):
    return [
        (k.observation, k.scene, k.role, k.certainty, k.covered, k.dt_s,
         (k.score.value, k.score.low, k.score.high), k.score.level)
        for o in observations for k in links(o, scenes, margin)
    ]  # fmt: skip


def assert_same(observations, scenes, margin, compiled=False):
    mine, oracle = (
        bulk(observations, scenes, margin, compiled),
        one_by_one(observations, scenes, margin),
    )
    by_pair = {(m[0], m[1]): m for m in mine}
    assert len(by_pair) == len(mine), "a pair came twice"
    assert by_pair.keys() == {(k[0], k[1]) for k in oracle}
    for expected in oracle:
        got = by_pair[expected[:2]]
        assert got[2:4] == expected[2:4]
        # Of discs, the compiled path keeps the bend of an edge that the other cuts into chords.
        assert got[4] == pytest.approx(expected[4], abs=1e-5 if compiled else 1e-9)
        assert got[5] == expected[5]
        assert math.copysign(1, got[5]) == math.copysign(1, expected[5])
        assert got[6] == pytest.approx(expected[6], abs=1e-5 if compiled else 1e-12)
        assert got[7] == expected[7]
    place = {o.uid: n for n, o in enumerate(observations)}
    names = {s.uid: (s.id, s.uid) for s in scenes}
    keys = [(place[m[0]], -m[6][0], -m[6][2], *names[m[1]]) for m in mine]
    assert keys == sorted(keys)


def near(value):
    """At a value, or a little beside it, down to the last digits."""
    return st.builds(
        lambda step, sign: value + sign * step,
        st.sampled_from([0.0, 1e-13, 1e-9, 1e-5, 1e-3, 0.1, 1.0]),
        st.sampled_from([-1, 1]),
    )


lons = st.one_of(*(near(v) for v in (0.0, 100.0, 179.0, 180.0, -180.0))).map(
    lambda v: max(-180.0, min(180.0, v))
)
lats = st.one_of(*(near(v) for v in (0.0, 52.0, -17.0, 79.0, 84.9, 89.0, -89.0, 90.0))).map(
    lambda v: max(-90.0, min(90.0, v))
)
radii = st.sampled_from(
    [None, 0.0, 0.3, 1.0, 30.0, 500.0, 20_000.0, 90_000.0, 199_000.0, 400_000.0, 5e6]
)
moments = st.builds(
    lambda days, us: T0 + timedelta(days=days, microseconds=us), DAYS, st.integers(-1, 1)
)


@st.composite
def intervals(draw):
    begin, end = sorted(draw(st.tuples(moments, moments)))
    if draw(st.booleans()):
        end = begin
    return Interval(*(draw(st.sampled_from([side] * 5 + [None])) for side in (begin, end)))


@st.composite
def shapes(draw):
    """Frames, frames with a hole, pairs of frames; some corners are places themselves."""
    lon, lat = draw(lons), draw(lats)
    width, height = draw(st.sampled_from([1e-4, 0.01, 0.5, 5.0])), draw(st.floats(1e-3, 3))
    low = max(-90.0, min(lat, 90.0 - height))
    frame = shapely.box(lon, low, lon + width, low + height)
    kind = draw(st.sampled_from(["frame", "frame", "turned", "hole", "two"]))
    if kind == "turned" and abs(lat) < 80:
        frame = shapely.Polygon(
            [(lon, low), (lon + width, low + height / 3), (lon + width / 2, low + height)]
        )
    elif kind == "hole":
        inner = frame.centroid.buffer(min(width, height) / 4)
        frame = frame.difference(inner)
    elif kind == "two":
        other = shapely.box(lon + 2 * width, low, lon + 3 * width, low + height)
        frame = shapely.MultiPolygon([frame, other])
    return space.normalise(frame)


@st.composite
def candidates(draw, p):
    kind = draw(st.sampled_from(["point", "point", "point", "area", "line"]))
    if kind == "point":
        return Candidate(Point(draw(lons), draw(lats)), draw(radii), p)
    radius = draw(st.sampled_from([None, 0.0, 20_000.0]))
    shape = draw(shapes())
    if kind == "line":
        shape = space.normalise(shapely.LineString(shape.geoms[0].exterior.coords[:2])
                                if shape.geom_type == "MultiPolygon"
                                else shapely.LineString(shape.exterior.coords[:2]))  # fmt: skip
    return Candidate(shape, radius, p)


@st.composite
def observations(draw, uid="o"):
    count = draw(st.sampled_from([1, 1, 1, 2]))
    reserve = draw(st.sampled_from([0.0, 0.0, 0.2]))
    places = tuple(draw(candidates((1 - reserve) / count)) for _ in range(count))
    several = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2)]))
    occurrences = tuple(
        Occurrence(
            tuple((draw(intervals()), 1 / several[1]) for _ in range(several[1])),
            draw(st.booleans()),
        )
        for _ in range(several[0])
    )
    size = draw(st.sampled_from([None, 4.0, 60.0]))
    return Observation(
        uid,
        uid,
        "it",
        place=draw(st.sampled_from([Place(places, reserve)] * 9 + [None])),
        when=EventTime("", occurrences),
        objects=(ReportedObject("it", length_m=size, width_m=size),) if size else (),
    )


@st.composite
def scenes(draw, uid="s"):
    return SceneOf(
        uid,
        draw(st.sampled_from("ab")),
        footprint=draw(shapes()),
        when=draw(intervals()),
        platform=draw(st.sampled_from([None, "sentinel-1a"])),
        gsd_m=draw(st.sampled_from([None, 0.5, 10.0, 1e4])),
        cloud_pct=draw(st.sampled_from([None, 0.0, 40.0, 100.0])),
        sun_elevation_deg=draw(st.sampled_from([None, -2.0, 0.0, 40.0])),
    )


@BOTH
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_bulk_is_the_join_of_every_pair(compiled, data):
    count = data.draw(st.integers(1, 4))
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(count)]
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(3)]
    assert_same(wanted, several, data.draw(st.sampled_from([0.0, 1.0, 400.0])), compiled)


def world(seed, n_scenes, n_observations):
    """Scenes of many shapes round one town, and discs whose edges they cross."""
    rng = np.random.default_rng(seed)
    lat = rng.uniform(-75, 75)
    lon = rng.uniform(-170, 170)
    found = []
    for n in range(n_scenes):
        w, h = np.exp(rng.uniform(np.log(0.01), np.log(1.5), 2))
        frame = shapely.affinity.rotate(shapely.box(-w, -h, w, h), rng.uniform(0, 90))
        if n % 5 == 0:
            frame = frame.difference(Point(0, 0).buffer(min(w, h) / 2, quad_segs=2))
        x, y = rng.normal(0, 0.5, 2)
        frame = space.normalise(shapely.affinity.translate(frame, lon + x, lat + y))
        begin = T0 + timedelta(days=float(rng.uniform(-60, 60)))
        when = Interval(begin, begin + timedelta(seconds=float(rng.integers(0, 30))))
        found.append(SceneOf(f"u{n}", f"S{n % 7}", footprint=frame, when=when,
                             gsd_m=float(rng.choice([0.3, 3.0, 10.0])),
                             cloud_pct=float(rng.uniform(0, 100))))  # fmt: skip
    wanted = []
    for n in range(n_observations):
        x, y = rng.normal(0, 0.5, 2)
        radius = float(np.exp(rng.uniform(0, np.log(190_000))))
        begin = T0 + timedelta(days=float(rng.uniform(-60, 60)))
        span = Interval(begin, begin + timedelta(days=float(rng.uniform(0, 20))))
        place = Place((Candidate(Point(lon + x, lat + y), radius),))
        if n % 6 == 0:
            area = Point(lon + x, lat + y).buffer(radius / 1e5, quad_segs=3)
            place = Place((Candidate(space.normalise(area)),))
        wanted.append(
            Observation(f"o{n}", f"o{n}", "it", place=place,
                        when=EventTime("", (Occurrence(((span, 1.0),)),)))
        )  # fmt: skip
    return wanted, found


@BOTH
@pytest.mark.parametrize("seed", range(5))
def test_bulk_is_the_join_of_thousands_of_pairs(seed, compiled):
    wanted, several = world(seed, 60, 60)
    assert_same(wanted, several, 40.0, compiled)


@BOTH
def test_the_order_of_scenes_and_how_many_at_a_time_change_nothing(monkeypatch, compiled):
    wanted, several = world(9, 80, 150)
    first = bulk(wanted, several, 40.0, compiled)
    assert bulk(wanted, several[::-1], 40.0, compiled) == first
    monkeypatch.setattr("catalogue.bulk.link._CANDIDATES", 50)
    monkeypatch.setattr("catalogue.bulk.link._FIRST", 1)
    monkeypatch.setattr("catalogue.space.discs._SLICE", 7)
    assert bulk(wanted, several, 40.0, compiled) == first


@BOTH
@given(seed=st.integers(0, 10**6), data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_link_does_not_depend_on_what_is_linked_beside_it(compiled, seed, data):
    """Every number to the last bit: scenes by parts, observations by parts."""
    wanted, several = world(seed, 40, 25)
    wanted += [data.draw(observations(uid="other"))]
    every = {k[:2]: repr(k) for k in bulk(wanted, several, 40.0, compiled)}
    parts = {}
    cut, part = data.draw(st.integers(0, 40)), data.draw(st.integers(1, 12))
    for scenes_ in (several[:cut], several[cut:]):
        for n in range(0, len(wanted), part):
            some = bulk(wanted[n : n + part], scenes_, 40.0, compiled)
            parts |= {k[:2]: repr(k) for k in some}
    assert parts == every


@BOTH
def test_scenes_whose_place_or_time_is_unknown_are_left_out(compiled):
    wanted, several = world(3, 5, 5)
    unknown = [replace(several[0], footprint=None), replace(several[1], when=None)]
    assert_same(wanted, unknown + several[2:], 400.0, compiled)
    assert bulk(wanted, unknown, 400.0, compiled) == []
    assert bulk([], several, 400.0, compiled) == []


@BOTH
def test_areas_that_only_touch(compiled):
    """What two have in common has no area: nothing to measure, in all pairs of the run."""
    place = Place((Candidate(shapely.box(1, 0, 2, 1)),))
    when = EventTime("x", (Occurrence(((Interval.instant(T0), 1.0),)),))
    event = Observation(uid="o", id="o", title="", place=place, when=when)
    frame = shapely.box(0, 0, 1, 1)
    scene = SceneOf(uid="s", id="s", footprint=frame, when=Interval.instant(T0))
    assert_same([event], [scene], 1, compiled)
    assert bulk([event], [scene], 1, compiled)[0][4] == 0.0

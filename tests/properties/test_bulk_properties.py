"""Linking in bulk finds exactly the links that the join finds pair by pair."""

import math
from dataclasses import replace

import pytest
import shapely
from bulk_worlds import BOTH, T0, observations, scenes, world
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.bulk import LEVELS, ROLES, link_pairs, scene_columns, scene_index
from catalogue.interval import Interval
from catalogue.join import links
from catalogue.model import Candidate, EventTime, Observation, Occurrence, Place
from catalogue.model import Scene as SceneOf


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
        # The share of the normal is as exact as the covered share is.
        assert got[6] == pytest.approx(expected[6], abs=1e-5 if compiled else 1e-9)
        assert got[7] == expected[7]
    place = {o.uid: n for n, o in enumerate(observations)}
    names = {s.uid: (s.id, s.uid) for s in scenes}
    keys = [(place[m[0]], -m[6][0], -m[6][2], *names[m[1]]) for m in mine]
    assert keys == sorted(keys)


@BOTH
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_bulk_is_the_join_of_every_pair(compiled, data):
    count = data.draw(st.integers(1, 4))
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(count)]
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(3)]
    assert_same(wanted, several, data.draw(st.sampled_from([0.0, 1.0, 400.0])), compiled)


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

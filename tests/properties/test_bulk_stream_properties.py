"""The best few among scenes that come in parts are those among all of them at once."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from bulk_worlds import BOTH, observations, scenes, world
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bulk_top_properties import columns

from catalogue.bulk import best_pairs, link_pairs, observation_columns, scene_columns, scene_index


def linkable(wanted):
    """Those with a place and a time."""
    return [o for o in wanted if o.place is not None and o.when is not None]


def parts_of(several, cuts, compiled):
    """Indexes of runs of scenes, their ranks counted among all."""
    rank = scene_columns(several).rank
    ends = [0, *cuts, len(several)]
    for first, last in pairwise(ends):
        part = replace(scene_columns(several[first:last]), rank=rank[first:last])
        yield scene_index(part, compiled=compiled)


def assert_same(wanted, several, cuts, margin, compiled, top):
    wanted = linkable(wanted)
    held = observation_columns(wanted)
    whole = scene_index(scene_columns(several), compiled=compiled)
    for counted in (True, False):
        streamed = best_pairs(parts_of(several, cuts, compiled), held, top, margin, counted=counted)
        at_once = best_pairs([whole], held, top, margin, counted=counted)
        assert columns(streamed) == columns(at_once)
        assert len(streamed.observations) == len(wanted)
        first = next(iter(link_pairs(whole, wanted, margin, top=top)), None)
        if first is not None:
            among = streamed.observation < len(first.observations)
            assert columns(streamed, among) == columns(first)
            if counted:
                assert streamed.counts[: len(first.counts)].tolist() == first.counts.tolist()


@BOTH
@given(
    seed=st.integers(0, 10**6),
    top=st.integers(1, 12),
    cuts=st.lists(st.integers(0, 60), max_size=5).map(sorted),
    margin=st.sampled_from([3.0, 40.0]),
)
@settings(max_examples=25, deadline=None)
def test_the_parts_of_a_town(compiled, seed, top, cuts, margin):
    wanted, several = world(seed, 60, 20)
    assert_same(wanted, several, cuts, margin, compiled, top)


@BOTH
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_parts_of_anything(compiled, data):
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(data.draw(st.integers(1, 8)))]
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(3)]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(several)), max_size=3)))
    assert_same(wanted, several, cuts, 400.0, compiled, data.draw(st.integers(1, 3)))


@BOTH
def test_more_links_than_are_held_are_cut_on_the_way(compiled):
    wanted, several = world(11, 400, 30)
    every = list(range(20, 400, 20))
    assert_same(wanted, several, every, 60.0, compiled, 2)


def test_nothing_to_link():
    none = observation_columns([])
    assert len(best_pairs([], none, 5)) == 0
    held = observation_columns(linkable(world(1, 0, 3)[0]))
    found = best_pairs([], held, 5)
    assert found.counts.shape == (3, 4)
    assert np.count_nonzero(found.counts) == 0

"""The best few are the first of all, and as many are counted, however few are measured."""

import numpy as np
from bulk_worlds import BOTH, observations, scenes, world
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.bulk import ROLES, link_pairs, scene_columns, scene_index


def columns(pairs, kept=slice(None)):
    """Every column to the last bit, in order."""
    score = pairs.score
    return [
        c[kept].tolist()
        for c in (pairs.observation, pairs.scene, pairs.role, pairs.certain, pairs.covered,
                  pairs.dt_s, score.low, score.high, score.value, pairs.level)
    ]  # fmt: skip


def assert_first_of_all(wanted, several, margin, compiled, top):
    index = scene_index(scene_columns(several), compiled=compiled)
    every = list(link_pairs(index, wanted, margin))
    for counted in (True, False):
        some = list(link_pairs(index, wanted, margin, top=top, counted=counted))
        # The first batch is of the same observations.
        for one, other in zip(every[:1], some[:1], strict=True):
            place = np.arange(len(one)) - np.searchsorted(one.observation, one.observation)
            assert columns(other) == columns(one, place < top)
            if counted:
                by_role = one.observation * len(ROLES) + one.role
                assert other.counts.ravel().tolist() == np.bincount(
                    by_role, minlength=other.counts.size
                ).tolist()  # fmt: skip


@BOTH
@given(seed=st.integers(0, 10**6), top=st.integers(1, 30), margin=st.sampled_from([3.0, 40.0]))
@settings(max_examples=25, deadline=None)
def test_the_best_few_of_a_town(compiled, seed, top, margin):
    wanted, several = world(seed, 60, 20)
    assert_first_of_all(wanted, several, margin, compiled, top)


@BOTH
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_best_few_of_anything(compiled, data):
    several = [data.draw(scenes(uid=f"s{n}")) for n in range(data.draw(st.integers(1, 6)))]
    wanted = [data.draw(observations(uid=f"o{n}")) for n in range(3)]
    assert_first_of_all(wanted, several, 400.0, compiled, data.draw(st.integers(1, 3)))


@BOTH
def test_a_town_has_more_links_than_are_asked_for(compiled):
    wanted, several = world(5, 60, 20)
    index = scene_index(scene_columns(several), compiled=compiled)
    (pairs,) = link_pairs(index, wanted, 40.0, top=3)
    assert len(pairs) == np.minimum(pairs.counts.sum(axis=1), 3).sum()
    assert pairs.counts.sum() > 2 * len(pairs)

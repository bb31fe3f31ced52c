"""The best few are the first of all, and as many are counted, however few are measured."""

import itertools
from dataclasses import fields, replace

import numpy as np
from bulk_worlds import BOTH, observations, scenes, world
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.bulk import (
    ROLES,
    SceneColumns,
    best_pairs,
    link_pairs,
    observation_columns,
    scene_columns,
    scene_index,
)


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


@BOTH
@given(seed=st.integers(0, 10**6), top=st.integers(1, 8), data=st.data())
@settings(max_examples=30, deadline=None)
def test_scenes_in_batches_have_the_best_of_all_at_once(compiled, seed, top, data):
    wanted, several = world(seed, 60, 20)
    more = [data.draw(scenes(uid=f"x{n}")) for n in range(data.draw(st.integers(0, 4)))]
    # Twins: equal in all but the order of their names.
    several += more + [replace(s, uid=f"twin-{s.uid}", id=f"a-{s.id}") for s in several[:20]]
    held, rows = scene_columns(several), observation_columns(wanted)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(held)), max_size=4)))
    batches = [batch(held, *ends) for ends in itertools.pairwise([0, *cuts, len(held)])]
    (every,) = link_pairs(scene_index(held, compiled=compiled), rows, 40.0, top=top)
    (some,) = best_pairs(batches, rows, 40.0, top=top, compiled=compiled)
    assert columns(some) == columns(every)
    assert some.counts.tolist() == every.counts.tolist()
    (alone,) = best_pairs(batches, rows, 40.0, top=top, compiled=compiled, counted=False)
    assert columns(alone) == columns(every)


def batch(held, start, stop):
    return SceneColumns(**{f.name: getattr(held, f.name)[start:stop] for f in fields(held)})


@BOTH
def test_batches_without_scenes_or_observations(compiled):
    wanted, several = world(5, 3, 4)
    rows, held = observation_columns(wanted), scene_columns(several)
    (pairs,) = best_pairs([], rows, 40.0, top=2, compiled=compiled)
    assert len(pairs) == 0
    assert pairs.counts.tolist() == [[0] * len(ROLES)] * len(rows)
    assert list(best_pairs([held], observation_columns([]), top=2, compiled=compiled)) == []

"""The bulk of the matrix against the rules for one pair."""

import numpy as np
from bulk_worlds import intervals
from hypothesis import given
from hypothesis import strategies as st

from catalogue.bulk import ROLES
from catalogue.evidence.occurrences import hull, roles_of
from catalogue.evidence.searched import time_share
from catalogue.join import timing
from catalogue.model import EventTime, Observation, Occurrence

occurrences = st.lists(
    st.lists(intervals(), min_size=1, max_size=3).map(
        lambda each: Occurrence(tuple((i, 1 / len(each)) for i in each))
    ),
    min_size=1,
    max_size=3,
).map(tuple)


@given(occurrences, st.lists(intervals(), min_size=1, max_size=4))
def test_roles_of_many_scenes_are_those_of_each_pair(every, taken):
    begin = np.array([i.begin_us for i in taken])
    end = np.array([i.end_us for i in taken])
    found = roles_of(every, begin, end)
    for n, scene in enumerate(taken):
        roles, _, _ = timing(EventTime("..", every), scene, 1e9)
        assert tuple(ROLES[r] for r in found[:, n]) == roles


@given(occurrences, intervals())
def test_a_share_of_time_is_a_share_and_all_of_it_where_all_is_asked_for(every, asked):
    claim = Observation("u", "i", "t", when=EventTime("..", every))
    share = time_share(asked, claim)
    assert 0 <= share <= 1
    if all(asked.contains(hull(o)) for o in every):
        assert share == 1
    if not any(asked.meets(hull(o)) for o in every):
        assert share == 0

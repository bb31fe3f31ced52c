"""What the number of an observation's entry says of the size of what was reported."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalogue.store.geopackage.sizes import COUNTER, size_code, sizes


@given(st.floats(1e-3, 1e6), st.integers(0, 2**40))
def test_a_size_is_bounded_closely(critical_m, counter):
    (most,) = sizes(np.array([counter << COUNTER | size_code(critical_m)]))
    assert critical_m <= most <= critical_m * 1.006


def test_unstated_sizes_and_entries_from_before_are_told_apart():
    unstated, untold = sizes(np.array([7 << COUNTER | size_code(None), 7 << COUNTER]))
    assert np.isnan(unstated)
    assert untold == np.inf

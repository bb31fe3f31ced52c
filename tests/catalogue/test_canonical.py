"""The fast canonical JSON is the reference's to the byte."""

import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from catalogue.canonical import canonical

numbers = (
    st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.0, -0.0, 10.0, 1e21, 1e22, 1e-7, 1e-5, 123456789012345680.0, 2.0**53])
    | st.integers(-(2**53) + 1, 2**53 - 1)
)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text() | st.sampled_from(['\x7f\x1f\b"\\/', "é😀"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_it_is_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, {1: 2}, "\ud800", [object()]])
def test_what_has_no_form_is_refused_alike(value):
    def raised(write):
        try:
            write(value)
        except Exception as error:
            return type(error)
        return None

    assert raised(canonical) == raised(rfc8785.dumps) != None  # noqa: E711

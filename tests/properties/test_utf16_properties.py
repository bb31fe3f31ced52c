"""Offsets go to UTF-16 units and back, as a browser counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidValue
from catalogue.web.utf16 import Offsets

texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("a😀𝄞🇮🇷é"), max_size=40)


def units(text):
    return len(text.encode("utf-16-le")) // 2


@given(texts, st.data())
def test_both_ways(text, data):
    point = data.draw(st.integers(0, len(text)))
    offsets = Offsets(text)
    assert offsets.to_units(point) == units(text[:point])
    assert offsets.to_points(offsets.to_units(point)) == point


@given(texts, st.data())
def test_a_unit_is_a_character_or_refused(text, data):
    unit = data.draw(st.integers(-3, units(text) + 3))
    starts = {units(text[:n]): n for n in range(len(text) + 1)}
    if unit in starts:
        assert Offsets(text).to_points(unit) == starts[unit]
    else:
        with pytest.raises(InvalidValue, match=r"middle|outside"):
            Offsets(text).to_points(unit)

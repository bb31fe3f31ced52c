"""Laws of places in text: spans, probabilities, radii, offsets."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.extract.places import find_places
from catalogue.extract.places.relation import _BEARINGS
from catalogue.extract.places.written import written_places
from catalogue.gazetteer import Gazetteer, fold
from catalogue.space.measure import GEOD

SHARED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PARTS = st.sampled_from(
    ["Paris", "Texas", "near", "45 nm SW of", "Brass", "Nigeria", ",", ".", "the", "air base", "in",
     "Iranian airfield", "03:08N 006:20E", "Moscow", "said", "Lake", "Street", "MT", "😀", "ß",
     "\n", "eastern", "Ukraine", "(", "Kharkiv's", "Saky air base", "The base", "U.S.", "from",
     "\x00"]
)  # fmt: skip


@SHARED
@given(parts=st.lists(PARTS, max_size=14), joint=st.sampled_from([" ", ", ", ""]))
def test_spans_match_the_text_and_all_probabilities_add_up(
    gazetteer: Gazetteer, parts: list[str], joint: str
) -> None:
    text = joint.join(parts)
    for found in find_places(text, [(0, len(text))], gazetteer):
        assert text[found.start : found.end] == found.text
        assert found.text.strip()
        assert sum(c.p for c in found.candidates) + found.reserve == pytest.approx(1)
        assert 0 <= found.reserve <= 1
        assert all(c.p > 0 and c.r95_m > 0 for c in found.candidates)
        assert all(abs(c.lon) <= 180 and abs(c.lat) <= 90 for c in found.candidates)
        assert found.why


@SHARED
@given(text=st.text(max_size=80))
def test_any_text_is_answered(gazetteer: Gazetteer, text: str) -> None:
    for found in find_places(text, [(0, len(text))], gazetteer):
        assert text[found.start : found.end] == found.text


@SHARED
@given(km=st.integers(1, 900), point=st.sampled_from(sorted(_BEARINGS)))
def test_an_offset_is_what_pyproj_computes(gazetteer: Gazetteer, km: int, point: str) -> None:
    text = f"A ship sank {km} km {point} of Brass."
    found = [f for f in find_places(text, [(0, len(text))], gazetteer) if str(km) in f.text]
    lon, lat, _ = GEOD.fwd(6.24, 4.31, _BEARINGS[point], km * 1000)
    (spot,) = found[0].candidates
    assert GEOD.inv(lon, lat, spot.lon, spot.lat)[2] < 0.01


@settings(max_examples=100, deadline=None)
@given(lon=st.floats(-179.9, 179.9), lat=st.floats(-89.9, 89.9))
def test_a_written_position_is_read_back(lon: float, lat: float) -> None:
    text = f"at {abs(lat):.5f}°{'SN'[lat >= 0]}, {abs(lon):.5f}°{'WE'[lon >= 0]} at dawn"
    ((start, end, spot),) = written_places(text)
    assert text[start:end] in text
    assert (spot.lon, spot.lat) == (
        pytest.approx(lon, abs=1e-5),
        pytest.approx(lat, abs=1e-5),
    )


@given(name=st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)

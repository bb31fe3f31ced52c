"""Round trips through written coordinates."""

import mgrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from catalogue.coordinates import parse_place
from catalogue.errors import InvalidPlace

GEOD = Geod(ellps="WGS84")
LATS, LONS = st.floats(-79.9, 83.9), st.floats(-179.9, 179.9)


def apart(spot, lat, lon):
    return GEOD.inv(spot.lon, spot.lat, lon, lat)[2]


@given(LATS, LONS)
@settings(deadline=None)
def test_mgrs_comes_back_within_its_cell(lat, lon):
    # The library names the metre south of the equator by a square that does not exist.
    assume(not -1e-5 < lat < 0)
    spot = parse_place(mgrs.MGRS().toMGRS(lat, lon))
    assert apart(spot, lat, lon) < 2 * spot.precision_m + 0.5


@given(LATS, LONS)
def test_decimal_degrees_come_back_within_their_precision(lat, lon):
    spot = parse_place(f"{lat:.5f}, {lon:.5f}")
    assert apart(spot, lat, lon) <= spot.precision_m * 1.01 + 1e-6


@given(LATS, LONS)
def test_dms_comes_back_within_its_precision(lat, lon):
    def written(value, letters):
        tenths = round(abs(value) * 36000)
        degrees, rest = divmod(tenths, 36000)
        minutes, seconds = divmod(rest, 600)
        return f"{degrees}°{minutes:02d}'{seconds / 10:04.1f}\"{letters[value < 0]}"

    spot = parse_place(f"{written(lat, 'NS')} {written(lon, 'EW')}")
    assert apart(spot, lat, lon) <= spot.precision_m * 1.01 + 1e-6


@given(st.text("0123456789.,;°'\"NSEW -+:/@#?=&geo", max_size=40))
def test_any_text_is_a_place_on_earth_or_refused(text):
    try:
        spot = parse_place(text)
    except InvalidPlace:
        return
    assert abs(spot.lat) <= 90
    assert abs(spot.lon) <= 180

"""The sun's place: facts of astronomy, a published example, and NREL's algorithm in pvlib."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.evidence.sun import Sun, minutes_of, sun_at
from sample_tiles.sun import shadow_step


def test_over_the_tropic_at_the_june_solstice_the_sun_is_overhead() -> None:
    # 2024-06-20 20:51 UTC is the solstice; the equation of time is then -1.8 min
    noon = datetime(2024, 6, 20, 20, 51, tzinfo=UTC)
    lon = -(20 + 51 / 60 - 12 - 1.8 / 60) * 15
    assert sun_at(noon, lon, 23.436).elevation_deg == pytest.approx(90, abs=0.15)


def test_at_an_equinox_it_rises_in_the_east() -> None:
    sun = sun_at(datetime(2024, 3, 20, 6, 7, 30, tzinfo=UTC), 0.0, 0.0)
    assert sun.elevation_deg == pytest.approx(0, abs=0.3)
    assert sun.azimuth_deg == pytest.approx(90, abs=0.3)


def test_south_of_the_sun_noon_is_in_the_north_and_mornings_in_the_east() -> None:
    morning = sun_at(datetime(2024, 6, 11, 19, 30, tzinfo=UTC), -160.2, -32.6)
    later = sun_at(datetime(2024, 6, 12, 1, 30, tzinfo=UTC), -160.2, -32.6)
    assert 0 < morning.azimuth_deg < 90
    assert 270 < later.azimuth_deg < 360
    noon = sun_at(datetime(2024, 6, 11, 22, 40, tzinfo=UTC), -160.2, -32.6)
    assert noon.elevation_deg == pytest.approx(90 - 32.6 - 23.1, abs=0.2)


def test_the_pole_sees_it_all_day_in_june() -> None:
    hours = [sun_at(datetime(2024, 6, 21, h, tzinfo=UTC), 0.0, 89.9) for h in range(24)]
    assert all(23 < sun.elevation_deg < 24 for sun in hours)


def test_a_shadow_points_away_from_it_and_is_as_long_as_its_height_says() -> None:
    sun = sun_at(datetime(2024, 6, 11, 21, 34, tzinfo=UTC), -160.2, -32.6)
    east, north, drop = shadow_step(sun, 0.0)
    assert north < 0  # the sun stands in the north
    assert east**2 + north**2 == pytest.approx(1)
    assert drop == pytest.approx(0.625, abs=0.01)


def test_the_published_example_of_the_solar_position_algorithm() -> None:
    # Reda and Andreas (2003), NREL/TP-560-34302, appendix: zenith 50.11162, azimuth 194.34024,
    # with 0.016 degrees of refraction
    when = datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7)))
    sun = sun_at(when, -105.1786, 39.742476)
    assert sun.azimuth_deg == pytest.approx(194.34024, abs=0.02)
    assert 90 - sun.elevation_deg == pytest.approx(50.11162 + 0.016, abs=0.01)


def test_nowhere_more_than_a_twentieth_of_a_degree_from_nrels_algorithm() -> None:
    pd = pytest.importorskip("pandas")
    solar = pytest.importorskip("pvlib.solarposition", reason="needs pvlib, which is optional")
    worst = 0.0
    start = datetime(1972, 1, 3, 0, 11, tzinfo=UTC)
    moments = [start + timedelta(days=97.3 * n) for n in range(240)]  # to 2035
    for lat in (-89.0, -52.0, -17.5, 0.0, 33.9, 61.0, 88.0):
        for lon in (-179.5, -44.1, 51.6, 139.7):
            # The table of delta T ends in the present; its error is a few 1/1000 of a degree.
            table = solar.spa_python(pd.DatetimeIndex(moments), lat, lon, delta_t=67.0)
            rows = zip(moments, table["azimuth"], table["elevation"], strict=True)
            for when, azimuth, elevation in rows:
                worst = max(worst, sun_at(when, lon, lat).apart_deg(Sun(azimuth, elevation)))
    assert 0 < worst < 0.05


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    st.floats(-180, 180),
    st.floats(-85, 85),
)
def test_the_time_of_a_sun_is_found_again(when, lon, lat):
    sun = sun_at(when, lon, lat)
    minutes = minutes_of(sun, when, lon, lat)
    clock = when.hour * 60 + when.minute + when.second / 60
    apart = abs(minutes - clock) % 1440
    # Overhead the hour angle is lost; elsewhere it is the clock's.
    assert sun.elevation_deg > 89.9 or min(apart, 1440 - apart) < 0.1


def test_directions_near_the_zenith_are_close_whatever_their_azimuths() -> None:
    assert Sun(0, 89).apart_deg(Sun(180, 89)) == pytest.approx(2)
    assert Sun(10, 0).apart_deg(Sun(350, 0)) == pytest.approx(20)
    assert Sun(123, 45).apart_deg(Sun(123, 45)) == 0

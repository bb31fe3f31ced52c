"""The sun's place against facts of astronomy that need no table."""

from datetime import UTC, datetime

import pytest

from sample_tiles.sun import sun_at


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
    east, north, drop = sun.shadow_step(0.0)
    assert north < 0  # the sun stands in the north
    assert east**2 + north**2 == pytest.approx(1)
    assert drop == pytest.approx(0.625, abs=0.01)

"""A sun or a shadow that fits its date and place, and those that do not."""

import json
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box, shape

from catalogue.errors import InvalidValue
from catalogue.evidence.sun import sun_at
from catalogue.evidence.suncheck import check_shadow, check_stated
from catalogue.interval import Interval
from catalogue.space.measure import GEOD
from catalogue.when import parse_scene_time

LON, LAT = 51.577, 33.895
AROUND = box(LON - 0.05, LAT - 0.05, LON + 0.05, LAT + 0.05)
WHEN = datetime(2022, 6, 8, 7, 20, tzinfo=UTC)
SUN = sun_at(WHEN, LON, LAT)


def at(when=WHEN):
    return Interval.instant(when)


def shadow(sun=SUN, height_m=10.0, turned=0.0, reverse=False):
    length = height_m / math.tan(math.radians(sun.elevation_deg))
    x, y, _ = GEOD.fwd(LON, LAT, sun.azimuth_deg + 180 + turned, length)
    line = LineString([(LON, LAT), (x, y)])
    return line.reverse() if reverse else line


def test_what_its_own_place_and_time_say_fits():
    found = check_stated(AROUND, at(), SUN.azimuth_deg, SUN.elevation_deg)
    assert found.fits
    assert found.shift_min == 0
    assert found.off_deg < 0.01
    assert "proves no date" in found.sentence


def test_an_image_of_winter_dated_to_june_says_which_days_would_fit():
    winter = sun_at(datetime(2022, 12, 20, 7, 20, tzinfo=UTC), LON, LAT)
    found = check_stated(AROUND, at(), winter.azimuth_deg, winter.elevation_deg)
    assert found.fits is False
    assert found.times == ()  # no hour of a day in June has such a low sun in the south-east
    assert any(each.startswith("2022-12") or "to 2022-12" in each for each in found.dates)
    assert all("2022-06-08" not in each for each in found.moments)
    assert "Date, time or place is wrong" in found.sentence


def test_a_wrong_hour_says_which_would_fit():
    evening = sun_at(datetime(2022, 6, 8, 13, 0, tzinfo=UTC), LON, LAT)
    found = check_stated(AROUND, at(), evening.azimuth_deg, evening.elevation_deg)
    [time] = found.times
    first, last = time.removesuffix(" UTC").split(" to ")
    assert first < "13:00" < last
    assert found.fits is False


def test_the_start_of_a_long_strip_is_no_wrong_date():
    later = sun_at(datetime(2022, 6, 8, 7, 31, tzinfo=UTC), LON, LAT)
    found = check_stated(AROUND, at(), later.azimuth_deg, later.elevation_deg)
    assert found.fits
    assert 0 < found.shift_min <= 11
    assert "minutes later" in found.sentence


@pytest.mark.parametrize(
    ("footprint", "when", "words"),
    [
        (None, at(), "not known"),
        (AROUND, None, "not known"),
        (AROUND, Interval(WHEN, None), "not known"),
        (AROUND, at(), "no sun is stated"),
    ],
)
def test_what_cannot_be_compared_neither_fits_nor_not(footprint, when, words):
    found = check_stated(footprint, when, None, None)
    assert found.fits is None
    assert words in found.sentence


def test_an_elevation_alone_can_be_wrong():
    assert check_stated(AROUND, at(), None, SUN.elevation_deg + 1).fits
    assert check_stated(AROUND, at(), None, SUN.elevation_deg - 30).fits is False


@given(st.floats(-60, 60), st.floats(-170, 170), st.integers(0, 10**6))
def test_wherever_and_whenever_it_was_the_true_sun_fits(lat, lon, minutes):
    when = datetime.fromtimestamp(1.5e9 + 60 * minutes, UTC)
    sun = sun_at(when, lon, lat)
    square = box(lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1)
    assert check_stated(square, at(when), sun.azimuth_deg, sun.elevation_deg).fits


@pytest.mark.parametrize("reverse", [False, True])
def test_a_true_shadow_fits_and_gives_the_height(reverse):
    found = check_shadow(shadow(reverse=reverse), at(), 0.3)
    assert found.fits
    assert found.height_m == pytest.approx(10, rel=1e-3)
    assert check_shadow(shadow(), at(), 0.3, height_m=10).fits


def test_a_shadow_that_points_elsewhere_is_of_another_time():
    found = check_shadow(shadow(turned=40, height_m=30), at(), 0.3)
    assert found.fits is False
    assert found.off_deg == pytest.approx(40, abs=0.1)
    assert found.times
    assert all("07:20" not in each for each in found.times)


def test_a_shadow_too_long_for_its_height_is_of_another_day():
    found = check_shadow(shadow(height_m=30), at(), 0.3, height_m=12)
    assert found.fits is False
    assert found.off_deg > found.limit_deg
    assert "12 m high" in found.sentence


def test_a_short_line_of_coarse_pixels_cannot_be_told_from_a_true_shadow():
    line = shadow(turned=20, height_m=10)
    assert check_shadow(line, at(), 0.1).fits is False
    assert check_shadow(line, at(), 5.0).fits


def test_only_lines_are_shadows():
    with pytest.raises(InvalidValue, match="not as a Point"):
        check_shadow(Point(LON, LAT), at(), 0.3)
    with pytest.raises(InvalidValue, match="no length"):
        check_shadow(LineString([(LON, LAT), (LON, LAT)]), at(), 0.3)


def test_the_sun_of_real_items_fits(shared_data):
    checked = 0
    for path in (shared_data / "stac").rglob("*.json"):
        item = json.loads(path.read_text(encoding="utf-8"))
        said = item.get("properties", {}) if isinstance(item, dict) else {}
        if "view:sun_elevation" not in said or not said.get("datetime") or not item["geometry"]:
            continue
        when = parse_scene_time(said["datetime"])
        sun = said.get("view:sun_azimuth"), said["view:sun_elevation"]
        found = check_stated(shape(item["geometry"]), when, *sun)
        assert found.fits, (path.name, found.sentence)
        checked += 1
    assert checked > 5

from datetime import UTC, datetime, timedelta, timezone

import pytest

from catalogue.errors import InvalidTime
from catalogue.interval import Interval, format_utc


def at(hour):
    return datetime(2022, 6, 8, hour, tzinfo=UTC)


def test_intervals_that_only_touch_do_not_meet():
    assert not Interval(at(1), at(2)).meets(Interval(at(2), at(3)))


def test_an_instant_meets_the_beginning_but_not_the_end():
    day = Interval(at(1), at(2))
    assert day.meets(Interval.instant(at(1)))
    assert not day.meets(Interval.instant(at(2)))


def test_open_sides_reach_everything():
    assert Interval(None, None).meets(Interval.instant(at(5)))
    assert Interval(None, at(3)).contains(Interval(None, at(2)))


def test_gap_is_in_seconds():
    assert Interval(at(1), at(2)).gap_s(Interval(at(4), at(5))) == 7200


def test_end_before_begin_names_both():
    with pytest.raises(InvalidTime, match=r"01:00:00Z lies before begin 2022-06-08T02:00:00Z"):
        Interval(at(2), at(1))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InvalidTime, match="no time zone"):
        Interval(datetime(2022, 6, 8), None)


def test_other_zones_become_utc():
    tehran = timezone(timedelta(hours=3, minutes=30))
    moment = datetime(2022, 6, 8, 3, 30, tzinfo=tehran)
    assert format_utc(Interval.instant(moment).begin) == "2022-06-08T00:00:00Z"


def test_widening_stops_at_the_edges_of_the_calendar():
    first = Interval.instant(datetime(1, 1, 1, tzinfo=UTC))
    assert first.widened(timedelta(days=9), timedelta(0)).begin == first.begin

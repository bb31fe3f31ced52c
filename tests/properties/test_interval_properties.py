"""Laws of intervals: symmetry, instants, gaps, and integers in and out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catalogue.interval import Interval, from_us, to_us

MOMENTS = st.datetimes(timezones=st.just(UTC))
SMALL = st.integers(0, 6).map(lambda n: datetime(2022, 6, 8, tzinfo=UTC) + timedelta(hours=n))


@st.composite
def intervals(draw, moments=SMALL):
    """Intervals over few moments, so that touching and equal ends are common."""
    a, b = sorted([draw(moments), draw(moments)])
    return Interval(draw(st.sampled_from([a, None])), draw(st.sampled_from([b, None])))


@given(intervals(), intervals())
def test_meeting_is_symmetric(a, b):
    assert a.meets(b) == b.meets(a)


@given(intervals(), intervals())
def test_two_that_meet_have_no_gap(a, b):
    if a.meets(b):
        assert a.gap_s(b) == 0


@given(intervals())
def test_every_interval_meets_itself(a):
    assert a.meets(a)


@given(intervals(), intervals(), SMALL)
def test_meeting_agrees_with_points(a, b, moment):
    point = Interval.instant(moment)
    if a.meets(point) and b.meets(point):
        assert a.meets(b)


@given(intervals(), intervals())
def test_what_contains_another_meets_it(a, b):
    if a.contains(b):
        assert a.meets(b)


@given(MOMENTS)
def test_microseconds_round_trip(moment):
    assert from_us(to_us(moment)) == moment


@given(intervals(), intervals())
def test_widening_keeps_what_met(a, b):
    wide = a.widened(timedelta(days=1), timedelta(days=1))
    if a.meets(b):
        assert wide.meets(b)

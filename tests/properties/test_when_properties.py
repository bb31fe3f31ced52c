"""Laws of event times: ordered bounds, finer inside coarser, sets as unions, no surprises."""

from datetime import date, timedelta
from zoneinfo import available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidTime
from catalogue.when import event_time, event_time_from_columns

ZONES = st.sampled_from(sorted(z for z in available_timezones() if "/" in z))
DATES = st.dates(date(1, 1, 2), date(9999, 12, 29))


def span(text, *zones):
    (occurrence,) = event_time(text, zones=zones).occurrences
    return occurrence.alternatives[0][0]


@given(DATES, ZONES)
def test_a_day_lies_in_its_month_and_the_month_in_its_year(day, zone):
    text = day.isoformat()
    assert span(text[:7], zone).contains(span(text, zone))
    assert span(text[:4], zone).contains(span(text[:7], zone))


@given(DATES, ZONES)
def test_a_day_of_one_zone_lies_in_the_day_of_every_zone(day, zone):
    everywhere, here = span(day.isoformat()), span(day.isoformat(), zone)
    if day.year > 1900:  # local mean time before the zones could lie beyond -12 h to +14 h
        assert everywhere.contains(here)


@given(st.dates(date(1970, 1, 1), date(2037, 1, 1)), ZONES)
def test_days_follow_each_other_without_a_gap(day, zone):
    today = span(day.isoformat(), zone)
    tomorrow = span((day + timedelta(days=1)).isoformat(), zone)
    assert today.begin < today.end
    assert tomorrow.begin <= today.end


@given(st.lists(DATES, min_size=1, max_size=5, unique=True), ZONES)
def test_a_set_is_the_union_of_its_dates(days, zone):
    together = event_time("{" + ",".join(d.isoformat() for d in days) + "}", zones=(zone,))
    alone = {span(d.isoformat(), zone) for d in days}
    assert {o.alternatives[0][0] for o in together.occurrences} == alone


@given(DATES, DATES, ZONES)
def test_columns_agree_with_an_interval(a, b, zone):
    first, last = sorted([a, b])
    columns = event_time_from_columns(first.isoformat(), last.isoformat(), (zone,))
    assert columns.occurrences[0].alternatives[0][0] == span(f"{first}/{last}", zone)


@settings(max_examples=300)
@given(st.text("0123456789-/.~?%XT:Z+{}[], ", max_size=24))
def test_any_text_is_read_with_ordered_bounds_or_refused(text):
    try:
        when = event_time(text)
    except InvalidTime:
        return
    for occurrence in when.occurrences:
        assert abs(sum(w for _, w in occurrence.alternatives) - 1) < 1e-9
        assert all(i.begin_us <= i.end_us for i, _ in occurrence.alternatives)


@given(DATES, st.sampled_from(["~", "?", "%", ""]), ZONES)
def test_what_is_written_back_means_the_same(day, mark, zone):
    when = event_time(f" {day.isoformat()}{mark} ", zones=(zone,))
    assert event_time(when.edtf, zones=(zone,)) == when

"""EDTF and ISO text to UTC: bounds worked out by hand, and every refusal says how to mend it."""

from datetime import UTC, datetime

import pytest
from shapely import Point, box

from catalogue.errors import InvalidTime
from catalogue.interval import Interval, format_utc
from catalogue.when import (
    describe,
    event_time,
    event_time_from_columns,
    parse_edtf,
    parse_scene_time,
    parse_search_time,
    zones_of,
)


def bounds(interval):
    return tuple(None if s is None else format_utc(s) for s in (interval.begin, interval.end))


def only(text, *zones, **options):
    when = event_time(text, zones=zones, **options)
    (occurrence,) = when.occurrences
    ((interval, weight),) = occurrence.alternatives
    assert weight == 1
    return (*bounds(interval), occurrence.exact)


@pytest.mark.parametrize(
    ("text", "zone", "begin", "end"),
    [
        ("2022", "UTC", "2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z"),
        ("2022-06", "UTC", "2022-06-01T00:00:00Z", "2022-07-01T00:00:00Z"),
        ("2022-06-08", "Asia/Tehran", "2022-06-07T19:30:00Z", "2022-06-08T19:30:00Z"),
        ("20220608", "UTC", "2022-06-08T00:00:00Z", "2022-06-09T00:00:00Z"),
        ("2022-06-XX", "UTC", "2022-06-01T00:00:00Z", "2022-07-01T00:00:00Z"),
        ("199X", "UTC", "1990-01-01T00:00:00Z", "2000-01-01T00:00:00Z"),
        ("2022-33", "UTC", "2022-01-01T00:00:00Z", "2022-04-01T00:00:00Z"),
        ("2022-26", "UTC", "2022-06-01T00:00:00Z", "2022-09-01T00:00:00Z"),
        # clocks forward: 23 hours; clocks back: 25 hours
        ("2022-03-27", "Europe/Berlin", "2022-03-26T23:00:00Z", "2022-03-27T22:00:00Z"),
        ("2022-10-30", "Europe/Berlin", "2022-10-29T22:00:00Z", "2022-10-30T23:00:00Z"),
        # midnight itself was skipped: the day began with the jump
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
        # 23:30 jumped to 00:30: the day began at the jump
        ("1919-03-31", "America/Toronto", "1919-03-31T04:30:00Z", "1919-04-01T04:00:00Z"),
        ("2022-06-08/2022-06-10", "UTC", "2022-06-08T00:00:00Z", "2022-06-11T00:00:00Z"),
        ("../2022-06-10", "UTC", None, "2022-06-11T00:00:00Z"),
        ("2022-06-08/..", "UTC", "2022-06-08T00:00:00Z", None),
        ("2022-06-08T10:30", "Asia/Tehran", "2022-06-08T06:00:00Z", "2022-06-08T06:00:00Z"),
        ("0001", "UTC", "0001-01-01T00:00:00Z", "0002-01-01T00:00:00Z"),
        ("9999", "UTC", "9999-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
        ("0001", "Asia/Tokyo", "0001-01-01T00:00:00Z", "0001-12-31T14:41:01Z"),
    ],
)
def test_bounds_in_a_known_zone(text, zone, begin, end):
    assert only(text, zone) == (begin, end, True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-06-08T10:30:00Z", "2022-06-08T10:30:00Z"),
        ("2022-06-08t10:30z", "2022-06-08T10:30:00Z"),
        ("2022-06-08 10:30:00+03:30", "2022-06-08T07:00:00Z"),
        ("2022-06-08T10:30:00-0500", "2022-06-08T15:30:00Z"),
        ("20220608T103000Z", "2022-06-08T10:30:00Z"),
        ("2022-06-08T10:30:00.25Z", "2022-06-08T10:30:00.250000Z"),
        ("2022-06-08T24:00:00Z", "2022-06-09T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ],
)
def test_moments(text, moment):
    assert only(text) == (moment, moment, True)
    assert event_time(text, zones=("Asia/Tehran",)).zone is None


def test_unknown_zone_means_the_day_of_every_zone():
    assert only("2022-06-08") == ("2022-06-07T10:00:00Z", "2022-06-09T12:00:00Z", False)


def test_several_zones_give_the_union():
    assert only("2022-06-08", "Asia/Shanghai", "Asia/Urumqi") == (
        "2022-06-07T16:00:00Z", "2022-06-08T18:00:00Z", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2022-06-08~", "2022-06-07T00:00:00Z", "2022-06-10T00:00:00Z"),
        ("2022-06~", "2022-05-01T00:00:00Z", "2022-08-01T00:00:00Z"),
        ("2022~", "2021-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("2022-06%", "2022-05-01T00:00:00Z", "2022-08-01T00:00:00Z"),
        ("199X~", "1980-01-01T00:00:00Z", "2010-01-01T00:00:00Z"),
        ("2022~-06-08", "2021-06-08T00:00:00Z", "2023-06-09T00:00:00Z"),
        ("2022-06-08?", "2022-06-08T00:00:00Z", "2022-06-09T00:00:00Z"),
        ("2022-06-08/", "2022-06-08T00:00:00Z", None),
    ],
)
def test_vague_times_are_not_exact(text, begin, end):
    assert only(text, "UTC") == (begin, end, False)


def test_a_set_is_several_occurrences_and_a_choice_is_one():
    both = parse_edtf("{2022-07-05, 2022-06-08}", "UTC")
    assert [bounds(o.alternatives[0][0])[0] for o in both] == [
        "2022-06-08T00:00:00Z", "2022-07-05T00:00:00Z",
    ]  # fmt: skip
    (one,) = parse_edtf("[2022-06-08,2022-07-05]", "UTC")
    assert [weight for _, weight in one.alternatives] == [0.5, 0.5]


def test_the_season_of_a_place_is_known_and_of_no_place_is_both():
    assert only("2022-21", "UTC", latitude=50)[:2] == (
        "2022-03-01T00:00:00Z", "2022-06-01T00:00:00Z",
    )  # fmt: skip
    assert only("2022-21", "UTC", latitude=-50)[0] == "2022-09-01T00:00:00Z"
    (either,) = parse_edtf("2022-21", "UTC")
    assert len(either.alternatives) == 2
    assert not either.exact


def test_a_winter_may_belong_to_either_year():
    (winter,) = event_time("2022-24", zones=("UTC",), latitude=50).occurrences
    assert [bounds(i) for i, _ in winter.alternatives] == [
        ("2021-12-01T00:00:00Z", "2022-03-01T00:00:00Z"),
        ("2022-12-01T00:00:00Z", "2023-03-01T00:00:00Z"),
    ]


def test_days_with_unspecified_digits_are_alternatives():
    (days,) = parse_edtf("2022-02-X8", "UTC")
    assert [i.begin.day for i, _ in days.alternatives] == [8, 18, 28]


def test_a_day_the_zone_skipped_is_counted_as_elsewhere():
    begin, end, exact = only("2011-12-30", "Pacific/Apia")
    assert (begin, end) == ("2011-12-29T10:00:00Z", "2011-12-31T12:00:00Z")
    assert not exact


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("8/1/2008", "8 January 2008 or 1 August 2008"),
        ("13/1/2008 0:00", "13 January 2008"),
        ("8.1.2008", "time_format"),
        ("-0044", "years 1 to 9999"),
        ("0000", "years 1 to 9999"),
        ("Y17000", "years 1 to 9999"),
        ("2022-02-30", "does not exist"),
        ("2022-13", "is not EDTF"),
        ("2022-06-08T25:00Z", "24:00"),
        ("2022-06-08T10:30+25:00", "offset"),
        ("2022-06-10/2022-06-09", "lies before begin '2022-06-10'"),
        ("2022-06-10/2022-06-08", "lies before begin '2022-06-10'"),
        ("2022-06-08T10:00Z/2022-06-08T12:00+03:30", "lies before"),
        ("../..", "says nothing"),
        ("/", "says nothing"),
        ("{}", "set without"),
        ("[2022", "set without"),
        ("2022/2023/2024", "2 slashes"),
        ("", "empty"),
        ("next Monday", "cannot be read"),
        ("2022\x00", "NUL"),
        ("2022-06-08T10:30~", "qualify dates"),
    ],
)
def test_refusals_say_what_is_wrong(text, says):
    with pytest.raises(InvalidTime, match=r"(?s).") as refused:
        event_time(text)
    assert says in str(refused.value)


def test_an_unknown_zone_name_is_refused():
    with pytest.raises(InvalidTime, match="Mars/Olympus"):
        parse_edtf("2022-06-08", "Mars/Olympus")


def columns(begin, end, *zones):
    when = event_time_from_columns(begin, end, zones)
    occurrence = when.occurrences[0]
    return when.edtf, *bounds(occurrence.alternatives[0][0]), occurrence.exact


def test_columns_include_the_last_day():
    assert columns("2022-06-08", "2022-06-10", "UTC") == (
        "2022-06-08/2022-06-10", "2022-06-08T00:00:00Z", "2022-06-11T00:00:00Z", True,
    )  # fmt: skip
    assert columns("2022-06-08", "2022-06-08", "UTC")[0] == "2022-06-08"


def test_a_missing_end_is_unknown():
    assert columns("2022-06-08", "", "UTC") == (
        "2022-06-08/", "2022-06-08T00:00:00Z", None, False,
    )  # fmt: skip
    assert columns(None, "2022-06-08", "UTC")[0] == "/2022-06-08"


@pytest.mark.parametrize(
    ("begin", "end", "says"),
    [
        ("2022-06-10", "2022-06-08", "'2022-06-08' lies before begin '2022-06-10'"),
        ("2022-06-08T12:00", "2022-06-08T11:59Z", "lies before"),
        ("", " ", "both empty"),
        ("{2022,2023}", "2024", "more than one date"),
        ("2021/2022", "2024", "cannot be read"),
    ],
)
def test_columns_refused(begin, end, says):
    with pytest.raises(InvalidTime) as refused:
        event_time_from_columns(begin, end, ("UTC",))
    assert says in str(refused.value)


def test_zones_of_places():
    assert zones_of(Point(51.4, 35.7)) == ("Asia/Tehran",)
    assert "Asia/Baghdad" in zones_of(Point(46.2, 35.0), 200_000)
    assert {"Europe/Lisbon", "Europe/Madrid"} <= set(zones_of(box(-9, 38, -5, 41)))
    assert zones_of(Point(0, 0)) == ("Etc/GMT",)
    assert len(zones_of(Point(0, 90), 100_000)) > 3


@pytest.mark.parametrize(
    ("text", "zones", "words"),
    [
        ("2022-06-08", ["Asia/Tehran"], "8 June 2022 (local day, Asia/Tehran)"),
        ("2022-06-08", [], "8 June 2022 (local day, time zone not certain)"),
        ("2022-06-08T10:30Z", [], "8 June 2022, 10:30 UTC"),
        ("2022-06-08T10:30:15+03:30", [], "8 June 2022, 10:30:15 UTC+03:30"),
        ("2022-06~", ["UTC"], "about June 2022 (local month, UTC)"),
        ("2022-22", ["UTC"], "summer 2022 (local time, UTC)"),
        ("199X", ["UTC"], "the 1990s (local time, UTC)"),
        ("2022-06-XX", ["UTC"], "a day in June 2022 (local time, UTC)"),
        ("{2022-06-08,2022-07-05}", ["UTC"], "8 June 2022 and 5 July 2022 (local day, UTC)"),
        ("[2021,2022?]", ["UTC"], "2021 or 2022 (uncertain) (local year, UTC)"),
        ("2021/..", ["UTC"], "2021 or later (local year, UTC)"),
    ],
)
def test_words(text, zones, words):
    assert describe(event_time(text, zones=zones)) == words


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2019-01-14", "2019-01-14T00:00:00Z", "2019-01-15T00:00:00Z"),
        ("2019-01-01/2019-02-01", "2019-01-01T00:00:00Z", "2019-02-02T00:00:00Z"),
        ("../2020", None, "2021-01-01T00:00:00Z"),
        ("2019-01-14T12:57:13.18Z/..", "2019-01-14T12:57:13.180000Z", None),
    ],
)
def test_scene_times_are_utc(text, begin, end):
    assert bounds(parse_scene_time(text)) == (begin, end)


def test_a_scene_moment_without_an_offset_is_utc():
    noon = Interval.instant(datetime(2019, 1, 14, 12, tzinfo=UTC))
    assert parse_scene_time("2019-01-14T12:00") == noon


@pytest.mark.parametrize("text", ["..", "../..", "{2019,2020}", "2020/2019", "soon"])
def test_scene_times_refused(text):
    with pytest.raises(InvalidTime):
        parse_scene_time(text)


def test_a_search_holds_the_moment_it_ends_with():
    b = "2022-05-02T00:00:00Z"
    at_b = parse_scene_time(b)
    for text in (f"2022-05-01T00:00:00Z/{b}", f"../{b}", b, f"{b}/{b}", f"{b}/.."):
        assert parse_search_time(text).meets(at_b), text
    just_after = parse_scene_time("2022-05-02T00:00:00.000001Z")
    for text in (f"2022-05-01T00:00:00Z/{b}", f"../{b}", b, f"{b}/{b}", "../2022-05-01"):
        assert not parse_search_time(text).meets(just_after), text


def test_a_search_by_days_holds_whole_days():
    assert parse_search_time("2022-05-01/2022-05-02") == parse_scene_time("2022-05-01/2022-05-02")
    assert parse_search_time("2022-05") == parse_scene_time("2022-05")


@pytest.mark.parametrize("text", ["..", "../..", "/", "", " "])
def test_a_search_without_sides_puts_no_condition(text):
    assert parse_search_time(text) is None


@pytest.mark.parametrize("text", ["2022-05-02/2022-05-01", "yesterday", "{2022,2023}", "a/b/c"])
def test_search_times_refused(text):
    with pytest.raises(InvalidTime):
        parse_search_time(text)

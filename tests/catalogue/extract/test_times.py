"""What a phrase of time says, against a day of publication."""

import pytest

from catalogue.errors import InvalidTime
from catalogue.extract.sentences import sentences
from catalogue.extract.times import find_times

MONDAY = "2022-07-18"


def _times(text: str, published: str | None = MONDAY) -> list[tuple[str, str]]:
    return [(t.text, t.edtf) for t in find_times(text, published, sentences(text))]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It was seen last week.", "2022-07-11/2022-07-17"),
        ("He spoke last Monday.", "2022-07-11"),
        ("It begins in early July.", "2022-07-01~/2022-07-10~"),
        ("It was hit in mid-June.", "2022-06-11~/2022-06-20~"),
        ("It was hit in late February.", "2022-02-21~/2022-02-28~"),
        ("He travels later this week.", "2022-07-18/2022-07-24"),
        ("Earlier this month it burned.", "2022-07-01/2022-07-18"),
        ("On June 8, 2021 it stood.", "2021-06-08"),
        ("On 8 June 2021 it stood.", "2021-06-08"),
        ("On the 8th of June it stood.", "2022-06-08"),
        ("It stood in December.", "2021-12"),
        ("They will meet on July 20.", "2022-07-20"),
        ("Between June 8 and 10 it stood.", "2022-06-08/2022-06-10"),
        ("From June 28 to July 3 it stood.", "2022-06-28/2022-07-03"),
        ("On 8-10 June 2020 it stood.", "2020-06-08/2020-06-10"),
        ("It was built in 2019.", "2019"),
        ("It was built in early 2019.", "2019-01~/2019-04~"),
        ("It was built in the 1990s.", "199X"),
        ("From 2019 to 2021 it grew.", "2019/2021"),
        ("It fell yesterday.", "2022-07-17"),
        ("It fell three days ago.", "2022-07-15"),
        ("It fell two years ago.", "2020"),
        ("It fell four months ago.", "2022-03"),
        ("Over the past three days it fell.", "2022-07-15/2022-07-18"),
        ("In the first quarter of 2008 it grew.", "2008-33"),
        ("It stood there last summer.", "2021-22"),
        ("It stood there in summer 2020.", "2020-22"),
        ("On 2022-06-08 it stood.", "2022-06-08"),
        ("On Friday it fell.", "2022-07-15"),
        ("It will fall on Friday.", "2022-07-22"),
        ("On June 8 at 14:30 UTC it stood.", "2022-06-08T14:30:00Z"),
        ("At 0630 GMT on June 8 it stood.", "2022-06-08T06:30:00Z"),
        ("On June 8 at 2 p.m. it stood.", "2022-06-08T14:00:00"),
        ("It lasted three days.", "P3D"),
    ],
)
def test_a_phrase_is_an_interval(text: str, edtf: str) -> None:
    assert [e for _, e in _times(text)] == [edtf]


def test_two_dates_are_two_times() -> None:
    assert _times("They came on June 8 and July 5.") == [
        ("June 8", "2022-06-08"),
        ("July 5", "2022-07-05"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Shahed-129 and Shahed-191 drones.", "Up to 300 were sent.", "It may be so.",
        "They march on.", "An august body.", "The S-300 fired.", "2,000 people fled.",
        "It has 2000 soldiers.", "Flight 1812 landed.", "They can be armed.", "A second attack.",
    ],
)  # fmt: skip
def test_numbers_and_words_that_are_no_times(text: str) -> None:
    assert [t for t in _times(text) if not t[1].startswith("P")] == []


def test_a_weekday_with_two_readings_keeps_both() -> None:
    (found,) = find_times("He spoke last Monday.", "2022-07-20", [(0, 21)])
    assert {a.edtf for a in found.alternatives} == {"2022-07-18", "2022-07-11"}
    assert sum(a.weight for a in found.alternatives) == pytest.approx(1)


def test_another_time_of_the_text_decides_between_readings() -> None:
    text = "It was told last week. He spoke last Monday."
    found = find_times(text, "2022-07-20", sentences(text))
    assert found[1].edtf == "2022-07-11"
    assert "last week" in found[1].alternatives[0].why


def test_day_and_month_both_ways_are_two_readings() -> None:
    (found,) = find_times("Seen on 08/06/2022 there.", None, [(0, 25)])
    assert [a.edtf for a in found.alternatives] == ["2022-06-08", "2022-08-06"]
    assert _times("Seen on 28/06/2022 there.") == [("28/06/2022", "2022-06-28")]


def test_without_publication_what_is_relative_has_no_bounds() -> None:
    (found,) = find_times("It fell last week.", None, [(0, 18)])
    assert (found.begin_utc, found.end_utc) == (None, None)
    assert "not known" in found.why[0]
    assert _times("It fell on June 8.", None) == [("June 8", "XXXX-06-08")]


def test_a_wrong_weekday_is_said() -> None:
    (found,) = find_times("On Friday, June 8, 2022 it stood.", MONDAY, [(0, 33)])
    assert found.edtf == "2022-06-08"
    assert "Wednesday" in found.why[0]


def test_publication_over_some_days_widens() -> None:
    assert _times("It fell yesterday.", "2022-07-17/2022-07-18") == [
        ("yesterday", "2022-07-16/2022-07-17")
    ]
    with pytest.raises(InvalidTime):
        find_times("It fell.", "2022-07-18/..", [(0, 8)])
    with pytest.raises(InvalidTime):
        find_times("It fell.", "sometime", [(0, 8)])


def test_the_day_spoken_of_is_what_the_next_day_counts_from() -> None:
    assert _times("On June 8 it stood. The next day it was gone.")[1] == (
        "The next day",
        "2022-06-09",
    )

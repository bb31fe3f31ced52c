"""Tables and links of the pages: whatever they hold is text."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from catalogue.interval import Interval
from ui import markup, text

DAY = datetime(2022, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "any time"),
        (Interval(DAY, DAY.replace(day=9)), "2022-06-08"),
        (Interval(DAY, DAY.replace(day=11)), "2022-06-08 to 2022-06-10"),
        (Interval(DAY, None), "2022-06-08T00:00:00Z to any time"),
        (Interval.instant(DAY), "2022-06-08T00:00:00Z"),
        (Interval(DAY.replace(hour=7), DAY.replace(day=9)),
         "2022-06-08T07:00:00Z to 2022-06-09T00:00:00Z"),
    ],
)  # fmt: skip
def test_whole_days_are_said_as_days(when, words):
    assert markup.days(when) == words


def test_numbers_of_things_are_said_as_one_says_them():
    assert [text.count(n, "claim") for n in (0, 1, 2, 1200)] == [
        "no claims", "1 claim", "2 claims", "1,200 claims",
    ]  # fmt: skip


def test_an_address_holds_nothing_but_an_address():
    found = markup.address("cases", case='"><script>', a="b&c")
    assert found == "./cases?case=%22%3E%3Cscript%3E&amp;a=b%26c"


def _table():
    from ui import markup

    link, chip = markup.Link("<b>x</b>", markup.address("", scene="s")), markup.Chip("<i>")
    markup.table(("<h>", "b", "c"), [("<img src=x>", link, chip)], '"name"')
    markup.points(["<script>"])


def test_cells_are_escaped():
    shown = AppTest.from_function(_table).run()
    assert not shown.exception
    html = "".join(element.proto.body for element in shown.get("html"))
    for wrong in ("<img", "<b>", "<i>", "<script>", "<h>"):
        assert wrong not in html
    assert '<a href="./?scene=s" target="_self">&lt;b&gt;x&lt;/b&gt;</a>' in html
    assert 'aria-label="&quot;name&quot;"' in html

"""Whatever the text: spans match it, answers are the same twice, and come in bounded time."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import InvalidValue
from catalogue.extract.find import extract
from catalogue.extract.sentences import sentences
from catalogue.when import parse_edtf

_WORDS = st.sampled_from(
    [
        "The",
        "army",
        "officials",
        "said",
        "that",
        "on",
        "June",
        "8",
        "and",
        "July",
        "5",
        ",",
        ".",
        "“",
        "”",
        "two",
        "drones",
        "were",
        "not",
        "struck",
        "near",
        "a",
        "depot",
        "last",
        "Monday",
        "according",
        "to",
        "Reuters",
        "satellite",
        "imagery",
        "shows",
        "it",
        "will",
        "may",
        "14:30",
        "UTC",
        "early",
        "2022",
        "three",
        "days",
        "ago",
        "😀",
        "مرحبا",
        "(",
        ")",
        "\n",
        "Friday",
        "morning",
        "up",
        "to",
        "300",
        "Shahed-129",
    ]
)
_TEXTS = st.one_of(
    st.lists(_WORDS, min_size=1, max_size=60).map(" ".join), st.text(min_size=1, max_size=200)
)


@given(_TEXTS, st.sampled_from(["2022-07-18", "2022-07", "2022-07-17/2022-07-18", None]))
@settings(max_examples=300, deadline=None)
def test_spans_match_and_times_can_be_read(text: str, published: str | None) -> None:
    try:
        found = extract(text, published)
    except InvalidValue:
        return
    assert found == extract(text, published)
    for one in found.times:
        assert text[one.start : one.end] == one.text
        if not one.edtf.startswith("P") and one.edtf != "../..":
            parse_edtf(one.edtf)
        if one.begin_utc and one.end_utc:
            # a moment (14:30 UTC) begins and ends at once
            assert one.begin_utc < one.end_utc or ("T" in one.edtf and one.begin_utc == one.end_utc)
    for claim in found.suggestions:
        assert 0 <= claim.start < claim.end <= len(text)
        for start, end in claim.cues:
            assert claim.start <= start < end <= claim.end
        for thing in claim.objects:
            assert claim.start <= thing.start < thing.end <= claim.end
    assert len({c.id for c in found.suggestions}) == len(found.suggestions)


@given(st.text(max_size=300))
def test_sentences_are_in_order_and_hold_all_words(text: str) -> None:
    parts = sentences(text)
    reached = 0
    for start, end in parts:
        assert reached <= start < end
        assert not text[reached:start].strip()
        reached = end
    assert not text[reached:].strip()


@pytest.mark.parametrize(
    "unit",
    ["a ", "said that ", "the the ", "June ", "8 ", ", ", "“", "in ", "A" * 50 + " ", "not ",
     "two ", "a b, the c said ", "according to ", "1999-"],
)  # fmt: skip
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * (200_000 // len(unit)))[:200_000] + "x"
    begin = time.process_time()
    with suppress(InvalidValue):  # what is no prose is refused, as fast
        extract(text, "2022-07-18")
    assert time.process_time() - begin < 30


def test_time_grows_with_the_number_of_sentences() -> None:
    sentence = "Troops attacked 3 depots in Kyiv on June {}, {} officials told Reuters. "
    text = "".join(sentence.format(n % 30 + 1, "two" if n % 2 else "three") for n in range(4000))
    begin = time.process_time()
    found = extract(text, "2022-07-18")
    assert len(found.suggestions) == 4000
    assert time.process_time() - begin < 15  # when it grew with their square it took a minute

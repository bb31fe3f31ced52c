"""Words that go leave a mark, and every other word stays where its span says."""

import re

from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Span
from catalogue.redaction.words import MARK, cut, find, moved, pattern_of

texts = st.text(st.sampled_from("ab é😀 \nИ"), max_size=60)


@st.composite
def cases(draw):
    """A text, edits in it, and a span."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    edits = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    start = draw(st.integers(0, len(text) - 1))
    return text, edits, Span(start, draw(st.integers(start + 1, len(text))))


@given(cases())
def test_a_span_moves_with_its_words(case):
    text, edits, span = case
    new = moved(span, edits)
    expected, at = "", span.start
    for start, end in edits:
        if start < span.end and end > span.start:
            expected += text[at : max(start, at)] + MARK
            at = end
    expected += text[at : span.end] if at < span.end else ""
    assert cut(text, edits)[new.start : new.end] == expected


@given(cases())
def test_what_stays_is_all_that_was_not_cut(case):
    text, edits, _ = case
    kept = [c for i, c in enumerate(text) if not any(a <= i < b for a, b in edits)]
    parts = re.split(re.escape(MARK), cut(text, edits)) if MARK not in text else []
    assert not parts or "".join(parts) == "".join(kept)


@given(texts, st.text(st.sampled_from("abéИ"), min_size=2, max_size=3))
def test_nothing_is_found_again_after_a_cut(text, name):
    pattern = pattern_of(name)
    once = cut(text, find(text, pattern))
    # Only parts of longer words are left.
    assert find(once, pattern) == ()

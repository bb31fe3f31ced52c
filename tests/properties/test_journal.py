"""Whatever is changed in a journal is found, and what was redacted still verifies."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import InvalidValue
from catalogue.journal import (
    REDACT,
    Entry,
    canonical,
    entry_hash,
    fold,
    next_entry,
    redacted,
    row,
    verify,
)

payloads = st.dictionaries(
    st.text(max_size=5), st.integers(-9, 9) | st.text(max_size=5), max_size=3
)


def chain(contents):
    head, made = None, []
    for payload in contents:
        head = next_entry(head, origin="o", actor="me", op="add", payload=payload)
        made.append(head)
    return made


chains = st.lists(payloads, min_size=1, max_size=6).map(chain)


def changed(value):
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value + b"x"
    return value + "x"


@given(chains)
def test_an_untouched_journal_verifies(entries):
    assert list(verify(entries)) == []


@given(chains, st.data())
def test_any_changed_field_is_found(entries, data):
    at = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Entry)]))
    entries[at] = replace(entries[at], **{name: changed(getattr(entries[at], name))})
    assert any(True for _ in verify(entries))


@given(chains, st.data())
def test_a_changed_entry_with_a_new_hash_is_found_by_the_next(entries, data):
    if len(entries) < 2:
        return
    at = data.draw(st.integers(0, len(entries) - 2))
    forged = replace(entries[at], actor="someone else")
    entries[at] = replace(forged, hash=entry_hash(forged))
    assert [problem.seq for problem in verify(entries)] == [at + 2]


@given(chains, st.data())
def test_a_removed_or_swapped_entry_is_found(entries, data):
    if len(entries) < 2:
        return
    at = data.draw(st.integers(0, len(entries) - 2))
    assert any(True for _ in verify(entries[:at] + entries[at + 1 :]))
    entries[at], entries[at + 1] = entries[at + 1], entries[at]
    assert any(True for _ in verify(entries))


@given(chains, st.data())
def test_redaction_verifies_and_leaves_nothing_of_the_payload(entries, data):
    at = data.draw(st.integers(0, len(entries) - 1))
    tombstone = redacted(entries[at])
    entries[at] = tombstone
    assert tombstone.payload is None
    assert tombstone.salt is None
    named = next_entry(
        entries[-1], origin="o", actor="me", op=REDACT, payload={"entries": [tombstone.id]}
    )
    assert list(verify([*entries, named])) == []
    # Without a redaction that names it, it was taken away by other means.
    assert [problem.seq for problem in verify(entries)] == [at + 1]


@given(chains)
def test_a_redaction_may_itself_be_redacted_by_one_that_names_both(entries):
    def redaction(of):
        head = entries[-1]
        made = next_entry(head, origin="o", actor="me", op=REDACT, payload={"entries": of})
        entries.append(made)
        return made

    first = redaction([entries[0].id])
    entries[0] = redacted(entries[0])
    redaction([entries[0].id, first.id])
    entries[-2] = redacted(first)
    assert list(verify(entries)) == []


@given(payloads)
def test_equal_payloads_have_unequal_digests(payload):
    first, second = chain([payload, payload])
    assert first.payload == second.payload
    assert first.digest != second.digest


def test_the_fold_is_the_newest_digest_of_each_record():
    made = chain(
        [
            {"rows": [row("scene", "a", "1"), row("scene", "b", "1")]},
            {"other": 1},
            {"rows": [row("scene", "a", "2"), row("observation", "a", "3")]},
        ]
    )
    expected = {("scene", "a"): "2", ("scene", "b"): "1", ("observation", "a"): "3"}
    assert fold(made) == expected
    assert fold([*made[:2], redacted(made[2])]) == {("scene", "a"): "1", ("scene", "b"): "1"}


@pytest.mark.parametrize("value", [float("nan"), {"a": object()}, 2**60, {1: 2}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(InvalidValue, match="history"):
        canonical(value)


def test_canonical_is_rfc_8785():
    assert (
        canonical({"b": 1.0, "a": [1e21, "\u20ac", None]})
        == b'{"a":[1e+21,"\xe2\x82\xac",null],"b":1}'
    )

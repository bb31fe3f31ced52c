"""What every store must do with reports, decisions and redactions, the same for each."""

from dataclasses import replace

import pytest
import shapely

from catalogue.errors import Conflict, NotFound, StoreError
from catalogue.journal import REDACT, next_entry, verify
from catalogue.model import Annotation, Decision, Observation, Report, Span, text_sha256


def report(uid, text="Smoke rose.", **more):
    known = {"uid": uid, "id": f"r-{uid}", "text": text, "sha256": text_sha256(text)}
    return Report(**{**known, **more})


def decision(suggestion, start=0, **more):
    known = {"report": "a", "suggestion": suggestion, "verdict": "reject", "start": start,
             "end": 9, "reason": "duplicate"}  # fmt: skip
    return Decision(**{**known, **more})


def put(store, *reports):
    with store.transaction():
        store.put_reports(reports)


def test_reports_are_found_by_each_of_their_names(store):
    a, b = report("a", title="Smoke"), report("b", "Nothing was seen.", published="2022-07-18")
    put(store, b, a)
    assert list(store.reports()) == [a, b]
    assert store.report("b") == b
    assert store.report_named("r-a") == a
    assert store.report_with_hash(b.sha256) == b
    assert store.report_named("a") is store.report_with_hash("0") is None
    assert store.report_count() == 2
    with pytest.raises(NotFound, match="catalogue reports"):
        store.report("r-a")


def test_a_replaced_report_keeps_its_old_version(store):
    old = report("a")
    new = replace(old, id="other", title="later", version=2)
    put(store, old)
    put(store, new)
    assert store.report("a") == new
    assert store.report_versions("a") == [old]
    assert store.report_named("r-a") is None


def test_an_id_belongs_to_one_report(store):
    put(store, report("a"))
    with pytest.raises(Conflict, match="exists already"):
        put(store, report("b", id="r-a"))
    assert store.report_count() == 1


def test_many_reports_come_in_order(store):
    made = [report(f"{n:03}", f"text {n}") for n in range(230)]
    put(store, *reversed(made))
    assert list(store.reports()) == made


def test_observations_know_their_report(store):
    known = {"title": "t", "spans": (Span(0, 5), Span(6, 10, "time", "translation"))}
    b = Observation("o2", "b", report="a", **known)
    a = Observation("o1", "a", report="a", **known)
    with store.transaction():
        store.put_observations([b, a, Observation("o3", "c", title="of another", report="z")])
        store.put_observations([Observation("o4", "d", title="of none")])
    assert store.observations_of_report("a") == [a, b]
    assert store.observations_of_report("none") == []


def test_decisions_are_replaced_by_their_suggestion(store):
    first, second = decision("s2", 50), decision("s1", 7)
    with store.transaction():
        store.put_decisions([first, second, decision("s1", report="b")])
    assert store.decisions("a") == [second, first]
    accepted = replace(second, verdict="accept", reason=None, observation="o1")
    with store.transaction():
        store.put_decisions([accepted])
    assert store.decisions("a") == [accepted, first]
    assert [d.report for d in store.decisions()] == ["a", "a", "b"]


@pytest.mark.parametrize(
    "write",
    [
        lambda s: s.put_reports([report("a")]),
        lambda s: s.put_decisions([decision("s")]),
        lambda s: s.rewrite_versions(lambda r: r),
        lambda s: s.erase_payloads([]),
    ],
)
def test_a_write_outside_a_transaction_is_refused(store, write):
    with pytest.raises(StoreError, match="transaction"):
        write(store)


def test_an_error_undoes_reports_and_decisions(store):
    put(store, report("a"))

    def change_and_fail():
        with store.transaction():
            store.put_reports([report("a", title="new", version=2), report("b")])
            store.put_decisions([decision("s")])
            assert 1 / 0

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert list(store.reports()) == [report("a")]
    assert store.report_versions("a") == store.decisions() == []


# -- redaction -----------------------------------------------------------------------------------
def follow(store, op="add", **payload):
    made = next_entry(store.head(), origin=store.origin(), actor="me", op=op, payload=payload)
    store.append(made)
    return made


def test_only_a_redaction_erases_and_it_must_be_the_newest_entry(store):
    with store.transaction():
        entry = follow(store, name="Ivan")
    with pytest.raises(StoreError, match="redaction"), store.transaction():
        store.erase_payloads([entry.id])

    def erase_too_late():
        with store.transaction():
            follow(store, REDACT, entries=[entry.id])
            follow(store)
            store.erase_payloads([entry.id])

    with pytest.raises(StoreError, match="redaction"):
        erase_too_late()
    with store.transaction():
        follow(store, REDACT, entries=[entry.id])
        store.erase_payloads([entry.id])
    erased, redaction = store.entries()
    assert (erased.payload, erased.salt, erased.hash) == (None, None, entry.hash)
    assert redaction.payload
    assert list(verify(store.entries())) == []


def test_every_superseded_version_is_rewritten(store):
    note = Annotation("n", "s", "point", "uav", shapely.Point(1, 2), rev=1, note="Ivan")
    with store.transaction():
        store.put_reports([report("a", title="Ivan"), report("b")])
        store.put_reports([report("a", version=2)])
        store.put_observations([Observation("o", "o", "Ivan")])
        store.put_observations([Observation("o", "o", "later", version=2)])
        store.put_annotation(note)
        store.put_annotation(replace(note, note=None, rev=2))

    def change(old):
        if isinstance(old, Annotation):
            return replace(old, note="X")
        return replace(old, title="X") if old.title == "Ivan" else old

    with store.transaction():
        assert store.rewrite_versions(change) == 3
    assert [r.title for r in store.report_versions("a")] == ["X"]
    assert [o.title for o in store.observation_versions("o")] == ["X"]
    assert [a.note for a in store.annotation_versions("n")] == ["X"]
    store.purge()
    assert store.report_count() == 2

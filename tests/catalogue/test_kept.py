"""What people add around claims: versions, conflicts, history, redaction."""

from dataclasses import replace

import pytest

from catalogue import Catalogue
from catalogue.errors import Conflict
from catalogue.journal import fold
from catalogue.model import Case, Tuning

CASE = Case("c", "kashan", "Were drones shown to Boris Example?", "ana", "2026-01-02T03:04:05Z")


@pytest.fixture
def cat(tmp_path):
    with Catalogue.open(tmp_path / "case", create=True) as opened:
        yield opened


def test_a_change_is_a_version_and_an_entry_and_the_same_again_is_none(cat):
    first = cat.keep(CASE)
    before = cat.store.head().seq
    assert cat.keep(replace(CASE, made="2027-01-01T00:00:00Z")) == first
    assert cat.store.head().seq == before
    second = cat.keep(replace(first, note="closed soon"), base=1)
    assert (second.version, cat.store.head().seq) == (2, before + 1)
    assert ("case", "c") in fold(cat.store.entries())
    assert list(cat.check()) == []


def test_a_change_of_an_old_version_is_a_conflict(cat):
    cat.keep(replace(cat.keep(CASE), note="mine"), base=1)
    with pytest.raises(Conflict, match="at version 2"):
        cat.keep(replace(CASE, note="theirs"), base=1)


def test_withdrawing_keeps_it_in_the_history(cat):
    cat.keep(CASE)
    gone = cat.withdraw(Case, "c")
    assert gone.withdrawn
    assert cat.withdraw(Case, "c") == gone
    assert [v.withdrawn for v in cat.store.evidence_versions(Case, "c")] == [False]
    who = [(e.op, e.actor) for e in cat.history() if e.op == "case"]
    assert who == [("case", "ana"), ("case", cat.settings.author)]


def test_a_changed_record_does_not_verify(cat):
    cat.keep(Tuning("score", "ana", "2026-01-02T03:04:05Z", {"prior": 0.4}))
    with cat.store.transaction():
        cat.store.put_evidence([Tuning("score", "ana", "2026-01-02T03:04:05Z", {"prior": 0.9})])
    assert [finding.name for finding in cat.check()] == ["tuning score"]


def test_a_redacted_name_goes_from_records_and_their_old_versions(cat):
    cat.keep(replace(cat.keep(CASE), note="later"), base=1)
    done = cat.redact("Boris Example")
    assert done.evidence == 1
    assert done.versions == 1
    every = [cat.store.evidence(Case, "c"), *cat.store.evidence_versions(Case, "c")]
    assert not any("Boris" in case.question for case in every)
    assert list(cat.check()) == []

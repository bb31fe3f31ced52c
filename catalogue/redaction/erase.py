"""A redaction in a store: one transaction, one entry, and nothing left of what it took away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from catalogue.ingest import record
from catalogue.journal import REDACT, Entry, fold, row
from catalogue.model import EVIDENCE, Observation, Report, Scene, kind_of
from catalogue.redaction.records import Redactor
from catalogue.store.codec import row_digest
from catalogue.store.protocol import Store
from catalogue.store.protocol_reports import Revisable

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction did: places, and records by kind; superseded versions apart."""

    places: int
    reports: int
    observations: int
    annotations: int
    scenes: int
    evidence: int
    versions: int
    entries: int

    @property
    def found(self) -> bool:
        """True if there was anything to take away."""
        return bool(self.places or self.entries)


class _OnlyLooking(Exception):
    """Undoes the transaction of a dry run."""


def erase(store: Store, redactor: Redactor, *, dry_run: bool = False) -> Redacted:
    """Take the redactor's words out of all records, their old versions and the history.

    Afterwards `Store.purge` must overwrite what is left of them in the files.
    """
    try:
        with store.transaction():
            done = _erase(store, redactor)
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return done


def _erase(store: Store, redactor: Redactor) -> Redacted:
    changed = _changed(store, redactor)
    renamed = [
        (old, new) for old in store.decisions() if (new := redactor.decision(old)) is not old
    ]
    places = redactor.count
    _put(store, changed)
    store.drop_decisions([old for old, _ in renamed])
    store.put_decisions([new for _, new in renamed])
    gone = {("decision", old.uid) for old, _ in renamed}
    digests = {(_kind(r), r.uid): row_digest(r) for r in [*changed, *(new for _, new in renamed)]}
    of_old: set[_Key] = set()

    def change(old: Revisable) -> Revisable:
        new = redactor.change(old)
        if new is not old:
            of_old.add((_kind(old), old.uid))
        return new

    versions = store.rewrite_versions(change) - len(changed)
    erased = _concerned(store.entries(), digests.keys() | of_old | gone, redactor)
    if changed or erased:
        _write_entry(store, redactor, erased, digests, gone)
    kinds = Counter(kind for kind, _ in digests)
    return Redacted(
        places,
        kinds["report"],
        kinds["observation"],
        kinds["annotation"],
        kinds["scene"],
        sum(kinds[kind_of(kind)] for kind in EVIDENCE),
        versions,
        len(erased),
    )


def _changed(store: Store, redactor: Redactor) -> list[Revisable]:
    """The new versions of all records that hold the words, or lie after them in their report."""
    found: list[Revisable] = []
    for report in store.reports():  # first: they say how spans move
        new = redactor.change(report)
        if new is not report:
            found.append(replace(new, version=report.version + 1))
    for scene in () if redactor.target.report else store.scenes():
        other = redactor.change(scene)
        if other is not scene:
            found.append(replace(other, version=scene.version + 1))
    for observation in store.observations():
        changed = redactor.change(observation)
        if changed is not observation:
            found.append(replace(changed, version=observation.version + 1))
    for kind in EVIDENCE:
        for made in store.find_evidence(kind):
            without = redactor.change(made)
            if without is not made:
                found.append(replace(without, version=made.version + 1))
    rev = store.annotation_rev()
    for annotation in store.annotations(retracted=True):
        new_tag = redactor.change(annotation)
        if new_tag is not annotation:
            rev += 1
            found.append(replace(new_tag, rev=rev))
    return found


def _put(store: Store, records: Iterable[Any]) -> None:
    for item in records:
        if isinstance(item, Report):
            store.put_reports([item])
        elif isinstance(item, Scene):
            store.put_scenes([item])
        elif isinstance(item, Observation):
            store.put_observations([item])
        elif isinstance(item, EVIDENCE):
            store.put_evidence([item])
        else:
            store.put_annotation(item)


def _kind(item: object) -> str:
    return type(item).__name__.lower()


def _payload(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {} if entry.payload is None else orjson.loads(entry.payload)
    return found


def _concerned(
    entries: Iterable[Entry], changed: Iterable[_Key], redactor: Redactor
) -> list[Entry]:
    """Entries that hold the words, or the digest of a text that held them: it could be guessed."""
    keys = set(changed)
    found = []
    for entry in entries:
        payload = _payload(entry)
        named = {(r["kind"], r["uid"]) for r in payload.get("rows", ())}
        words = redactor.target.report is None and redactor.holds(payload)
        if named & keys or words:
            found.append(entry)
    return found


def _write_entry(
    store: Store,
    redactor: Redactor,
    erased: list[Entry],
    digests: Mapping[_Key, str],
    gone: set[_Key],
) -> None:
    """One entry that names what goes and says anew what the entries that go said of other rows."""
    state = fold(store.entries()) | dict(digests)
    rows: dict[_Key, str] = dict(digests)
    ids: dict[str, None] = {}
    for entry in erased:
        payload = _payload(entry)
        named = payload.get("entries", ()) if entry.op == REDACT else ()
        ids |= dict.fromkeys([entry.id, *named])
        keys = {(r["kind"], r["uid"]) for r in payload.get("rows", ())}
        rows |= {key: state[key] for key in sorted(keys - gone)}
    said = [row(kind, uid, digest) for (kind, uid), digest in rows.items()]
    note = redactor.note
    record(store, note.author, REDACT, said, entries=list(ids), reason=note.reason)
    store.erase_payloads(list(ids))

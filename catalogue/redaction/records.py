"""Records as they may stand after a redaction. Pure: the same record where nothing changes."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from catalogue.model import (
    EVIDENCE,
    Annotation,
    Case,
    Decision,
    Evidence,
    Observation,
    Redaction,
    Report,
    Scene,
    Span,
)
from catalogue.model import text_sha256 as sha256
from catalogue.redaction.words import MARK, Edits, cut, find, moved, walked
from catalogue.store.fields import decode, encode

R = TypeVar("R", bound=Report | Observation | Annotation | Scene | Evidence)
# What no name stands in: keys, codes, numbers. Their fields are left as they are.
KEPT = ("uid", "report", "scene", "suggestion", "status", "kind", "part", "verdict", "reason",
        "geometry", "footprint", "edtf", "occurrences", "zone", "sha256", "asset_sha256", "tile",
        "state", "spans", "decided", "added", "redactions", "created", "media_type", "roles",
        "pixels")  # fmt: skip
# The same in what people add around claims and scenes.
KEPT_OF_EVIDENCE = ("observation", "observations", "scenes", "reports", "annotations", "score",
                    "role", "case", "again", "made", "searched", "closed", "area", "sent_area",
                    "places", "place", "when", "sensitivity", "first", "second", "values",
                    "classes")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What is to go: words wherever they stand or, with `report`, one passage of that report.

    `passage` is (part, start, end); `pattern` then finds the same words in what was taken from
    the report.
    """

    pattern: re.Pattern[str]
    report: str | None = None
    passage: tuple[str, int, int] | None = None
    words: str = ""

    def concerns(self, report: str | None) -> bool:
        """True if a record taken from this report (uid) may have to change."""
        return self.report is None or self.report == report


@dataclass
class Redactor:
    """Puts records through a redaction; counts places as it goes.

    `leave` names fields that stay as they are beside KEPT: paths, where files must be found again.
    """

    target: Target
    note: Redaction
    leave: tuple[str, ...] = ()
    edits: dict[tuple[str, str], Edits] = field(default_factory=dict)
    texts: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    count: int = 0

    def change(self, record: R) -> R:
        """The record without the words; itself where they are not in it."""
        if isinstance(record, Report):
            return cast(R, self.report(record)) if self.target.concerns(record.uid) else record
        if isinstance(record, Observation):
            return cast(R, self.observation(record))
        if self.target.report:
            return record
        new = self._plainly(record)
        if isinstance(new, Case) and MARK in new.id:
            return replace(new, id=_name(new.id, new.uid))
        if isinstance(new, Scene) and MARK in new.id:
            name = _name(new.id, new.uid)
            return replace(new, id=name, stac={**new.stac, "id": name} if new.stac else {})
        return new

    def report(self, report: Report) -> Report:
        """A report and its translation; one's own copy goes as well."""
        before = self.count
        texts: dict[str, Any] = {"text": report.text, "translation": report.translation}
        for part in ("text", "translation"):
            words = report.words(part)
            edits = self._edits(part, words)
            self.edits.setdefault((report.uid, part), edits)
            self.texts.setdefault((report.uid, part), (words, cut(words, edits)))
            self.count += len(edits)
            if edits:
                texts[part] = cut(words, edits)
        rest = self._plainly(replace(report, text="-", translation=None))
        changed = replace(rest, **texts)
        found = self.count - before
        if not found:
            return report
        return replace(
            changed,
            id=_name(changed.id, report.uid),
            sha256=sha256(changed.text),
            file=None,
            redactions=(*report.redactions, replace(self.note, count=found)),
        )

    def _edits(self, part: str, words: str) -> Edits:
        passage = self.target.passage
        if passage is not None and passage[0] == part:
            start, end = passage[1:]
            if words[start:end] == self.target.words:  # not so in a translation of before
                return ((start, end),)
        return find(words, self.target.pattern)

    def observation(self, observation: Observation) -> Observation:
        """An observation; its spans move with the words of its report."""
        uid = observation.report or ""
        new = self._plainly(observation) if self.target.concerns(uid or None) else observation
        spans = tuple(moved(s, self.edits.get((uid, s.part), ())) for s in observation.spans)
        if self.target.passage is not None:
            new = self._retold(observation, new, spans)
        if new is observation and spans == observation.spans:
            return observation
        # An id made from a text that is gone would let one try names until it fits.
        return replace(new, spans=spans, id=_name(new.id, observation.uid), suggestion=None)

    def _retold(self, old: Observation, new: Observation, spans: tuple[Span, ...]) -> Observation:
        """A claim that a passage cuts into is quoted anew from what is left of the report."""
        uid = old.report or ""
        if not any(_meet(s, self.edits.get((uid, s.part), ())) for s in old.spans):
            return new
        claim = MARK
        for before, after in zip(old.spans, spans, strict=True):
            was, now = self.texts.get((uid, before.part), ("", ""))
            if old.claim == was[before.start : before.end]:
                claim = now[after.start : after.end]
        quoted = " ".join(old.title.split()) in " ".join((old.claim or "").split())
        title = " ".join(claim.split())[: len(old.title)] if quoted else new.title
        if (claim, title) == (old.claim, old.title):
            return new
        return replace(new, claim=claim if old.claim else None, title=title)

    def decision(self, decision: Decision) -> Decision:
        """A decision; its place moves with the words, and it is known by that place alone.

        The suggestion's own name is made of the text: with it one could try names until it fits.
        """
        edits = self.edits.get((decision.report, "text"), ())
        if not edits:
            return decision
        span = moved(Span(decision.start, decision.end), edits)
        name = f"redacted-{uuid.uuid4().hex[:8]}"
        return replace(decision, suggestion=name, start=span.start, end=span.end)

    def _plainly(self, record: R) -> R:
        before = self.count
        more: tuple[str, ...] = KEPT_OF_EVIDENCE if isinstance(record, EVIDENCE) else ()
        value = walked(encode(record), self._text, (*KEPT, *self.leave, *more))
        return record if self.count == before else decode(type(record), value)

    def _text(self, text: str) -> str:
        edits = find(text, self.target.pattern)
        # Of a passage that goes, a name or some words of it may stand alone elsewhere.
        within = not edits and (" " in text or text[:1].isupper()) and text in self.target.words
        self.count += len(edits) + within
        return MARK if within else cut(text, edits)

    def holds(self, value: Any) -> bool:
        """True if the words stand anywhere in a JSON value."""
        if isinstance(value, dict):
            return any(self.holds(part) for pair in value.items() for part in pair)
        if isinstance(value, list):
            return any(map(self.holds, value))
        return isinstance(value, str) and bool(find(value, self.target.pattern))


def _meet(span: Span, edits: Edits) -> bool:
    return any(start < span.end and span.start < end for start, end in edits)


def _name(name: str, uid: str) -> str:
    return f"redacted-{uid[:8]}" if MARK in name else name

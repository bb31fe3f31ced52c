"""Reports: source documents with their text as received, and what a person decided about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

from catalogue.errors import InvalidValue
from catalogue.model.scene import Asset

Part = Literal["text", "translation"]
SpanKind = Literal["claim", "time", "place", "object", "source", "status"]
Choice = Literal["accept", "reject"]
Reason = Literal[
    "not_a_claim", "irrelevant", "duplicate", "wrong_time", "wrong_place", "wrong_what"
]
PARTS: tuple[str, ...] = get_args(Part)
SPAN_KINDS: tuple[str, ...] = get_args(SpanKind)
CHOICES: tuple[str, ...] = get_args(Choice)
REASONS: tuple[str, ...] = get_args(Reason)
RELIABILITIES = "ABCDEF"
# A long book; what is longer is no report, and its screen would stand still.
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """The words [start, end) of a report, counted in Unicode code points of one `part`."""

    start: int
    end: int
    kind: SpanKind = "claim"
    part: Part = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidValue(f"span {self.start} to {self.end} holds no character.")
        if self.kind not in SPAN_KINDS:
            raise InvalidValue(f"kind {self.kind!r} is not one of {', '.join(SPAN_KINDS)}.")
        if self.part not in PARTS:
            raise InvalidValue(f"part {self.part!r} is not one of {', '.join(PARTS)}.")


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words that were removed for good: how many places, why, by whom, when (UTC)."""

    count: int
    reason: str
    author: str
    redacted: str


@dataclass(frozen=True, slots=True)
class Report:
    """One source document. `text` is as received and never edited, only redacted for good.

    `sha256` is that of the text in UTF-8. `published` is EDTF, None if it is not known;
    `accessed` a date. `file` is one's own copy (PDF, WACZ). `excerpt` says whether the text is a
    part of the document (True), all of it (False) or that nobody said (None). `chain` is through
    whom the document came, nearest first, and `reliability` the Admiralty A-F of its publisher,
    set by a person only.
    """

    uid: str
    id: str
    text: str
    sha256: str
    title: str = ""
    language: str | None = None
    publisher: str | None = None
    url: str | None = None
    archive_url: str | None = None
    accessed: str | None = None
    published: str | None = None
    excerpt: bool | None = None
    translation: str | None = None
    translator: str | None = None
    file: Asset | None = None
    chain: tuple[str, ...] = ()
    reliability: str | None = None
    added: str = ""
    redactions: tuple[Redaction, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue("a report has an empty id; give it one.")
        check_text("text", self.text)
        if self.translation is not None:
            check_text("translation", self.translation)
        if self.reliability is not None and self.reliability not in tuple(RELIABILITIES):
            raise InvalidValue(
                f"reliability {self.reliability!r} is not one of {', '.join(RELIABILITIES)}."
            )

    def words(self, part: str) -> str:
        """The text, or its translation ("" without one)."""
        return self.text if part == "text" else self.translation or ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person did with one suggestion: accepted it as an observation, or rejected it.

    `start` and `end` are the suggestion's place in the text, by which it is known again where
    another version of the extractor gives it another id. `made_by` is who suggested it.
    """

    report: str
    suggestion: str
    verdict: Choice
    start: int
    end: int
    reason: Reason | None = None
    observation: str | None = None
    made_by: str | None = None
    author: str = "anonymous"
    decided: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in CHOICES:
            raise InvalidValue(f"verdict {self.verdict!r} is not one of {', '.join(CHOICES)}.")
        if (self.verdict == "reject") != (self.reason is not None):
            raise InvalidValue(f"a rejection, and only it, has a reason: {', '.join(REASONS)}.")
        if self.reason is not None and self.reason not in REASONS:
            raise InvalidValue(f"reason {self.reason!r} is not one of {', '.join(REASONS)}.")

    @property
    def uid(self) -> str:
        """What names it in the history."""
        return f"{self.report}:{self.suggestion}"


def text_sha256(text: str) -> str:
    """sha256 of the text in UTF-8, lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_text(name: str, text: str) -> None:
    """Raise InvalidValue for a text that is empty, too long, or cannot be kept as it is."""
    if not text.strip():
        raise InvalidValue(f"the {name} is empty; paste or name one that says something.")
    if len(text) > MOST_CHARACTERS:
        raise InvalidValue(
            f"the {name} has {len(text):,} characters, {MOST_CHARACTERS:,} is the most; split it "
            "into the documents it is made of."
        )
    for what, character in (("NUL character", "\0"), ("lone surrogate", None)):
        at = text.find(character) if character else _surrogate(text)
        if at >= 0:
            raise InvalidValue(
                f"the {name} holds a {what} at character {at}; a text cannot be kept with it. "
                "Remove it, or save the text again as UTF-8."
            )


def _surrogate(text: str) -> int:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return -1

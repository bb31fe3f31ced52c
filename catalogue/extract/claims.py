"""Claims from anchors: a word of an event, or a place with a date, in what someone says."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from catalogue.extract.attribution import Clause
from catalogue.extract.claim_time import around_publication, time_of
from catalogue.extract.lexicon.cues import CUES
from catalogue.extract.lexicon.events import PHYSICAL, Trigger, event_class, triggers
from catalogue.extract.status import status_of
from catalogue.extract.values import (
    ClaimTime,
    ObjectFound,
    PlaceFound,
    Span,
    Suggestion,
    TimeFound,
)
from catalogue.model.observation import Status
from catalogue.score import NOT_DONE, observability

# An event of its own inside a clause: "during his scheduled trip to Tehran later this week".
_NESTED = re.compile(
    r"\b(?:during|after|before|amid|ahead\s+of|following)\s+(?=(?:his|her|their|its|the|a|an)\s)",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:details?|information|statements?|briefings?|remarks?|comments?|answers?|assessments?|"
    r"updates?|explanations?)\b", re.IGNORECASE,
)  # fmt: skip
_DEFINING = re.compile(r"^[\w\s-]{2,40}\s(?:is|are)\s+(?:an?\s+|the\s+)?[\w\s,-]+$", re.IGNORECASE)
_Found = TimeFound | PlaceFound | ObjectFound
_F = TypeVar("_F", bound=_Found)
_ROLES = ("location", "destination", "origin", "context")


@dataclass(frozen=True, slots=True)
class Setting:
    """What was found in the whole text, in its order, and when it was published.

    `digest` is of the text; the ids of claims are made with it.
    """

    text: str
    times: Sequence[TimeFound]
    places: Sequence[PlaceFound]
    objects: Sequence[ObjectFound]
    published: str | None
    publisher: str
    digest: str


@dataclass(frozen=True, slots=True)
class Before:
    """What the sentence before said, for what this one leaves out."""

    time: ClaimTime | None = None
    place: int | None = None
    facility: bool = False


def suggestions(
    setting: Setting, clauses: Sequence[Clause], before: Before
) -> tuple[list[Suggestion], Before]:
    """The claims of one sentence, and what they leave for the next."""
    found: list[Suggestion] = []
    for clause in clauses:
        for part in _parts(setting.text, clause):
            made = _claim(setting, part, clause, before)
            if made is None:
                continue
            found.append(made)
            place = made.place if made.place is not None else before.place
            time = made.time if made.time and "time" not in made.inherited else before.time
            before = Before(_stated(made, time), place)
    return found, before


def _stated(made: Suggestion, time: ClaimTime | None) -> ClaimTime | None:
    """A time that only says "before publication" is nothing to hand on."""
    return None if made.time and ".." in made.time.edtf else time


def _parts(text: str, clause: Clause) -> list[Clause]:
    """The clause, and what happens inside it as an event of its own."""
    words = text[clause.start : clause.end]
    for match in _NESTED.finditer(words):
        rest = words[match.end() :]
        if any(not t.is_verb for t in triggers(rest)[:1]) and triggers(words[: match.start()]):
            return [
                replace(clause, end=clause.start + len(words[: match.start()].rstrip())),
                replace(clause, start=clause.start + match.end()),
            ]
    return [clause]


def _claim(setting: Setting, part: Clause, whole: Clause, before: Before) -> Suggestion | None:
    words = setting.text[part.start : part.end]
    objects = _within(setting.objects, part)
    times = _within(setting.times, whole)
    # A length of time is no date, and of some only the words are known.
    times = [t for t in times if not t.edtf.startswith("P") and t.edtf != "../.."]
    first = bisect_left(setting.places, part.start, key=_start)
    places = [first + n for n, p in enumerate(_from(setting.places, part)) if p.end <= part.end]
    located = _best_place(setting, places)
    trigger = _main(words, objects, part.start)
    if trigger is None:
        if located is None or not (times or objects):
            return None
        verb, cls = (0, 0), "event"
    else:
        verb, cls = (trigger.start, trigger.end), trigger.cls
    if _is_statement(words, trigger, objects, located, times):
        return None
    status, cues = status_of(words, *verb)
    kind = event_class(cls)
    inherited: list[str] = []
    why = [f"“{trigger.word}”: {cls}" if trigger else "a place with a date or a thing"]
    place = located
    if place is None and before.place is not None and _needs_place(cls, status):
        place = before.place
        inherited.append("place")
    time = time_of(times, kind.kind)
    if time is None and before.time is not None and _goes_on(words):
        time = before.time
        inherited.append("time")
    if time is None:
        time = around_publication(setting.published, status, kind.kind)
    if whole.carried:
        inherited.append("source")
    return Suggestion(
        id=_id(setting.digest, part.start, part.end, cls),
        start=part.start,
        end=part.end,
        event_class=cls,
        status=status,
        observability=observability(cls, objects, status, place is not None)[0],
        time=time,
        place=place,
        objects=tuple(objects),
        chain=(setting.publisher, *(s for s in part.chain if s != setting.publisher)),
        cues=tuple(Span(part.start + a, part.start + b) for a, b in cues),
        inherited=tuple(inherited),
        why=tuple(why),
    )


def _start(found: _Found) -> int:
    return found.start


def _from(found: Sequence[_F], clause: Clause) -> Sequence[_F]:
    """Those that begin in the clause; they stand in the order of the text."""
    first = bisect_left(found, clause.start, key=_start)
    return found[first : bisect_left(found, clause.end, lo=first, key=_start)]


def _within(found: Sequence[_F], clause: Clause) -> list[_F]:
    return [one for one in _from(found, clause) if one.end <= clause.end]


def _main(words: str, objects: Sequence[ObjectFound], offset: int) -> Trigger | None:
    """The verb that carries the clause: the first one outside a relative clause; else a noun."""
    found = triggers(words)
    inside = [(o.start - offset, o.end - offset) for o in objects]
    free = [t for t in found if not any(a <= t.start < b for a, b in inside)]
    shut = [m.span() for m in CUES[0][1].finditer(words)]
    free = [t for t in free if not any(a <= t.start < b for a, b in shut)]
    relative = re.search(
        r"\b(?:that|which|who)\s+(?:can|could|is|are|was|were|has|have|had)\b", words
    )
    verbs = [t for t in free if t.is_verb and not (relative and t.start > relative.start())]
    return next(iter(verbs or free), None)


def _is_statement(
    words: str,
    trigger: Trigger | None,
    objects: Sequence[ObjectFound],
    located: int | None,
    times: Sequence[TimeFound],
) -> bool:
    """True for what is only talk or a definition: nothing happened that could be observed."""
    if trigger is None:
        return bool(_DEFINING.match(words)) and not times
    if trigger.cls in ("transfer", "inspection", "launch") and not objects and located is None:
        return bool(_SAYING.search(words))
    return False


def _best_place(setting: Setting, places: Sequence[int]) -> int | None:
    """A place where it happened, then where it went, then whence it came; never an actor."""
    for role in _ROLES:
        of_role = [n for n in places if setting.places[n].role == role]
        with_candidates = [n for n in of_role if setting.places[n].candidates]
        if with_candidates or of_role:
            return (with_candidates or of_role)[0]
    return None


def _needs_place(cls: str, status: Status) -> bool:
    if status in NOT_DONE:
        return False
    return cls in PHYSICAL or cls in ("inspection", "visit", "launch")


def _goes_on(words: str) -> bool:
    """A definite subject: "the Russians", "they", "the base" go on from what was said before."""
    return re.match(r"(?:the|they|he|she|it|those|these|both)\b", words, re.IGNORECASE) is not None


def text_digest(text: str) -> str:
    """SHA-256 of a text, lone surrogates and all."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _id(digest: str, start: int, end: int, cls: str) -> str:
    """The same for the same text, place and class, whatever else is found."""
    return hashlib.sha256(f"{digest}:{start}:{end}:{cls}".encode()).hexdigest()[:16]

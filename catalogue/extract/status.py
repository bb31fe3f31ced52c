"""Whether a claim is asserted, planned, possible, denied ...: cues that reach its verb."""

from __future__ import annotations

import re

from catalogue.extract.lexicon.cues import CUES, NO_CUE
from catalogue.extract.values import Span
from catalogue.model.observation import Status

# What may stand between an event and the words that say what becomes of it.
_SAID_OF_NOUN = re.compile(
    r"(?:\s+[a-z-]+){0,2}\s+(?:is|are|was|were|has\s+been|have\s+been)\s+", re.IGNORECASE
)
# A cue does not reach over these: another clause begins.
_STOPS = re.compile(
    r"[;:“”\"()]|\s[-–—]\s|,\s+(?:and|but|while|although|which|who|where|as|since)\b|"
    r"\b(?:but|while|although|whether|because|which|who|whose|where|when|until|before|after)\b",
    re.IGNORECASE,
)
_REACH_WORDS = {"negated": 5, "capability": 6, "planned": 9, "possible": 9}
# "to strike" alone is a purpose, so still to come; not so after these.
_INFINITIVE = re.compile(r"\bto\s+$", re.IGNORECASE)
_DONE_INFINITIVE = re.compile(
    r"\b(?:began|begun|started|continued?s?|managed|helped|used|forced|led|had|able|allowed|enabled|"
    r"failed|refused|said|known|believed|thought|alleged|appears?|appeared|seems?|seemed|able)\s+to\s+$",
    re.IGNORECASE,
)


def status_of(clause: str, verb_start: int, verb_end: int) -> tuple[Status, list[Span]]:
    """The status of what the verb says, and the cues (offsets in the clause) that decided it.

    A cue counts if it stands before the verb and no other clause begins between the two; one
    that says something of a noun may stand right behind it.
    """
    blocked = [m.span() for m in NO_CUE.finditer(clause)]
    for status, pattern in CUES:
        found = [
            Span(*m.span())
            for m in pattern.finditer(clause)
            if not any(a <= m.start() < b for a, b in blocked)
            and _reaches(clause, m, verb_start, verb_end, status)
        ]
        if found:
            return status, found
    before = clause[max(0, verb_start - 24) : verb_start]
    to = _INFINITIVE.search(before)
    if to and not _DONE_INFINITIVE.search(before):
        start = verb_start - len(before) + to.start()
        return "planned", [Span(start, start + 2)]
    return "asserted", []


def _reaches(
    clause: str, cue: re.Match[str], verb_start: int, verb_end: int, status: Status
) -> bool:
    if cue.end() <= verb_start:
        between = clause[cue.end() : verb_start]
        if status in ("no_evidence", "unknown"):
            return not re.search(r"[;:]", between)
        return not _STOPS.search(between) and len(between.split()) <= _REACH_WORDS[status]
    # "training sessions were scheduled to begin": said of a noun, right behind it.
    between = clause[verb_end : cue.start()] if cue.start() >= verb_end else "x"
    return status in ("planned", "negated", "possible") and bool(_SAID_OF_NOUN.fullmatch(between))

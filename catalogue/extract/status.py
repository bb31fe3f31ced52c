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


def status_of(clause: str, verb_start: int, verb_end: int) -> tuple[Status, list[Span]]:
    """The status of what the verb says, and the cues (offsets in the clause) that decided it.

    A cue counts if it stands before the end of the verb, in no relative clause that ends there;
    one behind the verb only if nothing of it is relative.
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
    return "asserted", []


def _reaches(
    clause: str, cue: re.Match[str], verb_start: int, verb_end: int, status: Status
) -> bool:
    if cue.start() < verb_end:
        # Not over a relative clause that begins between the two and belongs to another thing.
        between = clause[cue.end() : verb_start]
        return status in ("no_evidence", "unknown") or not re.search(r"[;:]", between)
    # "training sessions were scheduled to begin": said of a noun, right behind it.
    between = clause[verb_end : cue.start()]
    return status in ("planned", "negated", "possible") and bool(_SAID_OF_NOUN.fullmatch(between))

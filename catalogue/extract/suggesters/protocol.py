"""What is asked of a suggester and what it may answer; pure.

The request is `{"text", "published", "classes", "statuses"}`. The answer is
`{"suggestions": [...]}`, each with "start", "end" (code points), "words" (the text between them,
exactly), "event_class", "status", and if it likes "time" (EDTF), "chain", "why".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from catalogue.errors import InvalidTime
from catalogue.extract.lexicon.events import CLASSES, event_class
from catalogue.extract.values import ClaimTime, Suggestion
from catalogue.interval import from_us
from catalogue.model.observation import STATUSES, Status
from catalogue.score import observability
from catalogue.when import parse_edtf

MOST_SUGGESTIONS = 500
_MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What could be used of an answer, and what was dropped and why."""

    suggestions: tuple[Suggestion, ...]
    dropped: tuple[str, ...] = ()


def request_json(text: str, published: str | None) -> dict[str, Any]:
    """The request to any suggester."""
    return {
        "text": text,
        "published": published,
        "classes": sorted(CLASSES),
        "statuses": list(STATUSES),
    }


def read_answer(text: str, answer: object, made_by: str) -> Answer:
    """The suggestions whose words stand in the text where they say; `made_by` names the maker."""
    rows = answer.get("suggestions") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list):
        return Answer((), ('the answer has no list "suggestions"',))
    found: dict[str, Suggestion] = {}
    dropped: list[str] = []
    for n, row in enumerate(rows[:MOST_SUGGESTIONS], 1):
        made, why = _suggestion(text, row, made_by)
        if made is None:
            dropped.append(f"suggestion {n}: {why}")
        else:
            found.setdefault(made.id, made)
    if len(rows) > MOST_SUGGESTIONS:
        dropped.append(f"{len(rows) - MOST_SUGGESTIONS} beyond the first {MOST_SUGGESTIONS}")
    return Answer(tuple(sorted(found.values(), key=lambda s: (s.start, s.end))), tuple(dropped))


def _suggestion(text: str, row: object, made_by: str) -> tuple[Suggestion | None, str]:
    if not isinstance(row, Mapping):
        return None, "it is no object"
    start, end, words = row.get("start"), row.get("end"), row.get("words")
    if not _is_count(start) or not _is_count(end) or not isinstance(words, str):
        return None, 'it needs "start", "end" and "words"'
    start, end = cast(int, start), cast(int, end)
    if not 0 <= start < end <= len(text) or end - start > _MOST_WORDS or text[start:end] != words:
        return None, f"its words are not the text from {start} to {end}"
    status = row.get("status", "asserted")
    if status not in STATUSES:
        return None, f"status {status!r} is not one of {', '.join(STATUSES)}"
    cls = row.get("event_class")
    cls = cls if isinstance(cls, str) and cls in CLASSES else "event"
    shows, _ = observability(cls, status=cast(str, status))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    told = f"{made_by}:{digest}:{start}:{end}"
    return Suggestion(
        id=hashlib.sha256(f"{told}:{cls}".encode()).hexdigest()[:16],
        start=start,
        end=end,
        event_class=cls,
        status=cast(Status, status),
        observability=shows,
        time=_time(row.get("time"), cls),
        place=None,
        chain=_texts(row.get("chain")),
        why=_texts(row.get("why")),
        made_by=made_by,
    ), ""


def _time(value: object, cls: str) -> ClaimTime | None:
    if not isinstance(value, str):
        return None
    try:
        occurrences = parse_edtf(value, "UTC")
    except InvalidTime:
        return None
    spans = [i for o in occurrences for i, _ in o.alternatives]
    return ClaimTime(
        value,
        from_us(min(i.begin_us for i in spans)),
        from_us(max(i.end_us for i in spans)),
        event_class(cls).kind,
    )


def _texts(value: object) -> tuple[str, ...]:
    rows = value if isinstance(value, list) else []
    return tuple(str(v)[:200] for v in rows[:20] if isinstance(v, str) and v.strip())


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

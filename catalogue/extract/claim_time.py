"""When a claim is said to have happened, from the times its sentence holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from catalogue.extract.times.tagger import reference_days
from catalogue.extract.values import ClaimTime, EventKind, TimeAlternative, TimeFound
from catalogue.model.observation import Status


def time_of(times: Sequence[TimeFound], kind: EventKind) -> ClaimTime | None:
    """The time of a claim from the times in its sentence: one, several days, or the narrowest."""
    if not times:
        return None
    if len(times) == 1:
        only = times[0]
        return ClaimTime(only.edtf, only.begin_utc, only.end_utc, kind, only.alternatives)
    same = [t for t in times if re.fullmatch(r"[\dX-]{4,10}", t.edtf)]
    if len(same) == len(times) and len({len(t.edtf) for t in same}) == 1:
        edtf = "{" + ",".join(t.edtf for t in same) + "}"
        begins = [t.begin_utc for t in same if t.begin_utc]
        ends = [t.end_utc for t in same if t.end_utc]
        begin: datetime | None = min(begins) if len(begins) == len(same) else None
        end: datetime | None = max(ends) if len(ends) == len(same) else None
        return ClaimTime(edtf, begin, end, kind)
    narrow = min(times, key=_length)
    others = tuple(TimeAlternative(t.edtf, 1 / len(times), f"“{t.text}” in the same sentence")
                   for t in (narrow, *(t for t in times if t is not narrow)))  # fmt: skip
    return ClaimTime(narrow.edtf, narrow.begin_utc, narrow.end_utc, kind, others)


def _length(time: TimeFound) -> float:
    if time.begin_utc is None or time.end_utc is None:
        return float("inf")
    return (time.end_utc - time.begin_utc).total_seconds()


def around_publication(published: str | None, status: Status, kind: EventKind) -> ClaimTime | None:
    """No date is stated: what happened did so before publication, what is planned after."""
    first, last = reference_days(published)
    if first is None or last is None:
        return None
    if status == "planned":
        return ClaimTime(f"{first.isoformat()}/..", _midnight(first), None, kind)
    return ClaimTime(f"../{last.isoformat()}", None, _midnight(last), kind)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

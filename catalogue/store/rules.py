"""What every store decides in the same way: matching, ordering, what may be put."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalogue.errors import Conflict, JournalBroken, NotFound, StoreError
from catalogue.interval import MIN_US, from_us
from catalogue.journal import GENESIS, REDACT, Entry
from catalogue.model import Annotation, Observation, Scene, SceneQuery
from catalogue.store.extents import Box, Span, meets, scene_extents

_WORD = re.compile(r"[^\W_]+")


class TextHit(NamedTuple):
    """What a search by words found: "observation", "annotation" or "scene", and its uid."""

    kind: str
    uid: str


# Month as 2022-06 or None, platform, how many scenes.
MonthCount = tuple[str | None, str | None, int]


def scene_key(scene: Scene) -> tuple[int, str]:
    """(begin_us, uid): what `after` of `Store.scenes` takes; MIN_US without a time."""
    return (MIN_US if scene.when is None else scene.when.begin_us), scene.uid


def scene_order(scene: Scene) -> tuple[int, str]:
    """Sorts scenes newest first, then by uid."""
    begin_us, uid = scene_key(scene)
    return -begin_us, uid


def scene_matches(scene: Scene, query: SceneQuery, boxes: Sequence[Box], span: Span | None) -> bool:
    """True if a scene meets a query: boxes against boxes, the other axes exactly."""
    if query.ids and scene.id not in query.ids:
        return False
    if query.collections and (scene.collection or "") not in query.collections:
        return False
    if query.platforms and scene.platform not in query.platforms:
        return False
    if not _at_most(scene.gsd_m, query.gsd_max_m):
        return False
    if not _at_most(scene.cloud_pct, query.cloud_max_pct):
        return False
    return not (boxes or span) or meets(scene_extents(scene), boxes, span)


def _at_most(value: float | None, limit: float | None) -> bool:
    return limit is None or (value is not None and value <= limit)


def words_of(text: str) -> list[str]:
    """The words in a text as searches see them: runs of letters and digits, without accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def has_words(text: str, wanted: Sequence[str]) -> bool:
    """True if each wanted word begins a word of the text."""
    words = words_of(text)
    return all(any(word.startswith(begin) for word in words) for begin in wanted)


def found_by_words(
    text: str,
    limit: int,
    observations: Iterable[Observation],
    annotations: Iterable[Annotation],
    scenes: Iterable[Scene],
) -> list[TextHit]:
    """What `Store.search_text` says, looked for one by one."""
    wanted = words_of(text)
    if not wanted:
        return []
    hits = [
        TextHit("observation", o.uid)
        for o in observations
        if has_words(observation_text(o), wanted)
    ]
    hits += [TextHit("annotation", a.uid) for a in annotations if has_words(a.note or "", wanted)]
    part = _ascii_lower(text.strip())
    named = [TextHit("scene", s.uid) for s in scenes if part in _ascii_lower(s.name)]
    return [*hits[:limit], *named[:limit]]


def _ascii_lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)


def observation_text(observation: Observation) -> str:
    """What is searched of an observation."""
    own = observation
    parts = (own.id, own.title, own.event_class, own.claim, own.note, own.source)
    return " ".join(part for part in parts if part)


def month_of(begin_us: int) -> str | None:
    """The month of a moment in UTC, as 2022-06; None for an open or unknown begin."""
    moment = from_us(begin_us)
    return None if moment is None else f"{moment.year:04}-{moment.month:02}"


def sorted_months(counts: Mapping[tuple[str | None, str | None], int]) -> list[MonthCount]:
    """Counts by (month, platform) as a list sorted by both, None last."""
    rows = [(month, platform, count) for (month, platform), count in counts.items()]
    return sorted(rows, key=lambda r: (r[0] is None, r[0] or "", r[1] is None, r[1] or ""))


def check_follows(entry: Entry, head: Entry | None, origin: str) -> None:
    """Raise JournalBroken unless `entry` is the next one of this replica."""
    if entry.origin != origin:
        raise JournalBroken(f"entry {entry.id} is of replica {entry.origin}, this is {origin}.")
    seq, prev = (0, GENESIS) if head is None else (head.seq, head.hash)
    if entry.seq != seq + 1 or entry.prev != prev:
        raise JournalBroken(
            f"entry {entry.seq} does not follow {seq}, the last one; build it on the head that "
            "is read inside the same transaction."
        )


def check_revision(annotation: Annotation, newest: int) -> None:
    """Raise Conflict unless the annotation's rev is newer than every other."""
    if annotation.rev <= newest:
        raise Conflict(
            f"annotation {annotation.uid} has revision {annotation.rev}, but {newest} is already "
            "given; read it again inside the transaction."
        )


def name_taken(scene: Scene, other: str) -> Conflict:
    """The error for a second scene with the same collection and id."""
    return Conflict(
        f"scene {scene.name} exists already (uid {other}); give this one another id or collection."
    )


def report_taken(id: str) -> Conflict:
    """The error for a second report with the same id."""
    return Conflict(f"a report {id!r} exists already; give this one another id.")


def no_evidence(kind: str, uid: str) -> NotFound:
    """The error for a record that is not there."""
    return NotFound(f"there is no {kind} {uid!r}.")


def check_redaction(head: Entry | None) -> str:
    """The id of the newest entry. Raises StoreError unless it is a redaction."""
    if head is None or head.op != REDACT:
        raise StoreError("only a redaction, written as the newest entry, takes payloads away.")
    return head.id


def outside() -> StoreError:
    """The error for a write without a transaction."""
    return StoreError("a write needs a transaction; use `with store.transaction():`.")


def doomed() -> StoreError:
    """The error for a transaction of which a part has failed."""
    return StoreError("a part of this transaction failed, so none of it was kept.")

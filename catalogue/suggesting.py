"""From a suggestion, as it was found or as a person changed it, to an observation. Pure."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import shapely

from catalogue.coordinates import parse_place
from catalogue.errors import InvalidValue
from catalogue.extract.values import Extraction, PlaceFound, Suggestion
from catalogue.model import (
    Candidate,
    Decision,
    EventTime,
    Observation,
    Place,
    Rejected,
    Report,
    ReportedObject,
    Span,
    SpanKind,
    Status,
)
from catalogue.read.observations import build_observation
from catalogue.when import event_time, zones_at

PERSON = "person"
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person changed before accepting; None is "as suggested".

    `time` is EDTF ("" for none). `candidate` is the one place of the list that is meant; `where`
    any written coordinates instead ("" for no place), with `radius_m` around them.
    """

    title: str | None = None
    time: str | None = None
    candidate: int | None = None
    where: str | None = None
    radius_m: float | None = None
    status: str | None = None
    event_class: str | None = None
    note: str | None = None

    @property
    def any(self) -> bool:
        """True if anything was changed."""
        return self != Edits()


def observation_of(
    report: Report, found: Extraction, made: Suggestion, edits: Edits, name: str
) -> Observation:
    """The observation that a suggestion becomes. Raises InvalidValue, InvalidTime, InvalidPlace."""
    claim = report.text[made.start : made.end]
    place = _place(None if made.place is None else found.places[made.place], edits)
    return Observation(
        uid=uuid.uuid4().hex,
        id=name,
        title=title_of(edits.title or claim),
        place=place,
        when=_when(made, edits, place),
        objects=tuple(
            ReportedObject(o.name, o.cls, o.length_m, o.width_m, o.count_min, o.count_max)
            for o in made.objects
        ),
        event_class=made.event_class if edits.event_class is None else edits.event_class or None,
        status=cast(Status, edits.status or made.status),
        attribution=made.chain,
        claim=claim,
        note=edits.note or None,
        source=report.url or report.publisher,
        report=report.uid,
        spans=spans_of(found, made),
        observability=made.observability,
        made_by=made.made_by,
        suggestion=made.id,
        edited=edits.any,
    )


def claim_of(report: Report, span: Span, fields: Mapping[str, str], name: str) -> Observation:
    """The observation that a person marked in a report, with fields as of a form.

    Raises InvalidValue.
    """
    words = report.words(span.part)
    if span.end > len(words):
        raise InvalidValue(f"{span.start} to {span.end} is no passage of a text of {len(words)}.")
    claim = words[span.start : span.end]
    title = fields.get("title") or title_of(claim)
    built = build_observation({**fields, "title": title, "claim": claim, "id": name})
    if isinstance(built, Rejected):
        raise InvalidValue(f"{built.field or 'claim'}: {built.reason}")
    return replace(
        built,
        claim=claim,
        report=report.uid,
        spans=(span,),
        made_by=PERSON,
        properties={},
        source=built.source or report.url or report.publisher,
    )


def title_of(words: str) -> str:
    """The beginning, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rstrip() + "…"


def spans_of(found: Extraction, made: Suggestion) -> tuple[Span, ...]:
    """The words of a suggestion: its claim, then time, place, objects and status."""
    pairs: list[tuple[SpanKind, int, int]] = [("claim", made.start, made.end)]
    inside = [t for t in found.times if made.start <= t.start and t.end <= made.end]
    pairs += [("time", t.start, t.end) for t in inside]
    if made.place is not None:
        place = found.places[made.place]
        pairs.append(("place", place.start, place.end))
    pairs += [("object", o.start, o.end) for o in made.objects]
    pairs += [("status", start, end) for start, end in made.cues]
    return tuple(dict.fromkeys(Span(start, end, kind) for kind, start, end in pairs if start < end))


def _place(found: PlaceFound | None, edits: Edits) -> Place | None:
    if edits.where is not None:
        if not edits.where.strip():
            return None
        spot = parse_place(edits.where)
        chosen = Candidate(shapely.Point(spot.lon, spot.lat), edits.radius_m, source=PERSON)
        return Place((chosen,))
    if found is None or not found.candidates:
        if edits.candidate is not None:
            raise InvalidValue("this suggestion has no list of places to choose from.")
        return None
    if edits.candidate is None:
        return _mixture(found)
    if not 0 <= edits.candidate < len(found.candidates):
        raise InvalidValue(f"place {edits.candidate} is not one of {len(found.candidates)}.")
    one = found.candidates[edits.candidate]
    radius = one.r95_m if edits.radius_m is None else edits.radius_m
    return Place((Candidate(shapely.Point(one.lon, one.lat), radius, 1.0, one.name, one.id),))


def _mixture(found: PlaceFound) -> Place:
    total = math.fsum(c.p for c in found.candidates)
    scale = 1 / total if total > 1 else 1.0  # rounding only
    candidates = tuple(
        Candidate(shapely.Point(c.lon, c.lat), c.r95_m, c.p * scale, c.name, c.id)
        for c in found.candidates
    )
    return Place(candidates, max(0.0, 1 - total * scale))


def _when(made: Suggestion, edits: Edits, place: Place | None) -> EventTime | None:
    text = edits.time if edits.time is not None else made.time.edtf if made.time else ""
    if not text.strip():
        return None
    zones, latitude = zones_at(place)
    kind = made.time.kind if made.time else "onset"
    return event_time(text, zones=zones, latitude=latitude, kind=kind)


def decided(
    suggestions: Sequence[Suggestion], decisions: Sequence[Decision]
) -> dict[str, Decision]:
    """The decision about each suggestion, by its id or else by its very words."""
    by_id = {d.suggestion: d for d in decisions}
    by_words = {(d.start, d.end): d for d in decisions}
    found: dict[str, Any] = {}
    for made in suggestions:
        known = by_id.get(made.id) or by_words.get((made.start, made.end))
        if known is not None:
            found[made.id] = known
    return found

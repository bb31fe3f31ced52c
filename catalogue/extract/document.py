"""An extraction as the JSON document of `catalogue report --json`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalogue.extract.values import (
    ClaimTime,
    Extraction,
    ObjectFound,
    PlaceFound,
    Suggestion,
    TimeFound,
)
from catalogue.interval import format_utc


def extraction_to_json(report_id: str | None, extraction: Extraction) -> dict[str, Any]:
    """The document, of plain values. `report_id` is None where nothing was stored."""
    return {
        "report": report_id,
        "times": [_time(t) for t in extraction.times],
        "places": [_place(p) for p in extraction.places],
        "suggestions": [_suggestion(s) for s in extraction.suggestions],
        "warnings": list(extraction.warnings),
        "locked": [
            {"suggestion": uid, "credibility": grade, "why": why}
            for uid, grade, why in extraction.locked
        ],
    }


def _utc(when: datetime | None) -> str | None:
    return None if when is None else format_utc(when)


def _time(found: TimeFound) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "edtf": found.edtf,
        "interval": [_utc(found.begin_utc), _utc(found.end_utc)],
        "alternatives": [
            {"edtf": a.edtf, "weight": a.weight, "why": a.why} for a in found.alternatives
        ],
        "why": list(found.why),
    }


def _place(found: PlaceFound) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "role": found.role,
        "candidates": [
            {"name": c.name, "lon": c.lon, "lat": c.lat, "r95_m": c.r95_m, "p": c.p, "id": c.id}
            for c in found.candidates
        ],
        "reserve": found.reserve,
        "why": list(found.why),
    }


def _suggestion(made: Suggestion) -> dict[str, Any]:
    return {
        "id": made.id,
        "start": made.start,
        "end": made.end,
        "event_class": made.event_class,
        "status": made.status,
        "observability": made.observability,
        "time": None if made.time is None else _claim_time(made.time),
        "place": made.place,
        "objects": [_object(o) for o in made.objects],
        "chain": list(made.chain),
        "cues": [[cue[0], cue[1]] for cue in made.cues],
        "inherited": list(made.inherited),
        "why": list(made.why),
        "made_by": made.made_by,
    }


def _claim_time(time: ClaimTime) -> dict[str, Any]:
    return {
        "edtf": time.edtf,
        "begin": _utc(time.begin),
        "end": _utc(time.end),
        "kind": time.kind,
        "alternatives": [
            {"edtf": a.edtf, "weight": a.weight, "why": a.why} for a in time.alternatives
        ],
    }


def _object(found: ObjectFound) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "name": found.name,
        "class": found.cls,
        "count_min": found.count_min,
        "count_max": found.count_max,
        "length_m": found.length_m,
        "width_m": found.width_m,
    }

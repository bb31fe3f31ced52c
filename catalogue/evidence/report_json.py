"""The evidence on a report as JSON: what `catalogue evidence REPORT --json` prints.

    {"report": {"uid", "id", "title", "published"}, "undecided": n, "advice": [sentences],
     "claims": [{"observation", "id", "title", "claim", "status", "event_class",
       "observability": {"shows", "why"}, "advice", "objects", "when", "occurrences",
       "images": n, "scenes": [as `seen_json`, best first, with "terms"], "assessments": [],
       "gaps": [as `bracket_json`], "sentences": [one for each time]}],
     "never_shown": [{"observation", "id", "title", "shows", "why"}]}

`rank_score` orders the images and is no probability.
"""

from __future__ import annotations

from typing import Any

from catalogue.evidence.as_json import assessment_json, bracket_json, interval_json, seen_json
from catalogue.evidence.occurrences import hull, occurrence_names
from catalogue.evidence.report import ClaimEvidence, ReportEvidence
from catalogue.model import EventTime
from catalogue.when import describe

NOTE = "rank_score orders images; it is not a probability"


def evidence_json(found: ReportEvidence) -> dict[str, Any]:
    """All of it."""
    report = found.report
    return {
        "report": {
            "uid": report.uid,
            "id": report.id,
            "title": report.title,
            "published": report.published,
        },
        "note": NOTE,
        "undecided": found.undecided,
        "advice": list(found.advice),
        "claims": [claim_json(claim) for claim in found.claims],
        "never_shown": [
            {
                "observation": claim.observation.uid,
                "id": claim.observation.id,
                "title": claim.observation.title,
                "shows": claim.shows,
                "why": claim.why,
            }
            for claim in found.never
        ],
    }


def claim_json(found: ClaimEvidence) -> dict[str, Any]:
    """One claim."""
    claim = found.observation
    return {
        "observation": claim.uid,
        "id": claim.id,
        "title": claim.title,
        "claim": claim.claim,
        "status": claim.status,
        "event_class": claim.event_class,
        "observability": {"shows": found.shows, "why": found.why},
        "advice": found.advice,
        "objects": [
            {"name": o.name, "class": o.cls, "length_m": o.length_m, "width_m": o.width_m}
            for o in claim.objects
        ],
        "when": describe(claim.when) if claim.when else None,
        "occurrences": _occurrences(claim.when),
        "images": found.links,
        "scenes": [
            {
                **seen_json(seen),
                "terms": {
                    t.name: {"low": t.low, "high": t.high, "value": t.value, "reason": t.reason}
                    for t in seen.link.score.terms
                },
            }
            for seen in found.seen
        ],
        "assessments": [assessment_json(one) for one in found.assessments],
        "gaps": [bracket_json(bracket) for bracket in found.brackets],
        "sentences": list(found.gaps),
    }


def _occurrences(when: EventTime | None) -> list[dict[str, Any]]:
    if when is None:
        return []
    names = occurrence_names(when)
    return [
        {
            "name": names[n],
            "interval": interval_json(hull(occurrence)),
            "exact": occurrence.exact,
            "alternatives": [
                {"interval": interval_json(interval), "p": p}
                for interval, p in occurrence.alternatives
            ],
        }
        for n, occurrence in enumerate(when.occurrences)
    ]

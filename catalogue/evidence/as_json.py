"""Brackets, links, searches and cases as JSON for the screen and the command line."""

from __future__ import annotations

from typing import Any

from shapely.geometry import mapping

from catalogue.evidence.gap import Bracket, Seen, to_search
from catalogue.evidence.searched import Counted
from catalogue.evidence.sentences import gap_sentence
from catalogue.interval import Interval, format_utc
from catalogue.model import Assessment, Case, Link, Search


def bracket_json(bracket: Bracket) -> dict[str, Any]:
    """One time of a claim, the images around it and the gap."""
    gap = bracket.gap
    return {
        "occurrence": bracket.occurrence,
        "name": bracket.name,
        "interval": interval_json(bracket.when),
        "exact": bracket.exact,
        "shown": bracket.shown,
        "before": _seen(bracket.before),
        "inside": [_seen(seen) for seen in bracket.inside],
        "after": _seen(bracket.after),
        "gap": None
        if gap is None
        else {
            "begin": gap.begin and format_utc(gap.begin),
            "end": gap.end and format_utc(gap.end),
            "days": gap.days,
            "length": gap.length,
            "causes": [
                {"term": c.term, "sentence": c.sentence, "scenes": list(c.scenes)}
                for c in gap.causes
            ],
        },
        "to_search": interval_json(to_search(bracket)),
        "searches": [counted_json(one) for one in bracket.searches],
        "sentence": gap_sentence(bracket),
    }


def interval_json(when: Interval | None) -> list[str | None] | None:
    """[begin, end) in ISO 8601 UTC, None on an open side."""
    if when is None:
        return None
    return [format_utc(side) if side else None for side in (when.begin, when.end)]


def _seen(seen: Seen | None) -> dict[str, Any] | None:
    return None if seen is None else seen_json(seen)


def seen_json(seen: Seen) -> dict[str, Any]:
    """A linked scene in short."""
    scene, score = seen.scene, seen.link.score
    return {
        "scene": scene.uid,
        "id": scene.id,
        "collection": scene.collection,
        "interval": interval_json(scene.when),
        "platform": scene.platform,
        "gsd_m": scene.gsd_m,
        "cloud_pct": scene.cloud_pct,
        "role": seen.link.role,
        "roles": list(seen.link.roles),
        "certainty": seen.link.certainty,
        "dt_s": seen.link.dt_s,
        "level": score.level,
        "usable": seen.usable,
        "limiting": score.limiting,
        "limit": main_limit(seen.link),
        "rank_score": score.value,
        "low": score.low,
        "high": score.high,
    }


def main_limit(link: Link) -> str:
    """The reason of the term that limits most."""
    return link.score.reasons[0]


def counted_json(one: Counted) -> dict[str, Any]:
    """A search as it counts for a claim; shares are 0 to 1, None where not stated."""
    return {
        "search": one.search.uid,
        "named": one.named,
        "place_share": one.place,
        "time_share": one.time,
        "whole": one.whole,
        "sentence": one.sentence,
    }


def search_json(search: Search) -> dict[str, Any]:
    """An entry of the search log; areas are GeoJSON."""
    return {
        "uid": search.uid,
        "name": search.name,
        "again": search.again,
        "provider": search.provider,
        "endpoint": search.endpoint,
        "searched": search.searched,
        "author": search.author,
        "by_hand": search.by_hand,
        "area": None if search.area is None else mapping(search.area),
        "sent_area": None if search.sent_area is None else mapping(search.sent_area),
        "interval": interval_json(search.when),
        "collections": list(search.collections),
        "filters": dict(search.filters),
        "found": search.found,
        "scenes": list(search.scenes),
        "observations": list(search.observations),
        "case": search.case,
        "error": search.error,
        "note": search.note,
        "version": search.version,
    }


def case_json(case: Case) -> dict[str, Any]:
    """A case; `places` is GeoJSON."""
    return {
        "uid": case.uid,
        "id": case.id,
        "title": case.title,
        "question": case.question,
        "author": case.author,
        "made": case.made,
        "reports": list(case.reports),
        "observations": list(case.observations),
        "places": None if case.places is None else mapping(case.places),
        "sensitivity": case.sensitivity,
        "note": case.note,
        "closed": case.closed,
        "version": case.version,
    }


def assessment_json(one: Assessment) -> dict[str, Any]:
    """A verdict as it was given."""
    return {
        "uid": one.uid,
        "scene": one.scene,
        "part": one.part,
        "occurrence": one.occurrence,
        "object": one.object,
        "verdict": one.verdict,
        "author": one.author,
        "made": one.made,
        "confidence": one.confidence,
        "note": one.note,
        "alternatives": list(one.alternatives),
        "blind": one.blind,
        "despite": one.despite,
        "observation_version": one.observation_version,
        "scene_version": one.scene_version,
        "version": one.version,
    }

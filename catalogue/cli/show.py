"""Records as rows for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from catalogue.identity import full_name
from catalogue.interval import Interval, format_utc
from catalogue.model import Link, Observation, Scene
from catalogue.score import needs, observability_of, place_advice

if TYPE_CHECKING:
    from catalogue.catalogue import Catalogue


def scene_name(cat: Catalogue, scene: Scene) -> str:
    """The id, or `collection/id` where another scene has the same id."""
    return scene.id if len(cat.store.scenes_named(scene.id)) == 1 else full_name(scene)


def scene_names(cat: Catalogue, scenes: Iterable[Scene]) -> list[str]:
    """`scene_name` of each."""
    return [scene_name(cat, scene) for scene in scenes]


def short(value: float | None) -> str | None:
    """A number for people, to three digits."""
    return None if value is None else f"{float(f'{value:.3g}'):g}"


def interval_text(when: Interval | None) -> str | None:
    """ISO 8601 UTC; 'a/b' for an interval, '..' for an open side, None if unknown."""
    if when is None:
        return None
    begin = format_utc(when.begin) if when.begin else ".."
    if when.is_instant:
        return begin
    return f"{begin}/{format_utc(when.end) if when.end else '..'}"


def scene_json(scene: Scene) -> dict[str, Any]:
    """A scene's facts; None is unknown."""
    bounds = scene.footprint.bounds if scene.footprint is not None else None
    return {
        "uid": scene.uid,
        "id": scene.id,
        "collection": scene.collection,
        "kind": scene.kind,
        "datetime": interval_text(scene.when),
        "datetime_source": scene.when_source,
        "platform": scene.platform,
        "gsd_m": scene.gsd_m,
        "cloud_pct": scene.cloud_pct,
        "off_nadir_deg": scene.off_nadir_deg,
        "crs": scene.crs,
        "stated_date": scene.stated_date,
        "stated_by": scene.stated_by,
        "position_error_m": scene.position_error_m,
        "placing": asdict(scene.placing) if scene.placing else None,
        "bounds": bounds,
        "assets": [
            {"key": a.key, "href": a.href, "sha256": a.sha256, "size": a.size} for a in scene.assets
        ],
        "warnings": list(scene.warnings),
        "version": scene.version,
    }


def observation_json(observation: Observation) -> dict[str, Any]:
    """An observation's facts; None is unknown."""
    first = observation.place.candidates[0] if observation.place else None
    point = first.geometry.representative_point() if first else None
    return {
        "uid": observation.uid,
        "id": observation.id,
        "title": observation.title,
        "lon": point.x if point else None,
        "lat": point.y if point else None,
        "radius_m": first.r95_m if first else None,
        "time": observation.when.edtf if observation.when else None,
        "intervals": [
            interval_text(interval)
            for occurrence in (observation.when.occurrences if observation.when else ())
            for interval, _ in occurrence.alternatives
        ],
        "objects": [
            {"name": o.name, "length_m": o.length_m, "width_m": o.width_m}
            for o in observation.objects
        ],
        "needs_gsd_m": [
            {
                "task": n.task,
                "at_best": n.gsd_m,
                "rule": n.rule,
                "strict": n.strict_gsd_m,
                "strict_rule": n.strict_rule,
            }
            for n in needs(observation.objects)
        ],
        "event_class": observation.event_class,
        "observability": observability_of(observation)[0],
        "observability_why": observability_of(observation)[1],
        "place_advice": place_advice(observation.place),
        "status": observation.status,
        "source": observation.source,
        "claim": observation.claim,
        "warnings": list(observation.warnings),
        "version": observation.version,
    }


def link_json(link: Link, **names: str) -> dict[str, Any]:
    """A link with its score; `rank_score` orders, it is not a probability."""
    score = link.score
    return {
        **names,
        "role": link.role,
        "roles": list(link.roles),
        "certainty": link.certainty,
        "covered": link.covered,
        "cloud_at_place": None if link.cloud is None else asdict(link.cloud),
        "dt_s": link.dt_s,
        "rank_score": score.value,
        "rank_score_is": "an order of images, not a probability",
        "low": score.low,
        "high": score.high,
        "level": score.level,
        "terms": {
            t.name: {
                "low": t.low,
                "high": t.high,
                "value": t.value,
                "known": t.known,
                "reason": t.reason,
            }
            for t in score.terms
        },
        "limiting": score.limiting,
        "reasons": list(score.reasons),
    }


def role_counts(links: Sequence[Link]) -> dict[str, int]:
    """How many links have each role."""
    return dict(Counter(link.role for link in links))

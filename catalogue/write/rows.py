"""Values -> rows: one stable set of columns per noun, the same in every tabular format.

Columns that `catalogue observe` reads (id, title, radius_m, time, object...) have the names it
looks for, so that an export of observations can be taken in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shapely.geometry import mapping

from catalogue.interval import Interval, format_utc
from catalogue.model import (
    Annotation,
    EventTime,
    Link,
    Observation,
    Scene,
    TaxonomyClass,
)
from catalogue.write.table import Column, Row, Table


def _columns(spec: str) -> tuple[Column, ...]:
    columns = []
    for word in spec.split():
        name, _, kind = word.partition(":")
        columns.append(Column(name, kind or "text"))  # type: ignore[arg-type]
    return tuple(columns)


_SCENE_OF = "scene scene_id collection acquired_begin:time acquired_end:time acquired_source "
ANNOTATION_COLUMNS = _columns(
    f"uid {_SCENE_OF} platform instruments gsd_m:number kind class class_path state tile "
    "confidence:number author note attributes:json pixels:json view:json asset_sha256 created "
    "rev:integer"
)
OBSERVATION_COLUMNS = _columns(
    "uid id title radius_m:number time time_begin:time time_end:time time_zone time_kind "
    "object length_m:number width_m:number status event_class place_name place_source "
    "candidates:json place_reserve:number occurrences:json objects:json attribution:json "
    "reliability credibility:integer claim note source properties:json warnings:json "
    "version:integer"
)
SCENE_COLUMNS = _columns(
    "uid id collection kind acquired_begin:time acquired_end:time acquired_source platform "
    "instruments gsd_m:number cloud_pct:number off_nadir_deg:number sun_elevation_deg:number "
    "sun_azimuth_deg:number crs assets:json warnings:json version:integer"
)
LINK_COLUMNS = _columns(
    f"observation observation_id title {_SCENE_OF} platform gsd_m:number role roles:json certainty "
    "covered:number dt_s:number level rank_score:number low:number high:number limiting "
    "reasons:json terms:json"
)


def annotation_table(
    annotations: Iterable[Annotation],
    scenes: Mapping[str, Scene],
    classes: Sequence[TaxonomyClass],
) -> Table:
    """Annotations that are not retracted, each with its scene's time and sensor."""
    paths = {entry.id: entry.path for entry in classes}
    rows = (
        _annotation(entry, scenes.get(entry.scene), paths)
        for entry in annotations
        if not entry.retracted
    )
    return Table("annotations", ANNOTATION_COLUMNS, rows)


def observation_table(observations: Iterable[Observation]) -> Table:
    """Observations; the geometry and radius are those of the most probable candidate place."""
    return Table("observations", OBSERVATION_COLUMNS, map(_observation, observations))


def scene_table(scenes: Iterable[Scene]) -> Table:
    """Scenes with the footprint of their valid pixels."""
    return Table("scenes", SCENE_COLUMNS, map(_scene, scenes))


def link_table(
    links: Iterable[Link],
    scenes: Mapping[str, Scene],
    observations: Mapping[str, Observation],
) -> Table:
    """Links in the order given; the geometry is the scene's footprint."""
    rows = (_link(k, scenes.get(k.scene), observations.get(k.observation)) for k in links)
    return Table("links", LINK_COLUMNS, rows)


def _acquired(when: Interval | None, source: str | None) -> dict[str, Any]:
    return {
        "acquired_begin": when.begin if when else None,
        "acquired_end": when.end if when else None,
        "acquired_source": source,
    }


def _of_scene(uid: str, scene: Scene | None) -> dict[str, Any]:
    values = {"scene": uid, "scene_id": None, "collection": None, "platform": None, "gsd_m": None}
    if scene is None:
        return values | _acquired(None, None)
    known = {
        "scene_id": scene.id,
        "collection": scene.collection,
        "platform": scene.platform,
        "gsd_m": scene.gsd_m,
        "instruments": ", ".join(scene.instruments) or None,
    }
    return values | known | _acquired(scene.when, scene.when_source)


def _annotation(entry: Annotation, scene: Scene | None, paths: Mapping[str, str]) -> Row:
    values = _of_scene(entry.scene, scene) | {
        "uid": entry.uid,
        "kind": entry.kind,
        "class": entry.cls,
        "class_path": paths.get(entry.cls) if entry.cls else None,
        "state": entry.state,
        "tile": entry.tile,
        "confidence": entry.confidence,
        "author": entry.author,
        "note": entry.note,
        "attributes": dict(entry.attributes),
        "pixels": [[list(point) for point in part] for part in entry.pixels],
        "view": dict(entry.view),
        "asset_sha256": entry.asset_sha256,
        "created": entry.created or None,
        "rev": entry.rev,
    }
    return Row(entry.uid, entry.geometry, values)


def _observation(entry: Observation) -> Row:
    place = entry.place
    likely = max(place.candidates, key=lambda c: c.p) if place else None
    first = entry.objects[0] if entry.objects else None
    values: dict[str, Any] = {
        "uid": entry.uid,
        "id": entry.id,
        "title": entry.title,
        "radius_m": likely.r95_m if likely else None,
        "object": first.name if first else None,
        "length_m": first.length_m if first else None,
        "width_m": first.width_m if first else None,
        "status": entry.status,
        "event_class": entry.event_class,
        "place_name": likely.name if likely else None,
        "place_source": likely.source if likely else None,
        "candidates": [_slots(c) | {"geometry": mapping(c.geometry)} for c in place.candidates]
        if place
        else None,
        "place_reserve": place.reserve if place else None,
        "objects": [_slots(thing) for thing in entry.objects],
        "attribution": list(entry.attribution),
        "reliability": entry.reliability,
        "credibility": entry.credibility,
        "claim": entry.claim,
        "note": entry.note,
        "source": entry.source,
        "properties": dict(entry.properties),
        "warnings": list(entry.warnings),
        "version": entry.version,
    }
    return Row(entry.uid, likely.geometry if likely else None, values | _event_time(entry.when))


def _event_time(when: EventTime | None) -> dict[str, Any]:
    if when is None:
        return {}
    intervals = [i for occurrence in when.occurrences for i, _ in occurrence.alternatives]
    begins, ends = [i.begin for i in intervals], [i.end for i in intervals]
    return {
        "time": when.edtf,
        # an open side stays open: the earliest of "unknown" and a date is not that date
        "time_begin": None if None in begins or not begins else min(b for b in begins if b),
        "time_end": None if None in ends or not ends else max(e for e in ends if e),
        "time_zone": when.zone,
        "time_kind": when.kind,
        "occurrences": [
            {
                "exact": occurrence.exact,
                "alternatives": [
                    {"begin": _stamp(i.begin), "end": _stamp(i.end), "p": p}
                    for i, p in occurrence.alternatives
                ],
            }
            for occurrence in when.occurrences
        ],
    }


def _stamp(when: datetime | None) -> str | None:
    return format_utc(when) if when else None


def _slots(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _scene(scene: Scene) -> Row:
    assets = [
        {
            "key": asset.key,
            "href": asset.href,
            "media_type": asset.media_type,
            "roles": list(asset.roles),
            "size": asset.size,
            "sha256": asset.sha256,
            "provenance": _slots(asset.provenance),
        }
        for asset in scene.assets
    ]
    values = (
        _slots(scene)
        | _acquired(scene.when, scene.when_source)
        | {
            "instruments": ", ".join(scene.instruments) or None,
            "assets": assets,
            "warnings": list(scene.warnings),
        }
    )
    return Row(scene.uid, scene.footprint, values)


def _link(link: Link, scene: Scene | None, observation: Observation | None) -> Row:
    score = link.score
    values = _of_scene(link.scene, scene) | {
        "observation": link.observation,
        "observation_id": observation.id if observation else None,
        "title": observation.title if observation else None,
        "role": link.role,
        "roles": list(link.roles),
        "certainty": link.certainty,
        "covered": link.covered,
        "dt_s": link.dt_s,
        "level": score.level,
        "rank_score": score.value,
        "low": score.low,
        "high": score.high,
        "limiting": score.limiting,
        "reasons": list(score.reasons),
        "terms": [_slots(term) for term in score.terms],
    }
    footprint = scene.footprint if scene else None
    return Row(f"{link.observation}:{link.scene}", footprint, values)

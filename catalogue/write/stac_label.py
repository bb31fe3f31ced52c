"""Annotations of a scene -> a STAC Item of the label extension (v1.0.1) and its GeoJSON.

The extension has no field for who drew something, how sure they were, or on what: that stands
in the properties of each feature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import mapping

from catalogue.interval import format_utc
from catalogue.model import Annotation, Scene, TaxonomyClass
from catalogue.write.stac import VERSION, bbox

EXTENSION = "https://stac-extensions.github.io/label/v1.0.1/schema.json"
_PROPERTY = "class"


def label_item(
    scene: Scene,
    annotations: Sequence[Annotation],
    classes: Mapping[str, TaxonomyClass],
    labels_href: str,
    source_href: str | None,
) -> dict[str, Any] | None:
    """The item that describes the labels of one scene; None without a time or a geometry.

    `labels_href` is where the GeoJSON lies, `source_href` the scene's own item, if anywhere.
    """
    shapes = [a.geometry for a in annotations if a.geometry is not None]
    when = scene.when
    if not shapes or when is None or when.begin is None or when.end is None:
        return None
    names = sorted({_class(a, classes) for a in annotations})
    counts = [
        {"name": n, "count": sum(_class(a, classes) == n for a in annotations)} for n in names
    ]
    times = (
        {"datetime": format_utc(when.begin)}
        if when.is_instant
        else {
            "datetime": None,
            "start_datetime": format_utc(when.begin),
            "end_datetime": format_utc(when.end),
        }
    )
    together = shapely.union_all(shapes)
    source = {"rel": "source", "href": source_href, "type": "application/geo+json",
              "title": scene.name}  # fmt: skip
    return {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": [EXTENSION],
        "id": f"{scene.id}-labels",
        "geometry": mapping(together.envelope),
        "bbox": bbox(together.envelope),
        "properties": {
            **times,
            "label:type": "vector",
            "label:properties": [_PROPERTY],
            "label:classes": [{"name": _PROPERTY, "classes": names}],
            "label:description": f"What people marked on {scene.name}",
            "label:tasks": ["detection"],
            "label:methods": ["manual"],
            "label:overviews": [{"property_key": _PROPERTY, "counts": counts}],
        },
        "links": [] if source_href is None else [source],
        "assets": {
            "labels": {
                "href": labels_href,
                "type": "application/geo+json",
                "roles": ["labels", "labels-vector"],
            }
        },
    }


def label_features(
    annotations: Sequence[Annotation], classes: Mapping[str, TaxonomyClass]
) -> dict[str, Any]:
    """The labels themselves: who, when, how sure, and what file they were drawn on."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": made.uid,
                "geometry": None if made.geometry is None else mapping(made.geometry),
                "properties": {
                    _PROPERTY: _class(made, classes),
                    "author": made.author,
                    "created": made.created,
                    "confidence": made.confidence,
                    "note": made.note,
                    "state": made.state,
                    "attributes": dict(made.attributes),
                    "pixels": made.pixels,
                    "asset_sha256": made.asset_sha256,
                    "view": dict(made.view),
                    "rev": made.rev,
                },
            }
            for made in annotations
        ],
    }


def _class(made: Annotation, classes: Mapping[str, TaxonomyClass]) -> str:
    entry = classes.get(made.cls or "")
    return entry.path if entry else made.cls or ""

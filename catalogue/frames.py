"""Records as GeoDataFrames in EPSG:4326 (lon/lat), for notebooks and exporters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas

from catalogue.interval import format_utc
from catalogue.model import Annotation, Observation, Scene

CRS = "EPSG:4326"


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(rows, columns=[*columns, "geometry"], crs=CRS)


def scenes_frame(scenes: Iterable[Scene]) -> geopandas.GeoDataFrame:
    """One row a scene: uid, id, collection, begin and end (UTC text), sensor, metres, percent."""
    columns = [
        "uid", "id", "collection", "begin", "end", "platform", "gsd_m", "cloud_pct",
        "off_nadir_deg", "kind",
    ]  # fmt: skip
    rows = []
    for scene in scenes:
        begin = scene.when.begin if scene.when else None
        end = scene.when.end if scene.when else None
        row = {name: getattr(scene, name) for name in columns if name not in ("begin", "end")}
        row["begin"] = format_utc(begin) if begin else None
        row["end"] = format_utc(end) if end else None
        rows.append({**row, "geometry": scene.footprint})
    return _frame(rows, columns)


def observations_frame(observations: Iterable[Observation]) -> geopandas.GeoDataFrame:
    """One row an observation: uid, id, title, time (EDTF), r95_m (m), status; first candidate."""
    columns = ["uid", "id", "title", "time", "r95_m", "status", "source"]
    rows = []
    for o in observations:
        first = o.place.candidates[0] if o.place else None
        rows.append(
            {
                "uid": o.uid,
                "id": o.id,
                "title": o.title,
                "time": o.when.edtf if o.when else None,
                "r95_m": first.r95_m if first else None,
                "status": o.status,
                "source": o.source,
                "geometry": first.geometry if first else None,
            }
        )
    return _frame(rows, columns)


def annotations_frame(annotations: Iterable[Annotation]) -> geopandas.GeoDataFrame:
    """One row an annotation: uid, scene (uid), kind, class, author, confidence, note, rev."""
    columns = [
        "uid",
        "scene",
        "kind",
        "cls",
        "state",
        "tile",
        "author",
        "confidence",
        "note",
        "rev",
    ]
    rows = [
        {**{name: getattr(a, name) for name in columns}, "geometry": a.geometry}
        for a in annotations
    ]
    return _frame(rows, columns)

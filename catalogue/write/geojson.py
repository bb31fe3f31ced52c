"""Rows -> GeoJSON (RFC 7946): lon/lat, every digit, one feature a line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from catalogue.interval import format_utc
from catalogue.write.atomic import atomic
from catalogue.write.table import Row, Table, Written, checked, json_text


def write_geojson(path: Path, table: Table, *, overwrite: bool = False) -> Written:
    """Write a FeatureCollection; a record without a place has `"geometry": null`.

    Raises InvalidValue for NaN and for a file that exists (see `atomic`).
    """
    count = 0
    with (
        atomic(path, overwrite=overwrite) as draft,
        draft.open("w", encoding="utf-8", newline="\n") as out,
    ):
        out.write('{"type":"FeatureCollection","features":[')
        for row in checked(table):
            out.write(",\n" if count else "\n")
            out.write(json_text(_feature(table, row), f"{table.name} {row.id}"))
            count += 1
        out.write("\n]}\n")
    return Written(path, count)


def _feature(table: Table, row: Row) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": None if row.geometry is None else mapping(row.geometry),
        "properties": {c.name: plain(row.values.get(c.name)) for c in table.columns},
    }


def plain(value: Any) -> Any:
    """A cell as JSON says it: times as ISO 8601 text with Z."""
    return format_utc(value) if isinstance(value, datetime) else value

"""stac-geoparquet: one item a row, read in small batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from catalogue.errors import UnreadableFile
from catalogue.interval import format_utc

_ROWS = 64
_TOP = ("type", "stac_version", "stac_extensions", "id", "bbox", "geometry", "links", "assets",
        "collection")  # fmt: skip


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row from 1, STAC item) of each row. Raises UnreadableFile when it is no stac-geoparquet.

    Parquet stores a field that some items lack as null in all of them, so a null is taken as
    absent, but for `datetime` and `geometry`, which a STAC item must have.
    """
    try:
        with pq.ParquetFile(path, memory_map=False, pre_buffer=False) as file:
            missing = {"id", "geometry", "assets"} - set(file.schema_arrow.names)
            if missing:
                raise UnreadableFile(
                    f"is a Parquet table but no stac-geoparquet: no column {sorted(missing)[0]}."
                )
            row = 0
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                for values in batch.to_pylist():
                    row += 1
                    yield row, _item(values)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"is a damaged Parquet table: {error}") from error


def _item(values: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "Feature"}
    properties: dict[str, Any] = {"datetime": None}
    for key, value in values.items():
        if key == "geometry":
            item[key] = _geometry(value)
        elif key == "bbox":
            item[key] = _bbox(value)
        elif key in _TOP:
            item[key] = _plain(value)
        elif value is not None:
            properties[key] = _plain(value)
    item["properties"] = properties
    return {k: v for k, v in item.items() if v is not None or k == "geometry"}


def _geometry(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    try:
        return shapely.geometry.mapping(shapely.from_wkb(value))
    except shapely.errors.ShapelyError:
        return {"type": "unreadable"}


def _bbox(value: Any) -> list[float] | None:
    if isinstance(value, Mapping):
        names = ("xmin", "ymin", "zmin", "xmax", "ymax", "zmax")
        return [value[n] for n in names if value.get(n) is not None]
    return value if isinstance(value, list) else None


def _plain(value: Any) -> Any:
    """As JSON would hold it; nulls inside objects are absent fields."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, datetime):
        return format_utc(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.hex()
    return value

"""How a value is written into the columns that people look at in GDAL and QGIS."""

from __future__ import annotations

from datetime import datetime

from catalogue.interval import Interval


def datetime_text(when: datetime | None) -> str | None:
    """GeoPackage's DATETIME: UTC to the millisecond. The exact moment is in the record."""
    if when is None:
        return None
    return when.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def sides(when: Interval | None) -> tuple[str | None, str | None]:
    """Begin and end as DATETIME, None where open or unknown."""
    if when is None:
        return None, None
    return datetime_text(when.begin), datetime_text(when.end)


# SQL: `Scene.doubt_m` of a row of `scenes AS s`.
DOUBT = (
    "CASE WHEN s.kind = 'reference'"
    " THEN ifnull(json_extract(s.record, '$.position_error_m'), 9e999) ELSE 0.0 END"
)


def number(value: float | None) -> float | None:
    """A REAL: Python's integers become floats, as the column says."""
    return None if value is None else float(value)

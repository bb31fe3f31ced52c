"""Control points from a table: where pixels of a picture lie on the ground."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

from catalogue.errors import InvalidValue, UnreadableFile
from catalogue.model import ControlPoint

FIELDS = ("column", "row", "lon", "lat")
_MOST = 1000


def read_control_points(path: Path) -> list[ControlPoint]:
    """The points of a CSV with the columns column, row, lon, lat; other columns are left alone.

    Raises UnreadableFile, and InvalidValue naming the row and the field.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path} cannot be read as CSV: {error}.") from None
    if len(rows) > _MOST:
        raise InvalidValue(f"{path.name} has {len(rows)} rows; {_MOST} control points at most.")
    return [control_point(row, f"{path.name}, row {n}") for n, row in enumerate(rows, 1)]


def control_point(values: Mapping[str, object], source: str) -> ControlPoint:
    """One point of its four numbers. Raises InvalidValue, naming the field."""
    return ControlPoint(*(_number(values, name, source) for name in FIELDS))


def _number(values: Mapping[str, object], name: str, source: str) -> float:
    given = values.get(name)
    try:
        found = float(given) if isinstance(given, str | int | float) else math.nan
    except ValueError:
        found = math.nan
    if isinstance(given, bool) or not math.isfinite(found):
        raise InvalidValue(
            f"{source}: {name} is {given!r}; give a number. Columns are {', '.join(FIELDS)}."
        )
    return found

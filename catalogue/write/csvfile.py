"""Rows -> CSV that no spreadsheet runs: plain UTF-8, LF line ends, a stable header.

After the columns of the table come `lon` and `lat` of a point that surely lies in the geometry,
and `wkt`, the geometry itself, in degrees. An empty cell is an unknown value.
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely

from catalogue.interval import format_utc
from catalogue.write.atomic import atomic
from catalogue.write.table import Column, Row, Table, Written, checked, json_text

# What makes a spreadsheet read a cell as a formula, in both widths; NUL and line ends are cut
# away by some programs, after which the next character counts.
_RUNS = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001
_MARK = "'"


def neutralise(text: str) -> str:
    """The text with ' before it if a spreadsheet would run it or if it begins with ' itself."""
    risky = text.startswith((_MARK, *_RUNS)) or text.lstrip().startswith(_RUNS)
    return _MARK + text if risky else text


def restore(text: str) -> str:
    """The exact inverse of `neutralise`."""
    return text.removeprefix(_MARK)


def write_csv(path: Path, table: Table, *, overwrite: bool = False) -> Written:
    """Write the table; a warning says how many cells were neutralised.

    Raises InvalidValue for NaN and for a file that exists (see `atomic`).
    """
    count = marked = 0
    with (
        atomic(path, overwrite=overwrite) as draft,
        draft.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*(c.name for c in table.columns), "lon", "lat", "wkt"])
        for row in checked(table):
            cells = [_cell(table, row, column) for column in table.columns]
            safe = [
                neutralise(cell) if column.kind == "text" else cell
                for cell, column in zip(cells, table.columns, strict=True)
            ]
            marked += sum(a != b for a, b in zip(cells, safe, strict=True))
            writer.writerow([*safe, *_place(row)])
            count += 1
    warnings = (
        (f"{marked} cells begin with ' so that no spreadsheet runs them; take one ' off to read.",)
        if marked
        else ()
    )
    return Written(path, count, warnings)


def _cell(table: Table, row: Row, column: Column) -> str:
    value: Any = row.values.get(column.name)
    if value is None:
        return ""
    if column.kind == "json":
        return json_text(value, f"{table.name} {row.id}, {column.name}") if value else ""
    if column.kind == "flag":
        return "true" if value else "false"
    if isinstance(value, datetime):
        return format_utc(value)
    return repr(float(value)) if column.kind == "number" else str(value)


def _place(row: Row) -> tuple[str, str, str]:
    if row.geometry is None:
        return "", "", ""
    point = row.geometry.representative_point()
    return repr(point.x), repr(point.y), shapely.to_wkt(row.geometry, rounding_precision=-1)

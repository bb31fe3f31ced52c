"""Rows -> an Arrow table with WKB geometries, which GeoParquet and GeoPackage are made of."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import shapely

from catalogue.write.table import Column, Table, checked, json_text

GEOMETRY = "geometry"
_TYPES = {
    "text": pa.string(),
    "json": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
}


def to_arrow(table: Table, *, nul: bool = True) -> tuple[pa.Table, frozenset[str]]:
    """The table, and the types of its geometries. Unknown is null; JSON is text.

    Raises InvalidValue for what the file could hold only by changing it (see `checked`).
    """
    cells: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    shapes = []
    for row in checked(table, nul=nul):
        for column in table.columns:
            cells[column.name].append(_cell(table, row.id, column, row.values.get(column.name)))
        shapes.append(row.geometry)
    arrays = {c.name: pa.array(cells[c.name], type=_TYPES[c.kind]) for c in table.columns}
    wkb = shapely.to_wkb(shapes, byte_order=1) if shapes else []
    arrays[GEOMETRY] = pa.array(wkb, type=pa.binary())
    types = frozenset(shape.geom_type for shape in shapes if shape is not None)
    return pa.table(arrays), types


def _cell(table: Table, id: str, column: Column, value: Any) -> Any:
    if column.kind == "json" and value is not None:
        return json_text(value, f"{table.name} {id}, {column.name}")
    return value

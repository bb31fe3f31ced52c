"""What every tabular format writes: columns of known kinds and rows with a geometry."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.errors import InvalidValue

ColumnKind = Literal["text", "number", "integer", "flag", "json", "time"]


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` says what a cell holds: "time" a UTC datetime, "json" what JSON can say."""

    name: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its id, its geometry in lon/lat (None if it has none), a value per column."""

    id: str
    geometry: BaseGeometry | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the layer's name; `rows` may be a stream and is read once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer did: the file, how many records it holds, and what was left out and why."""

    path: Path
    rows: int
    warnings: tuple[str, ...] = ()


def checked(table: Table, *, nul: bool = True) -> Iterator[Row]:
    """The rows, each refused if a file could hold it only by changing it.

    That is a coordinate or number that is not finite, text with half a surrogate pair and, where
    `nul` is False, text with a NUL character. Raises InvalidValue with the row and the column.
    """
    for row in table.rows:
        if row.geometry is not None and not bool(
            shapely.get_coordinates(row.geometry).size
            and all(map(math.isfinite, shapely.get_coordinates(row.geometry).ravel()))
        ):
            raise InvalidValue(
                f"{table.name} {row.id}: its geometry is empty or not finite; correct or remove it."
            )
        for column in table.columns:
            _check_cell(table, row, column, nul)
        yield row


def _check_cell(table: Table, row: Row, column: Column, nul: bool) -> None:
    value = row.values.get(column.name)
    where = f"{table.name} {row.id}, {column.name}"
    if column.kind == "number" and value is not None and not math.isfinite(value):
        raise InvalidValue(f"{where}: {value} is not a number a file can hold; correct it.")
    if column.kind not in ("text", "json") or value is None:
        return
    text = value if column.kind == "text" else json_text(value, where)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue(
            f"{where}: {text[error.start]!r} is half a character (a lone surrogate); remove it."
        ) from error
    if not nul and ("\0" in text or (column.kind == "json" and "\\u0000" in text)):
        raise InvalidValue(
            f"{where}: a NUL character would cut the text off in this format; "
            "use .geojson or .parquet, or remove it."
        )


def json_text(value: Any, where: str) -> str:
    """Compact JSON. Raises InvalidValue, beginning with `where`, for NaN and what JSON has not."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidValue(f"{where}: cannot be written as JSON: {error}.") from error

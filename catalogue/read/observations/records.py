"""What every format is read into before it becomes observations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from shapely.geometry.base import BaseGeometry

from catalogue.model import Rejected


@dataclass(frozen=True, slots=True)
class Record:
    """One row as received. `row` counts as a spreadsheet shows it (the header is row 1), or from
    1 for features. `geometry` is in lon/lat and normal form; `feature_id` is GeoJSON's own id.
    """

    row: int
    values: Mapping[str, Any]
    geometry: BaseGeometry | None = None
    feature_id: str | None = None


@dataclass(slots=True)
class Source:
    """The rows of one file, in order, its columns, and what is worth saying about the file."""

    name: str
    columns: list[str] = field(default_factory=list)
    records: list[Record | Rejected] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def reject(self, reason: str, row: int | None = None, **more: str | None) -> None:
        """Note a row (or the whole file) that cannot go in."""
        self.records.append(Rejected(self.name, reason, row, **more))


def text_of(value: Any) -> str:
    """A cell as text: "" for nothing, JSON for what is not plain."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return orjson.dumps(value, default=str).decode()

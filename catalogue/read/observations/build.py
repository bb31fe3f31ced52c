"""One row to one observation, or to the reason why not. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from catalogue.errors import CatalogueError, InvalidTime
from catalogue.model import (
    Candidate,
    EventTime,
    Observation,
    Place,
    Rejected,
    ReportedObject,
    Status,
)
from catalogue.read.observations import cells
from catalogue.read.observations.cells import BadCell
from catalogue.read.observations.mapping import FIELDS
from catalogue.read.observations.records import Record, text_of
from catalogue.space import normalise
from catalogue.when import event_time, event_time_from_columns, zones_of

NO_TIME = "no time: it is kept, and linked to nothing until it has one"
NO_PLACE = "no place: it is kept, and linked to nothing until it has one"
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one source are to be read: field to column, and what is known beyond."""

    source: str
    mapping: Mapping[str, str] = field(default_factory=lambda: {f: f for f in FIELDS})
    time_format: str | None = None
    dates_only: bool = False
    radius: Callable[[Mapping[str, object]], tuple[float | None, str | None]] | None = None
    derive: Callable[[Mapping[str, object]], Mapping[str, str]] | None = None


def build_observation(fields: Mapping[str, str]) -> Observation | Rejected:
    """One observation from a form: the same fields and rules as the columns of a file."""
    values = {name: value for name, value in fields.items() if value is not None}
    return build(Record(1, values), Reading("entered"))


def build(record: Record, reading: Reading) -> Observation | Rejected:
    """Read one row. Empty cells are unknown; what cannot be read rejects the row."""
    row = {
        name: text_of(record.values.get(column)).strip()
        for name, column in reading.mapping.items()
        if column in record.values
    }
    if reading.derive is not None:
        row |= reading.derive(record.values)
    try:
        for name, value in row.items():
            if "\x00" in value:
                raise BadCell(name, value, "the cell holds a NUL byte; remove it.")
        return _observation(record, row, reading)
    except BadCell as bad:
        return Rejected(reading.source, bad.reason, record.row, bad.field, bad.value[:200])
    except CatalogueError as error:
        return Rejected(reading.source, str(error), record.row)


def _observation(record: Record, row: dict[str, str], reading: Reading) -> Observation:
    warnings: list[str] = []
    place = _place(record, row, reading, warnings)
    when = _when(row, place, reading)
    if place is None:
        warnings.append(NO_PLACE)
    if when is None:
        warnings.append(NO_TIME)
    name = row.get("id") or record.feature_id or f"row-{digest(record)[:8]}"
    title = row.get("title") or row.get("claim") or name
    return Observation(
        uid=uuid.uuid4().hex,
        id=name,
        title=" ".join(title.split())[:_LONGEST_TITLE],
        place=place,
        when=when,
        objects=_objects(row),
        event_class=row.get("class") or None,
        status=cast(Status, cells.status(row["status"])) if row.get("status") else "asserted",
        attribution=tuple(p.strip() for p in row.get("attribution", "").split(";") if p.strip()),
        claim=row.get("claim") or None,
        note=row.get("note") or None,
        source=row.get("source") or None,
        properties=dict(record.values),
        warnings=tuple(warnings),
    )


def digest(record: Record) -> str:
    """sha256 of what a row says, wherever it stands in the file."""
    shape = None if record.geometry is None else record.geometry.wkb_hex
    said = [{k: text_of(v) for k, v in record.values.items()}, shape, record.feature_id]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _place(
    record: Record, row: dict[str, str], reading: Reading, warnings: list[str]
) -> Place | None:
    geometry = _geometry(record, row)
    radius = cells.metres("radius_m", row["radius_m"]) if row.get("radius_m") else None
    if geometry is None:
        return None
    if radius is None and reading.radius is not None:
        radius, warning = reading.radius(record.values)
        if warning:
            warnings.append(warning)
    try:
        return Place((Candidate(geometry, radius),))
    except CatalogueError as error:
        raise BadCell("radius_m", row.get("radius_m", ""), str(error)) from None


def _geometry(record: Record, row: dict[str, str]) -> BaseGeometry | None:
    if record.geometry is not None:
        return record.geometry
    if row.get("lon") or row.get("lat"):
        return normalise(shapely.Point(*cells.position(row.get("lon", ""), row.get("lat", ""))))
    if row.get("place"):
        return normalise(shapely.Point(*cells.written(row["place"])))
    return None


def _when(row: dict[str, str], place: Place | None, reading: Reading) -> EventTime | None:
    written = {name: row[name] for name in ("time", "begin", "end") if row.get(name)}
    if not written:
        return None
    zones: tuple[str, ...] = ()
    latitude = None
    if place is not None:
        candidate = place.candidates[0]
        zones = zones_of(candidate.geometry, candidate.r95_m)
        latitude = candidate.geometry.representative_point().y
    try:
        times = {name: _iso(value, reading) for name, value in written.items()}
        if "time" in times:
            return event_time(times["time"], zones=zones, latitude=latitude)
        return event_time_from_columns(
            times.get("begin"), times.get("end"), zones, latitude=latitude
        )
    except InvalidTime as error:
        name = next((n for n, v in written.items() if repr(v) in str(error)), next(iter(written)))
        raise BadCell(name, written[name], str(error)) from None


def _iso(value: str, reading: Reading) -> str:
    if reading.time_format is None:
        return value
    return cells.formatted_time(value, reading.time_format, dates_only=reading.dates_only)


def _objects(row: dict[str, str]) -> tuple[ReportedObject, ...]:
    names = [name.strip() for name in row.get("object", "").split(";") if name.strip()]
    sizes: dict[str, Any] = {
        name: cells.metres(name, row[name]) for name in ("length_m", "width_m") if row.get(name)
    }
    low, high = cells.count(row["count"]) if row.get("count") else (None, None)
    if len(names) > 1:
        given = next((n for n in ("length_m", "width_m", "count") if row.get(n)), None)
        if given:
            raise BadCell(
                given, row[given],
                f"{given} cannot say which of {len(names)} objects it is of; give each a row.",
            )  # fmt: skip
        return tuple(ReportedObject(name) for name in names)
    if not names and not sizes:
        return ()  # a count alone may count anything (victims, vehicles): it stays in the row
    try:
        made = ReportedObject(
            names[0] if names else "object", count_min=low, count_max=high, **sizes
        )
    except CatalogueError as error:
        name = "width_m" if str(error).startswith("width") else "length_m"
        raise BadCell(name, row.get(name, ""), str(error)) from None
    return (made,)

"""Tables of footprints: GeoParquet, or Arrow in memory, with a column for each field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from catalogue.errors import UnreadableFile
from catalogue.interval import MAX_US, MIN_US
from catalogue.model import Rejected, SceneSheet
from catalogue.model.sheet import NUMBERS
from catalogue.space.many import normalise_many

ROWS = 100_000
# The columns that a field is taken from where nobody says: the first that is there.
GUESSES: Mapping[str, Sequence[str]] = {
    "id": ("id", "scene_id"),
    "collection": ("collection",),
    "footprint": ("geometry", "geom", "footprint", "wkb"),
    "begin": ("start_datetime", "datetime", "begin", "begin_us"),
    "end": ("end_datetime", "end", "end_us"),
    "platform": ("platform",),
    "gsd_m": ("gsd", "gsd_m"),
    "cloud_pct": ("eo:cloud_cover", "cloud_cover", "cloud_pct"),
    "off_nadir_deg": ("view:off_nadir", "off_nadir_deg"),
    "sun_elevation_deg": ("view:sun_elevation", "sun_elevation_deg"),
    "sun_azimuth_deg": ("view:sun_azimuth", "sun_azimuth_deg"),
}
_LIMITS = {
    "gsd_m": (1e-6, 1e7), "cloud_pct": (0, 100), "off_nadir_deg": (0, 90),
    "sun_elevation_deg": (-90, 90), "sun_azimuth_deg": (0, 360),
}  # fmt: skip
# Years 1 and 9999.
_FIRST_US, _LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999


def read_footprints(
    source: Path | pa.Table | Iterable[pa.RecordBatch],
    mapping: Mapping[str, str] | None = None,
    collection: str | None = None,
) -> Iterator[tuple[SceneSheet, list[Rejected]]]:
    """(scenes, rows that cannot be taken) of some rows at a time.

    `mapping` says which column a field of GUESSES is in. Footprints are WKB in lon/lat; times
    are timestamps (UTC where they name no zone) or integers in microseconds since 1970.
    `collection` is for tables without that column. Raises UnreadableFile.
    """
    first = 0
    for batch in _batches(source):
        columns = columns_of(batch.schema.names, mapping or {})
        yield _sheet(batch, columns, collection, str(source) if first >= 0 else "", first)
        first += batch.num_rows


def rows_in(path: Path) -> int:
    """How many rows a file has. Raises UnreadableFile."""
    try:
        return int(pq.ParquetFile(path, memory_map=False).metadata.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{path} is no Parquet table: {error}") from error


def columns_of(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """{field: column}. Raises UnreadableFile for a field or column that is not there."""
    for field, column in mapping.items():
        if field not in GUESSES:
            raise UnreadableFile(f"{field!r} is no field; fields are {', '.join(GUESSES)}.")
        if column not in names:
            raise UnreadableFile(
                f"there is no column {column!r} for {field}; there are {', '.join(names)}."
            )
    found = dict(mapping)
    for field, guesses in GUESSES.items():
        guess = next((g for g in guesses if g in names), None)
        if field not in found and guess is not None:
            found[field] = guess
    missing = [field for field in ("id", "footprint", "begin") if field not in found]
    if missing:
        raise UnreadableFile(
            f"no column is known for {missing[0]} among {', '.join(names)}; say which, "
            f"as {missing[0]}=COLUMN."
        )
    return found


def _batches(source: Path | pa.Table | Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    if isinstance(source, pa.Table):
        yield from source.combine_chunks().to_batches(max_chunksize=ROWS)
    elif isinstance(source, Path):
        try:
            with pq.ParquetFile(source, memory_map=False, pre_buffer=False) as file:
                yield from file.iter_batches(batch_size=ROWS, use_threads=False)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(f"{source} is a damaged Parquet table: {error}") from error
    else:
        yield from source


def _sheet(
    batch: pa.RecordBatch,
    columns: Mapping[str, str],
    collection: str | None,
    source: str,
    first: int,
) -> tuple[SceneSheet, list[Rejected]]:
    n = batch.num_rows
    wrong: dict[int, tuple[str, str]] = {}
    given = {field: batch.column(name) for field, name in columns.items()}
    begin, timed = _times(given["begin"])
    end, ended = _times(given["end"]) if "end" in given else (begin, timed)
    end = np.where(ended, end, begin)
    for row in np.flatnonzero(timed & (end < begin)).tolist():
        wrong[row] = ("end", "its end lies before its begin; swap them or correct one.")
    for field, column, there in (("begin", begin, timed), ("end", end, timed & ended)):
        for row in np.flatnonzero(there & ((column < _FIRST_US) | (column > _LAST_US))).tolist():
            wrong[row] = (field, f"{column[row]} µs since 1970 lies beyond the years 1 to 9999.")
    numbers = {name: _numbers(given.get(name), n) for name in NUMBERS}
    for name, (low, high) in _LIMITS.items():
        values = numbers[name]
        for row in np.flatnonzero((values < low) | (values > high)).tolist():
            wrong[row] = (name, f"{values[row]} must lie between {low:g} and {high:g}.")
    ids = _text(given["id"], n)
    for row in [row for row, name in enumerate(ids) if not name]:
        wrong[row] = ("id", "it has no id; give it one.")
    shapes, errors = _shapes(given["footprint"])
    wrong |= {row: ("footprint", str(error)) for row, error in errors.items()}
    sheet = SceneSheet(
        id=[name or "" for name in ids],
        collection=_text(given["collection"], n) if "collection" in given else [collection] * n,
        footprint=shapes,
        wkb=shapely.to_wkb(shapes, byte_order=1, flavor="iso").tolist(),
        timed=timed,
        begin_us=np.clip(begin, MIN_US, MAX_US),
        end_us=np.clip(end, MIN_US, MAX_US),
        platform=_text(given.get("platform"), n),
        **numbers,
    )
    rejected = [
        Rejected(source, reason, row=first + row + 1, field=field)
        for row, (field, reason) in sorted(wrong.items())
    ]
    if wrong:
        sheet = sheet.take(np.delete(np.arange(n), list(wrong)))
    return sheet, rejected


def _times(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(microseconds since 1970, whether it is known)."""
    if not pa.types.is_integer(column.type):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            raise UnreadableFile("times are text; give timestamps, or microseconds since 1970.")
        column = column.cast(pa.timestamp("us", tz=getattr(column.type, "tz", None)), safe=False)
    known = np.asarray(column.is_valid())
    return np.asarray(pc.fill_null(column.cast(pa.int64()), 0), dtype=np.int64), known


def _numbers(column: pa.Array | None, n: int) -> NDArray[np.float64]:
    if column is None:
        return np.full(n, np.nan)
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))


def _text(column: pa.Array | None, n: int) -> list[Any]:
    return [None] * n if column is None else column.cast(pa.string()).to_pylist()


def _shapes(column: pa.Array) -> tuple[NDArray[np.object_], dict[int, Exception]]:
    given = column.to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(given, on_invalid="ignore")
    unread = shapely.is_missing(shapes) & np.asarray(column.is_valid())
    found, errors = normalise_many(shapes)
    said: dict[int, Exception] = {**errors}
    for row in np.flatnonzero(unread).tolist():
        said[row] = UnreadableFile("the footprint is not WKB.")
    return found, said

"""The records and digests of many new scenes at once: as `codec` writes each of them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from catalogue.interval import MAX_US, MIN_US
from catalogue.model import SceneSheet
from catalogue.model.sheet import NUMBERS, SOURCE
from catalogue.store.codec import row_digest

# Below this a number may be written in other ways; see `canonical`.
_SMALL = 1e-4


def written(sheet: SceneSheet, uids: Sequence[str]) -> tuple[list[str], list[str]]:
    """(record without its footprint, digest) of each row, for scenes with these uids."""
    plain: list[tuple[str, Sequence[Any]]] = [
        ("uid", list(uids)), ("id", sheet.id), ("collection", sheet.collection),
        ("when", _intervals(sheet)), ("when_source", [SOURCE if t else None for t in sheet.timed]),
        ("platform", sheet.platform),
    ]  # fmt: skip
    numbers = [(name, getattr(sheet, name)) for name in NUMBERS]
    records = [
        orjson.dumps(row).decode()
        for row in _rows([*plain, *((name, known(column)) for name, column in numbers)])
    ]
    shapes = [None if wkb is None else wkb.hex().upper() for wkb in sheet.wkb]
    whole = [(name, _whole(column)) for name, column in numbers]
    texts = [
        orjson.dumps(row, option=orjson.OPT_SORT_KEYS)
        for row in _rows([*plain, ("footprint", shapes), *whole])
    ]
    digests = [hashlib.sha256(text).hexdigest() for text in texts]
    for row in np.flatnonzero(_is_odd(numbers)).tolist():
        digests[row] = row_digest(sheet.scene(row, uids[row]))
    return records, digests


def _rows(columns: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[dict[str, Any]]:
    """A row's fields without the unknown ones; a column of those alone is left out at once."""
    some = [(name, column) for name, column in columns if any(v is not None for v in column)]
    names = [name for name, _ in some]
    full = not any(None in column for _, column in some)
    for values in zip(*(column for _, column in some), strict=True):
        row = zip(names, values, strict=True)
        yield dict(row) if full else {name: value for name, value in row if value is not None}


def known(column: NDArray[np.float64]) -> list[float | None]:
    """The numbers, None for NaN."""
    return [None if math.isnan(value) else value for value in column.tolist()]


def _whole(column: NDArray[np.float64]) -> list[float | int | None]:
    return [
        None if math.isnan(value) else int(value) if value.is_integer() else value
        for value in column.tolist()
    ]


def _is_odd(numbers: Sequence[tuple[str, NDArray[np.float64]]]) -> NDArray[np.bool_]:
    found = np.logical_or.reduce([(v != 0) & (np.abs(v) < _SMALL) for _, v in numbers])
    return np.asarray(found, dtype=np.bool_)


def _intervals(sheet: SceneSheet) -> list[list[str | None] | None]:
    sides = zip(times(sheet.begin_us), times(sheet.end_us), sheet.timed.tolist(), strict=True)
    return [[begin, end] if timed else None for begin, end, timed in sides]


def times(column: NDArray[np.int64]) -> list[str | None]:
    """Moments as `catalogue.interval.format_utc` writes them; None for an open side."""
    closed = np.where((column == MIN_US) | (column == MAX_US), 0, column)
    text = np.datetime_as_string(closed.astype("M8[us]"), unit="us").tolist()
    found = [t[:-7] + "Z" if t.endswith(".000000") else t + "Z" for t in text]
    if (closed == column).all():
        return found
    return [t if c else None for t, c in zip(found, (closed == column).tolist(), strict=True)]

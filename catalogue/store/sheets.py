"""The records and digests of many new scenes at once: as `codec` writes each of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import orjson
from numpy.typing import NDArray

from catalogue.interval import MAX_US, MIN_US
from catalogue.model import SceneSheet
from catalogue.model.sheet import NUMBERS, SOURCE
from catalogue.store.codec import row_digest

# Below this a number may be written in other ways; see `catalogue.canonical`.
_SMALL = 1e-4
_FOOTPRINT = "footprint"


def written(sheet: SceneSheet, uids: Sequence[str]) -> tuple[list[str], list[str]]:
    """(record without its footprint, digest) of each row, for scenes with these uids.

    A record is canonical JSON: fields in order, each written once for both. The digest is of
    the same text with the footprint in its place.
    """
    fields: dict[str, list[str]] = {
        "uid": [f'"uid":"{uid}"' for uid in uids],
        "id": _texts("id", sheet.id),
        "collection": _texts("collection", sheet.collection),
        "when": _intervals(sheet),
        "when_source": [f'"when_source":"{SOURCE}"' if t else "" for t in sheet.timed.tolist()],
        "platform": _texts("platform", sheet.platform),
        **{name: _numbers(name, getattr(sheet, name)) for name in NUMBERS},
    }
    shapes = [None if wkb is None else wkb.hex().upper() for wkb in sheet.wkb]
    records, digests = [], []
    heads = _joined([fields[name] for name in sorted(fields) if name < _FOOTPRINT], len(sheet))
    tails = _joined([fields[name] for name in sorted(fields) if name > _FOOTPRINT], len(sheet))
    for head, shape, tail in zip(heads, shapes, tails, strict=True):
        # There always is a uid behind the footprint, not always something before it.
        start = f"{{{head}," if head else "{"
        records.append(f"{start}{tail}}}")
        text = records[-1] if shape is None else f'{start}"{_FOOTPRINT}":"{shape}",{tail}}}'
        digests.append(sha256(text.encode()).hexdigest())
    for row in np.flatnonzero(_is_odd(sheet)).tolist():
        digests[row] = row_digest(sheet.scene(row, uids[row]))
    return records, digests


def _joined(columns: Sequence[Sequence[str]], count: int) -> list[str]:
    some = [column for column in columns if any(column)]
    if not some:
        return [""] * count
    return [",".join(filter(None, row)) for row in zip(*some, strict=True)]


def _texts(name: str, column: Sequence[str | None]) -> list[str]:
    """`"name":"value"`, nothing for None; few values are different in most columns."""
    known_ones = {value: orjson.dumps(value).decode() for value in set(column) if value is not None}
    return [f'"{name}":{known_ones[value]}' if value is not None else "" for value in column]


def _numbers(name: str, column: NDArray[np.float64]) -> list[str]:
    if np.isnan(column).all():
        return [""] * len(column)
    return [
        ""
        if math.isnan(value)
        else f'"{name}":{int(value)}'
        if value.is_integer()
        else f'"{name}":{value!r}'
        for value in column.tolist()
    ]


def known(column: NDArray[np.float64]) -> list[float | None]:
    """The numbers, None for NaN."""
    return [None if math.isnan(value) else value for value in column.tolist()]


def _is_odd(sheet: SceneSheet) -> NDArray[np.bool_]:
    """Where a number may be written in other ways than here."""
    columns = [getattr(sheet, name) for name in NUMBERS]
    found = np.logical_or.reduce([(v != 0) & (np.abs(v) < _SMALL) for v in columns])
    return np.asarray(found, dtype=np.bool_)


def _intervals(sheet: SceneSheet) -> list[str]:
    sides = zip(times(sheet.begin_us), times(sheet.end_us), sheet.timed.tolist(), strict=True)
    return [f'"when":[{_side(a)},{_side(b)}]' if timed else "" for a, b, timed in sides]


def _side(moment: str | None) -> str:
    return "null" if moment is None else f'"{moment}"'


def times(column: NDArray[np.int64]) -> list[str | None]:
    """Moments as `catalogue.interval.format_utc` writes them; None for an open side."""
    closed = np.where((column == MIN_US) | (column == MAX_US), 0, column)
    text = np.datetime_as_string(closed.astype("M8[us]"), unit="us").tolist()
    found = [t[:-7] + "Z" if t.endswith(".000000") else t + "Z" for t in text]
    if (closed == column).all():
        return found
    return [t if c else None for t, c in zip(found, (closed == column).tolist(), strict=True)]

"""The records and digests of many new scenes at once: as `codec` writes each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    fields: dict[str, Sequence[str | None]] = {
        "uid": [f'"{uid}"' for uid in uids],
        "id": _texts(sheet.id),
        "collection": _texts(sheet.collection),
        "when": _intervals(sheet),
        "when_source": [f'"{SOURCE}"' if t else None for t in sheet.timed.tolist()],
        "platform": _texts(sheet.platform),
        **{name: _numbers(getattr(sheet, name)) for name in NUMBERS},
    }
    names = sorted(fields)
    heads = _joined({n: fields[n] for n in names if n < _FOOTPRINT}, len(sheet))
    tails = _joined({n: fields[n] for n in names if n > _FOOTPRINT}, len(sheet))
    # There always is a uid behind the footprint, and so a comma to do without at the end.
    records = ["{" + head + tail[:-1] + "}" for head, tail in zip(heads, tails, strict=True)]
    texts = (
        f"{{{head}{shape}{tail[:-1]}}}"
        for head, shape, tail in zip(heads, _shapes(sheet.wkb), tails, strict=True)
    )
    digests = [sha256(text.encode()).hexdigest() for text in texts]
    for row in np.flatnonzero(_is_odd(sheet)).tolist():
        digests[row] = row_digest(sheet.scene(row, uids[row]))
    return records, digests


def _shapes(wkbs: Sequence[bytes | None]) -> Iterator[str]:
    """The field of each footprint, with the comma behind it; nothing for None."""
    digits = b"".join([wkb or b"" for wkb in wkbs]).hex().upper()
    at = 0
    for wkb in wkbs:
        if wkb is None:
            yield ""
        else:
            end = at + 2 * len(wkb)
            yield f'"{_FOOTPRINT}":"{digits[at:end]}",'
            at = end


def _joined(fields: Mapping[str, Sequence[str | None]], count: int) -> list[str]:
    """`"name":value,` of each field of each row; nothing for None."""
    form, columns = "", []
    for name, column in fields.items():
        missing = column.count(None)
        if missing == 0:
            form += f'"{name}":%s,'
            columns.append(column)
        elif missing < count:
            form += "%s"
            columns.append([f'"{name}":{v},' if v is not None else "" for v in column])
    if not columns:
        return [""] * count
    return [form % row for row in zip(*columns, strict=True)]


def _texts(column: Sequence[str | None]) -> Sequence[str | None]:
    """The values as JSON."""
    values = [value for value in column if value is not None]
    if len(values) == len(column):
        text = orjson.dumps(values).decode()
        # Many at once, where no value holds what would have to be told from what parts them.
        if "\\" not in text and text.count('"') == 2 * len(values) and values:
            return [f'"{value}"' for value in text[2:-2].split('","')]
    made = {value: orjson.dumps(value).decode() for value in set(values)}
    return [None if value is None else made[value] for value in column]


def _numbers(column: NDArray[np.float64]) -> Sequence[str | None]:
    """As RFC 8785 has them (0 without a sign), but for odd ones; see `_is_odd`."""
    unknown = np.isnan(column)
    if unknown.all():
        return [None] * len(column)
    text = orjson.dumps((column + 0.0).tolist()).decode()[1:-1] + ","
    found: list[str | None] = [*text.replace(".0,", ",")[:-1].split(",")]
    for row in np.flatnonzero(unknown).tolist():
        found[row] = None
    return found


def known(column: NDArray[np.float64]) -> list[float | None]:
    """The numbers, None for NaN."""
    found: list[float | None] = column.tolist()
    for row in np.flatnonzero(np.isnan(column)).tolist():
        found[row] = None
    return found


def _is_odd(sheet: SceneSheet) -> NDArray[np.bool_]:
    """Where a number may be written in other ways than here."""
    columns = [getattr(sheet, name) for name in NUMBERS]
    found = np.logical_or.reduce([(v != 0) & (np.abs(v) < _SMALL) for v in columns])
    return np.asarray(found, dtype=np.bool_)


def _intervals(sheet: SceneSheet) -> list[str | None]:
    begins = times(sheet.begin_us)
    ends = _ends(sheet, begins)
    if sheet.timed.all() and None not in begins and None not in ends:
        return [f'["{a}","{b}"]' for a, b in zip(begins, ends, strict=True)]
    sides = zip(begins, ends, sheet.timed.tolist(), strict=True)
    return [f"[{_side(a)},{_side(b)}]" if timed else None for a, b, timed in sides]


def _ends(sheet: SceneSheet, begins: list[str | None]) -> list[str | None]:
    """Most scenes end when they begin."""
    longer = np.flatnonzero(sheet.end_us != sheet.begin_us)
    ends = list(begins)
    for row, text in zip(longer.tolist(), times(sheet.end_us[longer]), strict=True):
        ends[row] = text
    return ends


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

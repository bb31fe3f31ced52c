"""Second thoughts about a guessed mapping: does a column hold what its name promises?

Only guesses are doubted. What the user says is what is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from catalogue.read.observations import cells
from catalogue.read.observations.cells import BadCell
from catalogue.read.observations.records import Record, text_of

_CLOCK = re.compile(r"\d{1,2}[:.]?\d{2}(?::\d{2})?\s*(?:[ap]m)?", re.IGNORECASE)
# Names that also serve for other things: "place" for a town, "status" for a code.
_DOUBTED: dict[str, Callable[[str], object]] = {
    "place": cells.written,
    "status": cells.status,
    "count": cells.count,
}
_SAY_SOMETHING = {"id", "title", "claim", "place", "lon", "time", "begin", "object"}


def reconsider(
    mapping: dict[str, str], columns: Sequence[str], records: Sequence[object], warnings: list[str]
) -> dict[str, str]:
    """The guess without columns of which no cell is what the field needs; each is told."""
    settled = dict(mapping)
    for field, read in _DOUBTED.items():
        column = settled.get(field)
        values = _values(records, column) if column else []
        if values and not any(_reads(read, value) for value in values):
            del settled[field]
            warnings.append(f"column {column!r} holds nothing that reads as {field}; it was left.")
    column = settled.get("time")
    dates = next((c for c in columns if c.lower() in ("date", "event_date")), None)
    values = _values(records, column) if column else []
    if dates and dates != column and values and all(_CLOCK.fullmatch(v) for v in values):
        settled["time"] = dates
        warnings.append(
            f"column {column!r} holds hours only, so {dates!r} is the time; to use both, join "
            "them in one column such as 2022-06-08T10:30."
        )
    return settled


def says_something(mapping: dict[str, str], records: Sequence[object]) -> bool:
    """False if neither a column nor a geometry was understood."""
    if _SAY_SOMETHING & mapping.keys():
        return True
    return any(isinstance(r, Record) and r.geometry is not None for r in records)


def _values(records: Sequence[object], column: str) -> list[str]:
    found = (text_of(r.values.get(column)).strip() for r in records if isinstance(r, Record))
    return [value for value in found if value]


def _reads(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except BadCell:
        return False
    return True

"""The coverage matrix as JSON: columnar, so that hundreds of thousands of cells stay small.

    {"rows": [{"observation", "id", "title", "report", "status", "observability", "event_class",
               "when", "placed", "parts": [{"occurrence", "object", "label", "none"}],
               "none": null | "never_searched" | "searched", "sentence",
               "summary": {"links", "usable", "usable_at_its_time", + a count for each state}}],
     "reports": [{"uid", "id", "title", "first", "rows"}],  rows `first` to `first + rows - 1`
     "columns": [{"scene", "id", "when", "begin_ms", "gsd_m", "cloud_pct", "platform"}],
     "cells": {"row": [], "column": [], "state": [], "level": [], "role": [], "flags": [],
               "score": []},
     "parts": null or {"cell": [], "part": [], "state": [], "role": [], "flags": []},
     "states": [names], "levels": [names], "roles": [names], "flags": [names],
     "counts": {"states": {}, "roles": {}, "levels": {}, "flags": {}, "none": {}}}

A cell is a pair that is linked or judged; all others are out of the claim's place or time. `state`,
`level` and `role` count in the lists of names (level and role are -1 where the pair is not
linked); bit n of `flags` is the name n. `score` is the rank score in thousandths, rounded, -1 where
there is none: it orders and is no probability. `none` of a claim says that no scene of this
catalogue was taken at its time, and whether it was searched for elsewhere; `none` of a part is
true or false for that part. In `parts`, `cell` counts in the cells and `part` in the row's parts.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np

from catalogue.bulk import LEVELS, ROLES
from catalogue.evidence.matrix import Cells, Column, Matrix, Row, SubCells
from catalogue.evidence.occurrences import interval_words
from catalogue.evidence.searched import searches_sentence
from catalogue.evidence.verdicts import FLAGS, STATES
from catalogue.interval import Interval, from_us
from catalogue.when import describe


def matrix_json(matrix: Matrix) -> dict[str, Any]:
    """For `orjson` with OPT_SERIALIZE_NUMPY: columns of cells are arrays of numpy."""
    summaries = matrix.row_counts()
    return {
        "rows": [
            row_json(row) | {"summary": s} for row, s in zip(matrix.rows, summaries, strict=True)
        ],
        "reports": reports_json(matrix),
        "columns": [column_json(column) for column in matrix.columns],
        "cells": _cells(matrix.cells),
        "parts": None if matrix.sub is None else _parts(matrix.sub),
        "states": list(STATES),
        "levels": list(LEVELS),
        "roles": list(ROLES),
        "flags": list(FLAGS),
        "counts": matrix.counts(),
    }


def row_json(row: Row) -> dict[str, Any]:
    """A claim."""
    claim = row.observation
    return {
        "observation": claim.uid,
        "id": claim.id,
        "title": claim.title,
        "report": row.report,
        "status": claim.status,
        "observability": row.shows,
        "event_class": claim.event_class,
        "when": describe(claim.when) if claim.when else None,
        "placed": claim.place is not None,
        "parts": [
            {"occurrence": p.occurrence, "object": p.object, "label": p.label, "none": none}
            for p, none in zip(row.parts, row.none_of, strict=True)
        ],
        "none": None if not row.none else "searched" if row.searches else "never_searched",
        "sentence": none_sentence(row),
    }


def none_sentence(row: Row) -> str | None:
    """What is said of a claim at whose time no scene of this catalogue was taken."""
    if not row.none:
        return None
    missing = [
        name
        for name, value in (("place", row.observation.place), ("time", row.observation.when))
        if value is None
    ]
    if missing:
        return f"its {' and '.join(missing)} is unknown, so no image can be linked"
    if not row.searches:
        return "none in this catalogue (never searched)"
    return f"none found ({searches_sentence(row.searches)})"


def reports_json(matrix: Matrix) -> list[dict[str, Any]]:
    """Which rows belong together."""
    found, first = [], 0
    for uid, rows in groupby(matrix.rows, key=lambda row: row.report):
        count = len(list(rows))
        name, title = matrix.reports.get(uid or "", (None, None))
        found.append({"uid": uid, "id": name, "title": title, "first": first, "rows": count})
        first += count
    return found


def column_json(column: Column) -> dict[str, Any]:
    """A scene."""
    begin, end = from_us(column.begin_us), from_us(column.end_us)
    return {
        "scene": column.uid,
        "id": column.name,
        "when": interval_words(Interval(begin, end)),
        "begin_ms": None if begin is None else column.begin_us // 1000,
        "gsd_m": column.gsd_m,
        "cloud_pct": column.cloud_pct,
        "platform": column.platform,
    }


def _cells(cells: Cells) -> dict[str, Any]:
    thousandths = np.nan_to_num(np.rint(cells.score * 1000), nan=-1)
    small = {name: getattr(cells, name) for name in ("state", "level", "role", "flags")}
    return {
        "row": cells.row.astype(np.int32),
        "column": cells.column.astype(np.int32),
        **{name: values.astype(np.int16) for name, values in small.items()},
        "score": thousandths.astype(np.int16),
    }


def _parts(sub: SubCells) -> dict[str, Any]:
    return {
        "cell": sub.of.astype(np.int32),
        **{
            name: getattr(sub, name).astype(np.int16) for name in ("part", "state", "role", "flags")
        },
    }

"""Links in columns -> Arrow tables and Parquet, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from numpy.typing import NDArray

from catalogue.bulk import LEVELS, ROLES
from catalogue.space.edges import Ints
from catalogue.write.atomic import atomic
from catalogue.write.table import Written

# `covered` is a share (0 to 1), `dt_s` seconds (negative: before), `score` with its limits in
# [0, 1]. `observation` and `scene` are the ids a person knows, the uids those of the catalogue.
SCHEMA = pa.schema(
    [
        pa.field(name, kind, nullable=False)
        for name, kind in (
            ("observation", pa.string()),
            ("scene", pa.string()),
            ("role", pa.string()),
            ("certainty", pa.string()),
            ("covered", pa.float64()),
            ("dt_s", pa.float64()),
            ("score", pa.float64()),
            ("score_low", pa.float64()),
            ("score_high", pa.float64()),
            ("level", pa.string()),
            ("observation_uid", pa.string()),
            ("scene_uid", pa.string()),
        )
    ]
)
_ROWS = 250_000


class Tables:
    """Makes tables of links; `names` and `uids` are those of the scenes, by row."""

    def __init__(self, names: pa.ChunkedArray, uids: pa.ChunkedArray) -> None:
        self._names, self._uids = names, uids
        self._roles = pa.array(ROLES)
        self._levels = pa.array(LEVELS)
        self._certainties = pa.array(["possible", "certain"])

    def of(
        self, ids: Sequence[str], uids: Sequence[str], of: Ints, scene: Ints, rows: NDArray[Any]
    ) -> pa.Table:
        """Links as a table with the columns of SCHEMA, in their order.

        `ids` and `uids` are of the observations, `of` and `scene` count in them and in the
        scenes; the other columns come from the fields of `rows`.
        """
        columns = [
            pa.array(ids, type=pa.string()).take(pa.array(of)),
            _taken(self._names, scene),
            self._roles.take(pa.array(rows["role"])),
            self._certainties.take(pa.array(rows["certain"])),
            *(pa.array(rows[name].copy()) for name in ("covered", "dt_s", "value", "low", "high")),
            self._levels.take(pa.array(rows["level"])),
            pa.array(uids, type=pa.string()).take(pa.array(of)),
            _taken(self._uids, scene),
        ]
        return pa.Table.from_arrays(columns, schema=SCHEMA)


def _taken(column: pa.ChunkedArray, rows: Ints) -> pa.Array:
    return column.take(pa.array(rows)).combine_chunks()


def write_link_tables(
    path: Path, tables: Iterable[pa.Table], *, overwrite: bool = False
) -> Written:
    """Write the tables to one Parquet file as they come. Raises InvalidValue (see `atomic`)."""
    import pyarrow.parquet

    rows = 0
    with (
        atomic(path, overwrite=overwrite) as draft,
        pyarrow.parquet.ParquetWriter(draft, SCHEMA, compression="zstd") as writer,
    ):
        for table in _together(tables):
            writer.write_table(table)
            rows += table.num_rows
    return Written(path, rows)


def _together(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Small tables joined: a file of small row groups is slow to read."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(t.num_rows for t in waiting) >= _ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)

"""Links in columns -> Arrow tables and Parquet, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from catalogue.bulk import LEVELS, ROLES, Pairs
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
    """Makes tables of pairs; `names` and `uids` are those of the scenes, by row."""

    def __init__(self, names: Sequence[str], uids: Iterable[str]) -> None:
        self._names = pa.array(names, type=pa.string())
        self._uids = pa.array(list(uids), type=pa.string())
        self._roles = pa.array(ROLES)
        self._levels = pa.array(LEVELS)
        self._certainties = pa.array(["possible", "certain"])

    def of(self, pairs: Pairs) -> pa.Table:
        """The pairs in their order, with the columns of SCHEMA."""
        ids = pa.array([o.id for o in pairs.observations], type=pa.string())
        uids = pa.array([o.uid for o in pairs.observations], type=pa.string())
        columns = [
            ids.take(pa.array(pairs.observation)),
            self._names.take(pa.array(pairs.scene)),
            self._roles.take(pa.array(pairs.role)),
            self._certainties.take(pa.array(pairs.certain.astype(np.int64))),
            pa.array(pairs.covered),
            pa.array(pairs.dt_s),
            pa.array(pairs.score.value),
            pa.array(pairs.score.low),
            pa.array(pairs.score.high),
            self._levels.take(pa.array(pairs.level)),
            uids.take(pa.array(pairs.observation)),
            self._uids.take(pa.array(pairs.scene)),
        ]
        return pa.Table.from_arrays(columns, schema=SCHEMA)


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

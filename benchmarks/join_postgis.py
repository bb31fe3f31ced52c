"""PostGIS in `benchmarks/join.py`: GiST over place and span, in a cluster of `postgres.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import postgres
import pyarrow.parquet as pq
from join_engines import DAY_US, Found


def load(db: Any, paths: tuple[Path, Path]) -> None:
    """Both files as tables; the scenes indexed."""
    db.execute("CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS btree_gist")
    for name, path in zip(("scenes", "events"), paths, strict=True):
        db.execute(f"DROP TABLE IF EXISTS {name}")
        db.execute(f"CREATE TABLE {name} (n int, geom geometry, span int8range)")
        table = pq.read_table(path, columns=["geometry", "begin_us", "end_us"])
        with db.cursor().copy(f"COPY {name} FROM STDIN") as into:
            for n, row in enumerate(zip(*(table[c].to_pylist() for c in table.column_names),
                                        strict=True)):  # fmt: skip
                into.write(f"{n}\t{row[0].hex()}\t[{row[1]},{row[2]}]\n")
    db.execute("CREATE INDEX ON scenes USING gist (geom, span)")
    for name in ("scenes", "events"):
        db.execute(f"VACUUM ANALYZE {name}")


class PostGIS:
    """The join alone: tables are loaded and indexed beforehand."""

    def __init__(self, conninfo: str, paths: tuple[Path, Path]) -> None:
        import psycopg

        self.db = psycopg.connect(conninfo, autocommit=True)
        load(self.db, paths)
        self.db.execute("SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'")

    def backend_s(self) -> float:
        """CPU seconds of the server's process so far."""
        return postgres.cpu_s(self.db.info.backend_pid)

    def __call__(self, _: tuple[Path, Path], margin: float) -> Found:
        """All pairs."""
        more = int(margin * DAY_US)
        with self.db.cursor(binary=True) as cursor:
            cursor.execute(
                "SELECT e.n, s.n FROM events e JOIN scenes s ON ST_Intersects(s.geom, e.geom) AND "
                f"s.span && int8range(lower(e.span) - {more}, upper(e.span) - 1 + {more}, '[]')"
            )
            found = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]

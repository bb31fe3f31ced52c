"""Rows -> a new GeoPackage, written by GDAL in a process of its own.

GDAL brings its own SQLite. Two SQLite libraries in one process are a danger to each other's
locks on one file; the live catalogue's process therefore never writes a GeoPackage through GDAL.
The process is started by path, not by `multiprocessing`: that would run the caller's main module
again, which under Streamlit is the screen.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from catalogue.errors import InvalidValue
from catalogue.write.atomic import atomic
from catalogue.write.table import Table, Written

TIMEOUT_S = 3600
_CHILD = Path(__file__).with_name("geopackage_child.py")


def write_geopackage(path: Path, table: Table, *, overwrite: bool = False) -> Written:
    """Write one layer named as the table, WGS 84, geometries of any type.

    Times are kept to the millisecond, which is what the format holds. Raises InvalidValue for
    text with NUL, which the format would cut off, and for a file that exists (see `atomic`).
    """
    import pyarrow as pa

    from catalogue.write.arrow import to_arrow

    rows, _ = to_arrow(table, nul=False)
    with atomic(path, overwrite=overwrite) as draft:
        batches = draft.with_suffix(".arrow")
        try:
            with pa.OSFile(str(batches), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as out:
                out.write_table(rows)
            _run(path, batches, draft, table.name)
        finally:
            batches.unlink(missing_ok=True)
            for suffix in ("-journal", "-wal", "-shm"):
                draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    return Written(path, rows.num_rows)


def _run(path: Path, batches: Path, draft: Path, layer: str) -> None:
    # -P: a file of the current folder must not stand in for a library.
    command = [sys.executable, "-P", str(_CHILD), str(batches), str(draft), layer]
    try:
        done = subprocess.run(  # noqa: S603 - our own file and paths, no shell
            command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise InvalidValue(f"cannot write {path}: it took over {TIMEOUT_S} s.") from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise InvalidValue(f"cannot write {path}: {reason}")

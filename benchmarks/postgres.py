"""A PostgreSQL with PostGIS to measure beside: a cluster of its own, made and taken away again.

With PGHOST set, that server is taken instead. Fed by COPY from DuckDB's CSV, which is the
fastest way known (an encoder in Python takes twelve times as long).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 54329
SETTINGS = {"shared_buffers": "1GB", "jit": "off", "fsync": "on", "max_wal_size": "8GB",
            "maintenance_work_mem": "512MB", "listen_addresses": "''"}  # fmt: skip


def binaries() -> Path | None:
    """The folder of initdb and postgres, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def missing() -> str | None:
    """Why there is no PostgreSQL to measure; None if there is one."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    if os.environ.get("PGHOST") or binaries():
        return None
    return "no server: set PGHOST, or install PostgreSQL with PostGIS"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The connection string of a server whose data lie in `folder`, kept for the next time."""
    if os.environ.get("PGHOST"):
        yield ""
        return
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(sockets, "postgres")
        for parent in folder.resolve().parents:
            if not os.stat(parent).st_mode & 0o1:
                raise SystemExit(f"{parent} cannot be entered by the user postgres.")
    if not (folder / "PG_VERSION").exists():
        _run("initdb", "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8")
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -p {PORT} -k {sockets}"
    _run("pg_ctl", "-D", str(folder), "-w", "-l", str(sockets / "log"), "-o", options, "start")
    try:
        yield f"host={sockets} port={PORT} user=postgres dbname=postgres"
    finally:
        _run("pg_ctl", "-D", str(folder), "-w", "-m", "fast", "stop")
        shutil.rmtree(sockets, ignore_errors=True)


def _run(name: str, *arguments: str) -> None:
    folder = binaries()
    assert folder is not None
    command = [str(folder / name), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def cpu_s(pid: int) -> float:
    """CPU seconds of a backend so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _cpu_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


_CSV = """
import sys, duckdb
parquet, columns = sys.argv[1:]
duckdb.execute("SET enable_progress_bar = false")
duckdb.execute(f'''COPY (SELECT {columns}, hex(geom),
  '[' || make_timestamp(begin_us) || '+00,' || make_timestamp(end_us) || '+00]'
  FROM '{parquet}') TO '/dev/stdout' (FORMAT csv, HEADER false)''')
"""


def load(conninfo: str, parquet: Path, table: str) -> tuple[float, float, float]:
    """COPY a table of `search_fill` in and index it: wall s of COPY, of the indexes, CPU s."""
    import psycopg

    columns = (
        "uid, id, platform, collection, gsd, cloud, sun, begin_us, end_us, west, south, east, north"
    )
    with psycopg.connect(conninfo, autocommit=True) as db:
        db.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        db.execute(f"DROP TABLE IF EXISTS {table}")
        db.execute(
            f"CREATE TABLE {table} (uid text, id text, platform text, collection text, gsd float8,"
            " cloud float8, sun float8, begin_us int8, end_us int8, west float8, south float8,"
            " east float8, north float8, geom geometry, span tstzrange)"
        )
        pid = db.info.backend_pid
        start, used = time.perf_counter(), _cpu_s() + cpu_s(pid)
        copy = f"COPY {table} ({columns}, geom, span) FROM STDIN (FORMAT csv)"
        csv = subprocess.Popen(
            [sys.executable, "-c", _CSV, str(parquet), columns], stdout=subprocess.PIPE
        )
        assert csv.stdout is not None
        with db.cursor().copy(copy) as into:
            while chunk := csv.stdout.read(1 << 20):
                into.write(chunk)
        if csv.wait():
            db.execute(f"DROP TABLE {table}")
            raise SystemExit("DuckDB could not write the table as CSV.")
        copied = time.perf_counter() - start
        start = time.perf_counter()
        db.execute(f"CREATE INDEX ON {table} USING gist (geom, span)")
        db.execute(f"VACUUM ANALYZE {table}")
        cpu = _cpu_s() + cpu_s(pid) - used
    return copied, time.perf_counter() - start, cpu

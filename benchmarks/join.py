"""How fast are all observations linked with all scenes? Ours beside what one would take instead.

    python benchmarks/join.py [--scenes 100000] [--observations 2000] [--margin 30]
                              [--engines ours,duckdb] [--naive-observations 500]

Every engine runs in a process of its own, from the same GeoParquet files of `world.py`. So that
all can answer the same question, a disc is the same circumscribed polygon of 128 corners for
each, and a pair counts when that polygon (or the area) intersects the footprint and the times are
no more than the margin apart. Peers stop there; ours also says role, certainty, covered share and
score of each pair. PostGIS has its tables loaded and indexed before the clock starts; its CPU is
its server's and ours. The last lines have hashes of their own: the best 20 of each observation,
geodesic discs instead of polygons (so a few pairs less), and the limit: reading both files once,
looking at each linked pair once and writing the best 20, knowing all pairs beforehand. "streamed"
reads a million scenes at a time and holds only the best 20 so far: ten million fit.

Compiled functions are loaded, or compiled, before the clock starts ("warm s"), as the packages of
peers are; a row that still compiled something says so. With `--naive-observations`, engines that
test all pairs of boxes whatever their times run on half as many and on as many observations, and
their row is the straight line through both. CPU seconds are those of all threads; trust ratios.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import multiprocessing as mp
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import postgres
import world
from join_engines import Found

Paths = tuple[Path, Path]
POSTGIS, LIMIT = "PostGIS GiST", "limit: read, look, write"
ENGINES: dict[str, str] = {
    "geopandas.sjoin + filter": "join_engines.geopandas_sjoin",
    "shapely STRtree + filter": "join_engines.strtree",
    "STRtree per 30 days": "join_engines.bucketed",
    "DuckDB spatial": "join_engines.duckdb_spatial",
    "DuckDB cells + shapely": "join_engines.duckdb_cells",
    "SedonaDB": "join_engines.sedonadb",
    POSTGIS: "join_postgis.PostGIS",
    "ours, plain": "join_ours.plain",
    "ours, compiled": "join_ours.compiled",
    "ours, top 20 + counts": "join_ours.best",
    "ours, top 20": "join_ours.best_alone",
    "ours, streamed": "join_ours.streamed",
    "ours, geodesic discs": "join_ours.geodesic",
    LIMIT: "join_ours.Limit",
}
NAIVE = ("geopandas.sjoin + filter", "shapely STRtree + filter", "DuckDB spatial", "SedonaDB")
BEST = ("ours, top 20 + counts", "ours, top 20", "ours, streamed")
OTHER_ANSWERS = (*BEST, "ours, geodesic discs", LIMIT)
NEEDS = {
    "DuckDB spatial": ("duckdb", "duckdb_extension_spatial"),
    "DuckDB cells + shapely": ("duckdb",),
    "SedonaDB": ("sedonadb",),
    **dict.fromkeys((*OTHER_ANSWERS, "ours, compiled"), ("numba",)),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What a run took; `digests` are of all pairs, and of those of the first few observations."""

    wall: float
    cpu: float
    peak_mb: float
    pairs: int
    digests: tuple[str, str]
    warm: float = 0.0
    note: str = ""


def _digest(found: Found) -> str:
    of, scene = found
    order = np.lexsort((scene, of))
    pairs = np.column_stack([of[order], scene[order]]).astype("<i8")
    return hashlib.sha1(pairs.tobytes(), usedforsecurity=False).hexdigest()[:12]


def _engine(name: str) -> Any:
    module, _, function = ENGINES[name].partition(".")
    return getattr(importlib.import_module(module), function)


def _measured(name: str, paths: Paths, margin: float, first: int, conninfo: str) -> Row:
    import geopandas  # noqa: F401  (what all need is not part of the race)

    start, run, ours = time.perf_counter(), _engine(name), ENGINES[name].startswith("join_ours")
    made: Callable[[], int] = lambda: 0  # noqa: E731
    if ours:
        import join_ours

        if name != "ours, plain":
            made = join_ours.specialised
        with tempfile.TemporaryDirectory() as folder:
            small = world.make(Path(folder), 20_000, 10_000)
            (run(small, margin) if name == LIMIT else run)(small, margin)
    if name == LIMIT:
        run = run(paths, margin)
    if name == POSTGIS:
        run = run(conninfo, paths)
    backend = run.backend_s if name == POSTGIS else lambda: 0.0
    warm, known = time.perf_counter() - start if ours else 0.0, made()
    before, used, start = resource.getrusage(resource.RUSAGE_SELF), backend(), time.perf_counter()
    found = run(paths, margin)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime + backend() - used
    few = found[0] < first
    digests = _digest(found), _digest((found[0][few], found[1][few]))
    note = "compiled something on the way" if made() != known else ""
    return Row(wall, cpu, _peak_mb(), len(found[0]), digests, warm, note)


def _peak_mb() -> float:
    """Of this process alone; ru_maxrss would count its parent's too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _child(out: Any, *given: Any) -> None:
    try:
        out.put(_measured(*given))
    except Exception as error:
        out.put(f"{type(error).__name__}: {error}"[:200])


def measure(*given: Any) -> Row | str:
    """The row of an engine from a new process, or why it failed."""
    context = mp.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_child, args=(out, *given))
    process.start()
    while process.is_alive() and out.empty():
        time.sleep(0.05)
    result = out.get(timeout=5) if not out.empty() or process.exitcode == 0 else "it was killed"
    process.join()
    return result


def missing(name: str) -> str | None:
    """Why an engine cannot run here, if so."""
    if name == POSTGIS:
        why = postgres.missing()
        return f"skipped: {why}" if why else None
    for module in NEEDS.get(name, ()):
        if importlib.util.find_spec(module) is None:
            return f"skipped: the package {module.replace('_', '-')} is not installed"
    return None


def extrapolated(name: str, folder: Path, scenes: Paths, options: Any) -> Row | str:
    """The line through a run on half the naive observations and one on all of them."""
    few, many = options.naive_observations, options.observations
    rows = []
    for count in (few // 2, few):
        part = folder / f"first-{count}.parquet"
        if not part.exists():
            world.first(scenes[1], part, count)
        row = measure(name, (scenes[0], part), options.margin, few, "")
        if isinstance(row, str):
            return row
        rows.append(row)
    half, full = rows
    more = (many - few) / (few - few // 2)
    return Row(
        full.wall + more * max(0.0, full.wall - half.wall),
        full.cpu + more * max(0.0, full.cpu - half.cpu), full.peak_mb, full.pairs,
        ("", full.digests[1]),
        note=f"extrapolated from {few // 2:,} and {few:,} observations ({full.cpu:.1f} CPU s)",
    )  # fmt: skip


def table(folder: Path, options: Any) -> dict[str, Row]:
    """Run and print the engines asked for."""
    paths = world.make(folder, options.scenes, options.observations)
    wished = [w.strip().lower() for w in (options.engines or "").split(",")]
    found: dict[str, Row] = {}
    head = f"{'engine':<26}{'wall s':>8}{'CPU s':>8}{'warm s':>8}{'MB':>7}{'pairs':>12}  sha1"
    print(head, flush=True)
    with ExitStack() as stack:
        for name in (n for n in ENGINES if any(w in n.lower() for w in wished)):
            row: Row | str
            if why := missing(name):
                row = why
            elif name in NAIVE and 0 < options.naive_observations < options.observations:
                row = extrapolated(name, folder, paths, options)
            else:
                cluster = stack.enter_context(postgres.cluster(folder / "pg")) if (
                    name == POSTGIS) else ""  # fmt: skip
                first = options.naive_observations
                row = measure(name, paths, options.margin, first, cluster)
            if isinstance(row, str):
                print(f"{name:<26}{row}", flush=True)
                continue
            found[name] = row
            print(f"{name:<26}{row.wall:>8.2f}{row.cpu:>8.2f}{row.warm:>8.1f}{row.peak_mb:>7.0f}"
                  f"{row.pairs:>12,}  {row.digests[0]:<13}{row.note}", flush=True)  # fmt: skip
    return found


def ratios(rows: dict[str, Row]) -> None:
    """How many times the CPU seconds of ours each engine took."""
    ours = [n for n in rows if n.startswith("ours") and n != "ours, plain"]
    print(f"\n{'CPU seconds of / of':<26}" + "".join(f"{n.partition(', ')[2]:>19}" for n in ours))
    for name, row in rows.items():
        print(f"{name:<26}" + "".join(f"{row.cpu / rows[n].cpu:>19.2f}" for n in ours))


def main() -> int:
    """Make the world, run every engine, print the tables; 1 if two answers differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", type=lambda n: int(float(n)), default=100_000)
    parser.add_argument("--observations", type=lambda n: int(float(n)), default=2_000)
    parser.add_argument("--margin", type=float, default=30.0, help="days")
    parser.add_argument("--engines", help="only these, by parts of their names: geopandas,ours")
    parser.add_argument("--naive-observations", type=lambda n: int(float(n)), default=0)
    parser.add_argument("--keep", type=Path, help="a folder to keep the world in, for the next run")
    options = parser.parse_args()
    size = f"{options.scenes:,} scenes x {options.observations:,} observations"
    print(f"{size}, margin {options.margin:g} d; discs as the same polygons of 128 corners")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        rows = table(options.keep or Path(name), options)
    ratios(rows)
    answers = {n: r.digests for n, r in rows.items() if n not in OTHER_ANSWERS}
    whole = {d for d, _ in answers.values() if d}
    same = len(whole) <= 1 and len({d for _, d in answers.values()}) <= 1
    answers |= {n: rows[n].digests for n in BEST if n in rows}
    same = same and len({rows[n].digests for n in BEST if n in rows}) <= 1
    print("all answers are equal" if same else f"ANSWERS DIFFER: {answers}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())

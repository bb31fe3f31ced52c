"""How fast are all observations linked with all scenes? Ours beside what one would take instead.

    python benchmarks/join.py [--scenes 100000] [--observations 2000] [--margin 30]

Every engine runs in a process of its own, from the same GeoParquet files of `world.py`. So that
all can answer the same question, a disc is the same circumscribed polygon of 128 corners for
each, and a pair counts when that polygon (or the area) intersects the footprint and the times are
no more than the margin apart. Peers stop there; ours also says role, certainty, covered share and
score of each pair. The last lines are ours as it is used, with hashes of their own: the best 20 of
each observation, and geodesic discs instead of polygons, so with a few pairs less. Compiled
functions are loaded before the clock starts, as the packages of peers are. CPU seconds are those
of all threads; trust ratios.
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
from pathlib import Path
from typing import Any

import numpy as np
import world

DAY_US = 86_400 * 10**6
Found = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]


def _read(paths: tuple[Path, Path]) -> tuple[Any, Any]:
    import geopandas

    return geopandas.read_parquet(paths[0]), geopandas.read_parquet(paths[1])


def _near(scenes: Any, events: Any, margin: float, of: Any, scene: Any) -> Any:
    """Which pairs are no more than the margin apart."""
    begin, end = scenes.begin_us.to_numpy()[scene], scenes.end_us.to_numpy()[scene]
    first, last = events.begin_us.to_numpy()[of], events.end_us.to_numpy()[of]
    return np.maximum(begin - last, first - end) <= margin * DAY_US


def geopandas_sjoin(paths: tuple[Path, Path], margin: float) -> Found:
    """geopandas.sjoin of 2,000 observations at a time, then the time filter."""
    import geopandas

    scenes, events = _read(paths)
    found = []
    for start in range(0, len(events), 2000):
        some = events.iloc[start : start + 2000][["geometry"]]
        joined = geopandas.sjoin(some, scenes[["geometry"]], predicate="intersects")
        of, scene = joined.index.to_numpy(), joined.index_right.to_numpy()
        near = _near(scenes, events, margin, of, scene)
        found.append((of[near], scene[near]))
    of, scene = (np.concatenate(c) for c in zip(*found, strict=True))
    return of, scene


def strtree(paths: tuple[Path, Path], margin: float) -> Found:
    """One shapely STRtree over all footprints, then the time filter."""
    import shapely

    scenes, events = _read(paths)
    tree = shapely.STRtree(scenes.geometry.to_numpy())
    of, scene = tree.query(events.geometry.to_numpy(), predicate="intersects")
    near = _near(scenes, events, margin, of, scene)
    return of[near], scene[near]


def bucketed(paths: tuple[Path, Path], margin: float) -> Found:
    """An STRtree for each 30 days; boxes, then times, then prepared intersections."""
    import shapely

    scenes, events = _read(paths)
    shapes, areas = scenes.geometry.to_numpy(), events.geometry.to_numpy()
    begin, end = scenes.begin_us.to_numpy(), scenes.end_us.to_numpy()
    bucket = begin // (30 * DAY_US)
    shapely.prepare(areas)
    found = []
    for one in np.unique(bucket):
        rows = np.flatnonzero(bucket == one)
        late = events.end_us.to_numpy() + margin * DAY_US >= begin[rows].min()
        early = events.begin_us.to_numpy() - margin * DAY_US <= end[rows].max()
        some = np.flatnonzero(late & early)
        of, scene = shapely.STRtree(shapes[rows]).query(areas[some])
        of, scene = some[of], rows[scene]
        near = _near(scenes, events, margin, of, scene)
        of, scene = of[near], scene[near]
        meets = shapely.intersects(areas[of], shapes[scene])
        found.append((of[meets], scene[meets]))
    of, scene = (np.concatenate(c) for c in zip(*found, strict=True))
    return of, scene


def duckdb_spatial(paths: tuple[Path, Path], margin: float) -> Found:
    """DuckDB's spatial join on all intersections, the times hidden from its planner."""
    import duckdb
    import duckdb_extension_spatial  # type: ignore[import-not-found]

    base = Path(next(iter(duckdb_extension_spatial.__path__)))
    extension = next(base.rglob("spatial.duckdb_extension"))
    con = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    con.execute(f"LOAD '{extension}'")
    for name, path in zip(("scenes", "events"), paths, strict=True):
        con.execute(
            f"CREATE TABLE {name} AS SELECT file_row_number AS n, begin_us, end_us, geometry "
            f"FROM read_parquet('{path}', file_row_number = true)"
        )
    pairs = con.execute(
        "SELECT e.n, s.n FROM events e JOIN scenes s ON ST_Intersects(e.geometry, s.geometry) "
        f"WHERE greatest(s.begin_us - e.end_us, e.begin_us - s.end_us) <= {int(margin * DAY_US)}"
    ).fetchnumpy()
    of, scene = pairs.values()
    return np.asarray(of, dtype=np.int64), np.asarray(scene, dtype=np.int64)


def duckdb_cells(paths: tuple[Path, Path], margin: float) -> Found:
    """DuckDB without its spatial extension: equi-join on cells and months, then shapely."""
    import duckdb
    import pyarrow
    import shapely

    scenes, events = _read(paths)
    con = duckdb.connect()
    for name, table, more in (("s", scenes, 0.0), ("e", events, margin)):
        bounds = shapely.bounds(table.geometry.to_numpy())
        columns = dict(zip(("west", "south", "east", "north"), bounds.T, strict=True))
        columns["first"] = table.begin_us.to_numpy() - int(more * DAY_US)
        columns["last"] = table.end_us.to_numpy() + int(more * DAY_US)
        con.register("given", pyarrow.table({"n": np.arange(len(table)), **columns}))
        cells = "unnest(range({0}::BIGINT, {1}::BIGINT + 1))"
        con.execute(
            f"CREATE TABLE {name} AS SELECT *, {cells.format('floor(south)', 'floor(north)')} y, t "
            f"FROM (SELECT *, {cells.format('floor(west)', 'floor(east)')} x FROM (SELECT *, "
            f"{cells.format(f'first // {30 * DAY_US}', f'last // {30 * DAY_US}')} t FROM given))"
        )
    found = con.execute(
        "SELECT DISTINCT e.n AS e, s.n AS s FROM e JOIN s USING (x, y, t) WHERE s.west <= e.east "
        "AND e.west <= s.east AND s.south <= e.north AND e.south <= s.north "
        "AND s.first <= e.last AND e.first <= s.last"
    ).fetchnumpy()
    of, scene = np.asarray(found["e"]), np.asarray(found["s"])
    areas = events.geometry.to_numpy()
    shapely.prepare(areas)
    meets = shapely.intersects(areas[of], scenes.geometry.to_numpy()[scene])
    return of[meets], scene[meets]


def _ours(
    paths: tuple[Path, Path], margin: float, *, discs: bool, compiled: bool, top: int | None = None
) -> Found:
    import pyarrow.parquet as pq

    from catalogue.bulk import (
        SceneColumns,
        link_pairs,
        observation_table,
        scene_index,
        shapes_of_wkb,
    )

    names = ["begin_us", "end_us", "gsd_m", "cloud_pct", "sun_elevation_deg"]
    scenes = pq.read_table(paths[0], columns=[*names, "geometry"])
    n = len(scenes)
    columns = {name: scenes[name].to_numpy() for name in names}
    index = scene_index(
        SceneColumns(
            uid=np.zeros(0, dtype=object), rank=np.arange(n), radar=np.zeros(n, dtype=np.bool_),
            footprint=shapes_of_wkb(scenes["geometry"]), **columns,
        ),
        compiled=compiled,
    )  # fmt: skip
    events = pq.read_table(paths[1])
    radius = events["r95_m"].to_numpy()
    none = np.full(len(events), np.nan)
    wanted = observation_table(
        events["id"].to_pylist(),
        np.where(np.isnan(radius), np.nan, events["lon"].to_numpy()) if discs else none,
        events["lat"].to_numpy(), radius, shapes_of_wkb(events["geometry"]),
        events["begin_us"].to_numpy(), events["end_us"].to_numpy(), events["size_m"].to_numpy(),
    )  # fmt: skip
    found, before = [], 0
    for pairs in link_pairs(index, wanted, margin, top=top):
        found.append((pairs.observation + before, pairs.scene))
        before += len(pairs.observations)
    of, scene = (np.concatenate(c) for c in zip(*found, strict=True))
    return of, scene


def ours_plain(paths: tuple[Path, Path], margin: float) -> Found:
    """Ours on the peers' polygons, with share and score, nothing compiled."""
    return _ours(paths, margin, discs=False, compiled=False)


def ours_compiled(paths: tuple[Path, Path], margin: float) -> Found:
    """The same by compiled functions."""
    return _ours(paths, margin, discs=False, compiled=True)


def ours_best(paths: tuple[Path, Path], margin: float) -> Found:
    """The best 20 of each observation, and how many there are of each role."""
    return _ours(paths, margin, discs=False, compiled=True, top=20)


def ours_discs(paths: tuple[Path, Path], margin: float) -> Found:
    """Ours with geodesic discs, with share and score."""
    return _ours(paths, margin, discs=True, compiled=True)


ENGINES: dict[str, Callable[[tuple[Path, Path], float], Found]] = {
    "geopandas.sjoin + filter": geopandas_sjoin,
    "shapely STRtree + filter": strtree,
    "STRtree per 30 days": bucketed,
    "DuckDB spatial": duckdb_spatial,
    "DuckDB cells + shapely": duckdb_cells,
    "ours, plain": ours_plain,
    "ours, compiled": ours_compiled,
    "ours, top 20": ours_best,
    "ours, geodesic discs": ours_discs,
}


NEEDS = {
    "DuckDB spatial": ("duckdb", "duckdb_extension_spatial"),
    "DuckDB cells + shapely": ("duckdb",),
    **{f"ours, {what}": ("numba",) for what in ("compiled", "top 20", "geodesic discs")},
}


def _digest(found: Found) -> str:
    of, scene = found
    order = np.lexsort((scene, of))
    pairs = np.column_stack([of[order], scene[order]]).astype("<i8")
    return hashlib.sha1(pairs.tobytes(), usedforsecurity=False).hexdigest()[:12]


def _measure(name: str, paths: tuple[Path, Path], margin: float, out: Any) -> None:
    import geopandas  # noqa: F401  (what all need is not part of the race)

    import catalogue.bulk  # noqa: F401

    if name.startswith("ours"):
        # Load what is compiled (or compile it, the first time ever), on a world of its own.
        with tempfile.TemporaryDirectory() as folder:
            ENGINES[name](world.make(Path(folder), 1000, 20), margin)
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    try:
        found = ENGINES[name](paths, margin)
    except Exception as error:
        out.put(f"{type(error).__name__}: {error}")
        return
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    out.put((wall, cpu, after.ru_maxrss / 1024, len(found[0]), _digest(found)))


def measure(name: str, paths: tuple[Path, Path], margin: float) -> Any:
    """(wall s, CPU s, peak MB, pairs, hash) in a new process, or why it failed."""
    context = mp.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_measure, args=(name, paths, margin, out))
    process.start()
    while process.is_alive() and out.empty():
        time.sleep(0.05)
    result = out.get(timeout=5) if not out.empty() or process.exitcode == 0 else "it was killed"
    process.join()
    return result


def missing(name: str) -> str | None:
    """Why an engine cannot run here, if so."""
    for module in NEEDS.get(name, ()):
        if importlib.util.find_spec(module) is None:
            return f"skipped: the package {module.replace('_', '-')} is not installed"
    return None


def main() -> int:
    """Make the world, run every engine, print the table; 1 if two answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=float, default=100_000)
    parser.add_argument("--observations", type=float, default=2_000)
    parser.add_argument("--margin", type=float, default=30.0, help="days")
    parser.add_argument("--engines", help="only these, by parts of their names: geopandas,ours")
    options = parser.parse_args()
    wished = [w.strip().lower() for w in (options.engines or "").split(",")]
    engines = [name for name in ENGINES if any(w in name.lower() for w in wished)]
    answers: dict[str, str] = {}
    first = None
    with tempfile.TemporaryDirectory() as folder:
        paths = world.make(Path(folder), int(options.scenes), int(options.observations))
        size = f"{options.scenes:,.0f} scenes x {options.observations:,.0f} observations"
        print(f"{size}, margin {options.margin:g} d; discs as the same polygons of 128 corners")
        head = f"{'engine':<26}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'pairs':>12}  {'sha1':<13}"
        print(f"{head}ratio of wall, of CPU")
        for name in engines:
            result = missing(name) or measure(name, paths, options.margin)
            if isinstance(result, str):
                print(f"{name:<26}{result}")
                continue
            wall, cpu, peak, pairs, digest = result
            first = first or (wall, cpu)
            print(f"{name:<26}{wall:>8.2f}{cpu:>8.2f}{peak:>7.0f}{pairs:>12,}  {digest:<13}"
                  f"{first[0] / wall:.1f}, {first[1] / cpu:.1f}")  # fmt: skip
            if name not in ("ours, geodesic discs", "ours, top 20"):
                answers[name] = digest
    same = len(set(answers.values())) == 1
    print("all answers are equal" if same else f"ANSWERS DIFFER: {answers}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())

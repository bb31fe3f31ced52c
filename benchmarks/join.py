"""How fast are all observations linked with all scenes? Ours beside what one would take instead.

    python benchmarks/join.py [--scenes 100000] [--observations 2000] [--margin 30]

Every engine runs in a process of its own, from the same GeoParquet files of `world.py`. So that
all can answer the same question, a disc is the same circumscribed polygon of 128 corners for
each, and a pair counts when that polygon (or the area) intersects the footprint and the times are
no more than the margin apart. Peers stop there; ours also says role, certainty, covered share and
score of each pair. The last line is ours as it is used: geodesic discs instead of polygons, so
with a few pairs less, and a hash of its own. CPU seconds are those of all threads; trust ratios.
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


def _ours(paths: tuple[Path, Path], margin: float, discs: bool) -> Found:
    from catalogue.bulk import SceneColumns, link_pairs, scene_index

    scenes, events = _read(paths)
    n = len(scenes)
    index = scene_index(
        SceneColumns(
            uid=scenes.id.to_numpy(dtype=object),
            rank=np.arange(n),
            begin_us=scenes.begin_us.to_numpy(),
            end_us=scenes.end_us.to_numpy(),
            footprint=scenes.geometry.to_numpy(),
            gsd_m=scenes.gsd_m.to_numpy(),
            cloud_pct=scenes.cloud_pct.to_numpy(),
            sun_elevation_deg=scenes.sun_elevation_deg.to_numpy(),
            radar=np.zeros(n, dtype=np.bool_),
        )
    )
    found, before = [], 0
    for pairs in link_pairs(index, _values(events, discs), margin):
        found.append((pairs.observation + before, pairs.scene))
        before += len(pairs.observations)
    of, scene = (np.concatenate(c) for c in zip(*found, strict=True))
    return of, scene


def _values(events: Any, discs: bool) -> Any:
    """Observations with the polygons as places, or with geodesic discs."""
    from shapely import Point

    from catalogue.interval import Interval, from_us
    from catalogue.model import (
        Candidate,
        EventTime,
        Observation,
        Occurrence,
        Place,
        ReportedObject,
    )

    for row in events.itertuples():
        place = Candidate(row.geometry)
        if discs and row.r95_m == row.r95_m:
            place = Candidate(Point(row.lon, row.lat), row.r95_m)
        when = Occurrence(((Interval(from_us(row.begin_us), from_us(row.end_us)), 1.0),))
        size = row.size_m if row.size_m == row.size_m else None
        yield Observation(
            row.id, row.id, "event", place=Place((place,)), when=EventTime("", (when,)),
            objects=(ReportedObject("it", length_m=size, width_m=size),),
        )  # fmt: skip


def ours_polygons(paths: tuple[Path, Path], margin: float) -> Found:
    """Ours on the peers' polygons, with share and score."""
    return _ours(paths, margin, discs=False)


def ours_discs(paths: tuple[Path, Path], margin: float) -> Found:
    """Ours with geodesic discs, with share and score."""
    return _ours(paths, margin, discs=True)


ENGINES: dict[str, Callable[[tuple[Path, Path], float], Found]] = {
    "geopandas.sjoin + filter": geopandas_sjoin,
    "shapely STRtree + filter": strtree,
    "STRtree per 30 days": bucketed,
    "DuckDB spatial": duckdb_spatial,
    "ours: share + score": ours_polygons,
    "ours: geodesic discs": ours_discs,
}


def _digest(found: Found) -> str:
    of, scene = found
    order = np.lexsort((scene, of))
    pairs = np.column_stack([of[order], scene[order]]).astype("<i8")
    return hashlib.sha1(pairs.tobytes(), usedforsecurity=False).hexdigest()[:12]


def _measure(name: str, paths: tuple[Path, Path], margin: float, out: Any) -> None:
    import geopandas  # noqa: F401  (what all need is not part of the race)

    import catalogue.bulk  # noqa: F401

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
    if name != "DuckDB spatial":
        return None
    for module in ("duckdb", "duckdb_extension_spatial"):
        if importlib.util.find_spec(module) is None:
            return f"skipped: the package {module.replace('_', '-')} is not installed"
    return None


def main() -> int:
    """Make the world, run every engine, print the table; 1 if two answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=float, default=100_000)
    parser.add_argument("--observations", type=float, default=2_000)
    parser.add_argument("--margin", type=float, default=30.0, help="days")
    options = parser.parse_args()
    answers: dict[str, str] = {}
    first = None
    with tempfile.TemporaryDirectory() as folder:
        paths = world.make(Path(folder), int(options.scenes), int(options.observations))
        size = f"{options.scenes:,.0f} scenes x {options.observations:,.0f} observations"
        print(f"{size}, margin {options.margin:g} d; discs as the same polygons of 128 corners")
        head = f"{'engine':<26}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'pairs':>12}  {'sha1':<13}"
        print(f"{head}ratio of wall, of CPU")
        for name in ENGINES:
            result = missing(name) or measure(name, paths, options.margin)
            if isinstance(result, str):
                print(f"{name:<26}{result}")
                continue
            wall, cpu, peak, pairs, digest = result
            first = first or (wall, cpu)
            print(f"{name:<26}{wall:>8.2f}{cpu:>8.2f}{peak:>7.0f}{pairs:>12,}  {digest:<13}"
                  f"{first[0] / wall:.1f}, {first[1] / cpu:.1f}")  # fmt: skip
            if name != "ours: geodesic discs":
                answers[name] = digest
    same = len(set(answers.values())) == 1
    print("all answers are equal" if same else f"ANSWERS DIFFER: {answers}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""The engines of `benchmarks/join.py`: each finds the pairs of scenes and observations its own way.

All read the same two GeoParquet files and give (rows of observations, rows of scenes).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

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


def sedonadb(paths: tuple[Path, Path], margin: float) -> Found:
    """SedonaDB's spatial join with the times as a further condition."""
    import pyarrow
    import sedonadb  # type: ignore[import-not-found]

    db = sedonadb.connect()
    for name, path in zip(("scenes", "events"), paths, strict=True):
        db.read_parquet(str(path)).to_view(name)
    found = pyarrow.table(
        db.sql(
            "SELECT e.n AS e, s.n AS s FROM events e JOIN scenes s "
            "ON ST_Intersects(e.geometry, s.geometry) "
            f"WHERE s.begin_us - e.end_us <= {int(margin * DAY_US)} "
            f"AND e.begin_us - s.end_us <= {int(margin * DAY_US)}"
        )
    )
    return found["e"].to_numpy(), found["s"].to_numpy()


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

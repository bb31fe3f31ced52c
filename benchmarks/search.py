"""How fast are the four interactive searches? p50 and p95 in ms and CPU, beside other stores.

    python benchmarks/search.py [--scenes 100000] [--observations 10000] [--queries 100]

Page: the 50 newest scenes in a box and an interval with at most 30 % cloud, exact. Best: the 20
best links of an observation with scores (margin of 30 days). Reported: the observations of a
scene with scores. Histogram: scenes by month and platform in a view. The queries are seeded; each
store answers in a process of its own, once to warm up and once measured; results are compared.
GDAL tests footprints, the others boxes, so its histogram may differ and is not compared.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing as mp
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import scenery

QUESTIONS = ("page", "best", "reported", "histogram")


def build(folder: Path, scenes: int, observations: int) -> None:
    """Fill the catalogue and the tables of its peers."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import pyogrio
    import shapely

    from catalogue import Catalogue
    from catalogue.store.extents import observation_extents, scene_extents

    rows: list[dict[str, Any]] = []
    start = time.process_time()
    with Catalogue.open(folder / "ours", create=True) as cat:
        for first in range(0, scenes, 2000):
            batch = [scenery.scene(n) for n in range(first, min(first + 2000, scenes))]
            with cat.store.transaction():
                cat.store.put_scenes(batch)
            for scene in batch:
                columns = _columns(scene)
                rows += [{**_row(scene.uid, e), **columns} for e in scene_extents(scene)]
        found = list(scenery.observations(observations))
        with cat.store.transaction():
            cat.store.put_observations(found)
        cat.store.pack()
    print(f"filled in {time.process_time() - start:.0f} CPU s")
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, folder / "scenes.parquet")
    boxes = [_row(o.uid, extent) for o in found for extent in observation_extents(o)]
    pq.write_table(pa.Table.from_pylist(boxes), folder / "observations.parquet")
    plain = table.to_pandas().drop_duplicates("uid")
    pyogrio.raw.write(
        folder / "peer.gpkg", geometry=plain.geom.to_numpy(), crs="EPSG:4326",
        field_data=[plain[c].to_numpy() for c in plain.columns if c != "geom"],
        fields=[c for c in plain.columns if c != "geom"], geometry_type="Unknown",
        layer="scenes", driver="GPKG", geometry_name="geom",
    )  # fmt: skip
    assert len(shapely.from_wkb(plain.geom[:1])) == 1


def _row(uid: str, extent: Any) -> dict[str, Any]:
    west, south, east, north = extent.box
    begin_us, end_us = extent.span
    return {"uid": uid, "west": west, "south": south, "east": east, "north": north,
            "begin_us": begin_us, "end_us": end_us}  # fmt: skip


def _columns(scene: Any) -> dict[str, Any]:
    return {"id": scene.id, "collection": scene.collection, "platform": scene.platform,
            "gsd": scene.gsd_m, "cloud": scene.cloud_pct, "sun": scene.sun_elevation_deg,
            "geom": scene.footprint.wkb}  # fmt: skip


def questions(count: int, scenes: int, observations: int) -> dict[str, list[Any]]:
    """The same queries for every store."""
    rng = random.Random("questions")
    return {
        "page": [scenery.view(n, cloud_pct=30.0) for n in range(count)],
        "best": [scenery.observation(rng.randrange(observations)) for _ in range(count)],
        "reported": [scenery.scene(rng.randrange(scenes)) for _ in range(count)],
        "histogram": [scenery.view(n, cloud_pct=None) for n in range(count)],
    }


def _ask(name: str, folder: Path, asked: dict[str, list[Any]], out: Any) -> None:
    import search_stores

    begun = time.perf_counter()
    store = getattr(search_stores, name)(folder)
    opened = (time.perf_counter() - begun) * 1e3
    results: dict[str, tuple[list[float], float, list[str]]] = {}
    for question, queries in asked.items():
        ask = getattr(store, question, None)
        if ask is not None:
            for query in queries:
                ask(query)
            results[question] = _timed(ask, queries)
    out.put((opened, results, _peak_mb()))


def _peak_mb() -> float:
    """Of this process alone; ru_maxrss would count its parent's too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _timed(
    ask: Callable[[Any], Any], queries: Sequence[Any]
) -> tuple[list[float], float, list[str]]:
    """(ms of each, CPU ms of one, digest of each answer)."""
    walls, digests = [], []
    cpu = 0.0
    for query in queries:
        wall, used = time.perf_counter(), time.process_time()
        answer = ask(query)
        walls.append((time.perf_counter() - wall) * 1e3)
        cpu += (time.process_time() - used) * 1e3
        digests.append(hashlib.sha1(repr(answer).encode()).hexdigest())
    return walls, cpu / len(queries), digests


def ask_in_child(name: str, folder: Path, asked: dict[str, list[Any]]) -> Any:
    """One store's answers, from a process of its own."""
    context = mp.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_ask, args=(name, folder, asked, out))
    process.start()
    while True:
        try:
            result = out.get(timeout=1)
            break
        except mp.queues.Empty:
            if not process.is_alive():
                raise SystemExit(f"{name} failed") from None
    process.join()
    return result


def main() -> None:
    """Fill, ask, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=100_000)
    parser.add_argument("--observations", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    asked = questions(options.queries, options.scenes, options.observations)
    names = ["Ours", *(["Duck"] if find_spec("duckdb") else []), "Layer"]
    with tempfile.TemporaryDirectory() as name:
        build(Path(name), options.scenes, options.observations)
        heads = "".join(f"{head:>9}" for head in ("p50 ms", "p95 ms", "CPU ms", "x ours"))
        print(f"{'question':<11}{'store':<7}{heads}  equal")
        found = {store: ask_in_child(store, Path(name), asked) for store in names}
    for question in QUESTIONS:
        for store in names:
            _, results, _ = found[store]
            if question in results:
                _print(question, store, results[question], found["Ours"][1][question])
    for store in names:
        opened, _, peak = found[store]
        print(f"{store}: ready after {opened:.0f} ms, {peak:.0f} MB ({os.cpu_count()} cores)")


def _print(question: str, store: str, mine: Any, ours: Any) -> None:
    walls, cpu, digests = mine
    centiles = statistics.quantiles(walls, n=20)
    same = sum(a == b for a, b in zip(digests, ours[2], strict=True))
    compared = not (store == "Layer" and question == "histogram")
    equal = f"{same}/{len(digests)}" if compared else "not compared"
    print(
        f"{question:<11}{store:<7}{statistics.median(walls):>9.2f}{centiles[-1]:>9.2f}{cpu:>9.2f}"
        f"{cpu / ours[1]:>9.1f}  {equal}"
    )
    if compared and same < len(digests):
        raise SystemExit(f"{store} answers {question} otherwise; the figures mean nothing.")


if __name__ == "__main__":
    main()

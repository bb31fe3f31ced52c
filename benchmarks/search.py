"""How fast are the interactive searches? p50 and p95 in ms and CPU, beside other stores.

    python benchmarks/search.py [--scenes 1e6,1e7] [--observations 100000] [--queries 150]
                                [--stores Ours,Duck,Post,Layer]

Page: the 50 newest scenes in a box and an interval with at most 30 % cloud, exact: their columns
and footprints. Records: the same as whole records, which only ours has. Best: the 20 best links
of an observation with scores (margin of 30 days). Reported: the 20 best observations of a scene
with scores; the other stores hold the observations in memory as values. Histogram: scenes by
month and platform in a view.

Scenes and observations are those of `world`, the queries are seeded and lie where the
observations do. Each store answers in a process of its own, once to warm up and once measured;
CPU is of the process and, for PostGIS, of its backend. Every answer is compared with ours. GDAL
tests footprints where the others test boxes, so its histogram is not compared. Then: one scene
or observation more, each one durable commit; and a cold start, after the kernel was told to drop
the file's pages (posix_fadvise(DONTNEED), after fsync). Stores are made once and kept under
benchmarks/out.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import multiprocessing as mp
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import postgres
import search_cold
import search_fill
import search_stores

from catalogue.interval import Interval
from catalogue.model import BBox, Observation, SceneQuery

QUESTIONS = ("page", "records", "best", "reported", "histogram")
OUT = Path(__file__).with_name("out")


def questions(
    folder: Path, scenes: int, known: Sequence[Observation], count: int
) -> dict[str, Any]:
    """The same queries for every store."""
    from catalogue import Catalogue

    rng = random.Random("questions")
    views = [_view(rng, rng.choice(known)) for _ in range(count)]
    with Catalogue.open(folder / f"catalogue-{scenes}") as cat:
        names = (f"scene-{rng.randrange(scenes):09d}" for _ in range(count))
        asked = [cat.named_scene(name) for name in names]
    clear = [SceneQuery(v.boxes, v.when, cloud_max_pct=30.0) for v in views]
    return {
        "page": clear,
        "records": clear,
        "best": rng.sample(list(known), count),
        "reported": asked,
        "histogram": views,
    }


def _view(rng: random.Random, near: Observation) -> SceneQuery:
    """A box of 0.2 to 8 degrees and an interval of 10 days to 4 years."""
    assert near.place is not None
    assert near.when is not None
    spot = near.place.candidates[0].geometry.centroid
    half = math.exp(rng.uniform(math.log(0.1), math.log(4)))
    west, east = ((x + 180) % 360 - 180 for x in (spot.x - half, spot.x + half))
    begin = near.when.occurrences[0].alternatives[0][0].begin
    assert begin is not None
    end = begin + timedelta(days=round(math.exp(rng.uniform(math.log(10), math.log(1460)))))
    area = BBox(west, max(-90.0, spot.y - half), east, min(90.0, spot.y + half))
    return SceneQuery(boxes=(area,), when=Interval(begin, end))


def _ask(name: str, folder: Path, scenes: int, known: Any, asked: dict[str, Any], out: Any) -> None:
    store = getattr(search_stores, name)(folder, scenes, known)
    pid = getattr(store, "pid", None)
    results = {}
    for question, queries in asked.items():
        ask = getattr(store, question)
        if ask is not None:
            for query in queries:
                ask(query)
            results[question] = _timed(ask, queries, pid)
    out.put((results, _peak_mb()))


def _peak_mb() -> float:
    """Of this process alone; ru_maxrss would count its parent's too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _timed(
    ask: Callable[[Any], Any], queries: Sequence[Any], pid: int | None
) -> tuple[list[float], float, list[str]]:
    """(ms of each, CPU ms of one, digest of each answer)."""
    walls, digests = [], []
    used = time.process_time() + (postgres.cpu_s(pid) if pid else 0.0)
    for query in queries:
        wall = time.perf_counter()
        answer = ask(query)
        walls.append((time.perf_counter() - wall) * 1e3)
        digests.append(hashlib.sha1(repr(answer).encode()).hexdigest())
    cpu = time.process_time() + (postgres.cpu_s(pid) if pid else 0.0) - used
    return walls, cpu * 1e3 / len(queries), digests


def ask_in_child(*arguments: Any) -> Any:
    """One store's answers, from a process of its own."""
    context = mp.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_ask, args=(*arguments, out))
    process.start()
    while True:
        try:
            result = out.get(timeout=1)
            break
        except mp.queues.Empty:
            if not process.is_alive():
                raise SystemExit(f"{arguments[0]} failed") from None
    process.join()
    return result


def measure(
    folder: Path, scenes: int, known: list[Observation], count: int, stores: Sequence[str]
) -> None:
    """Fill, ask, compare, print the table of one size."""
    search_fill.catalogue(folder, scenes, known)
    if "Post" in stores:
        _fill_postgres(folder, scenes, known)
    asked = questions(folder, scenes, known, count)
    heads = "".join(f"{head:>9}" for head in ("p50 ms", "p95 ms", "CPU ms", "x ours", "p95 x"))
    print(f"\n{scenes:,} scenes, {len(known):,} observations, {count} queries", flush=True)
    print(f"{'question':<11}{'store':<7}{heads}  equal")
    found = {}
    for name in stores:
        found[name] = ask_in_child(name, folder, scenes, known, asked)
        for question in QUESTIONS:
            if question in found[name][0]:
                _print(question, name, found[name][0][question], found["Ours"][0][question])
    print("reported: the peers hold all observations in memory as values, ours decodes them; that"
          " favours the peers, and what ours decoded lately it recalls")  # fmt: skip
    peaks = ", ".join(f"{name} {peak:.0f}" for name, (_, peak) in found.items())
    print(f"peak MB of the asking process: {peaks} ({os.cpu_count()} cores)")
    search_cold.incremental(folder, scenes, known)
    search_cold.cold(folder, scenes, asked)


def _fill_postgres(folder: Path, scenes: int, known: list[Observation]) -> None:
    import psycopg

    conninfo = (folder / "conninfo").read_text()
    tables = {
        f"scenes_{scenes}": lambda: search_fill.peer_table(folder, scenes),
        f"observations_{len(known)}": lambda: search_fill.observation_table(folder, known),
    }
    for table, made in tables.items():
        with psycopg.connect(conninfo, autocommit=True) as db:
            there = db.execute("SELECT to_regclass(%s)", (table,)).fetchone()
        if there == (None,):
            copied, indexed, cpu = postgres.load(conninfo, made(), table)
            print(f"{table}: COPY {copied:.1f} s, index {indexed:.1f} s, {cpu:.1f} CPU s")


def _print(question: str, store: str, mine: Any, ours: Any) -> None:
    walls, cpu, digests = mine
    p95, p95_ours = (statistics.quantiles(w, n=20)[-1] for w in (walls, ours[0]))
    same = sum(a == b for a, b in zip(digests, ours[2], strict=True))
    compared = not (store == "Layer" and question == "histogram")
    equal = f"{same}/{len(digests)}" if compared else "not compared"
    print(
        f"{question:<11}{store:<7}{statistics.median(walls):>9.2f}{p95:>9.2f}{cpu:>9.2f}"
        f"{cpu / ours[1]:>9.1f}{p95 / p95_ours:>9.1f}  {equal}", flush=True,
    )  # fmt: skip
    if compared and same < len(digests):
        raise SystemExit(f"{store} answers {question} otherwise; the figures mean nothing.")


def main() -> None:
    """Every size in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", default="100000", help="one or more: 1e6,1e7")
    parser.add_argument("--observations", type=float, default=100_000)
    parser.add_argument("--queries", type=int, default=150)
    parser.add_argument("--stores", default="Ours,Duck,Post,Layer", help="Ours is always there")
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    known = search_fill.observations(int(options.observations))
    why_not = postgres.missing() if "Post" in options.stores else "not asked for"
    if why_not:
        print(f"without PostGIS: {why_not}")
    conninfo = OUT / "conninfo"
    conninfo.unlink(missing_ok=True)
    with nullcontext() if why_not else postgres.cluster(OUT / "postgres") as address:
        if address is not None:
            conninfo.write_text(address)
        wanted = {"Ours", *options.stores.split(",")}
        stores = [name for name in search_stores.stores(OUT) if name in wanted]
        for scenes in options.scenes.split(","):
            measure(OUT, int(float(scenes)), known, options.queries, stores)
    conninfo.unlink(missing_ok=True)


if __name__ == "__main__":
    main()

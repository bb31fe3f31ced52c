"""One record more in a full catalogue, and the first answer of one that lies on the disk only."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalogue import Catalogue
from catalogue.ingest import Tally, take_scene
from catalogue.model import Observation
from catalogue.settings import Settings

MARGIN_DAYS = 30.0
COUNT = 150
BEST = 20


def incremental(folder: Path, scenes: int, known: Sequence[Observation]) -> None:
    """One scene with its observations, one observation with its scenes: durable, with links.

    In a copy, so that the stores hold the same the next time.
    """
    settings = replace(Settings.read(), margin_days=MARGIN_DAYS)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        copy = Path(name) / "copy"
        shutil.copytree(folder / f"catalogue-{scenes}", copy)
        _incremental(copy, scenes, known, settings)


def _incremental(path: Path, scenes: int, known: Sequence[Observation], settings: Settings) -> None:
    with Catalogue.open(path, settings=settings) as cat:
        step = max(1, scenes // COUNT)
        names = [f"scene-{n:09d}" for n in range(0, step * COUNT, step)]
        like = [cat.named_scene(name) for name in names]

        def one_scene(n: int) -> None:
            new = uuid.uuid4().hex
            scene = replace(like[n], uid=new, id=f"new-{new}")
            take_scene(cat.store, scene, "benchmark", Tally())
            cat.links_for_scene(new)

        def one_observation(n: int) -> None:
            new = uuid.uuid4().hex
            told = known[n * len(known) // COUNT]
            cat.put_observation(replace(told, uid=new, id=f"new-{new}"))
            cat.links_for_observation(new, BEST)

        print(f"{'one more':<29}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}")
        _timed("scene, commit, its links", one_scene)
        _timed("observation, commit, best 20", one_observation)


def _timed(what: str, job: Callable[[int], None]) -> None:
    walls, used = [], time.process_time()
    for n in range(COUNT):
        start = time.perf_counter()
        job(n)
        walls.append((time.perf_counter() - start) * 1e3)
    cpu = (time.process_time() - used) * 1e3 / COUNT
    p95 = statistics.quantiles(walls, n=20)[-1]
    print(f"{what:<29}{statistics.median(walls):>9.2f}{p95:>9.2f}{cpu:>9.2f}", flush=True)


FIRST = """
import sys, time, pickle
from pathlib import Path
import catalogue.read, shapely, pyproj, numpy, orjson
from catalogue import Catalogue
from catalogue.catalogue import Catalogue
import catalogue.rank, catalogue.store.geopackage
folder, question, query = pickle.load(sys.stdin.buffer)
start = time.perf_counter()
with Catalogue.open(folder) as cat:
    opened = time.perf_counter()
    if question == "page":
        answer = list(cat.scenes(query, limit=50))
    elif question == "best":
        answer = cat.links_for_observation(query.uid, 20)
    else:
        answer = cat.histogram(query)
print((opened - start) * 1e3, (time.perf_counter() - start) * 1e3, len(answer))
"""


def cold(folder: Path, scenes: int, asked: dict[str, Any], repeats: int = 7) -> None:
    """Opening and the first answer, each in a new process, imports aside."""
    import pickle

    path = folder / f"catalogue-{scenes}"
    print(f"{'cold':<29}{'open ms':>9}{'first ms':>9}{'worst':>9}")
    for question in ("page", "best", "histogram"):
        opened, first = [], []
        for query in asked[question][:repeats]:
            evict(path / "catalogue.gpkg")
            told = pickle.dumps((path, question, query))
            run = [sys.executable, "-c", FIRST]
            found = subprocess.run(run, input=told, capture_output=True, check=True).stdout.split()
            opened.append(float(found[0]))
            first.append(float(found[1]))
        print(
            f"{'first ' + question:<29}{statistics.median(opened):>9.1f}"
            f"{statistics.median(first):>9.1f}{max(first):>9.1f}", flush=True,
        )  # fmt: skip


def evict(path: Path) -> None:
    """Have the kernel drop the file's pages. The catalogue is closed: no lock can be lost."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)

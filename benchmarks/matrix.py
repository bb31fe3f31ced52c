"""The coverage matrix: time from stored links to the JSON of the browser, beside a plain way.

    python benchmarks/matrix.py [--claims 500] [--scenes 2000]

Fills a catalogue with seeded claims and scenes: once round 25 places, as work is, and once all
round one place, where every pair is linked. A tenth of the claims have two times and two objects,
a thousand cells are judged, 50 searches are logged. First the links are made; then the matrix is
built and written, several times. The plain way makes a JSON object of each cell in a loop over
the same links; both are parsed and their states compared. No other program is known that shows
this.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.geometry import Point

from catalogue import Catalogue
from catalogue.bulk import LEVELS, ROLES
from catalogue.evidence.matrix_json import matrix_json
from catalogue.interval import Interval
from catalogue.linking.packed import unpack
from catalogue.model import (
    Assessment,
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
    Search,
)

SEED = 20_150_623
T0 = datetime(2022, 1, 1, tzinfo=UTC)
TIMES = 5


def fill(cat: Catalogue, claims: int, scenes: int, places: int) -> None:
    """Claims and scenes round so many places, within a year; verdicts and searches."""
    rng = np.random.default_rng([SEED, places])
    where = np.column_stack([rng.uniform(-170, 170, places), rng.uniform(-50, 60, places)])
    spots = rng.integers(0, places, scenes)
    with cat.store.transaction():
        cat.store.put_scenes(
            [
                Scene(
                    uid=f"s{n:05d}",
                    id=f"scene-{n:05d}",
                    footprint=shapely.box(*(where[at] - 0.2), *(where[at] + 0.2)),
                    when=Interval.instant(T0 + timedelta(days=float(day))),
                    platform="made-up",
                    gsd_m=float(gsd),
                    cloud_pct=float(cloud),
                    sun_elevation_deg=50.0,
                )
                for n, at, day, gsd, cloud in zip(
                    range(scenes), spots, rng.uniform(0, 360, scenes),
                    rng.choice([0.5, 3.0, 10.0], scenes), rng.uniform(0, 100, scenes), strict=True,
                )
            ]
        )  # fmt: skip
        cat.store.put_observations([_claim(n, where[n % places], rng) for n in range(claims)])
        cat.store.put_evidence(
            [
                Assessment(
                    f"a{n}", f"o{n % claims:05d}", 1, f"s{n * 7 % scenes:05d}", 1, "object",
                    "consistent" if n % 3 else "inconclusive", "made up", "2022-12-01T00:00:00Z",
                )
                for n in range(1000)
            ]
        )  # fmt: skip
        area = shapely.box(-170, -50, 170, 60)
        when = Interval(T0, T0 + timedelta(days=400))
        cat.store.put_evidence(
            [Search(f"q{n}", f"archive {n}", "2022-12-01", "made up", area, when=when, found=n)
             for n in range(50)]
        )  # fmt: skip


def _claim(n: int, at: Any, rng: np.random.Generator) -> Observation:
    two = n % 10 == 0
    begins = [T0 + timedelta(days=float(d)) for d in sorted(rng.uniform(0, 350, 2 if two else 1))]
    times = tuple(Occurrence(((Interval(b, b + timedelta(days=1)), 1.0),)) for b in begins)
    things = tuple(ReportedObject(f"thing {k}", None, 16, 8) for k in range(2 if two else 1))
    days = ",".join(b.date().isoformat() for b in begins)
    place = Place((Candidate(Point(*at), 2000.0),))
    when = EventTime(f"{{{days}}}" if two else days, times, zone="UTC")
    return Observation(f"o{n:05d}", f"claim-{n:05d}", f"Claim {n}", place, when, things)


def _linked(cat: Catalogue) -> bytes:
    cat.link_all()
    return b""


def ours(cat: Catalogue) -> bytes:
    """The JSON that `GET /api/matrix` answers."""
    return orjson.dumps(matrix_json(cat.matrix()), option=orjson.OPT_SERIALIZE_NUMPY)


def plain(cat: Catalogue) -> bytes:
    """An object for each cell, in a loop over the same stored links."""
    verdicts: dict[tuple[str, str], str] = {}
    for one in cat.store.find_evidence(Assessment):
        verdicts[one.observation, one.scene] = one.verdict
    cells = []
    for claim in cat.observations():
        found = unpack([cat.store.links.of([claim.uid])[claim.uid]])
        names = list(cat.store.links.scene_names(found.rows["scene"].tolist()))
        for name, row in zip(names, found.rows, strict=True):
            bad = LEVELS[row["level"]] == "unusable"
            state = "could_not_show" if bad else "unreviewed"
            cells.append(
                {
                    "observation": claim.uid,
                    "scene": name.uid,
                    "state": verdicts.get((claim.uid, name.uid), state),
                    "role": ROLES[row["role"]],
                    "level": LEVELS[row["level"]],
                    "rank_score": round(float(row["value"]), 3),
                }
            )
    return orjson.dumps({"cells": cells})


def timed(job: Callable[[], bytes], times: int) -> tuple[float, float, bytes]:
    """(median wall in s, median CPU in s, what was made)."""
    walls, used, made = [], [], b""
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        made = job()
        walls.append(time.perf_counter() - wall)
        used.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(used), made


def same(one: bytes, other: bytes) -> None:
    """Both say the same of every linked cell."""
    found = orjson.loads(one)
    each = found["cells"]
    states = {
        (found["rows"][r]["observation"], found["columns"][c]["scene"]): found["states"][s]
        for r, c, s, level in zip(
            each["row"], each["column"], each["state"], each["level"], strict=True
        )
        if level >= 0
    }
    told = {(c["observation"], c["scene"]): c["state"] for c in orjson.loads(other)["cells"]}
    assert states == told, "the two matrices differ"


def main() -> None:
    """Fill, link, build, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=500)
    parser.add_argument("--scenes", type=int, default=2000)
    asked = parser.parse_args()
    print(f"{asked.claims} claims, {asked.scenes} scenes")
    print(f"{'places':>6}{'cells':>10}  {'':<22}{'wall s':>8}{'CPU s':>8}{'JSON MB':>9}")
    for places in (25, 1):
        with (
            tempfile.TemporaryDirectory() as folder,
            Catalogue.open(Path(folder) / "case", create=True) as cat,
        ):
            fill(cat, asked.claims, asked.scenes, places)
            wall, cpu, _ = timed(partial(_linked, cat), 1)
            count = cat.store.links.totals().links
            head = f"{places:>6}{count:>10,}  "
            print(f"{head}{'linking, once':<22}{wall:>8.2f}{cpu:>8.2f}")
            made = {}
            for name, job, times in (("columns", ours, TIMES), ("an object a cell", plain, 1)):
                wall, cpu, made[name] = timed(partial(job, cat), times)
                size = len(made[name]) / 1e6
                print(f"{'':<18}{name:<22}{wall:>8.2f}{cpu:>8.2f}{size:>9.1f}", flush=True)
            same(made["columns"], made["an object a cell"])


if __name__ == "__main__":
    main()

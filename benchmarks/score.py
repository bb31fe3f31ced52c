"""How fast are a million pairs scored? Ours, for many at once, beside plain Python one by one.

    python benchmarks/score.py [--pairs 1000000] [--peer-pairs 20000] [--seed 1]

The peer is the same score as a person would write it: `catalogue.score.score` in a loop, with its
words. Both start from what is known of scenes, observations, places and times; the shares of
places in footprints are given (`benchmarks/join.py` has those too). The peer does fewer pairs and
its time is the straight line; the pairs that both have done must agree in every number and level.
CPU seconds are of this process.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import shapely

from catalogue.bulk import LEVELS, ROLES, observation_columns, scene_columns
from catalogue.bulk.scoring import Bounds, scores
from catalogue.bulk.timing import times, timings
from catalogue.interval import Interval
from catalogue.model import (
    Candidate,
    EventTime,
    Observation,
    Occurrence,
    Place,
    ReportedObject,
    Scene,
)
from catalogue.score import DEFAULTS, Covered, score

T0 = datetime(2022, 6, 1, tzinfo=UTC)
THINGS = (
    ReportedObject("Shahed-129", "uav-male", 16.0, 8.0),
    ReportedObject("truck", "vehicle", 7.0, 2.5),
    ReportedObject("house", "building", 15.0, 10.0),
)
CLASSES = ("visit", "strike", "landslide", "construction", None)
SCENES, OBSERVATIONS = 5_000, 5_000
TARGET_S = 2.0


def world(rng: np.random.Generator) -> tuple[list[Scene], list[Observation]]:
    """Scenes of one footprint and observations in it: all of them meet."""
    frame = shapely.box(0, 0, 1, 1)
    scenes = [
        Scene(
            f"s{n}", f"s{n}", footprint=frame,
            when=Interval.instant(T0 + timedelta(days=float(rng.uniform(0, 360)))),
            platform=str(rng.choice(["a", "b", "sentinel-1a"], p=[0.5, 0.4, 0.1])),
            gsd_m=float(rng.choice([0.3, 0.5, 3.0, 10.0])), cloud_pct=float(rng.uniform(0, 100)),
            off_nadir_deg=float(rng.uniform(0, 40)), sun_elevation_deg=float(rng.uniform(0, 80)),
        )
        for n in range(SCENES)
    ]  # fmt: skip
    observations = []
    for n in range(OBSERVATIONS):
        begin = T0 + timedelta(days=int(rng.integers(0, 360)))
        span = Interval(begin, begin + timedelta(days=int(rng.choice([1, 1, 7]))))
        observations.append(
            Observation(
                f"o{n}", f"o{n}", "it", place=Place((Candidate(shapely.Point(0.5, 0.5), 10.0),)),
                when=EventTime("", (Occurrence(((span, 1.0),)),)),
                objects=(THINGS[n % 3],), event_class=CLASSES[n % 5],
            )
        )  # fmt: skip
    return scenes, observations


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--peer-pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    rng = np.random.default_rng(told.seed)
    scenes, observations = world(rng)
    columns, wanted = scene_columns(scenes), observation_columns(observations)
    of, scene = rng.integers(0, OBSERVATIONS, told.pairs), rng.integers(0, SCENES, told.pairs)
    share = rng.uniform(0, 1, told.pairs)
    place = Bounds(share, share, share)

    start = time.process_time()
    when = times(wanted, of, columns, scene, 10_000)
    timing = timings(wanted, of, columns, scene, when, DEFAULTS)
    found, level = scores(place, timing, columns, scene, wanted, of, DEFAULTS)
    ours = time.process_time() - start

    count = min(told.peer_pairs, told.pairs)
    start = time.process_time()
    theirs = []
    for n in range(count):
        covered = Covered(share[n], share[n], share[n], share[n])
        role, dt_s = ROLES[when.role[n]], float(when.dt_s[n])
        theirs.append(score(scenes[scene[n]], observations[of[n]], covered, role, dt_s))
    peer = (time.process_time() - start) * told.pairs / count

    for n, made in enumerate(theirs):
        mine = (found.low[n], found.high[n], found.value[n])
        if not np.allclose(mine, (made.low, made.high, made.value), rtol=1e-9, atol=1e-12):
            raise SystemExit(f"pair {n} differs: {mine} and {made}")
        if LEVELS[level[n]] != made.level:
            raise SystemExit(f"pair {n} is {LEVELS[level[n]]} here and {made.level} there")
    print(f"{told.pairs:,} pairs, CPU seconds (target {TARGET_S:g}; the peer did {count:,} pairs)")
    print(f"{'ours, vectorised':<20}{ours:>10.2f}  {'met' if ours <= TARGET_S else 'missed'}")
    print(f"{'plain Python':<20}{peer:>10.2f}  {peer / ours:.0f} times ours")
    print(f"all of {count:,} pairs are equal")


if __name__ == "__main__":
    main()
